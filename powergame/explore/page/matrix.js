// The payoff matrix of two actors: best replies underlined, equilibria boxed.

import { MINUS, colour, make, value } from "./dom.js";
import { fitted } from "./fit.js";

/** Return the parts of the section; `chosen(pair)` is called when two other actors are chosen. */
export function matrix(names, answer, chosen) {
  const game = answer.matrix;
  const kind = answer.type ? ` \u00b7 ${answer.type}` : "";
  const title = make("h3", {}, `Payoffs${kind}`);
  if (!game) return [title, make("p.faint", {}, "The matrix is too large to be shown.")];
  const parts = [title];
  if (answer.eyes) parts.push(make("p.faint", {}, answer.eyes));
  if (names.length > 2 && chosen) parts.push(chooser(names, game, chosen));
  const holder = make("div.scroll", { tabindex: 0, role: "group", "aria-label": "Payoffs" }, table(names, game));
  parts.push(fitted(holder), legend(names, game));
  return parts;
}

function table(names, { row, column, rungs, payoffs, texts, best, stable }) {
  const [down, across] = rungs;
  const head = make("tr", {}, make("td.corner", {}, who(names, row, "\u2193"), who(names, column, "\u2192")),
    across.map((rung) => make("th", { scope: "col" }, rung)));
  const body = down.map((rung, r) => {
    const cells = across.map((_, c) => {
      const both = [row, column].map((i, k) => {
        const payoff = payoffs[k][r][c];
        const shown = value(`payoff-${i}-${r}-${c}`, texts[k][r][c].replaceAll("-", MINUS), payoff, `span.payoff${best[k][r][c] ? ".best" : ""}`);
        shown.style.setProperty("--colour", colour(i));
        return shown;
      });
      const note = stable[r][c] ? make("span.unseen", {}, " (equilibrium)") : null;
      return make(`td${stable[r][c] ? ".stable" : ""}`, { "data-label": across[c] }, both[0], " ", both[1], note);
    });
    return make("tr", {}, make("th", { scope: "row" }, rung), cells);
  });
  return make("table.matrix", {}, make("thead", {}, head), make("tbody", {}, body));
}

function who(names, i, arrow) {
  const name = make("span.whose", {}, names[i]);
  name.style.setProperty("--colour", colour(i));
  return make("div", {}, name, make("span.faint", { "aria-hidden": "true" }, ` ${arrow}`));
}

function legend(names, { held }) {
  const others = held.map(([i, rung]) => `${names[i]}: ${rung}`).join("; ");
  const given = others ? ` The others play: ${others}.` : "";
  return make("p.faint", {}, `Underlined: a best reply. Boxed: nobody gains by another rung.${given}`);
}

function chooser(names, { row, column }, chosen) {
  const selects = [row, column].map((now, k) => {
    const options = names.map((name, i) => make("option", { value: i, selected: i === now }, name));
    const select = make("select", { "aria-label": k ? "Columns" : "Rows" }, options);
    select.addEventListener("change", () => {
      const pair = selects.map((one) => Number(one.value));
      chosen(pair[0] === pair[1] ? (k ? [column, pair[1]] : [pair[0], row]) : pair, k);
    });
    return select;
  });
  return make("div.axes", {}, make("label", {}, "rows ", selects[0]), make("label", {}, "columns ", selects[1]));
}
