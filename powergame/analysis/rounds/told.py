"""Equilibria of a game tree as they are told: names and plain numbers, history by history."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import numpy as np

from powergame.analysis.rounds.chances import expected, reaches, war
from powergame.analysis.rounds.result import (
    ByType,
    HistoryPlay,
    JointMove,
    SidesTaken,
    TreeEquilibrium,
    TreeNames,
)
from powergame.arrays import FloatArray
from powergame.equilibrium.sequential.types import Certified
from powergame.model.tree.types import GameTree, Siding
from powergame.scenario.types import STATUS_QUO

TIED = 1e-9
"""Shares of all power by which the worth of the two best sides differs at most where they are told to tie."""


def names(tree: GameTree) -> TreeNames:
    """Return the names in a tree of which all rounds have the same rungs."""
    first = tree.rounds[0]
    seeks = tuple(tuple(of_actor.tolist()) for of_actor in first.seeks)
    return TreeNames(tree.actors, tree.types, tree.private, first.moves, seeks)


def told(tree: GameTree, certified: Certified) -> TreeEquilibrium:
    """Return an equilibrium of a tree as it is told."""
    play = certified.assessment.play
    prior = tree.prior[0]
    destroyed = expected(tree, play, [each.destroyed for each in tree.rounds], 0)
    return TreeEquilibrium(
        selected=certified.selected,
        method=certified.method,
        pure=certified.pure,
        regret=certified.regret,
        plan_regret=certified.plan_regret,
        consistent=certified.consistent,
        payoffs=tuple(tuple(of_actor.tolist()) for of_actor in certified.payoffs),
        war=min(1.0, float(prior @ war(tree, play, 0))),
        destroyed=float(prior @ destroyed),
        histories=tuple(_histories(tree, certified)),
    )


def _histories(tree: GameTree, certified: Certified) -> Iterator[HistoryPlay]:
    """Yield all histories, round by round."""
    play, after = certified.assessment.play, certified.assessment.after
    for r, (each, reach) in enumerate(zip(tree.rounds, reaches(tree, play), strict=True)):
        reached = reach.overall(tree.prior)
        for h, past in enumerate(each.after):
            yield HistoryPlay(
                after=tuple(
                    tuple(tree.rounds[k].moves[i][rung] for i, rung in enumerate(rungs)) for k, rungs in enumerate(past)
                ),
                round=r + 1,
                reached=min(1.0, float(reached[h])),
                power=tuple(each.power[:, h].tolist()),
                beliefs=_rows(tuple(of_actor[h] for of_actor in certified.beliefs[r])),
                play=tuple(_rows(of_actor[h]) for of_actor in play[r]),
                beliefs_after=tuple(_rows(of_actor[h]) for of_actor in after[r]),
                siding=tuple(_sides(tree, certified, r, h)),
                regret=float(certified.gains[r][h]),
                moves=tuple(_moves(tree, certified, r, h)),
            )


def _moves(tree: GameTree, certified: Certified, r: int, h: int) -> Iterator[JointMove]:
    """Yield the rungs that are played together in a history, by what is believed there of everybody's type."""
    beliefs, play = certified.beliefs[r], certified.assessment.play[r]
    expected = [mu[h] @ of_actor[h] for mu, of_actor in zip(beliefs, play, strict=True)]
    together = reduce(np.multiply.outer, expected)
    names, war = tree.rounds[r].moves, tree.rounds[r].war[h]
    for rungs in map(tuple, np.argwhere(together > 0).tolist()):
        called = tuple(names[i][rung] for i, rung in enumerate(rungs))
        yield JointMove(called, float(together[rungs]), float(war[rungs]))


def _rows(arrays: FloatArray | tuple[FloatArray, ...]) -> ByType:
    return tuple(tuple(row.tolist()) for row in arrays)


def _sides(tree: GameTree, certified: Certified, r: int, h: int) -> Iterator[SidesTaken]:
    """Yield the sides that defenders take in the wars of a history where nothing but their beliefs binds them."""
    for s, siding in enumerate(tree.rounds[r].sidings):
        rungs = tuple(tree.rounds[r].moves[i][rung] for i, rung in enumerate(siding.rungs))
        leaders = [STATUS_QUO if leader is None else tree.actors[leader] for leader in siding.leaders]
        for c, k in enumerate(siding.choosers):
            sides, gaps = certified.assessment.sides[r][s][c][:, h], certified.tied[r][s][c][:, h]
            for e, kind in np.argwhere(siding.bound[c][:, h] < 0):
                yield SidesTaken(
                    rungs=rungs,
                    actor=tree.actors[k],
                    type=tree.types[k][kind],
                    sides=tuple(zip(leaders, sides[e, kind].tolist(), strict=True)),
                    tied=bool(gaps[e, kind] <= TIED),
                    view=_view(tree, siding, e),
                )


def _view(tree: GameTree, siding: Siding, e: int) -> tuple[str, str] | None:
    """Return the names of those in whose eyes a side is taken; None for the scenario's own numbers."""
    eyes = siding.eyes[e]
    return None if eyes is None else (tree.actors[eyes[0]], tree.types[eyes[0]][eyes[1]])
