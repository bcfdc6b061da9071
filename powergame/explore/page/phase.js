// The phase diagram: for each actor a map of two numbers, empty where it never seeks power, full where it always does,
// half where it depends on the equilibrium. A press on a map moves both numbers there.

import { colour, make, mark, written } from "./dom.js";

const MOST_MARKS = 5.5; // steps between numbers at an axis, at most
const ROOM = 28; // pixels that a number takes at least
const ROUNDING = 1e-9; // steps by which an end may lie beside a number
const WORDS = ["never", "always", "depends"];

export class Phase {
  /** `tell` has `placed(x, y)`, `ended()` and `chosen(x, y)`; without it the diagram only shows. */
  constructor(tell) {
    this.tell = tell;
    this.message = null;
    this.maps = [];
    this.selects = ["x", "y"].map((axis) => {
      const select = make("select", { "aria-label": axis === "x" ? "Across" : "Upwards" });
      select.addEventListener("change", () => this.choose(axis));
      return select;
    });
    const across = make("label", {}, "across ", this.selects[0]);
    const up = make("label", {}, "upwards ", this.selects[1]);
    this.axes = make(`div.axes${tell ? "" : ".spare"}`, {}, across, up);
    this.grid = make("div.maps");
    this.caption = make("figcaption.faint");
    this.element = make("figure.card.phasecard", {}, make("h3", {}, "Phase diagram"), this.axes, this.grid, this.caption);
    this.watch = new ResizeObserver(() => this.paint());
  }

  /** Show where the two numbers stand; the map itself comes by `take`. */
  show(file, here, diagram, fresh) {
    this.here = here;
    if (file !== this.file) this.build(file);
    this.grid.classList.toggle("stale", !fresh);
    this.diagram = diagram;
    this.selects.forEach((select, k) => (select.value = k ? diagram.y : diagram.x));
    this.paint();
  }

  build(file) {
    this.file = file;
    this.message = null;
    const known = new Map(file.groups.flatMap((group) => group.controls.map((one) => [one.path, { one, group }])));
    this.controls = new Map(file.axes.map((path) => [path, known.get(path).one]));
    this.names = new Map(file.axes.map((path) => [path, title(known.get(path), file)]));
    for (const select of this.selects) {
      select.replaceChildren(...file.axes.map((path) => make("option", { value: path }, this.names.get(path))));
    }
    this.watch.disconnect();
    this.maps = file.actors.map((name, i) => this.map(name, i));
    this.grid.replaceChildren(...this.maps.map(({ element }) => element));
    this.maps.forEach(({ canvas }) => this.watch.observe(canvas));
  }

  map(name, i) {
    const canvas = make("canvas", { role: "img", "data-map": i });
    const mark_ = make("span.here");
    mark_.style.setProperty("--colour", colour(i));
    const says = make("span.says");
    const [across, up] = ["across", "up"].map((way) => make(`div.ticks.${way}`, { "aria-hidden": "true" }));
    const field = make("div.field", {}, canvas, mark_, across, up);
    if (this.tell) this.listen(field);
    const element = make("div.map", {}, make("p.mapname", {}, says, name), field);
    return { element, canvas, here: mark_, says, name, across, up };
  }

  listen(field) {
    let held = false;
    const place = (event) => {
      const box = field.getBoundingClientRect();
      const share = (x) => Math.max(0, Math.min(1, x));
      this.tell.placed(
        at(this.controls.get(this.diagram.x), share((event.clientX - box.left) / box.width)),
        at(this.controls.get(this.diagram.y), share((box.bottom - event.clientY) / box.height)),
      );
    };
    field.addEventListener("pointerdown", (event) => {
      held = true;
      field.setPointerCapture(event.pointerId);
      place(event);
    });
    field.addEventListener("pointermove", (event) => held && place(event));
    for (const end of ["pointerup", "pointercancel"]) {
      field.addEventListener(end, () => {
        if (held) this.tell.ended();
        held = false;
      });
    }
  }

  choose(axis) {
    const [x, y] = this.selects.map((select) => select.value);
    // the same number twice is no plane: the two change places
    this.tell.chosen(...(x !== y ? [x, y] : axis === "x" ? [x, this.diagram.x] : [this.diagram.y, y]));
  }

  take(message) {
    this.message = message;
    this.grid.classList.remove("stale");
    this.paint();
  }

  refuse(text) {
    this.message = null;
    this.caption.textContent = text;
    this.paint(text);
  }

  paint(refusal) {
    const { message, diagram } = this;
    if (!diagram) return;
    const drawn = message && message.x === diagram.x && message.y === diagram.y;
    const [x, y] = [this.controls.get(diagram.x), this.controls.get(diagram.y)];
    const [px, py] = [share(x, this.here.x), share(y, this.here.y)];
    this.maps.forEach((map, i) => {
      const within = px >= 0 && px <= 1 && py >= 0 && py <= 1;
      map.here.hidden = !within;
      map.here.style.setProperty("left", `${100 * px}%`);
      map.here.style.setProperty("bottom", `${100 * py}%`);
      const word = drawn && within ? WORDS[cell(message, i, px, py)] : "";
      map.says.replaceChildren(...(word ? [mark(i, word)] : []));
      map.canvas.setAttribute("aria-label", `Where ${map.name} seeks power${word ? `; here: ${word}` : ""}`);
      number(map.across, x, "left", map.canvas.clientWidth);
      number(map.up, y, "bottom", map.canvas.clientWidth);
      map.canvas.dataset.points = drawn ? message.points : 0;
      fill(map.canvas, drawn ? message : null, i);
    });
    if (refusal) return;
    const range = (control) => `${written(control.low)} to ${written(control.high)}`;
    const names = [this.names.get(diagram.x), this.names.get(diagram.y)];
    this.caption.textContent = `Across: ${names[0]}, ${range(x)}. Upwards: ${names[1]}, ${range(y)}. ` +
      "Full: it always seeks power; hatched: it depends on the equilibrium; empty: never." +
      (drawn ? allOver(this.maps, message) : "") +
      (drawn && message.unproven ? " Dotted: unproven, since there may be more equilibria than those found." : "");
  }
}

/** Say whose verdict is the same all over the map. */
function allOver(maps, { verdicts }) {
  const alike = WORDS.map((word, code) => [word, maps.filter((_, i) => verdicts[i] === String(code).repeat(verdicts[i].length))]);
  return alike.map(([word, of]) => (of.length ? ` ${word[0].toUpperCase()}${word.slice(1)}, all over: ${of.map(({ name }) => name).join(", ")}.` : "")).join("");
}

/** Write the numbers of an axis beside a map, each where it stands. */
function number(ticks, control, side, room) {
  const most = Math.max(1.5, Math.min(MOST_MARKS, room / ROOM));
  const key = JSON.stringify([control.path, control.low, control.high, most]);
  if (ticks.dataset.of === key) return;
  ticks.dataset.of = key;
  ticks.replaceChildren(
    ...marks(control, most).map((value) => {
      const tick = make("span", {}, written(value, 6));
      tick.style.setProperty(side, `${100 * share(control, value)}%`);
      return tick;
    }),
  );
}

/** Round numbers of an axis, some five where there is room: decimal multiples of 1, 2 and 5, or powers of ten. */
function marks({ low, high, scale }, most) {
  if (scale === "log") {
    const first = Math.ceil(Math.log10(low) - ROUNDING);
    const powers = Array.from({ length: Math.floor(Math.log10(high) + ROUNDING) - first + 1 }, (_, k) => 10 ** (first + k));
    const apart = Math.ceil(powers.length / most);
    return powers.length > 1 ? powers.filter((_, k) => k % apart === 0) : [low, high];
  }
  const ten = 10 ** (Math.floor(Math.log10(high - low)) - 1);
  const step = [1, 2, 5, 10, 20, 50].map((m) => m * ten).find((each) => (high - low) / each < most) ?? high - low;
  const first = Math.ceil(low / step - ROUNDING);
  return Array.from({ length: Math.floor(high / step + ROUNDING) - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

function title({ one, group }, file) {
  const owner = group.kind === "rung" && group.actor ? `${group.actor}, ` : "";
  return group.kind === "conflict" && file ? one.label : `${owner}${group.title}: ${one.label}`;
}

/** The value at a place of an axis, rounded to the slider's step. */
function at({ low, high, scale, step }, share_) {
  if (scale === "log") return Number((low * (high / low) ** share_).toPrecision(3));
  const value = low + (high - low) * share_;
  return Math.max(low, Math.min(high, Number((Math.round(value / step) * step).toPrecision(12))));
}

/** The place of a value on an axis; above 1 where it is beyond. */
function share({ low, high, scale }, value) {
  if (value === "inf") return 2;
  return scale === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

function cell({ points, verdicts }, i, px, py) {
  const place = (p) => Math.round(p * (points - 1));
  return Number(verdicts[i][place(py) * points + place(px)]);
}

/** Paint a map: each point is the middle of its cell, so that the outer ones are half as wide. */
function fill(canvas, message, i) {
  const box = canvas.getBoundingClientRect();
  const size = Math.round(box.width * devicePixelRatio);
  if (!size) return;
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, size, size);
  if (!message) return;
  const ink = getComputedStyle(canvas).getPropertyValue(`--actor-${i % 7}`).trim();
  const { points } = message;
  const edge = (k) => Math.round(Math.max(0, Math.min(1, (k - 0.5) / (points - 1))) * size);
  const styles = [null, ink, hatch(pen, ink)];
  for (let row = 0; row < points; row++) {
    const line = message.verdicts[i].slice(row * points, (row + 1) * points);
    const [top, bottom] = [size - edge(row + 1), size - edge(row)];
    for (const run of line.matchAll(/1+|2+/g)) {
      const left = edge(run.index);
      pen.fillStyle = styles[Number(run[0][0])];
      pen.fillRect(left, top, edge(run.index + run[0].length) - left, bottom - top);
    }
  }
  if (message.unproven) fillUnproven(pen, canvas, message, edge, size);
}

/** Dots, in the page's own inks, over the points whose verdicts are unproven. */
function fillUnproven(pen, canvas, { points, unproven }, edge, size) {
  const style = getComputedStyle(canvas);
  pen.fillStyle = dots(pen, style.getPropertyValue("--ink").trim(), style.getPropertyValue("--paper").trim());
  for (let row = 0; row < points; row++) {
    const [top, bottom] = [size - edge(row + 1), size - edge(row)];
    for (const run of unproven.slice(row * points, (row + 1) * points).matchAll(/1+/g)) {
      const left = edge(run.index);
      pen.fillRect(left, top, edge(run.index + run[0].length) - left, bottom - top);
    }
  }
}

function dots(pen, ink, paper) {
  const size = Math.round(8 * devicePixelRatio);
  const tile = make("canvas", { width: size, height: size });
  const brush = tile.getContext("2d");
  for (const [colour_, radius] of [[paper, 0.22], [ink, 0.14]]) {
    brush.fillStyle = colour_;
    brush.beginPath();
    brush.arc(size / 2, size / 2, radius * size, 0, 2 * Math.PI);
    brush.fill();
  }
  return pen.createPattern(tile, "repeat");
}

const hatches = new Map();

function hatch(pen, ink) {
  const key = `${ink} ${devicePixelRatio}`;
  if (!hatches.has(key)) {
    const size = Math.round(6 * devicePixelRatio);
    const tile = make("canvas", { width: size, height: size });
    const brush = tile.getContext("2d");
    brush.strokeStyle = ink;
    brush.lineWidth = size / 3;
    brush.beginPath();
    for (const shift of [-size, 0, size]) {
      brush.moveTo(shift - 1, size + 1);
      brush.lineTo(shift + size + 1, -1);
    }
    brush.stroke();
    hatches.set(key, pen.createPattern(tile, "repeat"));
  }
  return hatches.get(key);
}
