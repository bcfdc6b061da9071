// What the deeds tell: every unknown before and after them, two unknowns on a map, and further deeds to be added.

import { draw, kept, make, MINUS, percent } from "./dom.js";

const SIZE = 200; // units of a picture
const LOW = 76; // height of a density

const figure = (x) => x.toFixed(2).replace("-", MINUS);

export class Deeds {
  /** `tell` has `added(deed)` and `removed(place)`; without it the card only shows. */
  constructor(tell) {
    this.tell = tell;
    this.file = null;
    this.says = make("p.told");
    this.pictures = make("div.unknowns");
    this.map = make("div.unknownmap");
    this.list = make("ol.deeds");
    this.form = make("form.adddeed", { "aria-label": "Add an observation", autocomplete: "off" });
    this.how = make("p.faint");
    const observations = make("div", {}, make("h4", {}, "Observations, and the bits that each tells"), this.list, this.form, this.how);
    this.element = make("section.card.deedcard", { "aria-label": "What the deeds tell" },
      make("h3", {}, "What the deeds tell"), this.says, this.pictures, make("div.learned", {}, this.map, observations));
    this.form.addEventListener("submit", (event) => this.add(event));
  }

  show(file, seen) {
    this.seen = seen;
    this.element.hidden = !file.learns;
    if (file !== this.file) this.build(file);
    this.element.classList.add("stale");
    if (!file.learns) return;
    if (!file.observed && !seen.length) this.refuse("Nothing has been observed yet.");
    else if (!this.says.textContent) this.says.replaceChildren("Being computed; the first time this may take a minute.");
  }

  build(file) {
    this.file = file;
    for (const part of [this.says, this.pictures, this.map, this.list, this.how]) part.replaceChildren();
    this.form.hidden = !this.tell;
    const choice = (label, options) => make("select", { "aria-label": label }, options.map((one) => make("option", { value: one }, one)));
    this.actor = choice("Who acted", file.actors);
    this.rung = make("select", { "aria-label": "What it did" });
    this.times = make("input", { type: "number", min: 1, max: 1000000, step: 1, value: 1, "aria-label": "How many times" });
    this.actor.addEventListener("change", () => this.rungs());
    this.form.replaceChildren(this.actor, this.rung, this.times, make("span.faint", {}, "times"), make("button", { type: "submit" }, "Add"));
    this.rungs();
  }

  rungs() {
    const names = this.file.rungs[this.file.actors.indexOf(this.actor.value)];
    this.rung.replaceChildren(...names.map((name) => make("option", { value: name }, name)));
  }

  add(event) {
    event.preventDefault();
    const times = Math.max(1, Math.min(1000000, Math.round(this.times.valueAsNumber) || 1));
    this.times.value = 1;
    this.tell.added({ actor: this.actor.value, rung: this.rung.value, times });
  }

  take(told) {
    this.element.classList.remove("stale");
    this.says.replaceChildren(...kept(told.headline));
    this.pictures.replaceChildren(...told.marginals.map(marginal));
    this.map.replaceChildren(...(told.map ? [map(told.map)] : []));
    this.list.replaceChildren(...this.rows(told.deeds));
    this.how.replaceChildren(...told.doubts.map((doubt) => make("span.doubt", {}, `${doubt}. `)), told.how);
  }

  rows(deeds) {
    const most = Math.max(0.1, ...deeds.map((deed) => Math.max(deed.alone, deed.last)));
    return deeds.map((deed) => {
      const bar = (kind, bits) => {
        const one = make(`span.bits.${kind}`);
        one.style.setProperty("width", `${(100 * Math.max(0, bits)) / most}%`);
        return one;
      };
      const place = deed.number - 1 - this.file.observed;
      const away = this.tell && place >= 0 ? make("button.back", { type: "button", "aria-label": `Remove observation ${deed.number}`, title: "Remove" }, "\u00d7") : null;
      away?.addEventListener("click", () => this.tell.removed(place));
      return make("li", { value: deed.number }, make("span.deed", {}, deed.text, away),
        make("span.bars", { "aria-hidden": "true" }, bar("alone", deed.alone), bar("last", deed.last)),
        make("span.faint", {}, `alone ${figure(deed.alone)}, on top of the others ${figure(deed.last)}`));
    });
  }

  refuse(text) {
    this.element.classList.remove("stale");
    for (const part of [this.pictures, this.map, this.how]) part.replaceChildren();
    this.says.replaceChildren(text);
    this.list.replaceChildren(...this.seen.map((deed, k) => {
      const away = this.tell ? make("button.back", { type: "button", "aria-label": `Remove observation ${this.file.observed + k + 1}` }, "\u00d7") : null;
      away?.addEventListener("click", () => this.tell.removed(k));
      return make("li", { value: this.file.observed + k + 1 }, make("span.deed", {}, `${deed.actor} ${deed.rung}`, away));
    }));
  }
}

function marginal(one) {
  const told = one.bits === null ? null : make("span.faint", {}, `${figure(one.bits)} bits`);
  const title = make("figcaption", {}, make("b", {}, one.title), " ", told);
  const shown = { number: density, choice: bars, direction }[one.kind](one);
  return make("figure.unknown", { "data-unknown": one.path }, title, shown);
}

/** Densities before, dashed, and after. */
function density({ title, edges, before, after, ticks, means }) {
  const points = (heights) =>
    `M${SIZE * edges[0]} ${LOW}` + heights.map((height, k) => `V${(LOW * (1 - 0.95 * height)).toFixed(1)}H${(SIZE * edges[k + 1]).toFixed(1)}`).join("") + `V${LOW}`;
  const [then, now] = means.map((mean) => mean.toPrecision(3).replace("-", MINUS));
  const label = `${title}: mean ${then} before the deeds, ${now} after`;
  return draw("svg.density", { viewBox: `-4 0 ${SIZE + 8} ${LOW + 18}`, role: "img", "aria-label": label, "data-mean": means[1] },
    draw("path.before", { d: points(before) }), draw("path.after", { d: points(after) }),
    draw("path.beforeline", { d: points(before) }),
    draw("line.base", { x1: 0, x2: SIZE, y1: LOW, y2: LOW }), ticks.map(([at, text]) => across(at, text)));
}

function across(at, text) {
  const anchor = at < 0.04 ? "start" : at > 0.96 ? "end" : "middle";
  return draw("g.tick", {}, draw("line", { x1: SIZE * at, x2: SIZE * at, y1: 0, y2: 4, transform: `translate(0 ${LOW})` }),
    draw("text", { x: SIZE * at, y: LOW + 15, "text-anchor": anchor }, text));
}

function bars({ names, before, after }) {
  const rows = names.map((name, k) => {
    const bar = (kind, share) => {
      const one = make(`span.share.${kind}`);
      one.style.setProperty("width", `${100 * share}%`);
      return one;
    };
    return make("div.choicerow", { "data-after": after[k] }, make("span", {}, name), make("span.bars", { "aria-hidden": "true" }, bar("before", before[k]), bar("after", after[k])),
      make("span.faint", {}, `${percent(before[k])} \u2192 ${percent(after[k])}`));
  });
  return make("div.choices", {}, rows);
}

/** The parts of a mean direction, which is the shorter the less is known. */
function direction({ names, before, after }) {
  const rows = names.map((name, k) =>
    make("div.choicerow", {}, make("span", {}, name), make("span.faint", {}, `${figure(before[k])} \u2192 ${figure(after[k])}`)));
  return make("div.choices", {}, rows);
}

/** The map of two unknowns: the densest 50 % and 90 % after the deeds, those before behind, and borders of verdicts. */
function map({ titles, columns, rows, before, after, ticks, borders }) {
  const label = `Map of ${titles[0]} and ${titles[1]}: where most of the probability lies after the deeds`;
  const picture = draw("svg.plane", { viewBox: `-34 -6 ${SIZE + 40} ${SIZE + 26}`, role: "img", "aria-label": label },
    draw("path.before", { d: cells(before, columns, rows, 1) }),
    draw("path.after90", { d: cells(after, columns, rows, 1) }),
    draw("path.after50", { d: cells(after, columns, rows, 2) }),
    draw("path.beforeline", { d: outline(before, columns, rows) }),
    draw("rect.frame", { x: 0, y: 0, width: SIZE, height: SIZE }),
    borders.map(({ points, verdicts }) => {
      const ends = Array.from({ length: points + 1 }, (_, k) => Math.max(0, Math.min(1, (k - 0.5) / (points - 1))));
      const line = outline(verdicts, ends, ends);
      return [draw("path.borderrim", { d: line }), draw("path.border", { d: line })];
    }).flat(),
    ticks[0].map(([at, text]) => draw("text", { x: SIZE * at, y: SIZE + 15, "text-anchor": at > 0.96 ? "end" : "middle" }, text)),
    ticks[1].map(([at, text]) => draw("text", { x: -5, y: SIZE * (1 - at) + 4, "text-anchor": "end" }, text)));
  const actors = [...new Set(borders.map(({ name }) => name))];
  const lines = actors.length ? ` Thick line: where ${actors.join(" or ")} would just seek power or not.` : "";
  const text = `Across: ${titles[0]}. Upwards: ${titles[1]}. Full: the densest 50 % and 90 % of the probability after the deeds; dashed: before them.${lines}`;
  return make("figure", {}, picture, make("figcaption.faint", {}, kept(text)));
}

/** A rectangle for each run of cells in a row that have `least` at least. */
function cells(codes, columns, rows, least) {
  const wide = columns.length - 1;
  let path = "";
  for (let j = 0; j < rows.length - 1; j++) {
    for (let i = 0; i < wide; i++) {
      const start = i;
      while (i < wide && Number(codes[j * wide + i]) >= least) i++;
      if (i > start) path += box(columns[start], columns[i], rows[j], rows[j + 1]);
    }
  }
  return path;
}

function box(left, right, low, high) {
  const [x0, x1, y0, y1] = [left, right, 1 - high, 1 - low].map((share) => (SIZE * share).toFixed(2));
  return `M${x0} ${y0}H${x1}V${y1}H${x0}z`;
}

/** The lines between cells that differ. */
function outline(codes, columns, rows) {
  const [wide, tall] = [columns.length - 1, rows.length - 1];
  const [x, y] = [(k) => (SIZE * columns[k]).toFixed(2), (k) => (SIZE * (1 - rows[k])).toFixed(2)];
  let path = "";
  for (let j = 0; j < tall; j++) {
    for (let i = 0; i < wide; i++) {
      const here = codes[j * wide + i];
      if (i + 1 < wide && here !== codes[j * wide + i + 1]) path += `M${x(i + 1)} ${y(j)}V${y(j + 1)}`;
      if (j + 1 < tall && here !== codes[(j + 1) * wide + i]) path += `M${x(i)} ${y(j + 1)}H${x(i + 1)}`;
    }
  }
  return path;
}
