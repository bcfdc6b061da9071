// The state of the page in its address: behind the #, so that it is never sent anywhere. Whatever stands there is only
// data; the server checks every path and value before anything is done with them.

const LONGEST = 30_000;
const MOST = 1_000;

/** Return the state as text for the address; empty where nothing differs from what was given. */
export function toFragment(state) {
  const found = new URLSearchParams();
  const { current, pinned } = state.sides;
  if (current.file) found.append("file", current.file);
  write(found, "set", current.sets);
  if (pinned) {
    found.append("pinned", pinned.file);
    write(found, "pinned-set", pinned.sets);
  }
  const file = state.files[current.file];
  if (state.diagram.x !== file.diagram.x) found.append("x", state.diagram.x);
  if (state.diagram.y !== file.diagram.y) found.append("y", state.diagram.y);
  const plain = found.size === 0 || (state.files.length > 1 && found.toString() === "file=1&pinned=0");
  return plain ? "" : found.toString();
}

function write(found, key, sets) {
  for (const [path, value] of sets) found.append(key, `${path}=${JSON.stringify(value)}`);
}

/** Put what an address says into a state, or say what is wrong with it and leave the state as it is. */
export function fromFragment(text, state) {
  const plain = text.replace(/^#/, "");
  if (!plain) return null;
  if (plain.length > LONGEST) return "the link is too long";
  const found = new URLSearchParams(plain);
  const known = ["set", "file", "pinned", "pinned-set", "x", "y"];
  const strange = [...found.keys()].find((key) => !known.includes(key));
  if (strange !== undefined) return `the link has a part that is not known: ${strange.slice(0, 40)}`;
  const current = side(found, "file", "set", state.files);
  const pinned = found.has("pinned") ? side(found, "pinned", "pinned-set", state.files) : null;
  if (current === undefined || pinned === undefined) return "the link cannot be read";
  const { axes, diagram } = state.files[current.file];
  const [x, y] = [found.get("x") ?? diagram.x, found.get("y") ?? diagram.y];
  if (!axes.includes(x) || !axes.includes(y) || x === y) return "the link names no numbers of this scenario";
  state.sides = { current, pinned };
  state.diagram = { x, y };
  return null;
}

function side(found, file, set, files) {
  const which = Number(found.get(file) || 0);
  const pairs = found.getAll(set).map(pair);
  if (!Number.isInteger(which) || which < 0 || which >= files.length || pairs.length > MOST) return undefined;
  return pairs.includes(undefined) ? undefined : { file: which, sets: new Map(pairs) };
}

/** A path and its value: a finite number, a short word or a list of numbers; undefined for anything else. */
function pair(text) {
  const at = text.lastIndexOf("=");
  if (at < 1) return undefined;
  let value;
  try {
    value = JSON.parse(text.slice(at + 1));
  } catch {
    return undefined;
  }
  const numbers = Array.isArray(value) ? value : typeof value === "string" && value.length <= 40 ? [] : [value];
  return numbers.every(Number.isFinite) && (numbers.length || typeof value === "string")
    ? [text.slice(0, at), value]
    : undefined;
}
