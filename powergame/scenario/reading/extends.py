"""Files that extend others: found within one folder, and laid over each other key by key."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from powergame.errors import Fault, ScenarioError
from powergame.files import NamedFile, input_file, is_shipped
from powergame.scenario.fields import EXPECT, TOP, Keyed, Keys, Shape
from powergame.scenario.reading.reader import read_bytes
from powergame.scenario.yaml.tree import MapNode, Node, ScalarNode, Tree, compose
from powergame.text import printable

MAX_EXTENDS = 16


def _depth(shape: Shape) -> int:
    """Return how many mappings stand one within another."""
    if isinstance(shape, Keyed):
        return 1 + _depth(shape.inner)
    return 1 + max(map(_depth, shape.parts.values())) if isinstance(shape, Keys) else 0


EXPECT_DEPTH = 1 + max(_depth(part.shape) for part in EXPECT.values())
"""How many mappings stand one within another in ``expect``."""

MERGED = (
    (),
    ("actors",),
    ("actors", "*"),
    ("actors", "*", "beliefs"),
    ("actors", "*", "types"),
    ("actors", "*", "types", "*"),
    ("actors", "*", "types", "*", "beliefs"),
    ("conflict",),
    ("conflict", "destruction"),
    ("variants",),
    ("variants", "*"),
    ("alignments",),
    ("alignments", "*"),
    *((*whose, "expect", *["*"] * depth) for whose in ((), ("variants", "*")) for depth in range(EXPECT_DEPTH)),
    ("vary",),
    ("unknown",),
)
"""Places of mappings that are merged; every other value (a list, a vector, an axis, a prior) replaces the older."""

Read = tuple[Tree, list[Fault], list[bytes]]
"""A tree, the faults of its scalars and keys, and the bytes of all files read for it."""


def extended(tree: Tree, source: str, folder: Path, chain: Sequence[str], files: list[NamedFile]) -> Read:
    """Return a tree laid over the one that it extends, if any.

    Parameters
    ----------
    source
        The file that the tree stands in, as the user named it.
    folder
        The folder of the first file, without symbolic links; nothing outside it is read.
    chain
        The files that extend each other so far, this one last, without symbolic links.
    files
        The files that have been read; the others are added.

    Raises
    ------
    ScenarioError
        Where the other file lies outside the folder, cannot be read, is no scenario, or extends this one in turn.
        The message repeats nothing of a file that is no scenario.
    """
    node = tree.get("extends") if isinstance(tree, MapNode) else None
    if not isinstance(tree, MapNode) or node is None:
        return tree, [], []
    parent = Path(chain[-1]).parent if len(chain) > 1 or source != "-" else folder
    target = _inside(node, parent, folder)
    if target in chain:
        names = " -> ".join(printable(Path(path).name) for path in [*chain, target])
        raise _refused(node, f"files extend each other in a circle: {names}")
    if len(chain) >= MAX_EXTENDS:
        raise _refused(node, f"more than {MAX_EXTENDS} files extend each other")
    label = os.path.normpath(Path(source).parent / os.path.relpath(target, parent))
    files.append(input_file(target))
    base, faults, data = _scenario(node, target, label)
    base, more, parts = extended(base, label, folder, [*chain, target], files)
    newer = replace(tree, entries=tuple(entry for entry in tree.entries if entry[0] != "extends"))
    merged = laid_over(_without_replaced(base, newer), newer) if isinstance(base, MapNode) else newer
    return merged, [*faults, *more], [data, *parts]


def _refused(node: Node, message: str) -> ScenarioError:
    return ScenarioError([node.fault(message, "extends")])


def _inside(node: Node, parent: Path, folder: Path) -> str:
    """Return the real path of the file to extend, which must lie in the first file's folder or below."""
    text = node.value if isinstance(node, ScalarNode) else None
    if not isinstance(text, str) or not text:
        raise _refused(node, "expected the name of a file")
    if is_shipped(text):
        raise _refused(node, "expected a file; `powergame new FILE --from @NAME` makes one of a shipped scenario")
    odd = text.startswith(("/", "~")) or any(part in text for part in ("://", "$", "%", "\\", "\0"))
    if odd or text[1:2] == ":":
        raise _refused(node, "expected a file in this one's folder or below, without ~, variables or addresses")
    real = os.path.realpath(parent / text)
    if not Path(real).is_relative_to(folder):
        raise _refused(node, "the file lies outside the folder of the scenario")
    return real


def _scenario(node: Node, target: str, label: str) -> tuple[Tree, list[Fault], bytes]:
    """Read a file that is extended; messages repeat nothing of it unless it looks like a scenario."""
    try:
        data = read_bytes(target)
    except ScenarioError as error:
        raise _refused(node, f"the file {error.faults[0].message}") from None
    try:
        tree, faults = compose(data, printable(label))
    except ScenarioError as error:
        fault = error.faults[-1]
        where = f" (line {fault.line}, column {fault.column})" if fault.line else ""
        raise _refused(node, f"the file is not YAML that a scenario can be in{where}") from None
    if not isinstance(tree, MapNode) or not tree.entries:
        raise _refused(node, "the file is no scenario: expected a mapping")
    for key, place, _ in tree.entries:
        if key not in TOP:
            where = f"line {place.line}, column {place.column}"
            raise _refused(node, f"the file is no scenario: the key in {where} is not a scenario's")
    return tree, faults, data


def _without_replaced(base: MapNode, over: MapNode) -> MapNode:
    """Return an older file without what a newer one says of directions in another way.

    A table of alignments takes the place of all preferences, and preferences that of a table; of two tables the newer
    one's pairs count, either way round.
    """
    table, actors = over.get("alignments"), over.get("actors")
    if isinstance(table, MapNode):
        rows = [(name, inner) for name, _, inner in table.entries if isinstance(inner, MapNode)]
        pairs = {frozenset((name, other)) for name, inner in rows for other, _, _ in inner.entries}
        return _without(
            base,
            lambda at: (
                (at[0] == "alignments" and frozenset(at[1:]) in pairs)
                or (at[0], at[2:]) == ("actors", ("preferences",))
            ),
        )
    listed = [actor for _, _, actor in actors.entries] if isinstance(actors, MapNode) else []
    wishes = any(isinstance(actor, MapNode) and actor.get("preferences") is not None for actor in listed)
    return _without(base, lambda at: wishes and at == ("alignments",))


def _without(tree: MapNode, dropped: Callable[[tuple[str, ...]], bool], at: tuple[str, ...] = ()) -> MapNode:
    """Return a mapping without the entries at some places."""
    entries = (
        (key, node, _without(value, dropped, (*at, key)) if isinstance(value, MapNode) else value)
        for key, node, value in tree.entries
        if not dropped((*at, key))
    )
    return replace(tree, entries=tuple(entries))


def laid_over(base: MapNode, over: MapNode, at: tuple[str, ...] = ()) -> MapNode:
    """Merge two mappings key by key: mappings of `MERGED` are merged, everything else of the newer one replaces."""
    newer = {key: (key, node, value) for key, node, value in over.entries}
    dropped = _taken_over(base, over) if at == ("actors", "*") else ""
    merged = []
    for key, node, value in base.entries:
        if key in newer:
            _, place, new = newer.pop(key)
            inner = (*at, "*" if (*at, "*") in MERGED else key)
            if inner in MERGED and isinstance(value, MapNode) and isinstance(new, MapNode):
                new = laid_over(value, new, inner)
            merged.append((key, place, new))
        elif key != dropped:
            merged.append((key, node, value))
    return replace(over, entries=(*merged, *newer.values()))


def _taken_over(base: MapNode, over: MapNode) -> str:
    """Return which key of an actor goes: its preferences where its types now have some, or the reverse."""
    if over.get("preferences") is not None and _types_wish(base):
        return "types"
    return "preferences" if over.get("preferences") is None and _types_wish(over) else ""


def _types_wish(actor: MapNode) -> bool:
    types = actor.get("types")
    inner = [private for _, _, private in types.entries] if isinstance(types, MapNode) else []
    return any(isinstance(private, MapNode) and private.get("preferences") is not None for private in inner)
