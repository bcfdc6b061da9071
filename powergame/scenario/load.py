"""Scenarios from files, standard input and text, with `extends`, variants and changes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from powergame.errors import Fault, NothingMatchedError, ScenarioError
from powergame.scenario.assemble import assemble
from powergame.scenario.fields import nearest
from powergame.scenario.names import shown
from powergame.scenario.reader import STANDARD_INPUT, digest, read_bytes
from powergame.scenario.scalars import parse_value
from powergame.scenario.types import Scenario
from powergame.scenario.yamltree import MapNode, Node, ScalarNode, Tree, compose

MAX_EXTENDS = 16

EXCLUSIVE = {"preferences": "types", "types": "preferences"}
"""Keys of an actor of which the newer one takes the other's place."""

Sets: TypeAlias = Sequence[tuple[str, str]]
"""Paths and their values as text, as ``--set`` has them."""


def load(source: str | os.PathLike[str], *, sets: Sets = ()) -> Scenario:
    """Return the scenario of a file.

    Parameters
    ----------
    source
        A file, ``FILE#VARIANT``, or ``-`` for standard input. A file whose own name has a ``#`` is found first.
    sets
        Changes to be made first.

    Raises
    ------
    ScenarioError
        With all of its faults and their places.
    """
    found = load_all(source, sets=sets)
    if len(found) != 1:
        name = shown(os.fspath(source))
        raise ScenarioError([Fault("this stands for several scenarios; one is wanted", "", name)])
    return found[0]


def load_all(source: str | os.PathLike[str], *, sets: Sets = ()) -> tuple[Scenario, ...]:
    """Return the scenario of a file, or all of its variants for ``FILE#*``.

    Raises
    ------
    ScenarioError
        As for `load`, and where there is no such variant.
    NothingMatchedError
        For ``FILE#*`` where the file has no variants.
    """
    file, variant = _split(os.fspath(source))
    base = _load_file(file)
    if variant is None:
        return (_changed(base, sets),)
    if variant == "*":
        if not base.variants:
            raise NothingMatchedError(f"{shown(file)}: it has no variants")
        return tuple(_variant(base, name, sets) for name, _ in base.variants)
    return (_variant(base, variant, sets),)


def load_text(text: str, *, name: str = "scenario", sets: Sets = ()) -> Scenario:
    """Return the scenario of a text, which cannot extend a file."""
    data = text.encode("utf-8", "surrogatepass")
    scenario = assemble(_refuse_extends(compose(data, "")), name, "")
    return _changed(replace(scenario, sha256=digest(data)), sets)


def _split(source: str) -> tuple[str, str | None]:
    file, mark, variant = source.rpartition("#")
    if not mark or not file or os.path.lexists(source):
        return source, None
    return file, variant


def _load_file(file: str) -> Scenario:
    data = read_bytes(file)
    if file in STANDARD_INPUT:
        source, name, folder = "-", "standard input", Path(os.path.realpath("."))
    else:
        source, name, folder = file, Path(file).stem, Path(os.path.realpath(file)).parent
    tree = compose(data, shown(source))
    tree, parts = _extended(tree, shown(source), folder, folder, [os.path.realpath(file)])
    scenario = assemble(tree, shown(name), shown(source))
    return replace(scenario, sha256=digest(data, *parts))


def _variant(base: Scenario, name: str, sets: Sets) -> Scenario:
    changes = dict(base.variants).get(name)
    if changes is None:
        guess = nearest(name, dict(base.variants))
        hint = f"; did you mean {shown(guess)!r}?" if guess else ""
        raise ScenarioError([Fault(f"there is no variant {shown(name)!r}{hint}", "", base.source)])
    varied = base.with_values(dict(changes)) if changes else base
    # what the file expects and observed, it says of the scenario itself
    varied = replace(varied, name=f"{base.name}: {name}", source=f"{base.source}#{name}", expect=None)
    return _changed(varied, sets)


def _changed(scenario: Scenario, sets: Sets) -> Scenario:
    for path, text in sets:
        values: Mapping[str, object] = {path: parse_value(text)}
        scenario = scenario.with_values(values)
    return scenario


def _refuse_extends(tree: Tree) -> Tree:
    node = tree.get("extends") if isinstance(tree, MapNode) else None
    if node is not None:
        raise ScenarioError([node.fault("a text cannot extend a file", "extends")])
    return tree


def _extended(tree: Tree, source: str, folder: Path, root: Path, chain: list[str]) -> tuple[Tree, list[bytes]]:
    """Return a tree laid over the one that it extends, and the bytes of all files read for it."""
    node = tree.get("extends") if isinstance(tree, MapNode) else None
    if not isinstance(tree, MapNode) or node is None:
        return tree, []
    target = _inside(node, folder, root)
    if target in chain:
        names = " -> ".join(shown(os.path.basename(path)) for path in [*chain, target])  # noqa: PTH119
        raise ScenarioError([node.fault(f"files extend each other in a circle: {names}", "extends")])
    if len(chain) >= MAX_EXTENDS:
        raise ScenarioError([node.fault(f"more than {MAX_EXTENDS} files extend each other", "extends")])
    label = shown(os.path.relpath(target, Path(source).parent if source != "-" else "."))
    label = shown(os.path.normpath(os.path.join(os.path.dirname(source), label))) if source != "-" else label  # noqa: PTH118, PTH120
    try:
        data = read_bytes(target)
    except ScenarioError as error:
        raise ScenarioError([node.fault(f"the file that it extends {error.faults[0].message}", "extends")]) from None
    try:
        base = compose(data, label)
    except ScenarioError:
        # what stands in a file that is no scenario is none of the reader's business
        raise ScenarioError([node.fault("the file that it extends is not a valid scenario", "extends")]) from None
    base, parts = _extended(base, label, Path(target).parent, root, [*chain, target])
    if not isinstance(base, MapNode):
        raise ScenarioError([node.fault("the file that it extends is not a scenario", "extends")])
    own = replace(tree, entries=tuple(entry for entry in tree.entries if entry[0] != "extends"))
    return _laid_over(base, own), [data, *parts]


def _inside(node: Node, folder: Path, root: Path) -> str:
    """Return the real path of the file to extend, which must lie in the first file's folder or below."""
    text = node.value if isinstance(node, ScalarNode) else None
    if not isinstance(text, str) or not text:
        raise ScenarioError([node.fault("the name of a file is wanted", "extends")])
    odd = text.startswith(("/", "~", "\\")) or any(part in text for part in ("://", "$", "%", "\\", "\0"))
    if odd or ":" in text[:3]:
        message = "a file in this one's folder or below is wanted, without ~, variables or addresses"
        raise ScenarioError([node.fault(message, "extends")])
    real = os.path.realpath(folder / text)
    if os.path.commonpath([real, root]) != str(root):
        raise ScenarioError([node.fault("the file lies outside the scenario's own folder", "extends")])
    return real


def _laid_over(base: MapNode, over: MapNode) -> MapNode:
    """Merge two mappings key by key: mappings in both are merged, everything else of the newer one replaces."""
    newer = {key: (key, node, value) for key, node, value in over.entries}
    dropped = {EXCLUSIVE[key] for key in newer if key in EXCLUSIVE}
    merged = []
    for key, node, value in base.entries:
        if key in newer:
            _, place, new = newer.pop(key)
            both = isinstance(value, MapNode) and isinstance(new, MapNode) and key != "preferences"
            merged.append((key, place, _laid_over(value, new) if both else new))  # type: ignore[arg-type]
        elif key not in dropped:
            merged.append((key, node, value))
    return replace(over, entries=(*merged, *newer.values()))
