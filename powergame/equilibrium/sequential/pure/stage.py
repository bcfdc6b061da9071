"""What rungs are worth to each type in one round, for all pure strategies of the others at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.equilibrium.sequential.pure.strategies import Strategies
from powergame.model.tree.types import Round

TIE = 1e-10
"""Of the range of payoffs: moves nearer than this tie, and either is a best reply."""


def prepared(each: Round, h: int) -> tuple[FloatArray, ...]:
    """Return what each actor gets now at a history, (T_i, L_i, T_j L_j, ...) with an axis for each other actor."""
    n = len(each.moves)
    tables = []
    for i in range(n):
        others = [axis for j in range(n) if j != i for axis in (j, n + j)]
        table = np.transpose(each.now[i, h], [i, n + i, *others])
        kinds, ladder, *rest = table.shape
        tables.append(np.ascontiguousarray(table.reshape(kinds, ladder, *np.multiply(rest[::2], rest[1::2]))))
    return tuple(tables)


def averaged(table: FloatArray, weights: Sequence[FloatArray]) -> FloatArray:
    """Return a table whose axes after the second are averaged, each over rows of weights, which take its place."""
    order = (0, 1, *range(3, table.ndim), 2)
    for rows in weights:
        table = table.transpose(order) @ rows.T
    return table


def expected_now(tables: Sequence[FloatArray], every: Sequence[Strategies]) -> tuple[FloatArray, ...]:
    """Return what each rung is worth to each actor's types now, by the others' strategies, (T_i, L_i, K_j, ...)."""
    return tuple(
        averaged(table, [other.weights for j, other in enumerate(every) if j != i]) for i, table in enumerate(tables)
    )


def against(worth: FloatArray, i: int, chosen: Sequence[int]) -> FloatArray:
    """Return what each rung is worth to an actor's types, (T_i, L_i), while the others follow chosen strategies."""
    place: tuple[int | slice, ...] = (slice(None), slice(None), *chosen[:i], *chosen[i + 1 :])
    return np.asarray(worth[place])


def going_on(each: Round, i: int, h: int, rungs: Sequence[int]) -> FloatArray:
    """Return the probability that the game goes on after everybody's rungs, in the eyes of an actor's types, (T_i,)."""
    place: tuple[int | slice, ...] = (h, slice(None), *rungs)
    return np.asarray(each.on[i][place])


def rung_played(worth: FloatArray, x: int, rungs: IndexArray) -> FloatArray:
    """Return what a type gets by its rung of each of its actor's strategies, (K_i, K_j, ...)."""
    return np.asarray(worth[x][rungs[:, x]])


def best_replies(worth: FloatArray, of_actor: Strategies, tie: float) -> BoolArray:
    """Return in which profiles an actor's possible types reply best, (K_i, K_j, ...).

    Parameters
    ----------
    worth : (T_i, L_i, K_j, ...)
        What each rung is worth.
    """
    best = worth.max(axis=1) - tie
    replies = [rung_played(worth, x, of_actor.rungs) >= best[x] for x in of_actor.possible]
    return np.asarray(np.logical_and.reduce(replies))


def all_reply(every: Sequence[BoolArray]) -> BoolArray:
    """Return where all actors' conditions hold, (K_1, ..., K_n); each one's own strategies are its first axis."""
    return np.asarray(np.logical_and.reduce([np.moveaxis(holds, 0, i) for i, holds in enumerate(every)]))
