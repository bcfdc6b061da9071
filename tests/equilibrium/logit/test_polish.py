"""Polishing: from a float near an equilibrium to one whose rungs pay the same to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.games import game

from powergame.equilibrium.certificate import certify
from powergame.equilibrium.logit.limit import logit_limit
from powergame.equilibrium.logit.polish import polished, simple_fractions


def leaning(first: float, second: float):
    """Return the 2x2 game in which the first rungs are played with these probabilities where both actors mix."""
    return game([[1 - second, -second], [0, 0]], [[-(1 - first), 0], [first, 0]])


@pytest.mark.parametrize(("first", "second"), [(0.25, 0.5), (1e-4, 0.7), (0.999, 1 / 3)])
def test_a_profile_near_a_mixed_equilibrium_becomes_that(first, second):
    near = ((first + 3e-5, 1 - first - 3e-5), (second - 2e-5, 1 - second + 2e-5))
    profile = polished(leaning(first, second), near)
    assert np.array(profile) == pytest.approx(np.array([[first, 1 - first], [second, 1 - second]]), abs=1e-15)
    assert certify(leaning(first, second), profile).regret < 1e-15


def test_three_actors_who_mix_are_polished_though_their_equations_are_not_linear():
    """Each wants to differ from the next, the more so in its first rung."""
    differ = np.zeros((3, 2, 2, 2))
    for rungs in np.ndindex(2, 2, 2):
        for i in range(3):
            differ[(i, *rungs)] = (rungs[i] != rungs[(i + 1) % 3]) * (1 + 0.3 * rungs[i] * rungs[(i + 2) % 3])
    end = logit_limit(game(*differ)).profile
    near = [(p + shift, q - shift) for (p, q), shift in zip(end, (5e-5, -4e-5, 3e-5), strict=True)]
    assert certify(game(*differ), near).regret > 1e-6
    profile = polished(game(*differ), near)
    assert certify(game(*differ), profile).regret < 1e-15
    assert np.array(profile) == pytest.approx(np.array(end), abs=1e-12)


@given(st.lists(st.lists(st.integers(1, 60), min_size=2, max_size=4), min_size=2, max_size=2))
def test_simple_fractions_make_strategies_or_are_not_proposed(weights):
    profile = [[w / sum(strategy) for w in strategy] for strategy in weights]
    for proposed in simple_fractions(profile, 1e-3):
        assert [sum(strategy) for strategy in proposed] == [1, 1]


@pytest.mark.parametrize("out", [0, 1])
def test_no_probability_is_polished_to_less_than_nothing(out):
    """All rungs pay the same just outside of what can be played: the profile stays as it is."""
    outside, inside = (-3e-5, 1 + 3e-5), (0.5, 0.5)
    first, second = (outside, inside) if out == 0 else (inside, outside)
    near = [(0.5, 0.5), (0.5, 0.5)]
    near[out] = (2e-5, 1 - 2e-5)
    assert polished(leaning(first[0], second[0]), near) == tuple(near)


def test_a_profile_far_from_where_all_rungs_pay_the_same_stays_as_it_is():
    near = ((0.25, 0.75), (0.5, 0.5))
    assert polished(leaning(0.2501, 0.5 + 2e-4), near) == near


def test_where_polishing_leads_away_hardly_played_rungs_are_left_out_all_the_same():
    three = game([[0.5, -0.5, 0], [0, 0, 0]], [[-0.5, 0, -9], [0.5, 0, -9]])
    first, second = polished(three, ((0.25, 0.75), (0.25, 0.75 - 9e-7, 9e-7)))
    assert first == (0.25, 0.75)
    assert second[2] == 0
    assert sum(second) == pytest.approx(1, abs=1e-15)


def test_rungs_that_are_hardly_played_are_not_and_certain_ones_are_certain():
    three = game([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]], [[1.0, 0.5, 0.5], [1.0, 0.5, 0.5]])
    assert polished(three, ((1 - 1e-9, 1e-9), (1 - 2e-7, 1e-7, 1e-7))) == ((1, 0), (1, 0, 0))
