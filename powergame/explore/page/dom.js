// Elements and numbers. Every name on the page is set as text: nothing here takes markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: `make("p.faint", {id: "x"}, "text", child, ...)`. */
export function make(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  return fill(document.createElement(tag), classes, attributes, children);
}

/** Make an element of a picture. */
export function draw(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  return fill(document.createElementNS(SVG, tag), classes, attributes, children);
}

function fill(element, classes, attributes, children) {
  if (classes.length) element.setAttribute("class", classes.join(" "));
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A text that tests and comparisons find by its key, with the number that it stands for. */
export function value(key, text, number, what = "span") {
  return make(`${what}.value`, { "data-key": key, "data-value": number }, text);
}

/** The nodes of a sentence in which no line is broken between a number and its unit. */
export function kept(text) {
  return text.split(/((?:[<>] ?)?[\d.,]+ %)/).map((part, k) => (k % 2 ? make("span.unbroken", {}, part) : part));
}

export const MINUS = "\u2212";

/** A number with its digits, and a true minus. */
export function number(x, digits = 3) {
  const text = x.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", MINUS);
}

/** A probability or share: 0 and 100 only where they are exact. */
export function percent(x) {
  if (x === 0 || x === 1) return `${100 * x}\u202f%`;
  if (x < 5e-4) return "<\u202f0.1\u202f%";
  if (x >= 1 - 5e-4) return ">\u202f99.9\u202f%";
  return `${Number((100 * x).toPrecision(3))}\u202f%`;
}

/** A number as it stands in a box: all digits that tell it from its neighbours, at most `most` where it is derived. */
export function written(x, most = 17) {
  if (x === "inf") return "\u221e";
  return String(Number(x.toPrecision(most))).replace("-", MINUS);
}

/** What somebody typed: a number, "inf", or null. */
export function read(text) {
  const plain = text.trim().replace(MINUS, "-");
  if (/^\+?(inf|infinity|\u221e)$/i.test(plain)) return "inf";
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

/** Colours of actors by their places, the same as in the pictures (Okabe and Ito). */
export function colour(i) {
  return `var(--actor-${i % 7})`;
}

/** The mark of a verdict, in an actor's colour: full, half or empty, as in the phase diagram. */
export function mark(i, verdict) {
  const round = draw("circle", { cx: 8, cy: 8, r: 6 });
  const half = verdict === "depends" ? draw("path.full", { d: "M8 2a6 6 0 0 1 0 12z" }) : null;
  const picture = draw(`svg.mark.${verdict}`, { viewBox: "0 0 16 16", "aria-hidden": "true" }, round, half);
  picture.style.setProperty("--colour", colour(i));
  return picture;
}
