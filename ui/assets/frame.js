// The head of the page: which view is shown, light or dark, what is being indexed meanwhile.
const places = { ask: "fn-chat", articles: "fn-articles", timeline: "fn-timeline", map: "fn-map" };

const show = (name, focus = false) => {
  const view = places[name] ? name : "ask";
  for (const [each, id] of Object.entries(places)) document.getElementById(id).hidden = each !== view;
  element.querySelectorAll("nav [data-view]").forEach((each) => {
    if (each.dataset.view === view) each.setAttribute("aria-current", "page");
    else each.removeAttribute("aria-current");
  });
  remember({ view: view === "ask" ? "" : view });
  window.scrollTo(0, 0);
  tell("shown", { view, focus });
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-view]");
  if (button) show(button.dataset.view, true);
});
hear("show", ({ view }) => show(view));

const theme = find(".fn-theme");
const paint = (dark) => {
  document.body.classList.toggle("dark", dark);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  theme.setAttribute("aria-pressed", String(dark));
  tell("painted");
};
theme.addEventListener("click", () => {
  const dark = !document.body.classList.contains("dark");
  paint(dark);
  remember({ theme: dark ? "dark" : "light" });
});
const system = window.matchMedia("(prefers-color-scheme: dark)");
const wanted = () => parameters().get("theme") || (system.matches ? "dark" : "light");
system.addEventListener("change", () => setTimeout(() => paint(wanted() === "dark")));
paint(wanted() === "dark");

const alert = find(".fn-alert");
let silence = null;
hear("trouble", ({ message }) => {
  alert.textContent = message;
  clearTimeout(silence);
  silence = setTimeout(() => { alert.textContent = ""; }, 8000);
});

const working = find(".fn-working");
hear("jobs", ({ jobs }) => {
  const job = jobs.find((each) => each.state === "working");
  working.hidden = !job;
  if (job) working.textContent = `${job.stage || "Indexing"} ${job.name}…`;
});

document.documentElement.lang = "en";
setTimeout(() => show(parameters().get("view")));
