"""What `solve` says would turn a verdict is what `threshold` finds along the same number."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from support.random_scenarios import random_scenario, with_random_beliefs

import powergame as pg
from powergame.scenario.types import Rung

NARROW = """
outcomes: [east, north]
actors:
  i:
    power: 1
    preferences: {angle: 0}
    ladder:
      - {name: threaten, provokes: 0.3, cost: 0.1}
      - {name: seize, grab: 0.3, provokes: 0.6, cost: 0.061825}
      - {name: nibble, grab: 0.05, cost: 0.1827}
  j: {power: 1, preferences: {angle: 60}, ladder: [{name: hold}, {name: hold more, cost: 1}]}
conflict: {destruction: {odds: 0.2, severity: 0.6}}
"""
ODDS = "conflict.destruction.odds"
NEAR = 1e-6
"""Fraction of a number's range within which two places are one."""


def ladder(r, size):
    """Draw a ladder of which the last rung seeks power, and others may."""
    seeks = [k == size - 1 or (k > 0 and r.random() < 0.5) for k in range(size)]
    return tuple(
        Rung(
            f"r{k}",
            grab=round(float(r.uniform(0.05, 1)), 3) if seeks[k] else 0.0,
            provokes=round(float(r.uniform(0, 1)), 3) if seeks[k] or r.random() < 0.2 else 0.0,
            cost=round(float(r.uniform(0, 0.1)), 3) if r.random() < 0.5 else 0.0,
        )
        for k in range(size)
    )


def drawn(seed, n=2, most=4):
    """Draw a scenario of so many actors with 2 to `most` rungs each, a third of them with beliefs."""
    r = np.random.default_rng(1000 + seed)
    scenario = random_scenario(seed, n=n)
    actors = [dataclasses.replace(actor, ladder=ladder(r, int(r.integers(2, most + 1)))) for actor in scenario.actors]
    scenario = dataclasses.replace(scenario, actors=tuple(actors))
    return with_random_beliefs(scenario, seed, 0.5) if seed % 3 == 0 else scenario


def dials(scenario, name):
    """Yield the paths that `solve` turns for an actor: each with what turns its values into those that are told."""
    yield ODDS, float
    others = sum(actor.power for actor in scenario.actors if actor.name != name)
    power = next(actor.power for actor in scenario.actors if actor.name == name)
    if others and 0.01 <= power / (power + others) <= 0.99:
        yield f"actors.{name}.power", lambda x: x / (x + others)
    if scenario.dimensions > 1:
        yield from ((f"alignment.{name}.{other}", float) for other in scenario.names if other != name)


def nearest_of(along, name, told, low, high):
    """Return distance, place and verdict of the nearest flips on either side, of what `threshold` found."""
    actor = along.actor(name)
    below, above = [], []
    for flip in actor.flips:
        if along.now == flip.at or (flip.at_point == actor.now and flip.touch and abs(flip.at - along.now) < 1e-12):
            continue
        if not flip.touch and low <= told(flip.at) <= high:
            if flip.at < along.now and flip.below != actor.now:
                below.append((told(flip.at), flip.below))
            elif flip.at > along.now and flip.above != actor.now:
                above.append((told(flip.at), flip.above))
    return [*below[-1:], *above[:1]]


def assert_turns_are_flips(scenario, *, exhaustive=True):
    """Hold each turn to the flips of `threshold`, and where there is none, that there is no flip; return how many."""
    answer, count, told_of = pg.solve(scenario), 0, {}
    for actor in answer.actors:
        turns = {turn.path: turn for turn in actor.turns}
        for path, told in dials(scenario, actor.name):
            if path not in told_of:
                told_of[path] = pg.threshold(scenario, path).paths[0]
            along = told_of[path]
            low, high = (0.01, 0.99) if path.endswith(".power") else (along.start, along.stop)
            sides = nearest_of(along, actor.name, told, low, high)
            turn = turns.pop(path, None)
            beside = [
                flip for flip in along.actor(actor.name).flips
                if abs(told(flip.at) - told(along.now)) <= NEAR * (high - low)
            ]  # fmt: skip
            if beside:  # the scenario itself lies on a flip: it may turn at once
                continue
            if turn is None:
                assert not (sides and exhaustive), (actor.name, path, sides)
                continue
            count += 1
            places = [(at, verdict) for at, verdict in sides if math.isclose(at, turn.at, abs_tol=NEAR * (high - low))]
            assert any(verdict == turn.verdict for _, verdict in places), (actor.name, path, turn, sides)
            if exhaustive:
                least = min(abs(at - turn.now) for at, _ in sides)
                assert abs(turn.at - turn.now) <= least + NEAR * (high - low), (actor.name, path, turn, sides)
        assert not turns
    return count


@pytest.mark.parametrize("seed", range(16))
def test_two_actors_turn_where_threshold_finds_their_nearest_flips(seed):
    assert_turns_are_flips(drawn(seed))
