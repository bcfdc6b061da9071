"""Which actors of a game are alike: a renaming of actors, their ladders rung for rung, leaves all payoffs as they are.

A symmetric game's principal branch is symmetric: it starts so, and where it is regular it goes on in one way only. At
forks, where symmetric branches lose others, it goes straight on. So it is followed among symmetric profiles, in which
such forks do not show.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from powergame.arrays import FloatArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.expected import slopes

SEEM_ALIKE = 1e-9
"""Scaled payoff by which means over all profiles may differ, by rounding, between actors who are alike."""


def alike(tables: Sequence[FloatArray], shape: Sequence[int], deadline: Deadline = NO_DEADLINE) -> tuple[int, ...]:
    """Return for each actor the first one that it is alike to.

    Parameters
    ----------
    tables
        Each actor's payoffs relative to its first rung, (L_i - 1, product of all others' L_j).
    shape
        (L_1, ..., L_n).
    deadline
        When the search has to end.

    Raises
    ------
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    Three actors who gain by being the only one on their second rung, and a fourth who does not care:

    >>> gain = np.zeros((2, 2, 2, 2))
    >>> gain[0, 0] = 1.0
    >>> alike([gain.reshape(1, -1)[:, ::2]] * 3 + [np.zeros((1, 8))], (2, 2, 2, 2))
    (0, 0, 0, 3)
    """
    actors = range(len(shape))
    kinds = [(size, table.min(initial=0), table.max(initial=0)) for size, table in zip(shape, tables, strict=True)]
    first = list(actors)
    if len(shape) == 1 or len(set(kinds)) == len(kinds):
        return tuple(first)
    search = _Search(tables, shape, kinds, Work(budgets.ALIKE_ENTRIES, deadline))
    for i, j in combinations(actors, 2):
        if kinds[i] == kinds[j] and first[i] == i and first[j] == j:
            for a, b in enumerate(search.renaming(i, j) or ()):
                low, high = sorted((first[a], first[b]))
                first = [low if k == high else k for k in first]
    return tuple(first)


class _Search:
    """Looks for renamings under which a game is the same, by the mean payoffs of pairs of actors' rungs."""

    def __init__(self, tables: Sequence[FloatArray], shape: Sequence[int], kinds: Sequence[object], work: Work) -> None:
        self.tables, self.shape, self.kinds = tables, shape, kinds
        rows = np.cumsum([0, *map(len, tables)])
        columns = np.cumsum([0, *shape])
        means = slopes(tables, [np.full(size, 1 / size) for size in shape])
        self.means = [
            [means[rows[i] : rows[i + 1], columns[j] : columns[j + 1]] for j in range(len(shape))]
            for i in range(len(shape))
        ]
        self.work = work

    def renaming(self, i: int, j: int) -> tuple[int, ...] | None:
        """Return a renaming that leaves the game as it is and makes i to j, or None where none is known."""
        order = [i, *(k for k in range(len(self.shape)) if k != i)]
        return self._continued(order, {i: j})

    def _continued(self, order: Sequence[int], names: dict[int, int]) -> tuple[int, ...] | None:
        if len(names) == len(order):
            renaming = tuple(names[k] for k in range(len(order)))
            return renaming if self._holds(renaming) else None
        k = order[len(names)]
        for name in range(len(order)):
            if name in names.values() or self.kinds[k] != self.kinds[name]:
                continue
            if not self._spend(len(names)):
                return None
            if all(self._seems(k, name, a, b) and self._seems(a, b, k, name) for a, b in names.items()):
                whole = self._continued(order, {**names, k: name})
                if whole is not None:
                    return whole
        return None

    def _spend(self, entries: int) -> bool:
        """Whether so many entries may be compared."""
        if self.work.spend(entries):
            return True
        self.work.deadline.check("the logit path was followed")
        return False

    def _seems(self, i: int, new_i: int, j: int, new_j: int) -> bool:
        difference = self.means[i][j] - self.means[new_i][new_j]
        return bool(np.abs(difference).max(initial=0) <= SEEM_ALIKE)

    def _holds(self, renaming: tuple[int, ...]) -> bool:
        """Whether all payoffs are exactly the same."""
        for i, new in enumerate(renaming):
            if not self._spend(self.tables[i].size):
                return False
            others = [k for k in range(len(renaming)) if k != i]
            places = [k for k in range(len(renaming)) if k != new]  # those of the other table's axes
            table = self.tables[new].reshape(-1, *(self.shape[k] for k in places))
            moved = table.transpose(0, *(1 + places.index(renaming[k]) for k in others))
            if not np.array_equal(moved.reshape(self.tables[i].shape), self.tables[i]):
                return False
        return True
