// A whole article beside the page, at the words that are cited; back to where one was on closing.
const dialog = find("dialog");
const body = find(".fn-viewer-body");
let at = 0;
let opened = null;

const marks = () => Array.from(body.querySelectorAll("mark.fn-cited"));
const go = (to, calm = false) => {
  const all = marks();
  find(".fn-steps").hidden = !all.length;
  find(".fn-previous").hidden = find(".fn-next").hidden = all.length < 2;
  if (!all.length) return;
  at = (to + all.length) % all.length;
  all.forEach((mark, number) => mark.classList.toggle("fn-here", number === at));
  find(".fn-place").textContent = `Citation ${at + 1} of ${all.length}`;
  all[at].scrollIntoView({ behavior: calm ? "auto" : behavior(), block: "center" });
};
const open = async (wanted) => {
  opened = opened || document.activeElement;
  try {
    const told = await call("article", wanted);
    body.innerHTML = told.html; // made by the server, which escapes every word from outside
    if (!dialog.open) dialog.showModal();
    const all = marks();
    const chosen = all.findIndex((mark) =>
      mark.dataset.numbers.split(", ").includes(String(told.number)));
    body.scrollTop = 0;
    go(Math.max(0, chosen), true);
    find("#fn-viewer-title").focus({ preventScroll: true });
  } catch (error) {
    tell("trouble", { message: error.message });
  }
};
hear("open", open);
find(".fn-previous").addEventListener("click", () => go(at - 1));
find(".fn-next").addEventListener("click", () => go(at + 1));
find(".fn-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
dialog.addEventListener("keydown", (event) => {
  if (event.key === "n" || event.key === "j") go(at + 1);
  else if (event.key === "p" || event.key === "k") go(at - 1);
});
dialog.addEventListener("close", () => {
  body.replaceChildren();
  if (opened && opened.isConnected) opened.focus();
  opened = null;
});
