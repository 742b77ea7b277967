// Before every view's own script: how it calls the desk, makes elements and tells the other views.
const call = async (name, given = {}) => {
  const told = await server[name](given).catch((error) => {
    if (error instanceof TypeError) return undefined; // what fetch throws where nobody listens
    throw error;
  });
  if (told === undefined) {
    throw new Error("Footnote does not answer: start it again where it ran, then reload this page.");
  }
  if (told && told.error) throw new Error(told.error);
  return told;
};
// Words from outside only ever become text: `make("p", {class: "x"}, words, element)`.
const make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
};
const find = (selector) => element.querySelector(selector);
const tell = (name, detail = {}) => document.dispatchEvent(new CustomEvent(`fn:${name}`, { detail }));
const hear = (name, heard) =>
  document.addEventListener(`fn:${name}`, (event) => heard(event.detail));
const behavior = () =>
  window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
const parameters = () => new URLSearchParams(window.location.search);
// The address says how the page is set, so that a view can be shared; empty values leave it.
const remember = (values) => {
  const kept = parameters();
  for (const [name, value] of Object.entries(values)) {
    if (value) kept.set(name, value);
    else kept.delete(name);
  }
  const query = kept.toString();
  window.history.replaceState(null, "", query ? `?${query}` : window.location.pathname);
};
const counted = (number, noun) =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const humanDay = (iso) => {
  const [year, month, day] = iso.split("-").map(Number);
  const name = new Date(Date.UTC(2000, month - 1, 1)).toLocaleString("en", {
    month: "long", timeZone: "UTC",
  });
  return `${day} ${name} ${year}`;
};
const typing = (target) => Boolean(target.closest("input, textarea, select, [contenteditable]"));
