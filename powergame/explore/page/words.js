// What the words of the page mean, and what no answer can say.

import { make } from "./dom.js";

export class Words {
  constructor() {
    this.element = make("section.card.glossary", { "aria-label": "Words" });
  }

  show({ words, limits }) {
    this.element.replaceChildren(
      make("h3", {}, "Words"),
      list("What the words mean", words, "How far to trust it: "),
      list("What no answer can say", limits, "Instead: "),
    );
  }
}

function list(title, words, label) {
  const each = words.map(({ word, means, more }) =>
    make("div", {}, make("dt", {}, word), make("dd", {}, means, more ? make("span.faint", {}, ` ${label}${more}`) : "")));
  return make("details", {}, make("summary", {}, title), make("dl.words", {}, ...each));
}
