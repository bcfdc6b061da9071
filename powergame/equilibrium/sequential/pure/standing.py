"""Which continuations of a pure profile stand: nobody gains by another rung, whether it is played by others or not."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from powergame.arrays import BoolArray, FloatArray
from powergame.equilibrium.sequential.pure.deviations import (
    STAGES,
    Deterrent,
    Deviation,
    all_looked_at,
    deviation,
    least_expected,
    look_further,
)
from powergame.equilibrium.sequential.pure.node import Node
from powergame.equilibrium.sequential.pure.stage import against
from powergame.equilibrium.sequential.pure.strategies import Belief
from powergame.equilibrium.sequential.pure.types import Continuation, Joint, Outcome

MOST_PAIRINGS = 256
"""Ways to pair beliefs about several actors, where two of them deviate at once, that are looked at; beyond, the list is
not complete."""


@dataclass(eq=False)
class Known:
    """What is known of a node: its deviations, and whether nothing was left out.

    Attributes
    ----------
    deviations
        By actor, rung and the others' strategies.
    proven
        Whether every profile that was refused is proven to be no equilibrium.
    """

    deviations: dict[tuple[int, int, Joint], Deviation] = field(default_factory=dict)
    proven: bool = True


@dataclass(frozen=True, eq=False)
class Profile:
    """A pure profile at a node, with what may come after the rungs that are played.

    Attributes
    ----------
    chosen
        The strategy of each actor.
    played, unplayed
        For each actor the rungs that its possible types play, and the others.
    paths
        What may come after each profile of rungs that are played.
    worth
        For each actor, by its rung: (T_i, E_1, ..., E_m), with an axis for each path that may go on in several ways.
    """

    chosen: Joint
    played: tuple[tuple[int, ...], ...]
    unplayed: tuple[tuple[int, ...], ...]
    paths: Mapping[Joint, tuple[Outcome, ...]]
    worth: tuple[Mapping[int, FloatArray], ...]


def standing(node: Node, chosen: Joint, known: Known) -> list[Continuation]:
    """Return the equilibria in which possible types follow chosen strategies, one for each way that paths may go on."""
    profile = _profile(node, chosen)
    if profile is None:
        return []
    alive = _on_path(node, profile)
    for i, unplayed in enumerate(profile.unplayed):
        for k in unplayed:
            if alive.any():
                alive &= _deterred(node, profile, _deviation(node, known, i, k, chosen), alive, known)
    continuations = [_completed(node, profile, tuple(place), known) for place in np.argwhere(alive).tolist()]
    return [each for each in continuations if each is not None]


def _profile(node: Node, chosen: Joint) -> Profile | None:
    """Return the profile; None where the budget does not pay for all ways in which its paths may go on."""
    cells = [of_actor.cell[s] for of_actor, s in zip(node.every, chosen, strict=True)]
    played = tuple(tuple(np.flatnonzero(of_actor >= 0).tolist()) for of_actor in cells)
    unplayed = tuple(tuple(np.flatnonzero(of_actor < 0).tolist()) for of_actor in cells)
    paths: dict[Joint, tuple[Outcome, ...]] = {
        rungs: node.table[tuple(of_actor[k] for of_actor, k in zip(cells, rungs, strict=True))]
        for rungs in itertools.product(*played)
    }
    counts = [len(outcomes) for outcomes in paths.values()]
    if not node.work.spend(math.prod(counts)):
        return None
    many = [axis for axis, count in enumerate(counts) if count > 1]
    shape = [counts[axis] for axis in many]
    worth: list[dict[int, FloatArray]] = []
    for i in range(len(chosen)):
        others = [j for j in range(len(chosen)) if j != i]
        now = against(node.now[i], i, chosen)
        of_rungs = {k: np.tile(now[:, k].reshape(-1, *[1] * len(many)), [1, *shape]) for k in played[i]}
        for axis, (rungs, outcomes) in enumerate(paths.items()):
            probability = math.prod(float(node.every[j].reach[chosen[j], cells[j][rungs[j]]]) for j in others)
            values = np.stack([each.values[i] for each in outcomes], axis=1)
            lengths = [len(outcomes) if other == axis else 1 for other in many]
            of_rungs[rungs[i]] += probability * values.reshape(-1, *lengths)
        worth.append(of_rungs)
    return Profile(chosen, played, unplayed, paths, tuple(worth))


def _target(node: Node, profile: Profile, i: int, x: int) -> FloatArray:
    """Return what a possible type expects, (E_1, ..., E_m)."""
    return np.asarray(profile.worth[i][int(node.every[i].rungs[profile.chosen[i], x])][x])


def _on_path(node: Node, profile: Profile) -> BoolArray:
    """Return for which ways to go on no possible type gains by a rung that another type of its actor plays."""
    holds = [
        _target(node, profile, i, x) >= other[x] - node.tie
        for i, of_actor in enumerate(node.every)
        for x in of_actor.possible
        for other in profile.worth[i].values()
    ]
    return np.asarray(np.logical_and.reduce(holds))


def _deviation(node: Node, known: Known, i: int, k: int, chosen: Joint) -> Deviation:
    key = i, k, (*chosen[:i], *chosen[i + 1 :])
    if key not in known.deviations:
        known.deviations[key] = deviation(node, i, k, chosen)
    return known.deviations[key]


def _deterred(node: Node, profile: Profile, of: Deviation, alive: BoolArray, known: Known) -> BoolArray:
    """Return for which ways to go on some belief and continuation deter all possible types from a rung."""
    possible = list(node.every[of.actor].possible)
    targets = np.stack([_target(node, profile, of.actor, x) for x in possible], axis=-1) + node.tie  # (E..., m)
    deterred = np.zeros(alive.shape, dtype=bool)
    missing = alive
    for stage in range(STAGES):
        if stage == STAGES - 1:  # many beliefs: not where none can do
            missing = missing & (targets >= least_expected(node, of)[possible]).all(axis=-1)
        if not missing.any():
            return deterred
        if of.stages == stage:
            look_further(node, of)
        for each in of.deterrents:
            deterred |= (each.values[possible] <= targets).all(axis=-1)
        missing = missing & ~deterred
    known.proven &= not missing.any() or all_looked_at(node, of)
    return deterred


def _completed(node: Node, profile: Profile, place: Joint, known: Known) -> Continuation | None:
    """Return the equilibrium in which the paths go on in one way; None where no beliefs serve all who may deviate."""
    deviations = [
        _deviation(node, known, i, k, profile.chosen) for i, unplayed in enumerate(profile.unplayed) for k in unplayed
    ]
    while True:
        choices = [_deterrents(node, profile, of, place, known) for of in deviations]
        for pairing in itertools.islice(itertools.product(*choices), MOST_PAIRINGS):
            beliefs = {(of.actor, of.rung): each.belief for of, each in zip(deviations, pairing, strict=True)}
            elsewhere = _elsewhere(node, profile, beliefs)
            if elsewhere is not None:
                return _continuation(node, profile, place, dict(zip(beliefs, pairing, strict=True)), elsewhere)
        unfinished = [of for of in deviations if of.stages < STAGES]
        if not unfinished or node.work.limited:
            known.proven = False
            return None
        for of in unfinished:
            look_further(node, of)


def _deterrents(node: Node, profile: Profile, of: Deviation, place: Joint, known: Known) -> list[Deterrent]:
    """Return what deters an actor's possible types; first what leaves its impossible types least, if that matters."""
    of_actor = node.every[of.actor]
    possible = list(of_actor.possible)
    targets = np.array([_target(node, profile, of.actor, x)[place] for x in possible]) + node.tie
    matters = of_actor.certain and node.round > 0
    while matters and of.stages < STAGES and not node.work.limited:
        look_further(node, of)
    deterrents = [each for each in of.deterrents if (each.values[possible] <= targets).all()]
    if matters:
        impossible = [x for x in range(len(of_actor.belief)) if x not in possible]
        deterrents.sort(key=lambda each: float(each.values[impossible].sum()))
        known.proven &= len(impossible) == 1 and all_looked_at(node, of)
    return deterrents


def _elsewhere(node: Node, profile: Profile, beliefs: Mapping[tuple[int, int], Belief]) -> dict[Joint, Outcome] | None:
    """Return what comes after two or more deviate at once; None where nothing does for some of their rungs."""
    elsewhere: dict[Joint, Outcome] = {}
    after = _after(node, profile, beliefs)
    for rungs in itertools.product(*(range(of_actor.cell.shape[1]) for of_actor in node.every)):
        if sum((i, k) in beliefs for i, k in enumerate(rungs)) < 2:
            continue
        outcomes = node.outcomes(rungs, tuple(of_rungs[k] for of_rungs, k in zip(after, rungs, strict=True)))
        if not outcomes:
            return None
        elsewhere[rungs] = outcomes[0]
    return elsewhere


def _after(node: Node, profile: Profile, beliefs: Mapping[tuple[int, int], Belief]) -> tuple[tuple[Belief, ...], ...]:
    """Return for each actor, for each rung: what is believed once it is seen."""
    return tuple(
        tuple(
            beliefs[i, k] if (i, k) in beliefs else of_actor.after(profile.chosen[i], k)
            for k in range(of_actor.cell.shape[1])
        )
        for i, of_actor in enumerate(node.every)
    )


def _way(worth: FloatArray, place: Joint) -> FloatArray:
    """Return what each type expects, (T_i,), where paths go on in one way."""
    return np.asarray(np.moveaxis(worth, 0, -1)[place])


def _continuation(
    node: Node,
    profile: Profile,
    place: Joint,
    deterrents: Mapping[tuple[int, int], Deterrent],
    elsewhere: Mapping[Joint, Outcome],
) -> Continuation:
    """Put together what is played, believed and expected; impossible types reply best."""
    ways = iter(place)
    outcomes = {rungs: each[next(ways)] if len(each) > 1 else each[0] for rungs, each in profile.paths.items()}
    for following in (elsewhere, *(each.outcomes for each in deterrents.values())):
        outcomes |= following
    play, values = [], []
    for i, of_actor in enumerate(node.every):
        of_rungs = [
            deterrents[i, k].values if (i, k) in deterrents else _way(profile.worth[i][k], place)
            for k in range(of_actor.cell.shape[1])
        ]
        worth = np.stack(of_rungs, axis=1)
        best = worth.argmax(axis=1).tolist()
        rungs = of_actor.rungs[profile.chosen[i]].tolist()
        play.append(tuple(k if k >= 0 else reply for k, reply in zip(rungs, best, strict=True)))
        values.append(worth[np.arange(len(worth)), play[-1]])
    beliefs = {key: each.belief for key, each in deterrents.items()}
    after = _after(node, profile, beliefs)
    return Continuation(node.round, node.history, tuple(play), tuple(values), after, outcomes)
