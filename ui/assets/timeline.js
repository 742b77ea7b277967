// Articles along time as bars to choose; the evidence of the last answer pinned above them.
let token = "";
let chosen = { since: "", until: "" };
let asking = 0;
let heard = 0; // answers and builds
let drawn = -1; // how many of them are drawn
const trouble = (error) => tell("trouble", { message: error.message });

const bar = (stretch, highest) => {
  const words = `${stretch.name}: ${counted(stretch.articles, "article")}`;
  const button = make("button", {
    type: "button", class: "fn-bar", "aria-label": words, title: words, disabled: !stretch.articles,
  }, make("i", {}));
  const share = stretch.articles ? Math.max(2, (100 * stretch.articles) / highest) : 0;
  button.firstChild.style.height = `${share}%`;
  button.addEventListener("click", () => draw({ since: stretch.first, until: stretch.last }));
  return button;
};
const days = (iso) => Date.parse(`${iso}T00:00:00Z`) / 86400000;
// Sources too close to be told apart share a pin, which opens the first of them.
const pins = (evidence, first, last) => {
  const groups = [];
  const placed = evidence
    .map((each) => ({ ...each, at: (days(each.day) - first) / Math.max(1, last - first) }))
    .filter(({ at }) => at >= 0 && at <= 1)
    .sort((one, other) => one.at - other.at);
  for (const each of placed) {
    const group = groups[groups.length - 1];
    if (group && each.at - group[0].at < 0.04) group.push(each);
    else groups.push([each]);
  }
  return groups.map((group) => {
    const numbers = group.map(({ number }) => number).sort((one, other) => one - other);
    const shown = numbers.length > 3 ? `${numbers[0]}, … ${numbers[numbers.length - 1]}` : numbers.join(", ");
    const [{ day, title, at }] = group;
    const words = `Source ${shown}, ${humanDay(day)}: ${title}`;
    const button = make("button", {
      type: "button", class: "fn-pin", "aria-label": words, title: words,
    }, shown);
    button.style.left = `${100 * at}%`;
    button.addEventListener("click", () => tell("open", { token, number: numbers[0] }));
    return button;
  });
};
const titles = (rows) => {
  const items = rows.slice(0, 20).map((article) => {
    const open = make("button", { type: "button", class: "fn-open", dir: "auto" }, article.title);
    open.addEventListener("click", () => tell("open", { article: article.id }));
    return make("li", {}, make("span", { class: "fn-byline" }, article.day ? humanDay(article.day) : "undated"), open);
  });
  find(".fn-titles").replaceChildren(...items);
};
const draw = async (range = chosen) => {
  asking += 1;
  const [mine, known] = [asking, heard];
  const told = await call("timeline", { ...range, token });
  const { rows, total } = await call("articles", range);
  if (mine !== asking) return;
  [chosen, drawn] = [range, known];
  const { stretches } = told;
  const highest = Math.max(1, ...stretches.map((each) => each.articles));
  find(".fn-bars").replaceChildren(...stretches.map((each) => bar(each, highest)));
  const [first, last] = [stretches[0], stretches[stretches.length - 1]];
  const pinned = first ? pins(told.evidence, days(first.first), days(last.last)) : [];
  find(".fn-pins").replaceChildren(...pinned);
  const [from, to] = element.querySelectorAll(".fn-scale span");
  from.textContent = first ? first.name : "";
  to.textContent = last && last !== first ? last.name : "";
  const narrowed = Boolean(chosen.since);
  titles(rows);
  find(".fn-range").textContent = narrowed
    ? `${humanDay(chosen.since)} to ${humanDay(chosen.until)}: ${counted(total, "article")}`
    : "";
  find(".fn-out").hidden = !narrowed;
  find(".fn-within").hidden = !narrowed;
  find(".fn-undated").textContent = told.undated
    ? `${counted(told.undated, "article")} without a date ${told.undated === 1 ? "is" : "are"} not drawn.`
    : "";
};
find(".fn-out").addEventListener("click", () => draw({ since: "", until: "" }).catch(trouble));
find(".fn-within").addEventListener("click", () => {
  tell("dates", chosen);
  tell("show", { view: "ask" });
});
hear("answered", (told) => {
  token = told.token;
  heard += 1;
});
hear("changed", () => { heard += 1; });
hear("shown", ({ view }) => { if (view === "timeline" && drawn !== heard) draw().catch(trouble); });
