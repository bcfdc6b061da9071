"""What an actor's types may play at a belief about it, all pure strategies at once, and what is believed after."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray, IndexArray

Belief = tuple[float, ...]
"""The probabilities of an actor's types."""

UNPLAYED = -1
"""Stands for the cell of a rung that no possible type plays, and for the rung of an impossible type."""


@dataclass(frozen=True, eq=False)
class Strategies:
    """The pure strategies of an actor whose types are believed to have some probabilities.

    Only types believed possible are told a rung. A *cell* is a rung and which of these types play it, which is all that
    is learnt from it: the cell of rung k and of the b-th set of types is k B + b.

    Attributes
    ----------
    belief
        What is believed of the actor before its rung is seen.
    possible
        The types that are believed possible, m of them.
    posteriors
        What is believed after a rung is seen, for each of B sets of types that may play it.
    rungs : (K, T)
        The rung of each type in each strategy; `UNPLAYED` for impossible types.
    cell : (K, L)
        The cell of each rung in each strategy; `UNPLAYED` where no possible type plays it.
    weights : (K, T * L)
        The probability of each type and rung.
    reach : (K, L * B)
        The probability of each cell.
    """

    belief: Belief
    possible: tuple[int, ...]
    posteriors: tuple[Belief, ...]
    rungs: IndexArray
    cell: IndexArray
    weights: FloatArray
    reach: FloatArray

    @property
    def certain(self) -> bool:
        """Whether some type is believed impossible."""
        return len(self.possible) < len(self.belief)

    def after(self, strategy: int, rung: int) -> Belief:
        """Return what is believed after a rung in a strategy: what was before, where no possible type plays it."""
        cell = int(self.cell[strategy, rung])
        return self.belief if cell < 0 else self.posteriors[cell % len(self.posteriors)]


def strategies(belief: Belief, ladder: int, possible: Sequence[int] | None = None) -> Strategies:
    """Return all pure strategies of an actor with a ladder of some rungs.

    Parameters
    ----------
    possible
        The types that are told a rung; those of positive probability unless given.

    Examples
    --------
    >>> two = strategies((0.25, 0.75), 2)
    >>> two.rungs.tolist(), two.posteriors
    ([[0, 0], [0, 1], [1, 0], [1, 1]], ((1.0, 0.0), (0.0, 1.0), (0.25, 0.75)))
    """
    types = len(belief)
    told = tuple(x for x in range(types) if belief[x] > 0) if possible is None else tuple(possible)
    sets = [[x for b, x in enumerate(told) if mask >> b & 1] for mask in range(1, 1 << len(told))]
    played = np.array(list(itertools.product(range(ladder), repeat=len(told))), dtype=np.intp)
    count = len(played)
    rungs = np.full((count, types), UNPLAYED, dtype=np.intp)
    rungs[:, told] = played
    bits = np.zeros((count, ladder), dtype=np.intp)
    np.add.at(bits, (np.arange(count)[:, None], played), 1 << np.arange(len(told)))
    cell = np.where(bits > 0, np.arange(ladder) * len(sets) + bits - 1, UNPLAYED)
    weights = np.zeros((count, types, ladder))
    reach = np.zeros((count, ladder * len(sets)))
    for x in told:
        weights[np.arange(count), x, rungs[:, x]] = belief[x]
        reach[np.arange(count), cell[np.arange(count), rungs[:, x]]] += belief[x]
    posteriors = tuple(posterior(belief, types_there) for types_there in sets)
    return Strategies(belief, told, posteriors, rungs, cell, weights.reshape(count, types * ladder), reach)


def posterior(belief: Belief, types: Sequence[int]) -> Belief:
    """Return what is believed of an actor once it is known to have one of some types, by Bayes' rule."""
    total = sum(belief[x] for x in types)
    if total == 0 or all(x in types for x, p in enumerate(belief) if p > 0):
        return belief
    return tuple(p / total if x in types else 0.0 for x, p in enumerate(belief))


def certainty(types: int, x: int) -> Belief:
    """Return the belief that an actor has a type for certain."""
    return tuple(float(x == y) for y in range(types))


def between(start: Belief, end: Belief, t: float) -> Belief:
    """Return the belief at a fraction of the way from one to another.

    >>> between((1.0, 0.0), (0.0, 1.0), 0.25)
    (0.75, 0.25)
    """
    return tuple((1 - t) * p + t * q for p, q in zip(start, end, strict=True))
