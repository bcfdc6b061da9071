// Private types and several rounds: who deceives whom in words and tables, and the histories as cards.

import { colour, kept, make, percent } from "./dom.js";
import { fitted } from "./fit.js";

const ROOMY = 0.1; // part of a bar of power from which its number has room in it

export class Tree {
  constructor() {
    this.cards = make("section.card.treecard", { "aria-label": "Histories" });
    this.words = make("section.card.treewords", { "aria-label": "What is told" });
    this.element = make("div.treeparts", {}, this.cards, this.words);
  }

  show(shown) {
    this.words.replaceChildren(make("h3", {}, "What is told"), ...shown.blocks.map(block));
    this.cards.replaceChildren(make("h3", {}, "What is played and believed"), ...histories(shown));
  }
}

function histories({ tree, actors, typed }) {
  if (tree === null) return [make("p.faint", {}, "There is no equilibrium to be shown.")];
  const key = actors.map((name, i) => tinted(make("span.poweractor", {}, make("span.swatch", { "aria-hidden": "true" }), name), i));
  const more = tree.omitted ? ` ${tree.omitted} more histories are less likely.` : "";
  const bars = typed ? " Bars beside names: what is believed." : "";
  const meaning = `Moves are in the order ${actors.join(", ")}. Filled square: seeks power, in part: so often.${bars}${more}`;
  const list = make("div.histories", { "data-rounds": Math.min(depth(tree.first), 5), tabindex: 0, role: "group", "aria-label": "Histories" }, history(tree.first, tree.most));
  return [make("p.powerkey", {}, "Power: ", key), list, make("p.faint", {}, meaning)];
}

function depth(card) {
  return 1 + Math.max(0, ...card.onward.map(depth));
}

function tinted(element, actor) {
  if (actor >= 0) element.style.setProperty("--colour", colour(actor));
  return element;
}

/** A card with those that follow it. */
function history(card, most) {
  const face = make(`div.face${card.reached ? "" : ".unreached"}`, {},
    make("p.head", {}, make("b", {}, card.head), " ", make("span.reached", {}, percent(card.reached))),
    card.power.length ? power(card.power, most) : null,
    card.rows.length ? make("div.rows", {}, card.rows.map(row)) : null);
  const onward = card.onward.length ? make("div.onward", {}, card.onward.map((next) => history(next, most))) : null;
  return make("div.history", {}, face, onward);
}

function power(parts, most) {
  const total = parts.reduce((sum, part) => sum + part, 0);
  const pieces = parts.map((part, i) => {
    const piece = tinted(make("span.piece", {}, `${Math.round((100 * part) / total)} %`), i);
    piece.style.setProperty("width", `${(100 * part) / most}%`);
    piece.classList.toggle("bare", part / most < ROOMY);
    return piece;
  });
  const text = `Power: ${parts.map((part) => percent(part / total)).join(", ")}`;
  return make("div.powerbar", { role: "img", "aria-label": text }, pieces);
}

function row({ name, actor, belief, seeks, lead, does }) {
  const bar = belief === null ? null : part("belief", belief);
  const square = seeks === null ? null : part("square", seeks);
  const done = does.map(([what, p]) => (p === 1 ? what : `${what} ${percent(p)}`)).join(", ");
  const said = make("span.does", {}, square, kept([lead, done].filter(Boolean).join(" ")));
  const known = make("span.believed", {}, bar, belief === null ? null : make("span", {}, percent(belief)));
  const wide = belief === null && seeks === null;
  return tinted(make(`div.typerow${wide ? ".wide" : ""}`, {}, make("span.typename", {}, name), wide ? null : known, said), actor);
}

/** A box that is filled in part. */
function part(kind, share) {
  const inner = make("span.full");
  inner.style.setProperty(kind === "square" ? "height" : "width", `${100 * share}%`);
  return make(`span.${kind}`, { "aria-hidden": "true" }, inner);
}

function block(one) {
  if (one.kind === "heading") return make("h4", {}, one.text);
  if (one.kind === "paragraph") {
    const label = one.label ? [make("b", {}, one.label), " "] : [];
    return make(`p.${one.text.tone}`, {}, label, kept(one.text.text));
  }
  const head = one.columns.map(({ title, numeric }) => make(`th${numeric ? ".numeric" : ""}`, { scope: "col" }, title || "what"));
  const rows = one.rows.map((cells) =>
    make("tr", {}, cells.map(({ text, tone }, k) => {
      const { title, numeric } = one.columns[k];
      const what = `${k ? "td" : "th"}.${tone}${numeric ? ".numeric" : ""}`;
      return make(what, k ? { "data-label": title } : { scope: "row" }, kept(text));
    })));
  const table = make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows));
  return fitted(make("div.scroll", { tabindex: 0, role: "group", "aria-label": "Table" }, table));
}
