// Everybody's arrow: its length is power, its direction preferences. It is turned by dragging it or with the arrow keys;
// dashed are the projections of the others on the direction of one actor.

import { colour, draw, make, number } from "./dom.js";

const SIZE = 400;
const CENTRE = SIZE / 2;
const REACH = 138;
const HEAD = 11;
const STEPS = new Map([
  ["ArrowRight", 1], ["ArrowUp", 1], ["ArrowLeft", -1], ["ArrowDown", -1], ["PageUp", 15], ["PageDown", -15],
]);

export class Arrows {
  /** `tell` has `turned(i, degrees)` and `ended()`; without it the arrows only show. */
  constructor(tell) {
    this.tell = tell;
    this.active = null;
    this.grip = null;
    this.picture = draw("svg.arrows", { viewBox: `0 0 ${SIZE} ${SIZE}`, role: "group" });
    this.caption = make("figcaption.faint");
    this.element = make("figure.card.arrowcard", {}, make("h3", {}, "Arrows"), this.picture, this.caption);
    this.handles = [];
    if (tell) this.listen();
  }

  show(file, answer) {
    this.file = file;
    this.answer = answer;
    this.turnable = Boolean(this.tell) && file.dimensions === 2 && file.groups.some(angled);
    const powers = answer.actors.map((actor) => actor.power);
    const scale = REACH / Math.max(...powers);
    this.tips = answer.arrows.tips.map(([x, y]) => [CENTRE + x * scale, CENTRE - y * scale]);
    this.active ??= powers.indexOf(Math.min(...powers));
    if (this.active >= powers.length) this.active = 0;
    if (this.handles.length !== powers.length || this.names !== file.actors) this.build(file);
    this.update();
  }

  build(file) {
    this.names = file.actors;
    this.guides = draw("g.guides");
    this.axes = draw("g.axes");
    this.handles = file.actors.map((name, i) => this.handle(name, i));
    this.labels = file.actors.map((name) => draw("text.name", {}, name));
    this.picture.setAttribute("aria-label", `Arrows of ${file.actors.join(", ")}`);
    this.picture.replaceChildren(this.axes, this.guides, ...this.handles.map((one) => one.group), ...this.labels);
  }

  handle(name, i) {
    const [shaft, head, hit] = [draw("line.shaft"), draw("path.head"), draw("circle.hit", { r: 20 })];
    const slider = this.turnable
      ? { tabindex: 0, role: "slider", "aria-label": `Direction of ${name}, in degrees`, "aria-valuemin": -180, "aria-valuemax": 180 }
      : {};
    const group = draw(`g.arrow${this.turnable ? ".turnable" : ""}`, { "data-actor": i, ...slider }, shaft, head, hit);
    group.style.setProperty("--colour", colour(i));
    return { group, shaft, head, hit };
  }

  update() {
    const { arrows } = this.answer;
    this.axes.replaceChildren(...axes(arrows));
    this.handles.forEach((handle, i) => this.place(handle, i));
    this.guides.replaceChildren(...this.projections());
    placeLabels(this.labels, this.tips);
    this.caption.replaceChildren(this.worth());
  }

  place({ group, shaft, head, hit }, i) {
    const [x, y] = this.tips[i];
    const angle = Math.atan2(CENTRE - y, x - CENTRE);
    const length = Math.hypot(x - CENTRE, y - CENTRE);
    const back = Math.max(0, length - HEAD * 0.8);
    set(shaft, { x1: CENTRE, y1: CENTRE, x2: CENTRE + back * Math.cos(angle), y2: CENTRE - back * Math.sin(angle) });
    const wing = (turn) => `${x - HEAD * Math.cos(angle + turn)} ${y + HEAD * Math.sin(angle + turn)}`;
    head.setAttribute("d", length < 0.5 ? "" : `M${x} ${y}L${wing(0.42)}L${wing(-0.42)}Z`);
    set(hit, { cx: x, cy: y });
    if (!this.turnable) return;
    const degrees = (angle * 180) / Math.PI;
    set(group, { "aria-valuenow": degrees.toFixed(1), "aria-valuetext": `${number(degrees, 1)} degrees` });
  }

  /** Perpendiculars from the others' tips to the active actor's line, and what they measure there. */
  projections() {
    const [tx, ty] = this.tips[this.active];
    const length = Math.hypot(tx - CENTRE, ty - CENTRE);
    if (length < 1 || !this.answer.arrows.own) return [];
    const [ux, uy] = [(tx - CENTRE) / length, (ty - CENTRE) / length];
    const feet = this.tips.map(([x, y]) => (x - CENTRE) * ux + (y - CENTRE) * uy);
    const ends = [Math.min(0, ...feet), Math.max(...feet)];
    const line = draw("line.along", {
      x1: CENTRE + ends[0] * ux, y1: CENTRE + ends[0] * uy, x2: CENTRE + ends[1] * ux, y2: CENTRE + ends[1] * uy,
    });
    const others = this.tips.flatMap(([x, y], j) => {
      if (j === this.active) return [];
      const dash = draw("line.dash", { x1: x, y1: y, x2: CENTRE + feet[j] * ux, y2: CENTRE + feet[j] * uy });
      dash.style.setProperty("--colour", colour(j));
      return [dash];
    });
    return [line, ...others];
  }

  /** What the world is worth to the active actor: its own power, and the others' as far as they point its way. */
  worth() {
    const { actors, arrows } = this.answer;
    const me = actors[this.active];
    const others = actors.filter((_, j) => j !== this.active);
    const parts = others.map((other, k) => me.alignment[k] * other.power);
    const total = me.power + parts.reduce((sum, x) => sum + x, 0);
    const said = `To ${me.name} the world is worth ${number(total)}: its own power, ${number(me.power)}, and ` +
      `${number(total - me.power)} by the others\u2019 arrows along its direction.`;
    const shownPart = arrows.own ? "" : ` The plane shows ${Math.round(100 * arrows.shown)}\u202f% of the arrows\u2019 length.`;
    return said + shownPart;
  }

  listen() {
    this.picture.addEventListener("pointerdown", (event) => {
      const group = event.target.closest(".arrow");
      if (!group) return;
      this.look(Number(group.dataset.actor));
      if (!this.turnable) return;
      event.preventDefault();
      group.focus({ preventScroll: true });
      this.grip = this.active;
      this.picture.setPointerCapture(event.pointerId);
    });
    this.picture.addEventListener("pointermove", (event) => {
      if (this.grip === null) return;
      const box = this.picture.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left - box.width / 2, box.top + box.height / 2 - event.clientY];
      if (Math.hypot(x, y) > 4) this.turn(this.grip, (Math.atan2(y, x) * 180) / Math.PI, event.shiftKey ? 0.1 : 1);
    });
    for (const end of ["pointerup", "pointercancel"]) this.picture.addEventListener(end, () => this.release());
    this.picture.addEventListener("focusin", (event) => this.look(Number(event.target.dataset.actor)));
    this.picture.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const i = Number(event.target.dataset.actor);
    const [x, y] = this.tips[i];
    const now = (Math.atan2(CENTRE - y, x - CENTRE) * 180) / Math.PI;
    const step = (STEPS.get(event.key) ?? 0) * (event.shiftKey ? 0.1 : 1);
    if (!this.turnable || !step) return;
    event.preventDefault();
    this.turn(i, now + step, event.shiftKey ? 0.1 : 1);
    this.tell.ended();
  }

  turn(i, degrees, step) {
    const rounded = Math.round(degrees / step) * step;
    const within = rounded > 180 ? rounded - 360 : rounded <= -180 ? rounded + 360 : rounded;
    this.tell.turned(i, Number(within.toFixed(1)));
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

function angled(group) {
  return group.controls.some((control) => control.measure === "angle");
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function axes(arrows) {
  const circle = draw("circle", { cx: CENTRE, cy: CENTRE, r: REACH });
  const lines = [
    draw("line", { x1: CENTRE - REACH, y1: CENTRE, x2: CENTRE + REACH, y2: CENTRE }),
    draw("line", { x1: CENTRE, y1: CENTRE - REACH, x2: CENTRE, y2: CENTRE + REACH }),
  ];
  const [x, y] = arrows.outcomes;
  const right = x ? draw("text.outcome", { x: CENTRE + REACH, y: CENTRE - 6, "text-anchor": "end" }, x) : null;
  const up = y ? draw("text.outcome", { x: CENTRE + 6, y: CENTRE - REACH - 6 }, y) : null;
  return [circle, ...lines, right, up].filter(Boolean);
}

/** Put names beyond the tips, apart from each other and within the picture. */
function placeLabels(labels, tips) {
  const places = tips.map(([x, y], i) => {
    const length = Math.hypot(x - CENTRE, y - CENTRE) || 1;
    const [ux, uy] = [(x - CENTRE) / length, (y - CENTRE) / length];
    return { i, x: x + 14 * ux, y: y + 16 * uy + 5, anchor: ux > 0.35 ? "start" : ux < -0.35 ? "end" : "middle" };
  });
  places.sort((a, b) => a.y - b.y);
  for (let k = 1; k < places.length; k++) {
    for (const above of places.slice(0, k)) {
      const near = Math.abs(above.x - places[k].x) < 90 && places[k].y - above.y < 17;
      if (near) places[k].y = above.y + 17;
    }
  }
  for (const { i, x, y, anchor } of places) {
    const width = labels[i].textContent.length * 7.5;
    const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
    const shift = Math.min(0, SIZE - 4 - left - width) - Math.min(0, left - 4);
    set(labels[i], { x: x + shift, y: Math.min(SIZE - 6, Math.max(14, y)), "text-anchor": anchor });
  }
}
