"""What `solve` says would turn a verdict is what `threshold` finds along the same number."""

from __future__ import annotations

import dataclasses
import math
import re

import numpy as np
import pytest
from support.installed import SCENARIOS
from support.random_scenarios import random_scenario, with_random_beliefs

import powergame as pg
from powergame.scenario.paths.locate import locate as place
from powergame.scenario.types import Axis, Rung

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


def dials(scenario, i):
    """Yield the paths that `solve` turns for an actor: each with what turns its values into those that are told."""
    actor = scenario.actors[i]
    yield ODDS, float
    others = sum(other.power for other in scenario.actors if other is not actor)
    if others:
        yield f"actors.{actor.name}.power", lambda x: x / (x + others)
    if scenario.dimensions > 1:
        yield from ((f"alignment.{actor.name}.{other}", float) for other in scenario.names if other != actor.name)
    for path, value in actor.beliefs:
        if isinstance(value, float) and not path.endswith(".power"):
            yield f"actors.{actor.name}.beliefs.{path}", float
    for rung in scenario.ladder_of(actor):
        if rung.seeks:
            own = f"actors.{actor.name}." if actor.ladder else ""
            yield f"{own}ladder.{rung.name}.provokes", float


def nearest_flips(along, actor, told, low, high):
    """Return the place and the far verdict of the nearest flips on either side, of what `threshold` found."""
    flips = [(flip, told(flip.at)) for flip in actor.flips if not flip.touch and low <= told(flip.at) <= high]
    below = [(at, flip.below) for flip, at in flips if flip.at < along.now and flip.below != actor.now]
    above = [(at, flip.above) for flip, at in flips if flip.at > along.now and flip.above != actor.now]
    return [*below[-1:], *above[:1]]


def assert_turns_are_flips(scenario, *, exhaustive=True):
    """Hold each turn to the flips of `threshold`, and where there is none, that there is no flip; return how many."""
    found, count = {}, 0
    for i, actor in enumerate(pg.solve(scenario).actors):
        turns = {turn.path: turn for turn in actor.turns}
        for path, told in dials(scenario, i):
            turn = turns.pop(path, None)
            if path not in found and (turn or exhaustive):
                found[path] = pg.threshold(scenario, path).paths[0]
            if path not in found:
                continue
            along, flips = found[path], found[path].actor(actor.name)
            low, high = (0.01, 0.99) if path.endswith(".power") else (along.start, along.stop)
            near = NEAR * (high - low)
            if any(abs(told(flip.at) - told(along.now)) <= near for flip in flips.flips):
                continue  # the scenario itself lies on a flip: see below
            sides = nearest_flips(along, flips, told, low, high)
            assert turn or not (sides and exhaustive), (actor.name, path, sides)
            if turn:
                count += 1
                now, then = turn.share or (turn.now, turn.at)
                assert (now, then) == (told(turn.now), told(turn.at))
                assert any(abs(at - then) <= near and verdict == turn.verdict for at, verdict in sides), path
                if exhaustive:
                    assert abs(then - now) <= min(abs(at - now) for at, _ in sides) + near, path
        assert not [path for path in turns if not path.endswith(".power")]
    return count


def assert_turns_turn(scenario, beside):
    """Set each turn's path a little beyond its value, then a little before it; return how many turns there are."""
    answer = pg.solve(scenario)
    pairs = [(actor, turn) for actor in answer.actors for turn in actor.turns]
    for actor, turn in pairs:
        number = place(scenario, turn.path).path.number
        ends = [abs(end - turn.at) for end in (number.low, number.high) if end is not None]
        step = math.copysign(min(beside * max(1.0, abs(turn.at)), *(end / 2 for end in ends)), turn.at - turn.now)
        for value, verdict in ((turn.at + step, turn.verdict), (turn.at - step, actor.verdict)):
            if verdict == actor.verdict and (value - turn.now) * step <= 0:
                continue  # the scenario lies nearer
            there = pg.solve(scenario.with_values({turn.path: value}), look_for_turns=False)
            assert there.actor(actor.name).verdict == verdict, (actor.name, turn, value)
        assert float(place(scenario, turn.path).get()) == turn.now
    return len(pairs)


def with_vary(scenario, seed):
    """Let a scenario vary a few numbers itself, and a word."""
    r, (first, second) = np.random.default_rng(seed), scenario.names[:2]
    paths = [
        "conflict.stakes", f"actors.{second}.effectiveness", "conflict.decisiveness", f"actors.{first}.risk_aversion"
    ]  # fmt: skip
    axes = {"conflict.stakes": (0.0, 1.0), f"actors.{second}.effectiveness": (0.2, 3.0)}
    chosen = r.choice(paths, 2, replace=False).tolist()
    varied = tuple((path, Axis(None, *axes.get(path, (0.0, 4.0)), 11)) for path in chosen)
    return dataclasses.replace(scenario, vary=(*varied, ("conflict.contest", Axis(values=("ratio", "logistic")))))


@pytest.mark.parametrize("first", range(0, 24, 6))
def test_two_actors_turn_where_threshold_finds_their_nearest_flips(first):
    assert sum(assert_turns_are_flips(drawn(seed)) for seed in range(first, first + 6)) > 6


@pytest.mark.parametrize("first", range(0, 24, 6))
def test_a_turn_that_is_set_turns_the_verdict_as_it_says(first):
    """Beliefs, provocation and what the scenario varies among them, and powers in the scenario's own unit."""
    assert sum(assert_turns_turn(with_vary(drawn(seed), seed), 1e-7) for seed in range(first, first + 6)) > 8


@pytest.mark.parametrize("seed", [2, 3])
def test_a_turn_of_three_actors_turns_the_verdict_as_it_says(seed):
    assert assert_turns_turn(with_vary(drawn(seed, n=3, most=2), seed), 1e-5) > 3


@pytest.mark.parametrize("seed", [2, 5])
def test_three_actors_turn_at_flips_that_threshold_finds(seed):
    """They are looked at less closely, so that flips may be missed; what is told is one, the nearest on its side."""
    assert assert_turns_are_flips(drawn(seed, n=3, most=2), exhaustive=False) > 2


def test_what_holds_for_a_stretch_far_narrower_than_a_step_is_a_turn():
    scenario = pg.load_text(NARROW)
    flips = [flip.at for flip in pg.threshold(scenario, ODDS).paths[0].actor("i").flips]
    assert flips == pytest.approx([0.505, 0.52], abs=1e-9)
    (turn,) = (turn for turn in pg.solve(scenario).actor("i").turns if turn.path == ODDS)
    assert turn.at == pytest.approx(flips[0], abs=1e-12)
    lower, upper = (scenario.with_values({ODDS: x}) for x in (0.51, 0.6))
    for other in (lower, upper):
        nearest = min(flips, key=lambda at: abs(at - other.conflict.odds))
        (turn,) = (turn for turn in pg.solve(other).actor("i").turns if turn.path == ODDS)
        assert turn.at == pytest.approx(nearest, abs=1e-12)


def test_a_touch_is_no_turn():
    """Without destruction nobody who is perfectly aligned with everybody minds who has power: at odds of 0 only."""
    scenario = pg.load(SCENARIOS / "perfect-alignment.yaml")
    touches = [flip for actor in pg.threshold(scenario, ODDS).paths[0].actors for flip in actor.flips]
    assert touches
    assert all(flip.touch for flip in touches)
    assert not [turn for actor in pg.solve(scenario).actors for turn in actor.turns if turn.path == ODDS]


def test_on_a_touch_and_on_a_flip_the_verdict_turns_at_once():
    touch = pg.load(SCENARIOS / "perfect-alignment.yaml").with_values({ODDS: 0.0})
    for actor in pg.solve(touch).actors:
        (turn,) = (turn for turn in actor.turns if turn.path == ODDS)
        assert (turn.now, turn.verdict) == (0.0, "never")
        assert 0 < turn.at < 1e-300
    flip = pg.load(SCENARIOS / "strong-and-aligned.yaml").with_values({"alignment.weak.strong": 0.6})
    weak = pg.solve(flip).actor("weak")
    assert weak.turns[0].path == "alignment.weak.strong"
    assert weak.turns[0].distance < 1e-9


def test_where_games_are_looked_at_on_a_grid_only_the_answer_says_so():
    """Three actors are left with a choice each: signs of gains do not decide who seeks power."""
    answer = pg.solve(pg.load(SCENARIOS / "coup.yaml"))
    assert not answer.actor("garrison").turns
    assert answer.actor("garrison").why.endswith("alone was found to turn its verdict.")
    assert re.search(r"looked for on a grid of \d+ points", answer.solution.notes[-1])


def test_where_signs_of_gains_decide_the_reason_is_without_reserve():
    for actor in pg.solve(pg.load(SCENARIOS / "pure-opposition.yaml")).actors:
        assert not actor.turns
        assert actor.why.endswith(
            "No change of the odds of destruction, its share of power (from 1 to 99 %) or the chance that the "
            "common rung seek provokes war alone would turn its verdict, except perhaps at single values."
        )
