// The page: what is moved goes to the server, what comes back is shown.

import { Answer } from "./answer.js";
import { Arrows } from "./arrows.js";
import { Controls } from "./controls.js";
import { Deeds } from "./deeds.js";
import { make } from "./dom.js";
import { Export } from "./export.js";
import { fromFragment, toFragment } from "./fragment.js";
import { Link } from "./link.js";
import { Phase } from "./phase.js";
import { State } from "./state.js";
import { Tree } from "./tree.js";
import { Words } from "./words.js";

const MOST_SEEN = 100; // deeds that are added
const STILL = 250; // milliseconds without a move, after which it has ended

const byId = (id) => document.getElementById(id);
const tell = { moved, ended, reset };
const turns = { turned: turn, aligned: align, ended };
const places = { placed: place, ended, chosen: chooseDiagram };
const controls = new Controls(byId("controls"), tell);
const exported = new Export(say);
const glossary = new Words();
const sides = {
  current: { answer: new Answer(choosePair), arrows: new Arrows(turns), phase: new Phase(places), deeds: new Deeds({ added, removed }), tree: new Tree() },
  pinned: { answer: new Answer(null), arrows: new Arrows(null), phase: new Phase(null), deeds: new Deeds(null), tree: new Tree() },
};
const columns = { current: column("current", "Current"), pinned: column("pinned", "Pinned") };
const buttons = new Map();
let state = null;
let still = null;
let linked = null; // what was shown before a link, as long as nobody knows whether the link holds
const link = new Link({
  hello, answer: answered, phase: drawn, undrawn: notDrawn, written, settled, told, untold, error: refused, lost,
});

function column(which, title) {
  const { answer, arrows, phase, deeds, tree } = sides[which];
  const pictures = make("div.pictures", {}, arrows.element, phase.element);
  const parts = make("div.parts", {}, pictures, tree.element, answer.actors, deeds.element, answer.matrix, answer.equilibria);
  const name = make("span.sidename");
  const heading = make("h2.sidetitle", {}, `${title}: `, name);
  return { name, element: make(`section.side.${which}`, { "aria-label": title }, heading, answer.summary, parts) };
}

function hello({ files, words, limits }) {
  notice("");
  if (state === null) {
    state = new State(files);
    glossary.show({ words, limits });
    follow();
    tools();
  }
  layout();
  ask("current", true);
  if (state.sides.pinned) ask("pinned", true);
}

function tools() {
  const made = [
    ["pin", "Pin as baseline", () => act(() => state.pin(), true)],
    ["swap", "Swap", () => act(() => state.swap(), true)],
    ["unpin", "Unpin", () => act(() => state.unpin(), false)],
    ["restore", "Reset all", () => act(() => { state.sides.current.sets.clear(); state.sides.current.seen = []; }, false)],
  ];
  for (const [key, label, press] of made) {
    const button = make("button", { type: "button", "data-tool": key }, label);
    button.addEventListener("click", press);
    buttons.set(key, button);
  }
  byId("tools").replaceChildren(...buttons.values());
}

function layout() {
  const two = Boolean(state.sides.pinned);
  byId("results").replaceChildren(...(two ? [columns.pinned.element] : []), columns.current.element, exported.element, glossary.element);
  byId("results").classList.toggle("two", two);
  document.body.classList.toggle("two", two);
  for (const which of two ? ["current", "pinned"] : ["current"]) {
    const { name, source } = state.file(which);
    columns[which].name.textContent = name;
    columns[which].element.classList.toggle("tree", state.file(which).tree);
    columns[which].element.classList.toggle("many", state.file(which).actors.length > 3);
    if (which === "current") {
      byId("name").textContent = name;
      byId("source").textContent = source;
      document.title = `${name} \u2013 powergame`;
    }
  }
  buttons.get("swap").hidden = buttons.get("unpin").hidden = !two;
  controls.show(state);
}

function act(change, both) {
  change();
  layout();
  ask("current", true);
  if (both && state.sides.pinned) ask("pinned", true);
  if (!both) mark();
}

function moved(control, to) {
  linked = null;
  state.move(control, to);
  controls.show(state);
  exported.wait();
  ask("current", false);
  clearTimeout(still);
  still = setTimeout(ended, STILL);
}

function ended() {
  clearTimeout(still);
  ask("current", true);
}

function reset(control) {
  act(() => state.reset(control), false);
}

function turn(i, degrees) {
  moved(turning(i, "angle"), degrees);
}

function align(i, j, cosine) {
  moved(turning(i, "alignment", j), cosine);
}

function turning(i, measure, index = 0) {
  const controls_ = [...state.file().paths.values()];
  return controls_.find((one) => one.turns === i && one.measure === measure && one.index === index);
}

function place(x, y) {
  const { paths } = state.file();
  state.move(paths.get(state.diagram.x), x);
  moved(paths.get(state.diagram.y), y);
}

function chooseDiagram(x, y) {
  act(() => (state.diagram = { x, y }), true);
}

function added(deed) {
  act(() => (state.sides.current.seen = [...state.sides.current.seen, deed].slice(-MOST_SEEN)), false);
}

function removed(place) {
  act(() => (state.sides.current.seen = state.sides.current.seen.filter((_, k) => k !== place)), false);
}

function choosePair(pair) {
  act(() => (state.pair = pair), true);
}

function ask(which, isSettled) {
  link.ask({ ...state.request(which), settled: isSettled });
  if (which === "current") document.documentElement.dataset.settled = document.documentElement.dataset.written = document.documentElement.dataset.told = "";
}

function answered({ seq, side, answer, fresh }, newest) {
  if (!state.sides[side]) return;
  state.preferences.set(side, answer.preferences);
  if (linked?.waits && side === "current") linked = null;
  if (newest && linked === null) notice("");
  const file = state.file(side);
  sides[side].deeds.show(file, state.sides[side].seen);
  if (file.tree) {
    state.shares.set(side, answer.shares);
    grown(side, answer);
  } else {
    solved(file, side, answer, fresh);
  }
  if (side === "current") controls.show(state);
  mark();
  document.documentElement.dataset[side] = seq;
  document.dispatchEvent(new CustomEvent("answered", { detail: { seq, side } }));
}

/** Show private types or several rounds. */
function grown(side, shown) {
  sides[side].answer.sum(shown);
  sides[side].tree.show(shown);
}

/** Show a matrix. */
function solved(file, side, answer, fresh) {
  const { answer: words, arrows, phase } = sides[side];
  words.show(file, answer);
  arrows.show(file, answer);
  const { diagram } = state.request(side);
  const [x, y] = [diagram.x, diagram.y].map((path) => state.value(file.paths.get(path), side));
  phase.show(file, { x, y }, diagram, fresh);
}

function drawn(message) {
  if (!state.sides[message.side]) return;
  sides[message.side].phase.take(message);
  document.dispatchEvent(new CustomEvent("drawn", { detail: message }));
}

function notDrawn(message) {
  if (state.sides[message.side]) sides[message.side].phase.refuse(message.message);
}

function written(message, newest) {
  if (!newest || message.side !== "current") return;
  exported.show(message);
  document.documentElement.dataset.written = message.seq;
  history.replaceState(null, "", `#${toFragment(state)}`);
  say(spoken());
}

function settled(message, newest) {
  if (!newest || !state.sides[message.side]) return;
  if (message.tree) grown(message.side, message.tree);
  else sides[message.side].answer.settle(message);
  mark();
  if (message.side !== "current") return;
  document.documentElement.dataset.settled = message.seq;
}

function told(message, newest) {
  if (!newest || !state.sides[message.side]) return;
  sides[message.side].deeds.take(message.deeds);
  if (message.side === "current") document.documentElement.dataset.told = message.seq;
}

function untold(message, newest) {
  if (newest && state.sides[message.side]) sides[message.side].deeds.refuse(message.message);
}

function refused({ message }, newest) {
  if (newest !== false) notice(message);
  if (linked?.waits) {
    ({ sides: state.sides, diagram: state.diagram } = linked);
    linked.waits = false;
    state.fit();
    act(() => {}, true);
  }
}

/** Go where the address says. What it says is only tried: where it does not hold, everything stays as it was. */
function follow() {
  linked = { sides: state.sides, diagram: state.diagram, waits: true };
  const wrong = fromFragment(location.hash, state);
  if (wrong) notice(wrong);
  linked = wrong ? { ...linked, waits: false } : linked;
}

function lost(reason, forever) {
  const why = reason || "powergame explore has ended";
  notice(forever ? `${why}; start it again in the terminal` : `${why}; reconnecting`);
}

/** What a screen reader is told when a move has ended. */
function spoken() {
  const summary = columns.current.element.querySelector(".summary");
  const differs = state.sides.pinned ? ` ${columns.current.element.querySelectorAll(".differs").length} values differ from the baseline.` : "";
  return `${summary.querySelector(".headline").textContent} ${summary.querySelector(".happens").textContent}.${differs}`;
}

/** Mark what differs between the two sides. */
function mark() {
  const own = [...columns.current.element.querySelectorAll("[data-key]")];
  const other = new Map(
    state.sides.pinned ? [...columns.pinned.element.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one]) : [],
  );
  const reasons = sides.current.answer.whole === sides.pinned.answer.whole; // else one of them is not known in full yet
  for (const one of other.values()) one.classList.remove("differs");
  for (const one of own) {
    const match = other.get(one.dataset.key);
    const known = state.sides.pinned && (reasons || !one.classList.contains("why"));
    const differs = Boolean(known) && match?.textContent !== one.textContent;
    one.classList.toggle("differs", differs);
    match?.classList.toggle("differs", differs);
  }
}

function notice(text) {
  byId("notice").textContent = text;
  byId("notice").hidden = !text;
}

function say(text) {
  byId("said").textContent = text;
}

addEventListener("hashchange", () => {
  if (state === null) return;
  follow();
  act(() => state.fit(), true);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const { phase } of Object.values(sides)) phase.paint();
});
