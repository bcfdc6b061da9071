"""Beliefs about an actor at which what follows may turn: where a best reply, or a side, switches.

What others believe of an actor after a rung that none of its possible types plays is free, but for being the same
whatever the others did. Let it go along a segment between two beliefs. In the last round a pure profile of all types'
rungs is an equilibrium on a closed interval of it: the actor's types reply best to the others whatever is believed of
them, and what another's type gains by a rung is linear in the belief. Sides are taken on closed intervals, too. So if
some belief deters the actor, one at an end of such intervals does; with two types, one segment holds all beliefs.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray, ascending
from powergame.equilibrium.sequential.pure.stage import averaged, best_replies, rung_played
from powergame.equilibrium.sequential.pure.strategies import (
    Belief,
    Strategies,
    between,
    certainty,
    strategies,
)

MOST_POINTS, UNPROVEN_POINTS = 400, 12
"""Beliefs at which deviations are looked at beside those before and certain ones: where that may prove that nothing
deters, and where it cannot."""


@dataclass(frozen=True, eq=False)
class TurningPoints:
    """Where what follows one profile of rungs turns, as the belief about one actor varies.

    Attributes
    ----------
    points
        Beliefs at which, and between which, it turns.
    ends
        Beliefs at which another's reply to anything may switch.
    least : (T_i,)
        What the actor's types can be made to expect of what follows in peace at the least; -inf where nothing is known.
    complete
        Whether the points, and certain beliefs, are enough to find every deterrent.
    """

    points: tuple[Belief, ...]
    ends: tuple[Belief, ...]
    least: FloatArray
    complete: bool


def segments(before: Belief) -> list[tuple[Belief, Belief]]:
    """Return segments of beliefs: between certain ones, and, of three types and more, from what was believed."""
    kinds = len(before)
    corners = [certainty(kinds, x) for x in range(kinds)]
    from_before = [(before, corner) for corner in corners if corner != before] if kinds > 2 else []
    return [*itertools.combinations(corners, 2), *from_before]


def middles(points: FloatArray) -> list[float]:
    """Return points in the open interval from 0 to 1, and the middles of what is between them, ascending."""
    inside = sorted({0.0, 1.0, *(float(t) for t in points if 0 < t < 1)})
    return sorted({*inside[1:-1], *((s + t) / 2 for s, t in itertools.pairwise(inside))} - {0.0, 1.0})


def last_round(tables: Sequence[FloatArray], every: Sequence[Strategies], i: int, tie: float) -> TurningPoints:
    """Return where the equilibria of a last round turn, by the belief about an actor.

    Parameters
    ----------
    tables
        What each rung is worth, as `stage.prepared` gives it.
    every
        The strategies of all; what is believed of actor i is left to vary.
    """
    kinds, ladder = tables[i].shape[:2]
    worth = averaged(tables[i], [other.weights for j, other in enumerate(every) if j != i])
    best = worth.max(axis=1)  # (T_i, K_j, ...)
    points: list[Belief] = []
    switching: list[Belief] = []
    least = np.full(kinds, np.inf)
    for start, end in segments(every[i].belief):
        possible = [x for x in range(kinds) if start[x] + end[x] > 0]
        ends = strategies(start, ladder, possible), strategies(end, ladder, possible)
        low, high = _intervals(tables, every, i, ends, tie)
        switching += [between(start, end, t) for t in ascending(low[low <= high]).tolist() if 0 < t < 1]
        holds = np.moveaxis(best_replies(worth, ends[0], tie), 0, i) & (low <= high)
        where = np.argwhere(holds)
        values = best[(slice(None), *np.delete(where, i, axis=1).T)].T
        least = np.minimum(least, values.min(axis=0, initial=np.inf))
        low, high, _ = _undominated(low[holds], high[holds], values)
        fractions = dict.fromkeys([*ascending((low + high) / 2).tolist(), *ascending(low).tolist()])  # the inner first
        points += [between(start, end, t) for t in fractions if 0 < t < 1]
    if kinds > 2:  # beliefs off the segments: what the types get whatever the others play
        least = best.reshape(kinds, -1).min(axis=1)
    return TurningPoints(tuple(dict.fromkeys(points)), tuple(dict.fromkeys(switching)), least, kinds <= 2)


def _intervals(
    tables: Sequence[FloatArray],
    every: Sequence[Strategies],
    i: int,
    ends: tuple[Strategies, Strategies],
    tie: float,
) -> tuple[FloatArray, FloatArray]:
    """Return for which fractions of the way the other actors reply best, from (K_1, ..., K_n) to (K_1, ..., K_n)."""
    n = len(every)
    shape = tuple(len(ends[0].rungs if j == i else of_actor.rungs) for j, of_actor in enumerate(every))
    low, high = np.zeros(shape), np.ones(shape)
    for j in range(n):
        if j == i:
            continue
        first, last = (
            averaged(tables[j], [end.weights if m == i else every[m].weights for m in range(n) if m != j])
            for end in ends
        )
        for y in every[j].possible:
            played, then = (rung_played(worth, y, every[j].rungs) for worth in (first, last))
            for b in range(tables[j].shape[1]):
                gain = np.moveaxis(played - first[y, b], 0, j) + tie / 2
                slope = np.moveaxis(then - last[y, b], 0, j) + tie / 2 - gain
                with np.errstate(divide="ignore", invalid="ignore"):
                    root = -gain / slope
                np.maximum(low, np.where(slope > 0, root, 0.0), out=low)
                np.minimum(high, np.where(slope < 0, root, 1.0), out=high)
                high[(slope == 0) & (gain < 0)] = -1.0
    return low, high


def _undominated(low: FloatArray, high: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Leave out intervals inside of others at which no type expects less."""
    rows = np.unique(np.column_stack([low, -high, values]), axis=0)
    no_worse = np.asarray((rows[:, None] <= rows[None]).all(axis=2))
    np.fill_diagonal(no_worse, False)
    kept = rows[~no_worse.any(axis=0)]
    return kept[:, 0], -kept[:, 1], kept[:, 2:]
