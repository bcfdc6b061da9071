"""A file's table of alignments: each pair once, all there, and such that directions have them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from powergame.scenario import fields
from powergame.scenario.build import Builder
from powergame.scenario.types import Table
from powergame.scenario.yaml.tree import Tree
from powergame.text import listed, printable

MAX_MISSING = 6
"""Pairs that a message lists, at most, where alignments are missing."""


def alignments(builder: Builder, names: Sequence[str], tree: Tree) -> Table | None:
    """Return the table of alignments of some actors, or None where it has a fault."""
    before = len(builder.faults)
    cosines: dict[frozenset[str], float] = {}
    for name, inner in builder.named(tree, "alignments", names, "actor"):
        at = f"alignments.{name}"
        for other, item in builder.named(inner, at, names, "actor"):
            pair, path = frozenset((name, other)), f"{at}.{other}"
            if name == other:
                builder.fault(item, "an actor's alignment with itself is 1; expected those with others only", path)
            elif pair in cosines:
                builder.fault(item, f"stands twice, as alignments.{printable(other)}.{printable(name)} too", path)
            cosines[pair] = builder.number(item, fields.COSINE, path)
    missing = [pair for pair in combinations(names, 2) if frozenset(pair) not in cosines]
    if missing and len(builder.faults) == before:
        shown = [" and ".join(map(printable, pair)) for pair in missing[:MAX_MISSING]]
        more = [f"{len(missing) - len(shown):,} more"] if len(missing) > len(shown) else []
        builder.fault(tree, f"expected each pair once, and there is none of {listed([*shown, *more])}", "alignments")
    if len(builder.faults) > before:
        return None
    return _possible(builder, names, tree, cosines)


def _possible(builder: Builder, names: Sequence[str], tree: Tree, cosines: dict[frozenset[str], float]) -> Table | None:
    """Return the table if directions have it; else the fault says whose alignments exclude each other."""
    import numpy as np  # which scenarios without a table do not need

    from powergame.scenario.alignments.nearest import are_possible, impossible
    from powergame.scenario.alignments.table import as_table

    table = np.array([[cosines.get(frozenset((a, b)), 1.0) for b in names] for a in names])
    if not are_possible(table[None])[0]:
        builder.fault(tree, impossible(names, table), "alignments")
        return None
    return as_table(table)
