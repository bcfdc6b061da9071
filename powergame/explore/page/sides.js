// Who would stand with whom if it came to war, and who would win.

import { colour, kept, make, percent, value } from "./dom.js";

/** The sides as bars, each member's strength in its colour, and the sentences; nothing where no war can come. */
export function sides({ sides, together }) {
  if (!together) return null;
  return make("section.alliances", {},
    make("h3", {}, "If it comes to war"),
    make("div.forces", { "aria-hidden": "true" }, sides.map(bar)),
    value("together", kept(together), null, "p.together"));
}

function bar({ name, members, strengths, wins }) {
  const parts = members.map((i, k) => {
    const part = make("span.part");
    part.style.setProperty("--colour", colour(i));
    part.style.width = `${100 * strengths[k]}%`;
    return part;
  });
  return make("div.force", {},
    make("span.forcename", {}, name), make("span.wins", {}, `wins ${percent(wins)}`), make("span.strengths", {}, parts));
}
