"""The names of 2x2 games by their ordinal structure.

Only the order in which each actor ranks the four outcomes counts; relabelled rungs and exchanged actors make no other
game [1]_.

.. [1] Robinson, D. & Goforth, D. (2005). The Topology of the 2x2 Games: A New Periodic Table. Routledge.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from powergame.arrays import FloatArray, IndexArray

SYMMETRIC: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "prisoner's dilemma": ((3, 1), (4, 2)),
    "stag hunt": ((4, 1), (3, 2)),
    "chicken": ((3, 2), (4, 1)),
    "battle of the sexes": ((2, 3), (4, 1)),
    "hero": ((1, 3), (4, 2)),
    "compromise": ((1, 2), (4, 3)),
    "deadlock": ((2, 1), (4, 3)),
    "harmony": ((4, 3), (2, 1)),
    "concord": ((4, 2), (3, 1)),
    "peace": ((4, 3), (1, 2)),
    "coordination": ((4, 2), (1, 3)),
    "assurance": ((4, 1), (2, 3)),
}
"""Ranks of the row actor's outcomes, 4 the best; the column actor's are their transpose."""

CYCLE = "cycle"
"""Name of a game without a pure equilibrium: in every profile an actor wants to move."""

MATCHING_PENNIES = "matching pennies"
"""Name of the only game with ties in the list: one actor wins where the other loses."""


def ordinal_name(payoffs: FloatArray) -> str | None:
    """Return the name of a 2x2 game, or None.

    Parameters
    ----------
    payoffs : (2, 2, 2)
        The row actor's and the column actor's.

    Returns
    -------
    str or None
        One of the twelve symmetric games of Robinson & Goforth, where both actors rank the outcomes as in it; `cycle`
        for a game without a pure equilibrium; `matching pennies`, though both actors are indifferent between outcomes;
        None for every other game, ties included.

    Examples
    --------
    >>> row = np.array([[-1.0, -10.0], [0.0, -5.0]])
    >>> ordinal_name(np.array([row, row.T])), ordinal_name(np.array([row, -row]))
    ("prisoner's dilemma", None)
    >>> wins = np.array([[1.0, -1.0], [-1.0, 1.0]])
    >>> ordinal_name(np.array([wins, -wins]))
    'matching pennies'
    """
    row, column = (_ranks(table) for table in payoffs)
    if max(row.max(), column.max()) == 2 and _same(column, 3 - row) and _same(row, row[::-1, ::-1]):
        return MATCHING_PENNIES if row[0, 0] != row[0, 1] else None
    if min(row.max(), column.max()) < 4:
        return None
    for flip_rows, flip_columns in product((False, True), repeat=2):
        of_row, of_column = (_flipped(table, flip_rows, flip_columns) for table in (row, column))
        for name, ranks in SYMMETRIC.items():
            if _same(of_row, np.array(ranks)) and _same(of_column, of_row.T):
                return name
    stable = (row == row.max(axis=0)) & (column == column.max(axis=1, keepdims=True))
    return None if stable.any() else CYCLE


def _ranks(table: FloatArray) -> IndexArray:
    """Return the ranks of four payoffs, 1 the worst; equal payoffs share a rank."""
    return np.unique(table, return_inverse=True)[1].reshape(2, 2) + 1


def _same(a: IndexArray, b: IndexArray) -> bool:
    return bool((a == b).all())


def _flipped(table: IndexArray, rows: bool, columns: bool) -> IndexArray:
    return table[:: -1 if rows else 1, :: -1 if columns else 1]
