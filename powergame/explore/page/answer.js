// What was found for one side: who seeks power, why, the payoffs and the equilibria.

import { colour, kept, make, mark, number, percent, value } from "./dom.js";
import { fitted } from "./fit.js";
import { matrix } from "./matrix.js";
import { sides } from "./sides.js";

const VERDICTS = new Map([
  ["always", "always seeks power"],
  ["never", "never seeks power"],
  ["depends", "it depends"],
]);

const BESIDE = 3; // columns of a matrix that leave room for the equilibria beside it

export class Answer {
  /** `chosen(pair)` tells which actors' payoffs shall be shown. */
  constructor(chosen) {
    this.chosen = chosen;
    this.whole = false;
    this.summary = make("div.summary");
    this.actors = make("section.card.actors", { "aria-label": "Actors" });
    this.matrix = make("section.card.payoffs", { "aria-label": "Payoffs" });
    this.equilibria = make("section.card.equilibria", { "aria-label": "Equilibria" });
  }

  show(file, answer) {
    this.whole = false;
    this.summary.replaceChildren(...summary(answer));
    const actors = answer.actors.map((one, i) => actor(one, i, answer.unproven));
    this.actors.replaceChildren(...[make("h3", {}, "Who seeks power, and why"), ...actors, sides(answer)].filter(Boolean));
    this.matrix.replaceChildren(...matrix(file.actors, answer, this.chosen));
    this.matrix.classList.toggle("wide", answer.matrix?.rungs[1].length > BESIDE);
    this.equilibria.replaceChildren(...equilibria(file.actors, answer));
  }

  /** What stands above all else, where there is no matrix. */
  sum({ headline, war, destroyed }) {
    this.whole = false;
    this.summary.replaceChildren(...summary({ headline, war, destroyed, actors: [], doubts: [] }));
  }

  /** The whole reasons, which come when the move has ended. */
  settle({ why, certificate }) {
    this.whole = true;
    this.actors.querySelectorAll(".why").forEach((p, i) => p.replaceChildren(...kept(why[i])));
    this.equilibria.querySelector(".certificate").textContent = certificate;
  }
}

function summary(answer) {
  const chips = answer.actors.map((one, i) => make("span.chip", {}, mark(i, one.verdict), one.name));
  const happens =
    answer.war === null
      ? make("p.happens", {}, "No equilibrium is selected.")
      : make("p.happens", {}, "War ", value("war", percent(answer.war), answer.war, "strong"), " \u00b7 destroyed ",
          value("destroyed", percent(answer.destroyed), answer.destroyed, "strong"));
  const doubts = answer.doubts.map((doubt) => make("p.doubt", {}, doubt));
  const headline = value("headline", kept(answer.headline), null, "p.headline");
  return [headline, make("div.chips", { "aria-hidden": "true" }, chips), happens, ...doubts];
}

function actor(one, i, unproven) {
  const key = (what) => `actor-${i}-${what}`;
  const { least, greatest, selected } = one.seeks;
  const chance = selected === null ? "\u2013" : percent(selected);
  const span = least === greatest ? "" : ` (${percent(least)} to ${percent(greatest)})`;
  const after = one.after === null ? "\u2013" : percent(one.after);
  const aligned = one.alignment_with_power;
  const facts = [
    ["chance to seek", value(key("chance"), chance + span, selected)],
    ["power", value(key("power"), percent(one.power), one.power)],
    ["expected after", value(key("after"), after, one.after)],
    ["aligned with power", value(key("aligned"), aligned === null ? "\u2013" : number(aligned), aligned)],
  ];
  const name = make("span.who", {}, one.name);
  const verdict = value(key("verdict"), VERDICTS.get(one.verdict) + (unproven ? " (unproven)" : ""), null, "span.verdict");
  verdict.dataset.verdict = one.verdict;
  const element = make("article.actor", {},
    make("h4", {}, mark(i, one.verdict), name, " ", verdict, value(key("motive"), one.motive, null, "span.motive")),
    value(key("why"), kept(one.why), null, "p.why"),
    make("dl.facts", {}, facts.map(([term, fact]) => make("div", {}, make("dt", {}, term), make("dd", {}, fact)))));
  element.style.setProperty("--colour", colour(i));
  return element;
}

function equilibria(names, answer) {
  const several = answer.equilibria.length > 1;
  const numbers = ["war", "destroyed", "regret"];
  const head = ["", ...names, ...numbers].map((title) => make("th", { scope: "col" }, title));
  const rows = answer.equilibria.map((one, k) => {
    const key = (what) => `equilibrium-${k}-${what}`;
    const plays = one.plays.map((play, i) => make("td", { "data-label": names[i] }, strategy(play, key(`play-${i}`))));
    const shown = (x) => (x === null ? "\u2013" : percent(x));
    const cells = [
      value(key("war"), shown(one.war), one.war),
      value(key("destroyed"), shown(one.destroyed), one.destroyed),
      value(key("regret"), one.regret, null),
    ].map((cell, i) => make("td", { "data-label": numbers[i] }, cell));
    const star = make("th", { scope: "row" }, `${one.number}`, one.selected && several ? make("span.selected", {}, "selected") : null);
    return make(`tr${one.selected ? ".chosen" : ""}`, {}, star, plays, cells);
  });
  const hidden = answer.count - answer.equilibria.length;
  const title = hidden > 0 ? `Equilibria (${answer.equilibria.length} of ${answer.count.toLocaleString("en")})` : "Equilibria";
  const table = make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows));
  return [
    make("h3", {}, title),
    fitted(make("div.scroll", { tabindex: 0, role: "group", "aria-label": title }, table)),
    make("p.certificate.faint", {}, answer.certificate),
  ];
}

function strategy(play, key) {
  const surely = play.length === 1;
  return play.map(({ rung, p, chance }, k) =>
    make("span.played", {}, k ? ", " : "", value(`${key}-${rung}`, surely ? rung : kept(`${rung} ${chance}`), p)));
}
