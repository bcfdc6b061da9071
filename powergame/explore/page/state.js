// What is moved, and how: two sides, each a scenario that was given and what differs from it, in order.

export class State {
  constructor(files) {
    this.files = files.map((file) => ({ ...file, paths: controlsByPath(file) }));
    this.diagram = { ...files[0].diagram };
    this.pair = [0, 1];
    this.preferences = new Map(); // of each side, as last answered
    this.shares = new Map(); // probabilities of private types, likewise
    const two = files.length > 1;
    this.sides = { current: side(two ? 1 : 0), pinned: two ? side(0) : null };
    this.diagram = { ...this.file().diagram };
  }

  file(which = "current") {
    return this.files[this.sides[which].file];
  }

  control(path) {
    return this.file().paths.get(path);
  }

  /** The value of a control as it stands: what it was set to, what follows from the arrows, or the file's own. */
  value(control, which = "current") {
    const { sets, file } = this.sides[which];
    if (control.measure === "probability" && control.path !== [...sets.keys()].at(-1)) {
      return this.shares.get(which)?.[control.path] ?? control.value;
    }
    if (sets.has(control.path)) return sets.get(control.path);
    if (control.turns >= 0) return measured(control, this.vectors(which));
    if (control.inherits) return this.value(this.files[file].paths.get(control.inherits), which);
    return control.value;
  }

  vectors(which = "current") {
    return this.preferences.get(which) ?? this.file(which).preferences;
  }

  changed(control) {
    return this.sides.current.sets.has(control.path);
  }

  /** Set one value. What turns arrows is kept in such an order that nothing turns twice. */
  move(control, to) {
    const { sets } = this.sides.current;
    if (control.turns >= 0) {
      if (this.lastTurn() !== control.path) this.fold(control.measure === "angle" ? control.turns : -1);
    } else if (!control.inherits && same(to, control.value)) {
      sets.delete(control.path);
      return;
    }
    if (control.measure === "probability") sets.delete(control.path); // the last one moved has its way
    sets.set(control.path, to);
  }

  /** Take one change back; of what turns an actor, all. */
  reset(control) {
    if (control.turns >= 0) this.fold(control.turns);
    else this.sides.current.sets.delete(control.path);
  }

  lastTurn() {
    const paths = [...this.sides.current.sets.keys()];
    return paths.findLast((path) => this.turner(path) >= 0);
  }

  /** The place of the actor that a path turns; -1 for none. */
  turner(path) {
    const { actors } = this.file();
    const whole = actors.findIndex((name) => path === `actors.${name}.preferences`);
    return whole >= 0 ? whole : (this.control(path)?.turns ?? -1);
  }

  /** Write alignments and components, which depend on other arrows, as vectors; forget what turns `forgotten`. */
  fold(forgotten) {
    const { sets } = this.sides.current;
    const vectors = this.vectors();
    for (const [i, name] of this.file().actors.entries()) {
      const turning = [...sets.keys()].filter((path) => this.turner(path) === i);
      const relative = turning.some((path) => ["alignment", "component"].includes(this.control(path)?.measure));
      if (i !== forgotten && !relative) continue;
      for (const path of turning) sets.delete(path);
      if (i !== forgotten) sets.set(`actors.${name}.preferences`, vectors[i]);
    }
  }

  pin() {
    const { file, sets, seen } = this.sides.current;
    this.sides.pinned = { file, sets: new Map(sets), seen: [...seen] };
    this.preferences.set("pinned", this.vectors());
  }

  unpin() {
    this.sides.pinned = null;
    this.preferences.delete("pinned");
  }

  swap() {
    const [current, pinned] = [this.vectors("current"), this.vectors("pinned")];
    this.sides = { current: this.sides.pinned, pinned: this.sides.current };
    this.preferences.set("current", pinned);
    this.preferences.set("pinned", current);
    this.fit();
  }

  /** Let the diagram and the matrix be of what the current file has. */
  fit() {
    const { axes, diagram, actors } = this.file();
    if (!axes.includes(this.diagram.x) || !axes.includes(this.diagram.y)) this.diagram = { ...diagram };
    if (Math.max(...this.pair) >= actors.length) this.pair = [0, 1];
  }

  /** What the server is asked. */
  request(which) {
    const { file, sets, seen } = this.sides[which];
    const known = this.files[file];
    const { x, y } = this.diagram;
    if (known.tree) return { side: which, file, sets: [...sets], diagram: null, pair: [0, 1], seen };
    const diagram = known.axes.includes(x) && known.axes.includes(y) ? { x, y } : { ...known.diagram };
    const pair = Math.max(...this.pair) < known.actors.length ? this.pair : [0, 1];
    return { side: which, file, sets: [...sets], diagram, pair, seen };
  }
}

function side(file) {
  return { file, sets: new Map(), seen: [] };
}

function controlsByPath(file) {
  return new Map(file.groups.flatMap((group) => group.controls).map((control) => [control.path, control]));
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** An alignment, an angle or a component of vectors. */
function measured(control, vectors) {
  const vector = vectors[control.turns];
  if (control.measure === "component") return vector[control.index];
  if (control.measure === "angle") return (Math.atan2(vector[1], vector[0]) * 180) / Math.PI;
  const other = vectors[control.index];
  const dot = vector.reduce((sum, x, k) => sum + (x / Math.hypot(...vector)) * (other[k] / Math.hypot(...other)), 0);
  return Math.max(-1, Math.min(1, dot));
}
