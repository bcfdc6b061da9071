"""How defenders side once the rungs are seen, and what a war is worth to everybody then."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.equilibrium.sequential.pure.types import Beliefs
from powergame.model.tree.types import Siding
from powergame.model.war import SIDING_TIE

MOST_TIES = 64
"""Ways to break ties between sides that are looked at for one profile of rungs; beyond, the list is not complete."""

Sides = tuple[IndexArray, ...]
"""For each chooser (E, T_k): the side that it takes."""


def worths(siding: Siding, h: int, after: Beliefs) -> tuple[FloatArray, ...]:
    """Return for each chooser (E, T_k, S): what each side's victory is worth to it, by what is believed."""
    return tuple(
        worth[:, h] + sum(part[:, h] @ np.array(belief) for part, belief in zip(parts, after, strict=True))
        for worth, parts in zip(siding.worth, siding.worth_by_type, strict=True)
    )


def best_sides(siding: Siding, h: int, after: Beliefs) -> tuple[BoolArray, ...]:
    """Return for each chooser (E, T_k, S): which sides are best, or the one that it is bound to."""
    every = []
    for worth, bound in zip(worths(siding, h, after), siding.bound, strict=True):
        best = worth >= worth.max(axis=2, keepdims=True) - SIDING_TIE
        to = bound[:, h, :, None]
        every.append(np.where(to >= 0, np.arange(worth.shape[2]) == to, best))
    return tuple(every)


def sides_taken(siding: Siding, h: int, after: Beliefs) -> tuple[tuple[Sides, ...], bool]:
    """Return all ways to take best sides, the first-named where they tie first, and whether these are all.

    Ties are broken either way for types believed possible, in eyes of such types; elsewhere they move nobody.
    """
    best = best_sides(siding, h, after)
    first = tuple(np.asarray(each.argmax(axis=2), dtype=np.intp) for each in best)
    counts = tuple(each.sum(axis=2) for each in best)
    if all(int(count.max()) == 1 for count in counts):
        return (first,), True
    seen = {int(eyes[x]) for eyes, belief in zip(siding.eyes_of, after, strict=True) for x, p in enumerate(belief) if p}
    open_to = [
        (c, e, y, np.flatnonzero(best[c][e, y]))
        for c, k in enumerate(siding.choosers)
        for e in sorted(seen)
        for y, p in enumerate(after[k])
        if p and counts[c][e, y] > 1
    ]
    ways = []
    for chosen in itertools.islice(itertools.product(*(sides for *_, sides in open_to)), MOST_TIES + 1):
        taken = tuple(of_chooser.copy() for of_chooser in first)
        for (c, e, y, _), side in zip(open_to, chosen, strict=True):
            taken[c][e, y] = side
        ways.append(taken)
    return tuple(ways[:MOST_TIES]), len(ways) <= MOST_TIES


def war_values(siding: Siding, h: int, after: Beliefs, sides: Sides) -> tuple[FloatArray, ...]:
    """Return for each actor (T_i,): what the war is worth to each type, times its probability in its eyes."""
    n = len(after)
    types = np.ogrid[tuple(slice(len(belief)) for belief in after)]
    believed = [np.array(belief)[of_actor] for belief, of_actor in zip(after, types, strict=True)]
    expected: list[FloatArray] = []
    for i, eyes_of in enumerate(siding.eyes_of):
        weights = functools.reduce(np.multiply, [part for j, part in enumerate(believed) if j != i], np.ones([1] * n))
        eyes = eyes_of[types[i]]  # of each type, with an axis for each actor
        on = tuple(of_chooser[eyes, types[k]] for of_chooser, k in zip(sides, siding.choosers, strict=True))
        fights = siding.fight[i, h][(*types, *on)] * weights
        expected.append(fights.sum(axis=tuple(j for j in range(n) if j != i)) * siding.p_war[i][h])
    return tuple(expected)


def switches(siding: Siding, h: int, start: Beliefs, end: Beliefs) -> FloatArray:
    """Return at which fractions of the way between beliefs, 0 to 1, some chooser's best side may switch."""
    points: list[FloatArray] = []
    for first, last in zip(worths(siding, h, start), worths(siding, h, end), strict=True):
        for s, other in itertools.combinations(range(first.shape[2]), 2):
            points.append(roots(first[:, :, s] - first[:, :, other], last[:, :, s] - last[:, :, other]))
    return np.concatenate(points) if points else np.empty(0)


def roots(first: FloatArray, last: FloatArray) -> FloatArray:
    """Return where lines from one value to another cross 0, strictly between."""
    crossing = first * last < 0
    first, last = first[crossing], last[crossing]
    return np.asarray(first / (first - last))


def choosing(sidings: Sequence[Siding]) -> dict[tuple[int, ...], Siding]:
    """Return the sidings of a round by their rungs."""
    return {siding.rungs: siding for siding in sidings}
