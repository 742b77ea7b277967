// The conversation: one question at a time, others wait; its answer replaces its passages.
const log = find(".fn-log");
const form = find(".fn-composer");
const box = find("textarea");
const settings = find(".fn-settings");
const unheardOf = () =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");
let visit = unheardOf();
let asked = [];
let turns = 0;
let recalled = 0;
let busy = null; // {turn, question, asTyped}
let waiting = []; // the same, of what is asked once this is answered
let latest = ""; // the token of the last answer

const risks = {
  bold: "Answers on slight evidence: up to two in five may be wrong.",
  "": "Answers where the evidence is fair, and says how likely it is.",
  careful: "Of the answers given, at most about one in five should be wrong.",
  strict: "Of the answers given, at most about one in twenty should be wrong.",
};
const names = ["risk", "mode", "sources", "since", "until"];
const set = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
const describe = () => {
  const { risk, mode, sources, since, until } = set();
  const said = [
    risk && form.querySelector(`[name=risk][value=${risk}]`).parentElement.textContent.trim(),
    mode && { span: "fewest words", sentences: "sentences" }[mode],
    sources && `${sources} passages`,
    since && `from ${humanDay(since)}`,
    until && `until ${humanDay(until)}`,
  ].filter(Boolean);
  find(".fn-set").textContent = said.length ? `: ${said.join(", ")}` : "";
  find(".fn-risk").textContent = risks[risk];
  remember(set());
};
const readAddress = () => {
  const kept = parameters();
  names.forEach((name) => {
    const value = kept.get(name) || "";
    if (name === "risk") {
      form.querySelectorAll("[name=risk]").forEach((each) => { each.checked = each.value === value; });
      if (!form.querySelector("[name=risk]:checked")) form.elements.risk[1].checked = true;
    } else {
      form.elements[name].value = value;
      if (form.elements[name].selectedIndex === -1) form.elements[name].value = "";
    }
  });
  describe();
};
form.addEventListener("change", describe);
form.addEventListener("reset", (event) => {
  event.preventDefault();
  names.forEach((name) => {
    if (name !== "risk") form.elements[name].value = "";
  });
  form.elements.risk[1].checked = true;
  describe();
});
hear("dates", ({ since, until }) => {
  form.elements.since.value = since;
  form.elements.until.value = until;
  settings.open = true;
  describe();
});

const grow = () => {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
};
const write = (words) => {
  box.value = words;
  grow();
};
const trouble = (error) => tell("trouble", { message: error.message });
const turnOf = (number) => log.querySelector(`[data-turn="${number}"]`);
const showTalking = () => {
  const talking = Boolean(log.querySelector(".fn-turn"));
  element.classList.toggle("fn-talking", talking);
  find(".fn-start").hidden = talking || !find(".fn-examples").children.length;
  find(".fn-anew").hidden = !talking;
};
const place = (turn, made) => {
  made.dataset.turn = turn;
  const there = turnOf(turn);
  if (there) there.replaceWith(made);
  else log.append(made);
};
const fragment = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html; // made by the server, which escapes every word from outside
  return template.content.firstElementChild;
};
const pending = (question, said) =>
  make("article", { class: "fn-turn" }, make("div", { class: "fn-said" },
    make("h2", { class: "fn-question", dir: "auto" }, question),
    make("p", { class: "fn-pending" }, said)));
const send = (turn) => {
  busy = turn;
  place(turn.turn, pending(turn.question, "Looking through the articles…"));
  showTalking();
  turnOf(turn.turn).scrollIntoView({ behavior: behavior(), block: "start" });
  find(".fn-stop").hidden = false;
  trigger("ask", {
    turn: turn.turn, question: turn.question, visit, as_typed: turn.asTyped, settings: set(),
  });
};
const ask = (question, asTyped = false) => {
  if (!question.trim()) return;
  log.querySelectorAll(":scope > .fn-note").forEach((each) => each.remove());
  turns += 1;
  const turn = { turn: turns, question, asTyped };
  if (!busy) {
    send(turn);
    return;
  }
  waiting.push(turn);
  place(turn.turn, pending(question, "Waits for the answer before it…"));
};
// What was said outlives a reload of this tab, and goes with it: the browser keeps it for no other.
const KEPT = "fn-conversation";
const keep = () => {
  const said = [...log.querySelectorAll(".fn-turn")].filter((each) => !each.querySelector(".fn-pending"));
  for (let first = 0; first <= said.length; first += 1) {
    try {
      const html = said.slice(first).map((each) => each.outerHTML);
      window.sessionStorage.setItem(KEPT, JSON.stringify({ visit, turns, asked, latest, html, set: set() }));
      return;
    } catch {
      // No room for so many, or none at all: the oldest go first.
    }
  }
};
window.addEventListener("pagehide", keep);
const restore = () => {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(KEPT));
    if (!kept || !kept.html.length) return null;
    ({ visit, turns, asked, latest } = kept);
    recalled = asked.length;
    log.replaceChildren(...kept.html.map(fragment));
    showTalking();
    return kept;
  } catch {
    return null;
  }
};
const beginAnew = () => {
  if (busy) call("stop", { visit }).catch(trouble);
  busy = null;
  [waiting, asked, recalled, latest] = [[], [], 0, ""];
  visit = unheardOf();
  log.replaceChildren();
  find(".fn-stop").hidden = true;
  showTalking();
  remember({ q: "" });
  keep();
  box.focus();
};
watch("value", () => {
  const told = props.value;
  if (!told || !busy || told.turn !== busy.turn) return;
  if (told.note) {
    turnOf(told.turn)?.remove();
    showTalking();
    log.append(fragment(told.note));
    log.lastElementChild.scrollIntoView({ behavior: behavior(), block: "nearest" });
    if (!box.value) write(busy.question);
  }
  if (told.html) place(told.turn, fragment(told.html));
  if (!told.done) return;
  if (told.html) {
    asked.push(busy.question);
    recalled = asked.length;
    remember({ q: busy.question });
  }
  busy = null;
  find(".fn-stop").hidden = true;
  if (told.token) {
    latest = told.token;
    tell("answered", { token: latest });
  }
  keep();
  if (waiting.length) send(waiting.shift());
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!box.value.trim()) return;
  const question = box.value;
  write("");
  ask(question);
  box.focus();
});
find(".fn-stop").addEventListener("click", () => {
  waiting.forEach(({ turn }) => turnOf(turn).remove());
  if (waiting.length && !box.value) write(waiting[0].question);
  waiting = [];
  call("stop", { visit }).catch(trouble);
  box.focus();
});
find(".fn-anew").addEventListener("click", beginAnew);
box.addEventListener("input", grow);
box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "ArrowUp" && (!box.value || box.value === asked[recalled])) {
    if (recalled === 0) return;
    event.preventDefault();
    recalled -= 1;
    write(asked[recalled]);
  } else if (event.key === "ArrowDown" && recalled < asked.length && box.value === asked[recalled]) {
    event.preventDefault();
    recalled += 1;
    write(asked[recalled] || "");
  } else if (event.key === "Escape") {
    box.blur();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    event.preventDefault();
    tell("show", { view: "ask" });
    box.focus();
  } else if (/^[1-9]$/.test(event.key) && latest) {
    event.preventDefault();
    tell("open", { token: latest, number: Number(event.key) });
  }
});

// A number in an answer leads to its excerpt. By hand: the page's base address would reload it.
const choose = (excerpt) => {
  const more = excerpt.closest("details");
  if (more) more.open = true;
  log.querySelectorAll(".fn-chosen").forEach((each) => each.classList.remove("fn-chosen"));
  excerpt.classList.add("fn-chosen");
  excerpt.focus({ preventScroll: true });
  excerpt.scrollIntoView({ behavior: behavior(), block: "nearest" });
};
const copy = async (button) => {
  const words = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const held = make("textarea", { class: "fn-held" });
    held.value = words;
    document.body.append(held);
    held.select();
    document.execCommand("copy");
    held.remove();
    button.focus();
  }
  const name = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = name; }, 1500);
};
const rate = async (rating, verdict, right = "") => {
  const token = rating.closest(".fn-turn").dataset.token;
  const thanks = rating.querySelector(".fn-thanks");
  try {
    await call("rate", { token, verdict, right });
    thanks.textContent = "Thank you, kept beside the index.";
  } catch (error) {
    thanks.textContent = error.message;
  }
};
log.addEventListener("click", (event) => {
  const reference = event.target.closest("a.fn-ref");
  if (reference) {
    event.preventDefault();
    const excerpt = document.getElementById(reference.getAttribute("href").slice(1));
    if (excerpt) choose(excerpt);
    return;
  }
  const button = event.target.closest("button");
  if (!button) return;
  const turn = button.closest(".fn-turn");
  if (button.dataset.open) {
    tell("open", { token: turn.dataset.token, number: Number(button.dataset.open) });
  } else if (button.dataset.copy) {
    copy(button);
  } else if (button.dataset.asTyped !== undefined) {
    ask(turn.querySelector(".fn-question").textContent, true);
  } else if (button.dataset.rate) {
    const rating = button.closest(".fn-rating");
    const verdict = button.dataset.rate;
    rating.querySelectorAll("[aria-pressed]").forEach((each) =>
      each.setAttribute("aria-pressed", String(each === button)));
    rating.querySelector(".fn-correct").hidden = verdict !== "wrong";
    if (verdict === "wrong") rating.elements.right.focus();
    rate(rating, verdict);
  }
});
log.addEventListener("submit", (event) => {
  event.preventDefault();
  const rating = event.target;
  rate(rating, "wrong", rating.elements.right.value);
  rating.querySelector(".fn-correct").hidden = true;
});

const about = async () => {
  const told = await call("about", { visit });
  find(".fn-counts").textContent = `${told.counts}.`;
  const examples = told.examples.map((question) => {
    const button = make("button", { type: "button", dir: "auto" }, question);
    button.addEventListener("click", () => ask(question));
    return make("li", {}, button);
  });
  find(".fn-examples").replaceChildren(...examples);
  showTalking();
  return told;
};
hear("changed", about);
hear("shown", ({ view, focus }) => {
  if (view !== "ask") return;
  if (focus) box.focus();
  else if (!busy) log.lastElementChild?.scrollIntoView({ block: "start" });
});
readAddress();
const restored = restore();
about().then(({ remembered }) => {
  if (restored && !remembered) {
    log.append(make("p", { class: "fn-note" },
      "Footnote was started again since: it does not know what was said before."));
  }
}).catch(trouble);
box.focus();
const shared = parameters().get("q");
const alike = restored && names.every((name) => restored.set[name] === set()[name]);
if (shared && !(alike && shared === asked.at(-1))) ask(shared);
