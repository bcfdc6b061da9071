"""The names of 2x2 games: a word for each actor, of the symmetric game in which it would rank outcomes so.

Only the order in which each actor ranks the four outcomes counts, and relabelled rungs make no other game; so there are
144 strict games, 78 where exchanged actors make no other game either [1]_. A name has the word of the row actor and
then that of the column actor [2]_; where both are the same, the game is symmetric, and has its own name.

.. [1] Robinson, D. & Goforth, D. (2005). The Topology of the 2x2 Games: A New Periodic Table. Routledge.
.. [2] Bruns, B. R. (2015). Names for Games: Locating 2 x 2 Games. Games 6 (4), 495-520.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, permutations, product
from typing import TypeAlias

import numpy as np

from powergame.arrays import FloatArray, IndexArray, ascending

Ranks: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

SYMMETRIC: dict[str, Ranks] = {
    "harmony": ((4, 3), (2, 1)),
    "peace": ((4, 3), (1, 2)),
    "concord": ((4, 2), (3, 1)),
    "coordination": ((4, 2), (1, 3)),
    "stag hunt": ((4, 1), (3, 2)),
    "assurance": ((4, 1), (2, 3)),
    "deadlock": ((2, 1), (4, 3)),
    "prisoner's dilemma": ((3, 1), (4, 2)),
    "compromise": ((1, 2), (4, 3)),
    "battle of the sexes": ((2, 3), (4, 1)),
    "chicken": ((3, 2), (4, 1)),
    "hero": ((1, 3), (4, 2)),
}
"""Ranks of the row actor's outcomes, 4 the best and in the first column; the column actor's are their transpose.

The order is that in which a game with ties is named: wherever Bruns names a symmetric game with one tie by one of two
strict games, it comes first."""

WORDS = {"prisoner's dilemma": "dilemma", "stag hunt": "hunt", "battle of the sexes": "battle"}
"""Words in the names of asymmetric games for symmetric games whose names have several."""

NEARLY = "nearly "
"""Begins the name of a game with ties, before that of the strict game that it is next to."""

MATCHING_PENNIES = "matching pennies"
"""Name of the one game with ties that has its own: one actor wins by meeting the other, which wins by missing it."""

BY_RANKS = {ranks: name for name, ranks in SYMMETRIC.items()}

PLACES = {name: place for place, name in enumerate(SYMMETRIC)}


@dataclass(frozen=True)
class Pattern:
    """A strict 2x2 game as its name says it.

    Attributes
    ----------
    row, column
        The symmetric games in which the row actor, and the column actor, would rank outcomes so.
    rows, columns
        The rungs that are the first ones in `SYMMETRIC`: of the row actor, and of the column actor.
    """

    row: str
    column: str
    rows: int
    columns: int

    @property
    def name(self) -> str:
        """The name of the game."""
        if self.row == self.column:
            return self.row
        return " ".join(WORDS.get(name, name) for name in (self.row, self.column))


def ordinal_name(payoffs: FloatArray) -> str | None:
    """Return the name of a 2x2 game, or None.

    Parameters
    ----------
    payoffs : (2, 2, 2)
        The row actor's and the column actor's.

    Returns
    -------
    str or None
        One of 144 names where each actor ranks the outcomes strictly; `matching pennies`; ``nearly ...`` for every
        other game with ties, with the name of a game that breaking them leads to; None where an actor is indifferent
        between all four outcomes.

    Examples
    --------
    >>> row = np.array([[-1.0, -10.0], [0.0, -5.0]])
    >>> ordinal_name(np.array([row, row.T])), ordinal_name(np.array([row, -row]))
    ("prisoner's dilemma", 'dilemma deadlock')
    >>> row[1, 1] = -10.0
    >>> ordinal_name(np.array([row, row.T]))
    "nearly prisoner's dilemma"
    >>> wins = np.array([[1.0, -1.0], [-1.0, 1.0]])
    >>> ordinal_name(np.array([wins, -wins]))
    'matching pennies'
    """
    nearly = NEARLY if has_ties(payoffs) else ""
    if nearly and is_meet_or_miss(payoffs):
        return MATCHING_PENNIES if max(ranks(table).max() for table in payoffs) == 2 else NEARLY + MATCHING_PENNIES
    pattern = pattern_of(payoffs)
    return None if pattern is None else nearly + pattern.name


def pattern_of(payoffs: FloatArray) -> Pattern | None:
    """Return the pattern of a 2x2 game; of one with ties, that of a strict game that breaking them leads to.

    Of the strict games that are so near, a symmetric one comes first, then that whose symmetric games come first in
    `SYMMETRIC`. None where an actor is indifferent between all outcomes, which is near to all games.
    """
    row, column = (ranks(table) for table in payoffs)
    if row.max() == 1 or column.max() == 1:
        return None
    near = [_strict(*orders) for orders in product(_untied(row), _untied(column))]
    return min(near, key=_place)


def is_meet_or_miss(payoffs: FloatArray) -> bool:
    """Whether one actor wins where both play alike, and the other where they do not, or the other way round."""
    won = [_won(ranks(table)) for table in payoffs]
    return None not in won and won[0] != won[1]


def has_ties(payoffs: FloatArray) -> bool:
    """Whether an actor is indifferent between some outcomes."""
    return any(len(ascending(table)) < 4 for table in payoffs)


def ranks(table: FloatArray) -> IndexArray:
    """Return the ranks of four payoffs, 1 the worst; equal payoffs share a rank."""
    return np.unique(table, return_inverse=True)[1].reshape(2, 2) + 1


def _won(table: IndexArray) -> int | None:
    """Return the diagonal on which both outcomes are better than both others; None where there is none."""
    diagonals = table[[0, 1], [0, 1]], table[[0, 1], [1, 0]]
    return next((k for k in (0, 1) if diagonals[k].min() > diagonals[1 - k].max()), None)


def _untied(table: IndexArray) -> Iterator[IndexArray]:
    """Yield all strict orders that keep what is strict in an order."""
    order = table.ravel()
    for strict in permutations(range(4)):
        if all(order[a] <= order[b] for a, b in pairwise(strict)):
            yield np.argsort(strict).reshape(2, 2) + 1


def _strict(row: IndexArray, column: IndexArray) -> Pattern:
    """Return the pattern of strict ranks: the first rungs are those of the *other's* best outcome."""
    rows, columns = int(column.argmax()) // 2, int(row.argmax()) % 2
    of_row, of_column = _from(row, rows, columns), _from(column, rows, columns).T
    return Pattern(BY_RANKS[_as_ranks(of_row)], BY_RANKS[_as_ranks(of_column)], rows, columns)


def _from(table: IndexArray, rows: int, columns: int) -> IndexArray:
    """Return a table with these rungs as the first ones."""
    return table[:: -1 if rows else 1, :: -1 if columns else 1]


def _place(pattern: Pattern) -> tuple[bool, list[int]]:
    """Return what is less for the pattern that a game with ties is named by; exchanged actors change nothing."""
    return pattern.row != pattern.column, sorted((PLACES[pattern.row], PLACES[pattern.column]))


def _as_ranks(table: IndexArray) -> Ranks:
    (a, b), (c, d) = table.tolist()
    return (a, b), (c, d)
