"""What may follow a rung that none of an actor's possible types plays: beliefs and continuations that deter it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium.sequential.pure.node import BeliefState
from powergame.equilibrium.sequential.pure.stage import against
from powergame.equilibrium.sequential.pure.strategies import Belief, certainty
from powergame.equilibrium.sequential.pure.turning import MOST_POINTS, UNPROVEN_POINTS, TurningPoints
from powergame.equilibrium.sequential.pure.types import Beliefs, Joint, Sequel

STAGES = 3
"""Stages of looking for beliefs that deter: what was believed before; certain ones; where what follows turns. One more
is for beliefs that serve where others deviate, too."""


@dataclass(frozen=True, eq=False)
class Deterrent:
    """What may be believed of an actor after a rung, and what may follow it.

    Attributes
    ----------
    belief
        What is believed.
    values : (T_i,)
        What each of its types expects of the rung.
    outcomes
        What comes after the rung and each rung that the others play.
    """

    belief: Belief
    values: FloatArray
    outcomes: Mapping[Joint, Sequel]


@dataclass(eq=False)
class Deviation:
    """A rung that none of an actor's possible types plays, while the others follow some strategies.

    Attributes
    ----------
    actor, rung
        Who deviates, and where to.
    now : (T_i,)
        What the rung is worth to each type now.
    paths
        The rungs of all that the others' may make of it, with their probability and what is then believed of all; of
        the actor, what was believed before.
    deterrents
        Those known, the plainest belief first; of beliefs where what follows turns, only those that deter more.
    stages
        How many stages were looked at.
    turnings
        Where what follows turns, for each path, once that was looked at.
    """

    actor: int
    rung: int
    now: FloatArray
    paths: tuple[tuple[Joint, float, Beliefs], ...]
    deterrents: list[Deterrent] = field(default_factory=list)
    stages: int = 0
    turnings: tuple[TurningPoints, ...] = ()


@dataclass(eq=False)
class Known:
    """What is known of a node: its deviations, and whether nothing was left out.

    Attributes
    ----------
    deviations
        By actor, rung and the others' strategies.
    proven
        Whether every profile that was refused is proven to be no equilibrium.
    cut
        Whether there was too much to be looked at.
    """

    deviations: dict[tuple[int, int, Joint], Deviation] = field(default_factory=dict)
    proven: bool = True
    cut: bool = False


def deviation_of(node: BeliefState, known: Known, i: int, k: int, chosen: Joint) -> Deviation:
    """Return what is known of an actor's deviation to a rung while the others follow their chosen strategies."""
    key = i, k, (*chosen[:i], *chosen[i + 1 :])
    if key not in known.deviations:
        known.deviations[key] = _deviation(node, i, k, chosen)
    return known.deviations[key]


def _deviation(node: BeliefState, i: int, k: int, chosen: Joint) -> Deviation:
    others = [j for j in range(len(chosen)) if j != i]
    played = [np.flatnonzero(node.every[j].cell[chosen[j]] >= 0).tolist() for j in others]
    paths = []
    for rungs in itertools.product(*played):
        joint, after, probability = [k] * len(chosen), [node.every[i].belief] * len(chosen), 1.0
        for j, rung in zip(others, rungs, strict=True):
            of_actor = node.every[j]
            joint[j], after[j] = rung, of_actor.after(chosen[j], rung)
            probability *= float(of_actor.reach[chosen[j], of_actor.cell[chosen[j], rung]])
        paths.append((tuple(joint), probability, tuple(after)))
    return Deviation(i, k, against(node.now[i], i, chosen)[:, k], tuple(paths))


def look_further(node: BeliefState, of: Deviation) -> None:
    """Add the deterrents of the next stage."""
    before = node.every[of.actor].belief
    corners = [certainty(len(before), x) for x in range(len(before))]
    plain = list(dict.fromkeys([before, *corners]))
    if of.stages == 0:
        beliefs = [before]
    elif of.stages == 1:
        beliefs = plain[1:]
    else:
        turnings = turnings_of(node, of)
        points = [point for turning in turnings for point in turning.points]
        if of.stages == STAGES:
            turnings = _turnings_beside(node, of)
            points = [point for turning in turnings for point in turning.ends]
        most = MOST_POINTS if all(turning.complete for turning in turnings) else UNPROVEN_POINTS
        beliefs = [point for point in dict.fromkeys(points) if point not in plain][:most]
    of.stages += 1
    for belief in beliefs:
        _add(node, of, belief)


def turnings_of(node: BeliefState, of: Deviation) -> tuple[TurningPoints, ...]:
    """Return where what follows turns, for each path."""
    if not of.turnings:
        of.turnings = tuple(node.turning(joint, of.actor, after) for joint, _, after in of.paths)
    return of.turnings


def _turnings_beside(node: BeliefState, of: Deviation) -> tuple[TurningPoints, ...]:
    """Return where what follows turns where others deviate, too; of these is believed what was before."""
    before = [of_actor.belief for of_actor in node.every]
    ladders = [range(of_actor.cell.shape[1]) for of_actor in node.every]
    ladders[of.actor] = range(of.rung, of.rung + 1)
    known = {joint for joint, *_ in of.paths}
    others = [joint for joint in itertools.product(*ladders) if joint not in known]
    return tuple(node.turning(joint, of.actor, tuple(before)) for joint in others)


def least_expected(node: BeliefState, of: Deviation) -> FloatArray:
    """Return what each type expects of the rung at the least, whatever is believed, (T_i,)."""
    parts = zip(of.paths, turnings_of(node, of), strict=True)
    return np.asarray(of.now + sum(probability * turning.least for (_, probability, _), turning in parts))


def all_looked_at(node: BeliefState, of: Deviation) -> bool:
    """Whether no further belief could deter more than those that were looked at."""
    if len(node.every[of.actor].belief) == 1:
        return True
    turnings = turnings_of(node, of)
    points = {point for turning in turnings for point in turning.points}
    return all(turning.complete for turning in turnings) and len(points) <= MOST_POINTS


def all_looked_at_beside(node: BeliefState, of: Deviation) -> bool:
    """Whether no further belief could serve where others deviate, too.

    It is so where a reply to a belief about the actor is one to nothing else that is free: one actor alone has several
    types, or there are two actors.
    """
    several = [of_actor for of_actor in node.every if len(of_actor.belief) > 1]
    alone = len(several) <= 1 or (len(node.every) == 2 and not any(of_actor.certain for of_actor in several))
    turnings = _turnings_beside(node, of)
    ends = {point for turning in turnings for point in turning.ends}
    known = len(ends) <= MOST_POINTS and all(turning.complete for turning in turnings)
    return all_looked_at(node, of) and (len(node.every[of.actor].belief) == 1 or (alone and known))


def _add(node: BeliefState, of: Deviation, belief: Belief) -> None:
    """Add the deterrents with a belief that are none the worse for others known."""
    i = of.actor
    sums: list[tuple[FloatArray, dict[Joint, Sequel]]] = [(of.now, {})]
    for joint, probability, after in of.paths:
        there = (*after[:i], belief, *after[i + 1 :])
        outcomes = node.outcomes(joint, there).ways
        if not node.work.spend(len(sums) * len(outcomes)):
            return
        sums = _least(
            [
                (worth + probability * each.values[i], {**so_far, joint: each})
                for worth, so_far in sums
                for each in outcomes
            ]
        )
    for worth, outcomes_of in sums:
        if of.stages != STAGES or not any((known.values <= worth).all() for known in of.deterrents):
            of.deterrents.append(Deterrent(belief, worth, outcomes_of))


def _least(
    sums: Sequence[tuple[FloatArray, dict[Joint, Sequel]]],
) -> list[tuple[FloatArray, dict[Joint, Sequel]]]:
    """Return those in which some type expects less than in each before; the first of equal ones."""
    kept: list[tuple[FloatArray, dict[Joint, Sequel]]] = []
    for worth, outcomes in sums:
        if not any((known <= worth).all() for known, _ in kept):
            kept = [(known, of) for known, of in kept if not (worth <= known).all()]
            kept.append((worth, outcomes))
    return kept
