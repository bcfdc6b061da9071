"""The model's closed forms, and what must not change its answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.random_scenarios import random_scenario

from powergame.model.compile import compile_game
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict, Rung

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


@settings(max_examples=200)
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


def threshold(m, g, q, odds, severity):
    """A* with gamma = tau = 1, solved by hand."""
    at_risk = q * odds * severity
    return ((1 - q) * g * (1 - m) - at_risk * m) / ((1 - q) * g * (1 - m) + at_risk * (1 - m))


@settings(max_examples=100)
@given(inner, inner, inner, inner, inner)
def test_in_a_lottery_for_all_one_seeks_below_the_threshold_and_not_above(m, g, q, odds, severity):
    parts = {"g": g, "q": q, "odds": odds, "severity": severity}
    flips = threshold(m, **parts)
    for A in (flips - 1e-4, flips + 1e-4):
        if -1 <= A <= 1:
            assert (gain_against_hold(two(m, np.arccos(A), **parts)) > 0) == (flips > A)


@settings(max_examples=150)
@given(inner, inner, inner, inner, inner, st.floats(0, 4) | st.just(np.inf), share)
def test_the_gain_is_linear_in_alignment_and_changes_sign_once(m, g, q, odds, severity, decisiveness, stakes):
    """At A* = G(0) / (G(0) - G(1)), if G falls with A; if it does not, no alignment makes seeking pay."""
    parts = {"g": g, "q": q, "odds": odds, "severity": severity, "decisiveness": decisiveness, "stakes": stakes}
    alignments = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    gains = np.array([gain_against_hold(two(m, np.arccos(A), **parts)) for A in alignments])
    at_0, at_1 = gains[2], gains[4]
    assert gains == pytest.approx(at_0 + (at_1 - at_0) * alignments, abs=1e-11)
    if at_0 > at_1 + 1e-6:
        flips = at_0 / (at_0 - at_1)
        for A in (flips - 1e-4, flips + 1e-4):
            if -1 <= A <= 1:
                assert (gain_against_hold(two(m, np.arccos(A), **parts)) > 0) == (flips > A)
    elif at_0 <= at_1:
        assert (gains <= 0).all()


def test_where_the_weaker_would_lose_for_sure_alignment_does_not_restrain_it_but_defeat_does():
    """G rises with A here, so G(0) / (G(0) - G(1)) = 1.36 is no threshold: nobody so weak seeks."""
    gains = [
        gain_against_hold(two(0.25, np.arccos(A), q=0.9, odds=0.6, severity=0.1, decisiveness=np.inf))
        for A in (-1.0, 0.0, 1.0)
    ]
    assert gains == pytest.approx([-0.351, -0.2025, -0.054])


@settings(max_examples=100)
@given(inner, inner, inner, inner)
def test_perfect_alignment_leaves_only_the_loss(m, q, odds, severity):
    """G(1) = -q D."""
    gain = gain_against_hold(two(m, 0.0, q=q, odds=odds, severity=severity))
    assert gain == pytest.approx(-q * odds * severity, abs=1e-11)


@settings(max_examples=60)
@given(inner, st.floats(0, 2 * np.pi), inner, share)
def test_without_provocation_to_seek_is_weakly_dominant(m, angle, g, severity):
    payoffs = compile_game(two(m, angle, g=g, q=0.0, severity=severity)).game.payoffs
    assert (payoffs[0, 1] >= payoffs[0, 0]).all()
    assert (payoffs[1, :, 1] >= payoffs[1, :, 0]).all()


@pytest.mark.parametrize("seed", range(25))
def test_without_provocation_to_seek_is_weakly_dominant_however_many_there_are(seed):
    grabs = np.random.default_rng(seed).uniform(0.05, 1, size=3).tolist()
    ladder = (Rung("hold"), *(Rung(f"seek {k}", grab=grab) for k, grab in enumerate(grabs)))
    scenario = with_actors(
        replace(random_scenario(seed), ladder=ladder), lambda k, a: {"risk_aversion": 0.0, "ladder": None}
    )
    for i, payoffs in enumerate(payoffs_of(scenario)):
        first = np.moveaxis(payoffs, i, 0)
        assert (first[1:] >= first[0]).all()


@settings(max_examples=60)
@given(inner, st.floats(0, 2 * np.pi), inner, share)
def test_without_destruction_to_seek_is_weakly_dominant_in_a_lottery(m, angle, g, q):
    """Two actors, D = 0, gamma = tau = 1."""
    payoffs = compile_game(two(m, angle, g=g, q=q, odds=0.0)).game.payoffs
    assert (payoffs[0, 1] >= payoffs[0, 0]).all()
    assert (payoffs[1, :, 1] >= payoffs[1, :, 0]).all()


@settings(max_examples=60)
@given(inner, share, share, st.floats(0, 5), share)
def test_opposites_play_a_zero_sum_game(m, odds, severity, decisiveness, stakes):
    scenario = two(m, np.pi, odds=odds, severity=severity, decisiveness=decisiveness, stakes=stakes)
    payoffs = compile_game(scenario).game.payoffs
    assert np.abs(payoffs.sum(axis=0)).max() < 1e-11


def payoffs_of(scenario):
    return compile_game(scenario).game.payoffs


def with_actors(scenario, change):
    return replace(scenario, actors=tuple(replace(a, **change(k, a)) for k, a in enumerate(scenario.actors)))


SEEDS = range(25)


@pytest.mark.parametrize("seed", SEEDS)
def test_units_directions_and_lengths_do_not_matter(seed):
    scenario = random_scenario(seed, n=3, k=3)
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
    scenario = random_scenario(seed, n=3, k=3)
    before = payoffs_of(scenario)
    turned = replace(scenario, actors=scenario.actors[::-1])
    after = payoffs_of(turned)
    assert np.abs(after[::-1].transpose(0, 3, 2, 1) - before).max() < 1e-11
    flipped = with_actors(scenario, lambda k, a: {"ladder": scenario.ladder_of(a)[::-1]})
    assert np.array_equal(payoffs_of(flipped)[:, ::-1, ::-1, ::-1], before)


def test_names_say_nothing():
    scenario = random_scenario(4, n=3, k=3)
    renamed = with_actors(
        scenario,
        lambda k, a: {
            "name": "zyx"[k],
            "ladder": tuple(replace(rung, name=rung.name[::-1] + "!") for rung in scenario.ladder_of(a)),
        },
    )
    assert np.array_equal(payoffs_of(renamed), payoffs_of(scenario))


@pytest.mark.parametrize("seed", SEEDS)
def test_payoffs_are_multiples_of_the_unit(seed):
    units = payoffs_of(random_scenario(seed, n=3, k=3)) * 2.0**40
    assert np.array_equal(units, np.rint(units))


@pytest.mark.parametrize("seed", SEEDS)
def test_where_all_want_the_same_less_provocation_weakly_dominates(seed):
    scenario = random_scenario(seed, n=3, k=3)
    calm, hot = Rung("calm", grab=0.2, provokes=0.1, resists=0.5), Rung("hot", grab=0.2, provokes=0.6, resists=0.5)
    same = with_actors(scenario, lambda k, a: {"preferences": (1.0, 2.0, 3.0), "risk_aversion": 0.0})
    same = replace(same, actors=(replace(same.actors[0], ladder=(calm, hot), effectiveness=1.0), *same.actors[1:]))
    payoffs = payoffs_of(same)[0]
    assert (payoffs[0] >= payoffs[1]).all()
