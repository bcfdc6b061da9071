"""Numbers at the ends of what a scenario may hold: finite answers, no warnings, and the limits one would expect."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.random_scenarios import random_scenario

from powergame.model.alignment import alignment, alignment_with_power, directions
from powergame.model.compile import compile_game, outcome_at
from powergame.model.utility import utility
from powergame.scenario.fields import GREATEST_POWER, GREATEST_RISK_AVERSION, LEAST_LENGTH
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict, Rung

TINY = 5e-324
shares = st.sampled_from([0.0, TINY, 1e-17, 0.5, 1 - 1e-16, 1.0])
factors = st.sampled_from([TINY, 1e-320, 1e-150, 1.0, GREATEST_POWER])
rungs = st.builds(
    Rung,
    st.just("rung"),
    grab=shares,
    provokes=shares,
    resists=shares,
    strength=factors,
    odds=st.none() | shares,
    cost=st.sampled_from([0.0, TINY, GREATEST_POWER]),
)
actors = st.builds(
    Actor,
    st.just("actor"),
    st.sampled_from([0.0, TINY, 1e-320, 1.0, GREATEST_POWER]),
    st.tuples(
        st.sampled_from([LEAST_LENGTH, 1.0, -1.0, GREATEST_POWER]), st.sampled_from([0.0, TINY, 1.0, -GREATEST_POWER])
    ),
    effectiveness=factors,
    risk_aversion=st.sampled_from([0.0, TINY, -1e-320, 1e-300, 1e-17, GREATEST_RISK_AVERSION, -GREATEST_RISK_AVERSION]),
)
conflicts = st.builds(
    Conflict,
    shares,
    shares,
    st.sampled_from([0.0, TINY, 1.0, 1e308, math.inf]),
    shares,
    st.sampled_from(["ratio", "logistic"]),
    st.sampled_from(["status_quo", "aligned"]),
)
worlds = st.builds(
    lambda some, conflict, ladder: Scenario("extreme", tuple(some), conflict, tuple(ladder), dimensions=2),
    st.lists(actors, min_size=2, max_size=4).filter(lambda some: any(actor.power for actor in some)),
    conflicts,
    st.lists(rungs, min_size=2, max_size=3),
)


@settings(max_examples=250)
@given(worlds)
def test_all_that_a_scenario_may_hold_gives_finite_answers_in_silence(scenario):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compiled = compile_game(scenario)
        happens = outcome_at(compiled, [[1 / size] * size for size in compiled.game.shape])
    assert np.isfinite(compiled.game.payoffs).all()
    assert ((compiled.war >= 0) & (compiled.war <= 1)).all()
    assert (happens.power_after >= 0).all()
    assert happens.power_after.sum() == pytest.approx(1 - happens.destroyed, abs=1e-12)


@pytest.mark.parametrize("exponent", [-1000, 1000])
def test_no_unit_of_power_or_preference_is_too_small_or_too_large(exponent):
    """Powers of 2 change no digit, so not one bit of the payoffs may change."""
    for seed in range(20):
        scenario = random_scenario(seed)
        unit = 2.0**exponent
        scaled = replace(
            scenario,
            actors=tuple(
                replace(a, power=a.power * unit * 2**20, preferences=tuple(x * unit for x in a.preferences))
                for a in scenario.actors
            ),
        )
        assert np.array_equal(compile_game(scaled).game.payoffs, compile_game(scenario).game.payoffs)


def test_the_sum_of_the_greatest_powers_does_not_overflow():
    same = tuple(Actor(str(k), 1e308, (1.0, float(k))) for k in range(3))
    scenario = Scenario("great", same, Conflict(0.5, 0.5), dimensions=2)
    assert outcome_at(compile_game(scenario), [[1, 0]] * 3).power_after == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("rho", [TINY, -TINY, 1e-320, -1e-300, 1e-19, 1e-14])
def test_the_least_risk_aversion_is_none(rho):
    v = np.linspace(-1, 1, 21)
    assert utility(v, np.array([rho])) == pytest.approx(v, abs=1e-14)


@settings(max_examples=100)
@given(st.floats(-50, 50), st.floats(-1, 1), st.floats(-1, 1))
def test_the_risk_averse_prefer_the_mean_and_all_prefer_more(rho, one, other):
    u_one, u_other, u_mean = utility(np.array([one, other, (one + other) / 2]), np.array([rho])).tolist()
    slack = 1e-12 * (1 + abs(u_one) + abs(u_other))
    assert math.copysign(1, rho) * (u_mean - (u_one + u_other) / 2) >= -slack
    assert (u_one - u_other) * (one - other) >= 0


@settings(max_examples=100)
@given(st.floats(1e-12, 1e-3), st.floats(-1, 1))
def test_as_risk_aversion_goes_utility_becomes_value(rho, v):
    """u = v - rho v^2 / 2 + ..., for either sign of rho."""
    for sign in (1, -1):
        found = float(utility(np.array([v]), np.array([sign * rho]))[0])
        assert found == pytest.approx(v - sign * rho * v * v / 2, abs=rho * rho + 1e-15)


def test_alignment_is_a_cosine_whatever_the_rounding():
    r = np.random.default_rng(0)
    for _ in range(200):
        rows = r.normal(size=(3, 5))
        a = alignment(directions(np.vstack([rows, rows * 0.1, -rows * 7])))
        assert np.array_equal(a, a.T)
        assert (np.diagonal(a) == 1).all()
        assert np.abs(a).max() == 1


def with_power(vectors, power):
    m = np.array(power, float)
    return alignment_with_power(directions(np.array(vectors, float)), m / m.sum())


def test_alignment_with_power_weighs_the_others_by_their_power_and_leaves_oneself_out():
    found = with_power([(1, 0), (0, 1), (1, 1)], [5, 3, 4])
    toward = np.array([0, 3]) + 4 / np.sqrt(2)
    assert found[0] == pytest.approx(toward[0] / np.hypot(*toward))
    assert found[2] == pytest.approx((5 + 3) / np.sqrt(2) / np.hypot(5, 3))


@pytest.mark.parametrize("little", [1e-11, 1e-14, 1e-200, 1e-320])
def test_others_with_next_to_no_power_still_have_a_direction(little):
    assert with_power([(1, 0), (3, 4)], [1, little]) == pytest.approx((0.6, 0.6))
    assert with_power([(1, 0), (3, 4), (3, 4)], [1, little, little])[0] == pytest.approx(0.6)


def test_alignment_with_power_is_undefined_where_there_is_no_power_to_be_aligned_with():
    assert with_power([(1, 0), (0, 1)], [1, 0]) == (None, 0.0)
    assert with_power([(1, 0), (0.1, 0.3), (-0.1, -0.3)], [1, 2, 2])[0] is None
