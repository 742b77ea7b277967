// The articles: a list that is searched on the server, and ways in, whose progress is shown.
const CHUNK = 1 << 20; // bytes, as library.CHUNK
const search = find(".fn-search");
const rows = find("tbody");
const jobs = find(".fn-jobs");
let shown = 0;
let generation = null;
let asking = 0;
let looking = null;

const trouble = (error) => tell("trouble", { message: error.message });
const filters = () => ({
  words: search.elements.words.value,
  since: search.elements.since.value,
  until: search.elements.until.value,
});
const row = (article) => {
  const title = make("button", { type: "button", class: "fn-open", dir: "auto" }, article.title);
  title.addEventListener("click", () => tell("open", { article: article.id }));
  const remove = make("button", {
    type: "button", class: "fn-remove", "aria-label": `Remove ${article.title.slice(0, 80)}`,
  }, "Remove");
  remove.addEventListener("click", () => {
    if (!remove.dataset.sure) {
      remove.dataset.sure = "yes";
      remove.textContent = "Sure?";
      remove.addEventListener("blur", () => {
        delete remove.dataset.sure;
        remove.textContent = "Remove";
      }, { once: true });
      return;
    }
    remove.disabled = true;
    remove.textContent = "Removing…";
    call("remove", { article: article.id }).then(look, trouble);
  });
  const day = article.day ? make("time", { datetime: article.day }, humanDay(article.day)) : "";
  return make("tr", { "data-article": article.id },
    make("td", { class: "fn-cell-title" }, title,
      article.author ? make("span", { class: "fn-author", dir: "auto" }, article.author) : null),
    make("td", { class: "fn-cell-day" }, day),
    make("td", { class: "fn-cell-from", title: article.source }, make("bdi", {}, article.name)),
    make("td", { class: "fn-figure" }, article.passages.toLocaleString("en")),
    make("td", {}, article.language),
    make("td", {}, remove));
};
const list = async (start = 0) => {
  asking += 1;
  const mine = asking;
  const told = await call("articles", { ...filters(), start });
  if (mine !== asking) return;
  const made = told.rows.map(row);
  if (start) rows.append(...made);
  else rows.replaceChildren(...made);
  shown = start + made.length;
  find(".fn-further").hidden = shown >= told.total;
  find(".fn-found-count").textContent = told.total === told.all
    ? counted(told.all, "article")
    : `${told.total.toLocaleString("en")} of ${counted(told.all, "article")}`;
};
const listed = () => list().catch(trouble);
search.addEventListener("input", listed);
search.addEventListener("submit", (event) => {
  event.preventDefault();
  listed();
});
find(".fn-further").addEventListener("click", () => list(shown).catch(trouble));

const left = (seconds) => {
  if (seconds === null) return "";
  if (seconds < 90) return `, about ${Math.max(1, seconds)} s left`;
  return `, about ${Math.round(seconds / 60)} min left`;
};
const job = (told) => {
  const said = {
    waiting: "waits its turn",
    working: told.total
      ? `${told.stage} ${told.done.toLocaleString("en")} of ${told.total.toLocaleString("en")}${left(told.left)}`
      : `${told.stage || "begins"}…`,
    done: told.message,
    failed: told.message,
  }[told.state];
  const skipped = told.skipped.map(([file, reason]) =>
    make("li", {}, make("bdi", {}, file), `: ${reason}`));
  const bar = told.state === "working" && told.total
    ? make("progress", { max: told.total, value: told.done, "aria-label": `Indexing ${told.name.slice(0, 80)}` })
    : null;
  return make("div", { class: `fn-job fn-${told.state}` },
    make("strong", { dir: "auto" }, told.name), make("p", {}, said), bar,
    skipped.length ? make("p", {}, `${counted(skipped.length, "file")} not indexed:`) : null,
    skipped.length ? make("ul", {}, ...skipped) : null);
};
const look = async () => {
  clearTimeout(looking);
  const told = await call("jobs");
  jobs.replaceChildren(...told.jobs.map(job));
  tell("jobs", told);
  if (generation !== null && generation !== told.generation) {
    listed();
    tell("changed");
  }
  generation = told.generation;
  const busy = told.jobs.some((each) => each.state === "waiting" || each.state === "working");
  looking = setTimeout(() => look().catch(trouble), busy ? 500 : 15000);
};

const base64 = (block) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => reject(new Error("The file could not be read."));
  reader.readAsDataURL(block);
});
const send = async (file, tellOf) => {
  const { key } = await call("begin", { name: file.name, size: file.size });
  for (let start = 0; ; start += CHUNK) {
    const block = file.slice(start, start + CHUNK);
    tellOf(start);
    const told = await call("more", { key, data: block.size ? await base64(block) : "" });
    if (told.file) return told.file;
  }
};
const sendAll = async (files) => {
  const sending = make("div", { class: "fn-job fn-working" });
  const refused = [];
  const taken = [];
  jobs.before(sending);
  for (const [number, file] of Array.from(files).entries()) {
    try {
      taken.push(await send(file, (bytes) => {
        const part = file.size ? Math.round((100 * bytes) / file.size) : 100;
        sending.textContent = `Sending ${number + 1} of ${files.length}: ${file.name.slice(0, 60)}, ${part}%`;
      }));
    } catch (error) {
      refused.push(error.message);
    }
  }
  sending.remove();
  if (refused.length) {
    const told = make("div", { class: "fn-job fn-failed", role: "alert" },
      make("ul", {}, ...refused.map((reason) => make("li", {}, reason))));
    jobs.before(told);
    setTimeout(() => told.remove(), 20000);
  }
  if (taken.length) await call("add", { files: taken });
  await look();
};
const drop = find(".fn-drop");
drop.elements.files.addEventListener("change", () => {
  const files = Array.from(drop.elements.files.files);
  drop.reset();
  if (files.length) sendAll(files).catch(trouble);
});
// Files may be dropped anywhere on this view; elsewhere the browser would open them.
const carriesFiles = (event) => Array.from(event.dataTransfer?.types || []).includes("Files");
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  drop.classList.add("fn-over");
});
document.addEventListener("dragleave", () => drop.classList.remove("fn-over"));
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  drop.classList.remove("fn-over");
  tell("show", { view: "articles" });
  sendAll(Array.from(event.dataTransfer.files)).catch(trouble);
});
const sendForm = (selector, name) => {
  const form = find(selector);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await call(name, Object.fromEntries(new FormData(form)));
      form.reset();
      await look();
    } catch (error) {
      trouble(error);
    }
  });
};
sendForm(".fn-paste", "paste");
sendForm(".fn-fetch", "fetch");

const rated = async () => {
  const { questions } = await call("rated");
  find(".fn-rated").textContent = questions.length
    ? `Ratings of answers teach ${counted(questions.length, "question")} so far.`
    : "No answer has been rated yet.";
  return questions;
};
find(".fn-export").addEventListener("click", async () => {
  const questions = await rated();
  const lines = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
  const address = URL.createObjectURL(new Blob([lines], { type: "application/jsonl" }));
  make("a", { href: address, download: "questions.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
});
hear("shown", ({ view }) => {
  if (view !== "articles") return;
  listed();
  rated().catch(trouble);
});
look().catch(trouble);
