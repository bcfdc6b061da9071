"""The search for all pure equilibria of a game tree: backwards over histories and what is believed there.

What follows a history depends on the past only by what is believed there of each actor. So the equilibria of what
follows are found once for each history and beliefs: what was believed at the start, certainty of types, and, after
rungs that no possible type plays, whatever deters (`deviations`). Equilibria are told apart by what possible types
play, and which sides they take, where play gets in somebody's eyes; each has one set of beliefs, and of play elsewhere,
that supports it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from powergame.arrays import FloatArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.sequential.pure.deviations import Known
from powergame.equilibrium.sequential.pure.node import node_of, surviving
from powergame.equilibrium.sequential.pure.sides import choosing, sides_taken, switches, war_values
from powergame.equilibrium.sequential.pure.stage import (
    TIE,
    against,
    all_reply,
    best_replies,
    expected_now,
    going_on,
    prepared,
)
from powergame.equilibrium.sequential.pure.standing import standing
from powergame.equilibrium.sequential.pure.strategies import Belief, Strategies, between, strategies
from powergame.equilibrium.sequential.pure.turning import UNPROVEN_POINTS, TurningPoints, last_round, middles, segments
from powergame.equilibrium.sequential.pure.types import Beliefs, Joint, PureFound, Sequel, Sequels, TreeContinuation
from powergame.equilibrium.sequential.pure.written import written
from powergame.model.tree.types import GameTree, Siding

STEP_OF_NODE, STEP_OF_SIDES, STEP_OF_CONTINUATION = 20, 15, 10
"""Steps of the budget that a history with beliefs, sides taken in a war, and an equilibrium of what follows take."""


@dataclass(eq=False)
class PureSearch:
    """A search, and what it has found.

    Attributes
    ----------
    tree
        The game.
    work
        Its budget.
    tie
        Gains up to this are none.
    sidings
        For each round, by rungs.
    proven
        Whether all that was refused is proven to be no equilibrium.
    cut
        Whether there was too much to be looked at somewhere.
    """

    tree: GameTree
    work: Work
    tie: float
    sidings: tuple[dict[Joint, Siding], ...]
    proven: bool = True
    cut: bool = False
    tables: dict[tuple[int, int], tuple[FloatArray, ...]] = field(default_factory=dict)
    every: dict[tuple[Beliefs, int], tuple[Strategies, ...]] = field(default_factory=dict)
    outcomes: dict[tuple[int, int, Joint, Beliefs], Sequels] = field(default_factory=dict)
    continuations: dict[tuple[int, int, Beliefs], tuple[TreeContinuation, ...]] = field(default_factory=dict)
    turnings: dict[tuple[int, int, Joint, int, Beliefs], TurningPoints] = field(default_factory=dict)


def pure_equilibria(
    tree: GameTree, deadline: Deadline = NO_DEADLINE, budget: int = budgets.PURE_TREE_STEPS
) -> PureFound:
    """Return all equilibria of a game tree in pure strategies that differ where they are played.

    They are proven to be all where every actor has at most two types, and there are two rounds, siding by beliefs being
    one; elsewhere only where no refusal hangs on which beliefs were tried.

    Parameters
    ----------
    deadline
        When the search has to end.
    budget
        Steps that it may do.

    Returns
    -------
    PureFound
        In the order of what is played in the first round.
    """
    work = Work(budget, deadline)
    search = PureSearch(tree, work, TIE * tree.scale, tuple(choosing(each.sidings) for each in tree.rounds))
    prior = tuple(tuple(of_actor.tolist()) for of_actor in tree.prior)
    found = continuations_at(search, 0, 0, prior)
    assessments = tuple(written(tree, each) for each in found[: budgets.PURE_TREE_EQUILIBRIA])
    limited = work.limited or ("steps" if search.cut else None)
    return PureFound(assessments, search.proven and limited is None, limited)


def continuations_at(search: PureSearch, r: int, h: int, beliefs: Beliefs) -> tuple[TreeContinuation, ...]:
    """Return the equilibria of all that follows a history, given what is believed there."""
    key = r, h, beliefs
    if key not in search.continuations:
        if not search.work.spend(_steps_of_node(search, r, [sum(p > 0 for p in of_actor) for of_actor in beliefs])):
            return ()
        every = _strategies(search, r, beliefs)
        now = expected_now(_tables(search, r, h), every)
        find = _of_last_round if _ends(search, r) else _of_round
        search.continuations[key] = find(search, r, h, every, now)
    return search.continuations[key]


def _steps_of_node(search: PureSearch, r: int, possible: Sequence[int]) -> int:
    """Return the steps that a history takes, before anything is allocated, by how many types of each are possible."""
    ladders = search.tree.rounds[r].shape
    profiles: int = math.prod(ladder**types for ladder, types in zip(ladders, possible, strict=True))
    cells = math.prod(ladder * ((1 << types) - 1) for ladder, types in zip(ladders, possible, strict=True))
    return STEP_OF_NODE + profiles // 10 + (0 if _ends(search, r) else cells)


def _of_last_round(
    search: PureSearch, r: int, h: int, every: tuple[Strategies, ...], now: tuple[FloatArray, ...]
) -> tuple[TreeContinuation, ...]:
    """Return the equilibria where nothing follows: all pure profiles at once."""
    holds = all_reply([best_replies(worth, each, search.tie) for worth, each in zip(now, every, strict=True)])
    continuations = []
    for chosen in np.argwhere(holds).tolist():
        if not search.work.spend(STEP_OF_CONTINUATION):
            break
        play, values, after = [], [], []
        for i, (of_actor, s) in enumerate(zip(every, chosen, strict=True)):
            worth = against(now[i], i, chosen)
            rungs = np.where(of_actor.rungs[s] >= 0, of_actor.rungs[s], worth.argmax(axis=1))
            play.append(tuple(rungs.tolist()))
            values.append(worth[np.arange(len(worth)), rungs])
            after.append(tuple(of_actor.after(s, k) for k in range(worth.shape[1])))
        continuations.append(TreeContinuation(r, h, tuple(play), tuple(values), tuple(after), {}))
    return tuple(continuations)


def _of_round(
    search: PureSearch, r: int, h: int, every: tuple[Strategies, ...], now: tuple[FloatArray, ...]
) -> tuple[TreeContinuation, ...]:
    """Return the equilibria where rounds follow, or sides are taken."""

    def outcomes(rungs: Joint, after: Beliefs) -> Sequels:
        return outcomes_of(search, r, h, rungs, after)

    def turning(rungs: Joint, i: int, after: Beliefs) -> TurningPoints:
        return turning_of(search, r, h, rungs, i, after)

    node = node_of((r, h), every, now, outcomes, turning, search.tie, search.work)
    if search.work.limited:
        return ()
    known = Known()
    continuations: list[TreeContinuation] = []
    for chosen in surviving(node):
        equilibria = standing(node, chosen, known)
        search.work.spend(STEP_OF_CONTINUATION * len(equilibria))
        continuations += equilibria
        known.cut |= len(continuations) > budgets.PURE_TREE_EQUILIBRIA
        if search.work.limited or len(continuations) > budgets.PURE_TREE_EQUILIBRIA:
            break
    search.proven &= known.proven
    search.cut |= known.cut
    return tuple(continuations)


def outcomes_of(search: PureSearch, r: int, h: int, rungs: Joint, after: Beliefs) -> Sequels:
    """Return what may come after everybody's rungs, given what is then believed."""
    key = r, h, rungs, after
    if key in search.outcomes:
        return search.outcomes[key]
    each = search.tree.rounds[r]
    following = int(each.next[(h, *rungs)])
    continuations: tuple[TreeContinuation | None, ...] = (None,)
    if following >= 0:
        continuations = continuations_at(search, r + 1, following, after)
        if len(continuations) > 1 and not _reached(search, r, h, rungs, after):
            continuations = continuations[:1]
            search.proven = False  # in the eyes of a type that is believed impossible, others might deter more
    siding = search.sidings[r].get(rungs)
    ways, all_ways = sides_taken(siding, h, after) if siding else (((),), True)
    search.proven &= all_ways
    search.work.spend((STEP_OF_SIDES if siding else 1) * len(ways) + len(ways) * len(continuations))
    outcomes = []
    for sides in ways:
        war = war_values(siding, h, after, sides) if siding else tuple(np.zeros(kinds) for kinds in search.tree.kinds)
        for then in continuations:
            values = war
            if then is not None:
                peace = enumerate(then.values)
                values = tuple(war[i] + going_on(each, i, h, rungs) * worth for i, worth in peace)
            outcomes.append(Sequel(values, sides, then))
    worths = np.array([np.concatenate(outcome.values) for outcome in outcomes]).reshape(-1, sum(search.tree.kinds))
    most, least = (
        bound.reduce(worths, axis=0) if outcomes else np.zeros(worths.shape[1]) for bound in (np.maximum, np.minimum)
    )
    search.outcomes[key] = Sequels(tuple(outcomes), most, least)
    return search.outcomes[key]


def turning_of(search: PureSearch, r: int, h: int, rungs: Joint, i: int, after: Beliefs) -> TurningPoints:
    """Return where what may come after everybody's rungs turns, by the belief about an actor."""
    key = r, h, rungs, i, after
    if key not in search.turnings:
        search.turnings[key] = _turning(search, r, h, rungs, i, after)
    return search.turnings[key]


def _turning(search: PureSearch, r: int, h: int, rungs: Joint, i: int, after: Beliefs) -> TurningPoints:
    each = search.tree.rounds[r]
    kinds = search.tree.kinds[i]
    least, complete = np.zeros(kinds), kinds <= 2
    points: list[Belief] = []
    ends: tuple[Belief, ...] = ()
    siding = search.sidings[r].get(rungs)
    if siding:
        least = np.full(kinds, -np.inf)
        for segment in segments(after[i]):
            start, end = ((*after[:i], belief, *after[i + 1 :]) for belief in segment)
            points += [between(*segment, t) for t in middles(switches(siding, h, start, end))]
    following = int(each.next[(h, *rungs)])
    if following >= 0 and _ends(search, r + 1):
        possible = [kinds if j == i else sum(p > 0 for p in of_actor) for j, of_actor in enumerate(after)]
        if not search.work.spend(_steps_of_node(search, r + 1, possible)):
            return TurningPoints((), (), np.full(kinds, -np.inf), complete=False)
        turning = last_round(_tables(search, r + 1, following), _strategies(search, r + 1, after), i, search.tie)
        on = going_on(each, i, h, rungs)
        least = least + on * np.where(on > 0, turning.least, 0.0)
        points += turning.points
        ends = turning.ends
    elif following >= 0:
        least, complete = np.full(kinds, -np.inf), kinds == 1
        deeper = [
            point
            for later in np.ndindex(*search.tree.rounds[r + 1].shape)
            for point in turning_of(search, r + 1, following, later, i, after).points
        ]
        points += list(dict.fromkeys(deeper))[:UNPROVEN_POINTS]
    return TurningPoints(tuple(dict.fromkeys(points)), ends, least, complete)


def _reached(search: PureSearch, r: int, h: int, rungs: Joint, after: Beliefs) -> bool:
    """Whether the game goes on by the scenario's own numbers, or in the eyes of a type believed possible."""
    each = search.tree.rounds[r]
    in_eyes = (bool((going_on(each, i, h, rungs)[np.array(of) > 0] > 0).any()) for i, of in enumerate(after))
    return bool(each.truly_on[(h, *rungs)] > 0) or any(in_eyes)


def _ends(search: PureSearch, r: int) -> bool:
    """Whether nothing follows a round but payoffs."""
    return r + 1 == len(search.tree.rounds) and not search.sidings[r]


def _tables(search: PureSearch, r: int, h: int) -> tuple[FloatArray, ...]:
    if (r, h) not in search.tables:
        search.tables[r, h] = prepared(search.tree.rounds[r], h)
    return search.tables[r, h]


def _strategies(search: PureSearch, r: int, beliefs: Beliefs) -> tuple[Strategies, ...]:
    if (beliefs, r) not in search.every:
        ladders = search.tree.rounds[r].shape
        search.every[beliefs, r] = tuple(strategies(of, ladder) for of, ladder in zip(beliefs, ladders, strict=True))
    return search.every[beliefs, r]
