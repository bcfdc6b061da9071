// One thing that can be moved: a slider with a box beside it, or a choice.

import { make, read, written } from "./dom.js";

const DERIVED_DIGITS = 4;

/** Positions of a slider: the value itself, its logarithm, or, at the very end, infinity. */
const SCALES = {
  linear: {
    ends: ({ low, high, step }) => [low, high, step],
    position: (value) => value,
    value: (position) => position,
  },
  log: {
    ends: ({ low, high }) => [Math.log10(low), Math.log10(high), 0.01],
    position: (value) => Math.log10(value),
    value: (position) => Number((10 ** position).toPrecision(3)),
  },
  endless: {
    ends: ({ low, high, step }) => [low, high + step, step],
    position: (value, { high, step }) => (value === "inf" ? high + step : Math.min(value, high)),
    value: (position, { high }) => (position > high + 1e-9 ? "inf" : position),
  },
};

/** Make the row of a control. `moved(control, value)`, `ended()` and `reset(control)` tell of it. */
export function row(control, name, { moved, ended, reset }) {
  if (control.kind === "choice") return choice(control, name, { moved, ended, reset });
  if (control.kind === "vector") return vector(control, name, { moved, ended, reset });
  return slider(control, name, { moved: (to) => moved(control, to), ended, reset: () => reset(control) });
}

function slider(control, name, { moved, ended, reset }) {
  const scale = SCALES[control.scale];
  const [min, max, step] = scale.ends(control);
  const what = `${name}, ${control.label}`;
  const range = make("input", { type: "range", min, max, step, "aria-label": what, "data-path": control.path });
  const box = make("input.box", {
    type: "text", inputmode: "decimal", spellcheck: "false", "aria-label": `${what}, as a number`, "data-box": control.path,
  });
  const back = resetButton(what, reset);
  let typing = false;
  range.addEventListener("input", () => moved(rounded(scale.value(range.valueAsNumber, control))));
  range.addEventListener("change", ended);
  box.addEventListener("input", () => {
    typing = true;
    const value = read(box.value);
    box.setAttribute("aria-invalid", value === null);
    if (value !== null) moved(value);
  });
  box.addEventListener("change", () => {
    typing = false;
    box.removeAttribute("aria-invalid");
    ended();
  });
  function show(value, changed, file) {
    const at = scale.position(value, control);
    const derived = control.turns >= 0 && !changed;
    if (range.valueAsNumber !== at) range.value = at;
    range.setAttribute("aria-valuetext", written(value, 4));
    if (!typing || document.activeElement !== box) box.value = written(value, derived ? DERIVED_DIGITS : 17);
    const share = (x) => `${(100 * Math.max(0, Math.min(1, (x - min) / (max - min)))).toFixed(2)}%`;
    range.style.setProperty("--at", share(range.valueAsNumber));
    range.style.setProperty("--file", share(scale.position(file, control)));
    back.hidden = !changed;
  }
  const label = make("span.label", { title: control.hint }, control.label);
  const element = make("div.row", {}, make("div.line", {}, label, back, box), range);
  return { element, show };
}

/** What a slider gives, without the noise of its steps' binary fractions. */
function rounded(value) {
  return typeof value === "number" ? Number(value.toPrecision(12)) : value;
}

function choice(control, name, { moved, ended, reset }) {
  const what = `${name}, ${control.label}`;
  const options = control.choices.map((word) => make("option", { value: word }, word.replaceAll("_", " ")));
  const select = make("select", { "aria-label": what, "data-path": control.path }, options);
  const back = resetButton(what, () => reset(control));
  select.addEventListener("change", () => {
    moved(control, select.value);
    ended();
  });
  const label = make("span.label", { title: control.hint }, control.label);
  const element = make("div.row.choice", {}, make("div.line", {}, label, back, select));
  return {
    element,
    show(value, changed) {
      select.value = value;
      back.hidden = !changed;
    },
  };
}

/** A vector of numbers: a slider for each, all set together. */
function vector(control, name, { moved, ended, reset }) {
  let now = control.value;
  const rows = control.choices.map((part, k) => {
    const one = { ...control, kind: "number", label: `${control.label}: ${part}`, value: control.value[k] };
    const set = (to) => moved(control, now.map((x, j) => (j === k ? to : x)));
    return slider(one, name, { moved: set, ended, reset: () => reset(control) });
  });
  return {
    element: make("div.rows", {}, rows.map((one) => one.element)),
    show(value, changed) {
      now = value;
      rows.forEach((one, k) => one.show(value[k], changed, control.value[k]));
    },
  };
}

function resetButton(what, reset) {
  const button = make("button.back", { type: "button", "aria-label": `Reset ${what}`, title: "Reset" }, "\u21ba");
  button.addEventListener("click", reset);
  return button;
}
