// All that can be moved, in groups: actors, the conflict, rungs.

import { colour, make } from "./dom.js";
import { row } from "./slider.js";

export class Controls {
  /** `tell` has `moved(control, value)`, `ended()` and `reset(control)`. */
  constructor(container, tell) {
    this.container = container;
    this.tell = tell;
    this.rows = [];
    this.file = null;
    container.addEventListener("submit", (event) => event.preventDefault());
  }

  show(state) {
    const file = state.file();
    if (file !== this.file) this.build(file);
    for (const { control, row: shown } of this.rows) {
      const own = control.inherits && control.value === null ? state.value({ ...control, path: "" }) : control.value;
      shown.show(state.value(control), state.changed(control), own);
    }
  }

  build(file) {
    this.file = file;
    this.rows = [];
    const actors = file.groups.filter((group) => group.kind === "actor");
    const conflict = file.groups.filter((group) => group.kind === "conflict");
    const rungs = file.groups.filter((group) => group.kind === "rung");
    const many = actors.length > 3 || matchMedia("(max-width: 47.9rem)").matches;
    this.container.replaceChildren(
      ...actors.map((group, i) => this.group(file, group, !many || i === 0)),
      ...conflict.map((group) => this.group(file, group, true)),
      ...this.ladders(file, rungs),
    );
  }

  ladders(file, rungs) {
    const owners = [...new Set(rungs.map((group) => group.actor))];
    return owners.map((owner) => {
      const owned = rungs.filter((group) => group.actor === owner);
      const sharing = owned[0].about ? ` of ${owned[0].about}` : "";
      const title = owner ? `Rungs of ${owner}` : `Rungs${sharing}`;
      const parts = owned.map((group) => {
        const what = owner ? `${owner}, ${group.title}` : group.title;
        return make("details.rung", {}, make("summary", {}, group.title), this.rowsOf(group, what));
      });
      const swatch = owner ? this.swatch(file, owner) : null;
      return make("section.group", {}, make("h2", {}, swatch, title), parts);
    });
  }

  group(file, group, open) {
    const swatch = group.actor ? this.swatch(file, group.actor) : null;
    const about = group.about ? make("p.about.faint", {}, group.about) : null;
    const title = make("summary", {}, make("h2", {}, swatch, group.title));
    return make("details.group", { open }, title, about, this.rowsOf(group, group.title));
  }

  swatch(file, actor) {
    const dot = make("span.swatch", { "aria-hidden": "true" });
    dot.style.setProperty("--colour", colour(file.actors.indexOf(actor)));
    return dot;
  }

  rowsOf(group, name) {
    const made = (minor) =>
      group.controls
        .filter((control) => control.minor === minor)
        .map((control) => {
          const entry = row(control, name, this.tell);
          this.rows.push({ control, row: entry });
          return entry.element;
        });
    const [major, minor] = [made(false), made(true)];
    const more = minor.length ? make("details.more", {}, make("summary", {}, "More"), minor) : null;
    return [...major, more];
  }
}
