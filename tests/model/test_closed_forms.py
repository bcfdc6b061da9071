"""The model's closed forms, and what must not change its answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from powergame.model.compile import compile_game
from powergame.scenario.types import Actor, Conflict, Rung, Scenario

share = st.floats(0.0, 1.0)
inner = st.floats(0.02, 0.98)


def two(m, angle, *, g=0.3, q=0.3, odds=0.6, severity=0.5, decisiveness=1.0, stakes=1.0, **conflict):
    ladder = (Rung("hold"), Rung("seek", grab=g, provokes=q))
    actors = (
        Actor("i", m, (1.0, 0.0)),
        Actor("j", 1 - m, (float(np.cos(angle)), float(np.sin(angle)))),
    )
    return Scenario("two", actors, Conflict(odds, severity, decisiveness, stakes, **conflict), ladder, dimensions=2)


def gain_against_hold(scenario):
    payoffs = compile_game(scenario).game.payoffs
    return payoffs[0, 1, 0] - payoffs[0, 0, 0]


def closed_form(m, A, g, q, odds, severity, decisiveness, stakes):
    """G(A): what i gains from seeking against one who holds, two actors, linear utility."""
    other, D = 1 - m, odds * severity
    wins = m**decisiveness / (m**decisiveness + other**decisiveness)
    spoils = (1 - A) * stakes * (wins * other - (1 - wins) * m)
    return (1 - q) * g * other * (1 - A) + q * ((1 - D) * (m + A * other + spoils) - (m + A * other))


@settings(max_examples=200, deadline=None)
@given(inner, st.floats(0, np.pi), share, share, share, share, st.floats(0, 4), share)
def test_the_gain_from_seeking_is_the_closed_form(m, angle, g, q, odds, severity, decisiveness, stakes):
    assume(g > 0)
    parts = {"g": g, "q": q, "odds": odds, "severity": severity, "decisiveness": decisiveness, "stakes": stakes}
    expected = closed_form(m, np.cos(angle), **parts)
    assert gain_against_hold(two(m, angle, **parts)) == pytest.approx(expected, abs=1e-11)


def test_the_threshold_of_the_smallest_scenario_is_six_tenths():
    """m_i = 0.25, g = q = 0.3, odds 0.6, severity 0.5: i seeks iff A < 0.6."""
    for distance, seeks in ((1e-9, False), (-1e-9, True)):
        assert (gain_against_hold(two(0.25, np.arccos(0.6 + distance))) > 0) == seeks


@settings(max_examples=100, deadline=None)
@given(inner, inner, inner, inner)
def test_perfect_alignment_leaves_only_the_loss(m, q, odds, severity):
    """G(1) = -q D."""
    gain = gain_against_hold(two(m, 0.0, q=q, odds=odds, severity=severity))
    assert gain == pytest.approx(-q * odds * severity, abs=1e-11)


@settings(max_examples=60, deadline=None)
@given(inner, st.floats(0, 2 * np.pi), inner, share)
def test_without_provocation_to_seek_is_weakly_dominant(m, angle, g, severity):
    payoffs = compile_game(two(m, angle, g=g, q=0.0, severity=severity)).game.payoffs
    assert (payoffs[0, 1] >= payoffs[0, 0]).all()
    assert (payoffs[1, :, 1] >= payoffs[1, :, 0]).all()


@settings(max_examples=60, deadline=None)
@given(inner, st.floats(0, 2 * np.pi), inner, share)
def test_without_destruction_to_seek_is_weakly_dominant_in_a_lottery(m, angle, g, q):
    """Two actors, D = 0, gamma = tau = 1."""
    payoffs = compile_game(two(m, angle, g=g, q=q, odds=0.0)).game.payoffs
    assert (payoffs[0, 1] >= payoffs[0, 0]).all()
    assert (payoffs[1, :, 1] >= payoffs[1, :, 0]).all()


@settings(max_examples=60, deadline=None)
@given(inner, share, share, st.floats(0, 5), share)
def test_opposites_play_a_zero_sum_game(m, odds, severity, decisiveness, stakes):
    scenario = two(m, np.pi, odds=odds, severity=severity, decisiveness=decisiveness, stakes=stakes)
    payoffs = compile_game(scenario).game.payoffs
    assert np.abs(payoffs.sum(axis=0)).max() < 1e-11


def random_scenario(seed, n=3):
    r = np.random.default_rng(seed)
    ladders = [
        tuple(
            Rung(
                f"r{k}",
                grab=float(r.random() * (k > 0)),
                provokes=float(r.random() * (k > 0)),
                resists=float(r.choice([0.0, r.random()])),
                strength=float(r.uniform(0.5, 2)),
                odds=None if r.random() < 0.5 else float(r.random()),
                cost=float(r.uniform(0, 0.1)),
            )
            for k in range(r.integers(2, 4))
        )
        for _ in range(n)
    ]
    actors = tuple(
        Actor(
            f"a{i}",
            float(r.uniform(0.1, 3)),
            tuple(r.normal(size=3).tolist()),
            effectiveness=float(r.uniform(0.5, 2)),
            risk_aversion=float(r.choice([0.0, 2.0])),
            ladder=ladders[i],
        )
        for i in range(n)
    )
    conflict = Conflict(
        float(r.random()),
        float(r.random()),
        float(r.choice([0, 0.5, 1, 3, np.inf])),
        float(r.random()),
        ["ratio", "logistic"][r.integers(2)],
        ["status_quo", "aligned"][r.integers(2)],
    )
    return Scenario("random", actors, conflict, dimensions=3)


def payoffs_of(scenario):
    return compile_game(scenario).game.payoffs


def with_actors(scenario, change):
    return replace(scenario, actors=tuple(replace(a, **change(k, a)) for k, a in enumerate(scenario.actors)))


SEEDS = range(25)


@pytest.mark.parametrize("seed", SEEDS)
def test_units_directions_and_lengths_do_not_matter(seed):
    scenario = random_scenario(seed)
    before = payoffs_of(scenario)
    q, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))  # a rotation or reflection
    for change in (
        lambda k, a: {"power": a.power * 1000.0},
        lambda k, a: {"preferences": tuple((q @ np.array(a.preferences)).tolist())},
        lambda k, a: {"preferences": tuple(x * (7.0 if k == 1 else 1.0) for x in a.preferences)},
        lambda k, a: {"preferences": (*a.preferences, 0.0)},
    ):
        assert np.abs(payoffs_of(with_actors(scenario, change)) - before).max() < 1e-11


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_follow_when_actors_and_rungs_change_places(seed):
    scenario = random_scenario(seed)
    before = payoffs_of(scenario)
    turned = replace(scenario, actors=scenario.actors[::-1])
    after = payoffs_of(turned)
    assert np.abs(after[::-1].transpose(0, 3, 2, 1) - before).max() < 1e-11
    flipped = with_actors(scenario, lambda k, a: {"ladder": a.ladder[::-1]})
    assert np.array_equal(payoffs_of(flipped)[:, ::-1, ::-1, ::-1], before)


@pytest.mark.parametrize("seed", SEEDS)
def test_payoffs_are_multiples_of_the_unit(seed):
    units = payoffs_of(random_scenario(seed)) * 2.0**40
    assert np.array_equal(units, np.rint(units))


@pytest.mark.parametrize("seed", SEEDS)
def test_where_all_want_the_same_less_provocation_weakly_dominates(seed):
    scenario = random_scenario(seed)
    calm, hot = Rung("calm", grab=0.2, provokes=0.1, resists=0.5), Rung("hot", grab=0.2, provokes=0.6, resists=0.5)
    same = with_actors(scenario, lambda k, a: {"preferences": (1.0, 2.0, 3.0), "risk_aversion": 0.0})
    same = replace(same, actors=(replace(same.actors[0], ladder=(calm, hot), effectiveness=1.0), *same.actors[1:]))
    payoffs = payoffs_of(same)[0]
    assert (payoffs[0] >= payoffs[1]).all()
