"""A history with beliefs: which pure profiles of possible types survive what is learnt from rungs that are played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from powergame.arrays import BoolArray, FloatArray, ObjectArray
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.sequential.pure.stage import all_reply, averaged
from powergame.equilibrium.sequential.pure.strategies import Strategies
from powergame.equilibrium.sequential.pure.turning import Turning
from powergame.equilibrium.sequential.pure.types import Beliefs, Joint, Outcome


@dataclass(frozen=True, eq=False)
class Node:
    """A history with what is believed there.

    Attributes
    ----------
    round, history
        Where it is.
    every
        The strategies of all.
    now
        For each actor (T_i, L_i, K_j, ...): what each rung is worth to each type now.
    table : (L_1 B_1, ..., L_n B_n)
        What may come after each profile of cells: a tuple of outcomes.
    outcomes
        What may come after rungs, by what is then believed.
    turning
        Where that turns, by the belief about an actor.
    tie
        Gains up to this are none.
    work
        The budget.
    """

    round: int
    history: int
    every: tuple[Strategies, ...]
    now: tuple[FloatArray, ...]
    table: ObjectArray
    outcomes: Callable[[Joint, Beliefs], tuple[Outcome, ...]]
    turning: Callable[[Joint, int, Beliefs], Turning]
    tie: float
    work: Work


def outcome_table(
    every: tuple[Strategies, ...], outcomes: Callable[[Joint, Beliefs], tuple[Outcome, ...]]
) -> ObjectArray:
    """Return what may come after each profile of cells, (L_1 B_1, ..., L_n B_n), a tuple of outcomes each."""
    table = np.empty(tuple(of_actor.reach.shape[1] for of_actor in every), dtype=object)
    for cells in np.ndindex(table.shape):
        rungs, sets = zip(
            *(divmod(cell, len(of_actor.posteriors)) for cell, of_actor in zip(cells, every, strict=True)), strict=True
        )
        after = tuple(of_actor.posteriors[b] for of_actor, b in zip(every, sets, strict=True))
        table[cells] = outcomes(rungs, after)
    return table


def surviving(node: Node) -> list[tuple[int, ...]]:
    """Return which strategies, one of each actor, may be an equilibrium's.

    In them no possible type is sure to gain by a rung that another type of its actor plays, whatever continuation, of
    those that are known, follows each profile of rungs.
    """
    every = node.every
    lacking = np.vectorize(lambda each: float(not each), otypes=[float])(node.table)
    holds: list[BoolArray] = []
    for i, of_actor in enumerate(every):
        most, least = (_worth(node, i, bound) for bound in (np.maximum, np.minimum))
        width = len(of_actor.posteriors)
        now = np.repeat(node.now[i], width, axis=1)
        most, least = now + most, now + least
        lasting = _expected(lacking[None], every, i)[0] == 0  # (L_i B_i, K_j, ...)
        holds.append(_no_gain(of_actor, most, least, lasting, node.tie))
    return [tuple(int(s) for s in place) for place in np.argwhere(all_reply(holds))]


def _no_gain(of_actor: Strategies, most: FloatArray, least: FloatArray, lasting: BoolArray, tie: float) -> BoolArray:
    """Return in which profiles something follows, and no possible type is sure to gain by another's rung."""
    count = len(of_actor.rungs)
    rows = np.arange(count)
    holds = np.ones((count, *most.shape[2:]), dtype=bool)
    for k in range(of_actor.cell.shape[1]):
        cell = of_actor.cell[:, k]
        played = (cell >= 0).reshape(-1, *([1] * (most.ndim - 2)))
        holds &= lasting[cell] | ~played
        for x in of_actor.possible:
            target = most[x][of_actor.cell[rows, of_actor.rungs[:, x]]]
            holds &= (target >= least[x][cell] - tie) | ~played
    return holds


def _worth(node: Node, i: int, bound: np.ufunc) -> FloatArray:
    """Return what the best, or the worst, of what may come is worth, (T_i, L_i B_i, K_j, ...); 0 for nothing."""
    kinds = node.now[i].shape[0]
    values = np.zeros((kinds, *node.table.shape))
    for cells in np.ndindex(node.table.shape):
        worths = [each.values[i] for each in node.table.item(cells)]
        if worths:
            values[(slice(None), *cells)] = bound.reduce(worths)
    return _expected(values, node.every, i)


def _expected(values: FloatArray, every: tuple[Strategies, ...], i: int) -> FloatArray:
    """Return values of profiles of cells, (T_i, L_1 B_1, ...), averaged over the others': (T_i, L_i B_i, K_j, ...)."""
    return averaged(np.moveaxis(values, 1 + i, 1), [other.reach for j, other in enumerate(every) if j != i])
