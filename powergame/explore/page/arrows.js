// Everybody's arrow: its length is power, its direction preferences. It is turned by dragging it or with the arrow keys;
// dashed are the perpendiculars from the others' tips on the direction of one actor.

import { colour, draw, make, number } from "./dom.js";
import { ArrowLayout, angleOf } from "./layout.js";

const [WIDTH, HEIGHT, REACH, HEAD] = [460, 340, 148, 11];
const [MIDDLE, CENTRE] = [WIDTH / 2, HEIGHT / 2];
const WHOLE = 0.9995; // of the arrows' length within the plane, from which on projections are drawn in it
const STEPS = new Map([
  ["ArrowRight", 1], ["ArrowUp", 1], ["ArrowLeft", -1], ["ArrowDown", -1], ["PageUp", 15], ["PageDown", -15],
]);

export class Arrows {
  /** `tell` has `turned(i, degrees)`, `aligned(i, j, cosine)` and `ended()`; without it the arrows only show. */
  constructor(tell) {
    this.tell = tell;
    this.active = null;
    this.grip = null;
    this.layout = new ArrowLayout();
    this.picture = draw("svg.arrows", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group" });
    this.caption = make("figcaption.faint");
    this.element = make("figure.card.arrowcard", {}, make("h3", {}, "Arrows"), this.picture, this.caption);
    this.handles = [];
    if (tell) this.listen();
  }

  show(file, answer) {
    this.answer = answer;
    if (file !== this.file) this.build(file);
    this.powers = answer.actors.map((actor) => actor.power);
    this.active ??= this.powers.indexOf(Math.min(...this.powers));
    this.update();
  }

  build(file) {
    this.file = file;
    this.active = null;
    this.layout = new ArrowLayout();
    this.way = this.tell ? wayToTurn(file) : "";
    this.guides = draw("g.guides");
    this.axes = draw("g.axes");
    this.bodies = draw("g");
    this.handles = file.actors.map((name, i) => this.handle(name, i));
    this.labels = file.actors.map((name) => draw("text.name", {}, name));
    this.picture.setAttribute("aria-label", `Arrows of ${file.actors.join(", ")}`);
    const handles = this.handles.map((one) => one.group);
    this.picture.replaceChildren(this.axes, this.guides, this.bodies, ...handles, ...this.labels);
  }

  handle(name, i) {
    const [shaft, head, hit] = [draw("line.shaft"), draw("path.head"), draw("circle.hit", { r: 20 })];
    const body = draw("g.arrow", {}, shaft, head);
    const other = this.way === "alignment" ? `Angle between ${name} and ${this.file.actors[1 - i]}` : `Direction of ${name}`;
    const slider = this.way
      ? { tabindex: 0, role: "slider", "aria-label": `${other}, in degrees`, "aria-valuemin": this.way === "angle" ? -180 : 0, "aria-valuemax": 180 }
      : {};
    const group = draw(`g.grip${this.way ? ".turnable" : ""}`, { "data-actor": i, ...slider }, hit);
    for (const part of [body, group]) part.style.setProperty("--colour", colour(i));
    return { group, body, shaft, head, hit };
  }

  update() {
    const { arrows } = this.answer;
    const scale = REACH / Math.max(...this.powers);
    const tips = this.way === "alignment" || this.file.dimensions > 2 ? this.layout.placed(arrows.tips) : arrows.tips;
    this.tips = tips.map(([x, y]) => [MIDDLE + x * scale, CENTRE - y * scale]);
    this.axes.replaceChildren(...axes(arrows));
    this.handles.forEach((handle, i) => this.place(handle, i));
    // the longest at the bottom: of arrows on one line all are seen
    const order = [...this.powers.keys()].sort((i, j) => this.powers[j] - this.powers[i]);
    this.bodies.replaceChildren(...order.map((i) => this.handles[i].body));
    this.guides.replaceChildren(...this.projections());
    placeLabels(this.labels, this.tips);
    this.caption.textContent = this.worth();
  }

  degrees(i) {
    const [x, y] = this.tips[i];
    return angleOf([x - MIDDLE, CENTRE - y]);
  }

  place({ group, shaft, head, hit }, i) {
    const [x, y] = this.tips[i];
    const angle = (this.degrees(i) * Math.PI) / 180;
    const length = Math.hypot(x - MIDDLE, y - CENTRE);
    const back = Math.max(0, length - HEAD * 0.8);
    set(shaft, { x1: MIDDLE, y1: CENTRE, x2: MIDDLE + back * Math.cos(angle), y2: CENTRE - back * Math.sin(angle) });
    const wing = (turn) => `${x - HEAD * Math.cos(angle + turn)} ${y + HEAD * Math.sin(angle + turn)}`;
    head.setAttribute("d", length < 0.5 ? "" : `M${x} ${y}L${wing(0.42)}L${wing(-0.42)}Z`);
    set(hit, { cx: x, cy: y });
    if (!this.way) return;
    const degrees = this.way === "alignment" ? Math.abs(between(this.degrees(0) - this.degrees(1))) : this.degrees(i);
    set(group, { "aria-valuenow": degrees.toFixed(1), "aria-valuetext": `${number(degrees, 1)} degrees` });
  }

  /** Perpendiculars from the others' tips to the active actor's line, and that line. */
  projections() {
    const [tx, ty] = this.tips[this.active];
    const length = Math.hypot(tx - MIDDLE, ty - CENTRE);
    if (length < 1 || this.answer.arrows.shown < WHOLE) return [];
    const [ux, uy] = [(tx - MIDDLE) / length, (ty - CENTRE) / length];
    const feet = this.tips.map(([x, y]) => (x - MIDDLE) * ux + (y - CENTRE) * uy);
    const point = (along) => [MIDDLE + along * ux, CENTRE + along * uy];
    const [[x1, y1], [x2, y2]] = [point(Math.min(0, ...feet)), point(Math.max(...feet))];
    const others = this.tips.flatMap(([x, y], j) => {
      if (j === this.active) return [];
      const [fx, fy] = point(feet[j]);
      const dash = draw("line.dash", { x1: x, y1: y, x2: fx, y2: fy });
      dash.style.setProperty("--colour", colour(j));
      return [dash];
    });
    return [draw("line.along", { x1, y1, x2, y2 }), ...others];
  }

  /** What the world is worth to the active actor: its own power, and the others' as far as they point its way. */
  worth() {
    const { actors, arrows } = this.answer;
    const me = actors[this.active];
    const others = actors.filter((_, j) => j !== this.active);
    const given = others.reduce((sum, other, k) => sum + me.alignment[k] * other.power, 0);
    const whose = others.length === 1 ? `${others[0].name}\u2019s arrow` : "the others\u2019 arrows";
    const worth = `To ${me.name} the world is worth ${number(me.power + given)}: its own power, ${number(me.power)}, and ` +
      `${number(given)} by ${whose} along its direction.`;
    const plane = arrows.shown < WHOLE ? ` The plane shows ${Math.round(100 * arrows.shown)}\u202f% of the arrows\u2019 length.` : "";
    return worth + plane;
  }

  listen() {
    this.picture.addEventListener("pointerdown", (event) => {
      const group = event.target.closest(".grip");
      if (!group) return;
      this.look(Number(group.dataset.actor));
      if (!this.way) return;
      event.preventDefault();
      group.focus({ preventScroll: true });
      this.grip = this.active;
      this.keepOther(this.grip);
      this.picture.setPointerCapture(event.pointerId);
    });
    this.picture.addEventListener("pointermove", (event) => {
      if (this.grip === null) return;
      const box = this.picture.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left - box.width / 2, box.top + box.height / 2 - event.clientY];
      if (Math.hypot(x, y) > 4) this.turn(this.grip, angleOf([x, y]), event.shiftKey ? 0.1 : 1);
    });
    for (const end of ["pointerup", "pointercancel"]) this.picture.addEventListener(end, () => this.release());
    this.picture.addEventListener("focusin", (event) => this.look(Number(event.target.dataset.actor)));
    this.picture.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const i = Number(event.target.dataset.actor);
    const step = (STEPS.get(event.key) ?? 0) * (event.shiftKey ? 0.1 : 1);
    if (!this.way || !step) return;
    event.preventDefault();
    this.keepOther(i);
    this.turn(i, this.degrees(i) + step, event.shiftKey ? 0.1 : 1);
    this.tell.ended();
  }

  /** Of two arrows in a plane of their own, let the one that is not turned stay where it is. */
  keepOther(i) {
    if (this.way === "alignment") this.layout.hold(1 - i, this.degrees(1 - i));
  }

  turn(i, degrees, step) {
    if (this.way === "angle") {
      this.tell.turned(i, Number(between(Math.round(degrees / step) * step).toFixed(1)));
      return;
    }
    const apart = between(Math.round((degrees - this.layout.degrees) / step) * step);
    this.layout.look(i, apart);
    this.tell.aligned(i, 1 - i, Number(Math.cos((apart * Math.PI) / 180).toFixed(6)));
  }

  release() {
    if (this.grip === null) return;
    this.grip = null;
    this.tell.ended();
  }

  look(i) {
    if (Number.isNaN(i) || i === this.active) return;
    this.active = i;
    this.update();
  }
}

/** How arrows are turned: by their angles in two dimensions, two actors' in more by their alignment, else by sliders. */
function wayToTurn({ dimensions, actors, groups }) {
  if (groups.some((group) => group.controls.some((control) => control.measure === "angle"))) return "angle";
  return dimensions > 1 && actors.length === 2 ? "alignment" : "";
}

function between(degrees) {
  const turned = degrees % 360;
  return turned > 180 ? turned - 360 : turned <= -180 ? turned + 360 : turned;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function axes(arrows) {
  const circle = draw("circle", { cx: MIDDLE, cy: CENTRE, r: REACH });
  const lines = [
    draw("line", { x1: MIDDLE - REACH, y1: CENTRE, x2: MIDDLE + REACH, y2: CENTRE }),
    draw("line", { x1: MIDDLE, y1: CENTRE - REACH, x2: MIDDLE, y2: CENTRE + REACH }),
  ];
  const [x, y] = arrows.outcomes;
  const right = x ? draw("text.outcome", { x: MIDDLE + REACH + 6, y: CENTRE + 4 }, x) : null;
  const up = y ? draw("text.outcome", { x: MIDDLE, y: CENTRE - REACH - 6, "text-anchor": "middle" }, y) : null;
  return [circle, ...lines, right, up].filter(Boolean);
}

/** Put names beyond the tips, apart from each other and within the picture. */
function placeLabels(labels, tips) {
  const widths = labels.map((label) => (label.dataset.width ??= Math.ceil(label.getComputedTextLength())));
  const boxes = tips.map(([x, y], i) => {
    const length = Math.hypot(x - MIDDLE, y - CENTRE) || 1;
    const [ux, uy] = [(x - MIDDLE) / length, (y - CENTRE) / length];
    const width = Math.min(WIDTH - 8, Number(widths[i]));
    const left = x + 14 * ux - (ux > 0.35 ? 0 : ux < -0.35 ? width : width / 2);
    return { i, width, left: Math.max(4, Math.min(WIDTH - 4 - width, left)), y: y + 16 * uy + 5 };
  });
  boxes.sort((a, b) => a.y - b.y);
  for (const [k, box] of boxes.entries()) {
    for (const above of boxes.slice(0, k)) {
      const beside = box.left + box.width < above.left || above.left + above.width < box.left;
      if (!beside && box.y - above.y < 17) box.y = above.y + 17;
    }
    set(labels[box.i], { x: box.left, y: Math.min(HEIGHT - 6, Math.max(14, box.y)) });
  }
}
