// The state of the page in its address: behind the #, so that it is never sent anywhere. Whatever stands there is only
// data; the server checks every path and value before anything is done with them.

const LONGEST = 30_000;
const MOST = 1_000;
const MOST_SEEN = 100;

/** Return the state as text for the address; empty where nothing differs from what was given. */
export function toFragment(state) {
  const params = new URLSearchParams();
  const { current, pinned } = state.sides;
  if (current.file) params.append("file", current.file);
  write(params, "set", current.sets);
  writeSeen(params, "seen", current.seen);
  if (pinned) {
    params.append("pinned", pinned.file);
    write(params, "pinned-set", pinned.sets);
    writeSeen(params, "pinned-seen", pinned.seen);
  }
  const file = state.files[current.file];
  if (state.diagram.x !== file.diagram.x) params.append("x", state.diagram.x);
  if (state.diagram.y !== file.diagram.y) params.append("y", state.diagram.y);
  const plain = params.size === 0 || (state.files.length > 1 && params.toString() === "file=1&pinned=0");
  return plain ? "" : params.toString();
}

function write(params, key, sets) {
  for (const [path, value] of sets) params.append(key, `${path}=${JSON.stringify(value)}`);
}

function writeSeen(params, key, seen) {
  for (const { actor, rung, times } of seen) params.append(key, JSON.stringify([actor, rung, times]));
}

/** Put what an address says into a state, or return what is wrong with it and leave the state as it is. */
export function fromFragment(text, state) {
  const plain = text.replace(/^#/, "");
  if (!plain) return null;
  if (plain.length > LONGEST) return "the link is too long";
  const params = new URLSearchParams(plain);
  const known = ["set", "seen", "file", "pinned", "pinned-set", "pinned-seen", "x", "y"];
  const strange = [...params.keys()].find((key) => !known.includes(key));
  if (strange !== undefined) return `the link has an unknown part: ${strange.slice(0, 40)}`;
  const current = side(params, "file", "", state.files);
  const pinned = params.has("pinned") ? side(params, "pinned", "pinned-", state.files) : null;
  if (current === undefined || pinned === undefined) return "the link cannot be read";
  const { axes, diagram } = state.files[current.file];
  const [x, y] = [params.get("x") ?? diagram.x, params.get("y") ?? diagram.y];
  if (!axes.includes(x) || !axes.includes(y) || x === y) return "the link names numbers that this scenario does not have";
  state.sides = { current, pinned };
  state.diagram = { x, y };
  return null;
}

function side(params, file, before, files) {
  const which = Number(params.get(file) || 0);
  const pairs = params.getAll(`${before}set`).map(pair);
  const seen = params.getAll(`${before}seen`).map(deed);
  if (!Number.isInteger(which) || which < 0 || which >= files.length || pairs.length > MOST || seen.length > MOST_SEEN) return undefined;
  return [...pairs, ...seen].includes(undefined) ? undefined : { file: which, sets: new Map(pairs), seen };
}

/** A deed: who, which rung, how many times; undefined for anything else. */
function deed(text) {
  let parts;
  try {
    parts = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 3) return undefined;
  const [actor, rung, times] = parts;
  const whole = Number.isInteger(times) && times > 0 && times <= 1_000_000;
  return typeof actor === "string" && typeof rung === "string" && whole ? { actor, rung, times } : undefined;
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
