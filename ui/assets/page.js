// Runs once, when the log is there: `element` is the log, `watch` tells of new turns.
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const behavior = calm ? "auto" : "smooth";

// A number in an answer leads to its excerpt. By hand: the page's base address would reload it.
element.addEventListener("click", (event) => {
  const link = event.target.closest("a.fn-ref");
  if (!link) return;
  event.preventDefault();
  const excerpt = document.getElementById(link.getAttribute("href").slice(1));
  if (!excerpt) return;
  const more = excerpt.closest("details");
  if (more) more.open = true;
  element.querySelectorAll(".fn-chosen").forEach((each) => each.classList.remove("fn-chosen"));
  excerpt.classList.add("fn-chosen");
  excerpt.focus({ preventScroll: true });
  excerpt.scrollIntoView({ behavior, block: "nearest" });
});

watch("value", () => {
  const turns = element.querySelectorAll(".fn-turn, [role=log] > .fn-note");
  if (turns.length) turns[turns.length - 1].scrollIntoView({ behavior, block: "start" });
});
