// The collection drawn on a canvas: drag, zoom, point at a dot to see its article, click to read it.
const canvas = find("canvas");
const pen = canvas.getContext("2d");
const tip = find(".fn-tip");
let told = null;
let token = "";
let asking = 0;
let heard = 0; // answers and builds
let drawn = -1; // how many of them are drawn
let eye = { x: 0, y: 0, zoom: 1 };
let near = null; // what is pointed at: {at, words, open}
let held = null;

const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
const scale = () => (Math.min(canvas.clientWidth, canvas.clientHeight * 1.7) / 2.5) * eye.zoom;
const stretch = 1.7; // the sheet is wider than high
const onSheet = ([x, y]) => [
  canvas.clientWidth / 2 + (x - eye.x) * scale(),
  canvas.clientHeight / 2 - ((y - eye.y) * scale()) / stretch,
];
const paint = () => {
  if (!told || !canvas.clientWidth) return;
  const dense = window.devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * dense;
  canvas.height = canvas.clientHeight * dense;
  pen.setTransform(dense, 0, 0, dense, 0, 0);
  labels();
  pen.fillStyle = colour("--ink");
  pen.globalAlpha = Math.max(0.16, Math.min(0.55, 90 / Math.sqrt(told.places.length) / 4));
  const size = told.places.length > 1500 ? 2 : 3;
  for (const place of told.places) {
    const [x, y] = onSheet(place);
    pen.beginPath();
    pen.arc(x, y, size, 0, 7);
    pen.fill();
  }
  pen.globalAlpha = 1;
  spots();
  if (near) ring(near.at);
};
const labels = () => {
  pen.font = `italic 14px ${colour("--serif")}`;
  pen.textAlign = "center";
  pen.lineWidth = 4;
  pen.strokeStyle = colour("--card");
  pen.fillStyle = colour("--soft");
  const taken = [];
  for (const number of told.labelled) {
    const place = told.places[number];
    const full = told.titles[place[2]];
    const words = full.length > 30 ? `${full.slice(0, 29).trimEnd()}…` : full;
    const [x, y] = onSheet(place);
    const wide = pen.measureText(words).width / 2;
    const box = [x - wide - 4, y - 26, x + wide + 4, y - 4];
    const outside = box[0] < 2 || box[2] > canvas.clientWidth - 2 || box[1] < 2;
    const clash = taken.some((other) =>
      box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
    if (outside || clash) continue;
    taken.push(box);
    pen.strokeText(words, x, y - 10);
    pen.fillText(words, x, y - 10);
  }
};
const spots = () => {
  for (const each of told.evidence) {
    const [x, y] = onSheet(each.at);
    if (told.question) {
      const [fromX, fromY] = onSheet(told.question.at);
      pen.strokeStyle = colour("--accent");
      pen.lineWidth = 1;
      pen.globalAlpha = 0.35;
      pen.beginPath();
      pen.moveTo(fromX, fromY);
      pen.lineTo(x, y);
      pen.stroke();
      pen.globalAlpha = 1;
    }
    pen.fillStyle = colour("--accent");
    pen.beginPath();
    pen.arc(x, y, 10, 0, 7);
    pen.fill();
    pen.fillStyle = colour("--card");
    pen.font = `600 12px ${colour("--font")}`;
    pen.textAlign = "center";
    pen.fillText(each.number, x, y + 4);
  }
  if (told.question) {
    const [x, y] = onSheet(told.question.at);
    pen.fillStyle = colour("--accent");
    pen.beginPath();
    pen.moveTo(x, y - 9);
    pen.lineTo(x + 9, y);
    pen.lineTo(x, y + 9);
    pen.lineTo(x - 9, y);
    pen.fill();
  }
};
const ring = (at) => {
  const [x, y] = onSheet(at);
  pen.strokeStyle = colour("--accent");
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(x, y, 7, 0, 7);
  pen.stroke();
};
const nearest = (event) => {
  const box = canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  let best = null;
  let least = 16 * 16;
  const offer = (at, words, open) => {
    const [otherX, otherY] = onSheet(at);
    const distance = (otherX - x) ** 2 + (otherY - y) ** 2;
    if (distance < least) [best, least] = [{ at, words, open }, distance];
  };
  for (const each of told.evidence) {
    offer(each.at, `Source ${each.number}: ${each.title}`, { token, number: each.number });
  }
  if (best) return best;
  for (const place of told.places) offer(place, told.titles[place[2]], { article: place[2] });
  return best;
};
const point = (event) => {
  if (!told) return;
  near = nearest(event);
  tip.hidden = !near;
  canvas.style.cursor = near ? "pointer" : "grab";
  if (near) {
    const [x, y] = onSheet(near.at);
    tip.textContent = near.words;
    tip.style.left = `${Math.min(Math.max(8, x - 120), Math.max(8, canvas.clientWidth - 256))}px`;
    tip.style.top = `${y + 14}px`;
  }
  paint();
};
const zoom = (factor, at = [canvas.clientWidth / 2, canvas.clientHeight / 2]) => {
  const before = scale();
  eye.zoom = Math.min(40, Math.max(1, eye.zoom * factor));
  const after = scale();
  eye.x += (at[0] - canvas.clientWidth / 2) * (1 / before - 1 / after);
  eye.y -= (at[1] - canvas.clientHeight / 2) * (1 / before - 1 / after) * stretch;
  if (eye.zoom === 1) eye = { x: 0, y: 0, zoom: 1 };
  near = null;
  tip.hidden = true;
  paint();
};
canvas.addEventListener("pointerdown", (event) => {
  held = { x: event.clientX, y: event.clientY, moved: false };
  canvas.setPointerCapture(event.pointerId);
});
canvas.addEventListener("pointermove", (event) => {
  if (!held) {
    point(event);
    return;
  }
  const [across, down] = [event.clientX - held.x, event.clientY - held.y];
  if (!held.moved && Math.hypot(across, down) < 5) return;
  eye.x -= across / scale();
  eye.y += (down / scale()) * stretch;
  held = { x: event.clientX, y: event.clientY, moved: true };
  tip.hidden = true;
  paint();
});
canvas.addEventListener("pointerup", (event) => {
  const moved = held && held.moved;
  held = null;
  if (moved) return;
  point(event);
  if (near) tell("open", near.open);
});
canvas.addEventListener("pointercancel", () => { held = null; });
canvas.addEventListener("pointerleave", () => {
  near = null;
  tip.hidden = true;
  paint();
});
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const box = canvas.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY / 400), [event.clientX - box.left, event.clientY - box.top]);
}, { passive: false });
canvas.addEventListener("keydown", (event) => {
  const step = 0.15 / eye.zoom;
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
  if (moves[event.key]) {
    eye.x += moves[event.key][0];
    eye.y += moves[event.key][1] * stretch;
    paint();
  } else if (event.key === "+" || event.key === "=") zoom(1.4);
  else if (event.key === "-") zoom(1 / 1.4);
  else return;
  event.preventDefault();
});
find(".fn-nearer").addEventListener("click", () => zoom(1.6));
find(".fn-farther").addEventListener("click", () => zoom(1 / 1.6));
find(".fn-whole").addEventListener("click", () => zoom(0));

const legend = () => {
  const items = told.evidence.map((each) => {
    const open = make("button", { type: "button", class: "fn-open", dir: "auto" }, each.title);
    open.addEventListener("click", () => tell("open", { token, number: each.number }));
    return make("li", { value: each.number }, open);
  });
  if (told.question) {
    items.unshift(make("li", { class: "fn-diamond" }, make("q", { dir: "auto" }, told.question.words)));
  }
  find(".fn-legend").replaceChildren(...items);
};
const draw = async () => {
  asking += 1;
  const [mine, known] = [asking, heard];
  const given = await call("map", { token });
  if (mine !== asking) return;
  [told, drawn] = [given, known];
  const all = counted(told.passages, "passage");
  find(".fn-map-counts").textContent = told.places.length < told.passages
    ? `${told.places.length.toLocaleString("en")} of ${all}, drawn evenly.`
    : `${all}.`;
  canvas.setAttribute("aria-label", `Map of ${all}${told.question ? ", with the last question and its evidence" : ""}`);
  legend();
  paint();
};
hear("answered", (given) => {
  token = given.token;
  heard += 1;
});
hear("changed", () => { heard += 1; });
hear("painted", paint);
hear("shown", ({ view }) => {
  if (view !== "map") return;
  if (drawn === heard) paint();
  else draw().catch((error) => tell("trouble", { message: error.message }));
});
new ResizeObserver(paint).observe(canvas);
