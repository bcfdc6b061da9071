"""Iterated elimination of strictly dominated rungs, exactly.

No equilibrium and no rationalisable play puts weight on an eliminated rung; the order does not matter [1]_.

.. [1] Gilboa, I., Kalai, E. & Zemel, E. (1990). On the order of eliminating dominated strategies. OR Letters 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from powergame.arrays import ObjectArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.nash.tableau import first_dictionary
from powergame.model.game import Game, integers

S = TypeVar("S", bound=np.generic)

COMPARED, OBJECTS_COMPARED = 1000, 5
"""Payoffs, in floats and in fractions, whose comparison takes as long as the computation of a dictionary's entry."""


def undominated(game: Game, deadline: Deadline = NO_DEADLINE) -> tuple[tuple[int, ...], ...]:
    """Return each actor's rungs that survive iterated elimination of strictly dominated rungs.

    Domination by pure rungs is tested in games of any size, domination by mixed strategies where the actor's payoffs
    have at most `budgets.MIXED_DOMINANCE_ENTRIES` entries. Where `budgets.DOMINANCE_STEPS` or the time run out, rungs
    stay that may be dominated.

    Examples
    --------
    Only defection is left of the prisoner's dilemma:

    >>> row = np.array([[2.0, 0.0], [3.0, 1.0]])
    >>> game = Game(("row", "column"), (("cooperate", "defect"),) * 2, np.array([row, row.T]))
    >>> undominated(game)
    ((1,), (1,))
    """
    table = game.payoffs if game.rational is None else game.rational
    work = Work(budgets.DOMINANCE_STEPS, deadline)
    kept = [tuple(range(size)) for size in game.shape]
    changed = True
    while changed:
        changed = False
        for i in range(len(kept)):
            if len(kept[i]) == 1:
                continue
            payoffs = np.moveaxis(restricted(table[i], kept), i, 0)
            rows = payoffs.reshape(len(kept[i]), -1)
            stay = [r for r in range(len(rows)) if not _dominated(rows, r, work)]
            if len(stay) < len(rows):
                kept[i], changed = tuple(kept[i][r] for r in stay), True
    return tuple(kept)


def restricted(payoffs: npt.NDArray[S], kept: Sequence[tuple[int, ...]]) -> npt.NDArray[S]:
    """Return the payoffs (L_1, ..., L_n) over the kept rungs; a view if all are kept."""
    for axis, rungs in enumerate(kept):
        if len(rungs) < payoffs.shape[axis]:
            payoffs = payoffs.take(rungs, axis=axis)
    return payoffs


def _dominated(rows: npt.NDArray[np.generic], r: int, work: Work) -> bool:
    """Whether row r is strictly dominated by another row, or by a mixture of the others, as far as the work goes."""
    if not work.spend(1 + rows.size // (OBJECTS_COMPARED if rows.dtype == object else COMPARED)):
        return False
    if bool((rows > rows[r]).all(axis=1).any()):
        return True
    others = [s for s in range(len(rows)) if s != r]
    if len(others) < 2 or rows.size > budgets.MIXED_DOMINANCE_ENTRIES:
        return False
    if not np.all(np.max(rows[others], axis=0) > rows[r]):  # somewhere r is a best reply
        return False
    return _dominated_by_mixture(np.asarray(rows, dtype=object), r, others, work)


def _dominated_by_mixture(rows: ObjectArray, r: int, others: list[int], work: Work) -> bool:
    """Whether some mixture of the others is better than r everywhere.

    This holds if the zero-sum game of their advantages over r has a value above 0. With the advantages D shifted to be
    positive by c, the value is 1 / max(1'y : D y <= 1, y >= 0) - c; the simplex method finds the maximum exactly.
    """
    scaled = integers(rows)
    if scaled is None:  # too long for the search
        return False
    whole = (scaled[0][others] - scaled[0][r]).tolist()
    shift = 1 - min(x for row in whole for x in row)
    # The objective is one more row, z = 1'y. Its entries are the negated reduced costs, and its value the maximum.
    columns = len(whole[0])
    table = [[x + shift for x in row] for row in whole]
    dictionary = first_dictionary([*table, [-1] * columns], [1] * len(table) + [0])
    while True:
        objective = dictionary.rows[-1]
        entering = next((j for j in range(columns) if objective[j] < 0), None)  # Bland's rule, with lexicographic exit
        if entering is None:
            return _greater(dictionary.denominator, objective[-1], shift)
        row = dictionary.leaving_row(entering, among=len(table))
        assert row is not None, "the advantages are positive, so the program is bounded"
        if not work.spend(dictionary.entries):
            return False
        dictionary = dictionary.pivot(row, entering)


def _greater(denominator: int, maximum: int, shift: int) -> bool:
    """Whether 1 / (maximum / denominator) > shift."""
    return denominator > shift * maximum
