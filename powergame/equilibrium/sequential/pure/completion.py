"""Completion of an equilibrium of a pure profile: beliefs and play wherever somebody deviates, or several do."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.sequential.pure.deviations import (
    STAGES,
    Deterrent,
    Deviation,
    Known,
    all_looked_at,
    all_looked_at_beside,
    deviation_of,
    look_further,
)
from powergame.equilibrium.sequential.pure.node import BeliefState, PlayedProfile, target
from powergame.equilibrium.sequential.pure.types import Joint, Sequel, TreeContinuation

MOST_PAIRINGS = 1_000
"""Deterrents that are tried beside others', where two deviate at once; beyond, the list is not complete."""

Chosen = Mapping[tuple[int, int], Deterrent]
"""What deters each actor from each rung that none of its possible types plays."""


def completed(node: BeliefState, profile: PlayedProfile, place: Joint, known: Known) -> TreeContinuation | None:
    """Return the equilibrium in which paths go on in one way; None where no beliefs serve all who may deviate."""
    deviations = [
        deviation_of(node, known, i, k, profile.chosen) for i, unplayed in enumerate(profile.unplayed) for k in unplayed
    ]
    while True:
        choices = [((of.actor, of.rung), _deterrents(node, profile, of, place, known)) for of in deviations]
        tries = Work(MOST_PAIRINGS, node.work.deadline)
        chosen = _fitting(node, profile, choices, {}, tries)
        if chosen is not None:
            return _continuation(node, profile, place, chosen)
        unfinished = [of for of in deviations if of.stages <= STAGES]
        if not unfinished or node.work.limited:
            known.proven &= tries.limited is None and all(all_looked_at_beside(node, of) for of in deviations)
            return None
        for of in unfinished:
            look_further(node, of)


def _deterrents(
    node: BeliefState, profile: PlayedProfile, of: Deviation, place: Joint, known: Known
) -> list[Deterrent]:
    """Return what deters an actor's possible types, one for each belief.

    First comes what leaves its impossible types least, if that matters: the less they expect of what follows the rung
    that gave them away as impossible, the less is it worth for them to be taken for another type.
    """
    of_actor = node.every[of.actor]
    possible = list(of_actor.possible)
    targets = np.array([target(node, profile, of.actor, x)[place] for x in possible]) + node.tie
    matters = of_actor.certain and node.round > 0
    while matters and of.stages < STAGES and not node.work.limited:
        look_further(node, of)
    deterrents = [each for each in of.deterrents if (each.values[possible] <= targets).all()]
    if matters:
        impossible = [x for x in range(len(of_actor.belief)) if x not in possible]
        deterrents.sort(key=lambda each: float(each.values[impossible].sum()))
        known.proven &= len(impossible) == 1 and all_looked_at(node, of)
    first: dict[tuple[float, ...], Deterrent] = {}
    for each in deterrents:
        first.setdefault(each.belief, each)
    return [*first.values()]


def _fitting(
    node: BeliefState,
    profile: PlayedProfile,
    choices: Sequence[tuple[tuple[int, int], Sequence[Deterrent]]],
    chosen: Chosen,
    tries: Work,
) -> Chosen | None:
    """Return the first deterrents, one of each choice, such that something follows wherever several deviate."""
    if not choices:
        return chosen
    (key, deterrents), *further = choices
    for each in deterrents:
        if not tries.spend(1):
            return None
        beside = {**chosen, key: each}
        if all(_elsewhere(node, profile, beside, key).values()):
            whole = _fitting(node, profile, further, beside, tries)
            if whole is not None:
                return whole
    return None


def _elsewhere(
    node: BeliefState, profile: PlayedProfile, chosen: Chosen, newest: tuple[int, int] | None = None
) -> dict[Joint, tuple[Sequel, ...]]:
    """Return what may come where two or more deviate to rungs with a deterrent, the newest among them if given."""
    rungs_of = [
        [*played, *(k for j, k in chosen if j == i)] if newest is None or newest[0] != i else [newest[1]]
        for i, played in enumerate(profile.played)
    ]
    return {
        rungs: node.outcomes(rungs, tuple(_after(node, profile, chosen, i, k) for i, k in enumerate(rungs))).ways
        for rungs in itertools.product(*rungs_of)
        if sum(key in chosen for key in enumerate(rungs)) > 1
    }


def _after(node: BeliefState, profile: PlayedProfile, chosen: Chosen, i: int, k: int) -> tuple[float, ...]:
    """Return what is believed of an actor once its rung is seen."""
    return chosen[i, k].belief if (i, k) in chosen else node.every[i].after(profile.chosen[i], k)


def _continuation(node: BeliefState, profile: PlayedProfile, place: Joint, chosen: Chosen) -> TreeContinuation:
    """Put together what is played, believed and expected; impossible types reply best."""
    ways = iter(place)
    outcomes = {rungs: each[next(ways)] if len(each) > 1 else each[0] for rungs, each in profile.paths.items()}
    for deterrent in chosen.values():
        outcomes |= deterrent.outcomes
    outcomes |= {rungs: each[0] for rungs, each in _elsewhere(node, profile, chosen).items()}
    play, values, after = [], [], []
    for i, of_actor in enumerate(node.every):
        ladder = range(of_actor.cell.shape[1])
        worth = np.stack(
            [chosen[i, k].values if (i, k) in chosen else _way(profile.worth[i][k], place) for k in ladder], axis=1
        )
        best = worth.argmax(axis=1).tolist()
        rungs = of_actor.rungs[profile.chosen[i]].tolist()
        play.append(tuple(k if k >= 0 else reply for k, reply in zip(rungs, best, strict=True)))
        values.append(worth[np.arange(len(worth)), play[-1]])
        after.append(tuple(_after(node, profile, chosen, i, k) for k in ladder))
    return TreeContinuation(node.round, node.history, tuple(play), tuple(values), tuple(after), outcomes)


def _way(worth: FloatArray, place: Joint) -> FloatArray:
    """Return what each type expects, (T_i,), where paths go on in one way."""
    return np.asarray(np.moveaxis(worth, 0, -1)[place])
