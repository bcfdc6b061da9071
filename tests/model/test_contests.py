"""How likely each side of a war is to win."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powergame.model.contest import CONTESTS, win_probabilities

EVERY_FORM = pytest.mark.parametrize("contest", sorted(CONTESTS))
decisiveness = st.one_of(st.floats(0, 10), st.sampled_from([5e-324, 1e308, math.inf]))
strengths = st.lists(st.one_of(st.floats(0, 10), st.sampled_from([0.0, 5e-324, 1e-300, 1e300])), min_size=2, max_size=5)


def wins(contest, strength, gamma, exists=None):
    """Chances in one war, a list over its sides."""
    there = np.ones(len(strength), dtype=bool) if exists is None else np.array(exists)
    found = win_probabilities(contest, np.array(strength, float)[:, None], there[:, None], np.array([gamma], float))
    return found[:, 0].tolist()


@EVERY_FORM
@settings(max_examples=100)
@given(strengths, decisiveness, st.data())
def test_somebody_wins_and_only_sides_that_exist(contest, strength, gamma, data):
    exists = data.draw(st.lists(st.booleans(), min_size=len(strength), max_size=len(strength)).filter(any))
    found = wins(contest, np.where(exists, strength, 0), gamma, exists)
    assert sum(found) == pytest.approx(1, abs=1e-12)
    assert all(0 <= p <= 1 if there else p == 0 for p, there in zip(found, exists, strict=True))


@EVERY_FORM
@settings(max_examples=60)
@given(strengths, decisiveness)
def test_the_stronger_is_never_the_less_likely_to_win(contest, strength, gamma):
    found = wins(contest, strength, gamma)
    in_order = [p for _, p in sorted(zip(strength, found, strict=True))]
    assert all(p <= q + 1e-15 for p, q in itertools.pairwise(in_order))


@EVERY_FORM
def test_without_decisiveness_war_is_a_coin_even_for_the_powerless(contest):
    assert wins(contest, [0, 1, 7], 0) == pytest.approx([1 / 3] * 3)


@EVERY_FORM
def test_with_endless_decisiveness_the_strongest_wins_and_ties_share(contest):
    assert wins(contest, [1, 3, 2], math.inf) == [0, 1, 0]
    assert wins(contest, [3, 3, 2], math.inf) == [0.5, 0.5, 0]
    assert wins(contest, [0.1 + 0.2, 0.3], math.inf) == [0.5, 0.5]  # equal but for rounding
    assert wins(contest, [3e-20, 2e-20], math.inf) == [1, 0]  # small is not equal


@EVERY_FORM
@pytest.mark.parametrize("gamma", [0, 0.5, 1, 3, math.inf])
def test_where_all_are_powerless_all_are_as_likely_to_win(contest, gamma):
    assert wins(contest, [0, 0, 0], gamma) == pytest.approx([1 / 3] * 3)


def test_a_lottery_is_in_proportion_to_strength():
    assert wins("ratio", [1, 3], 1) == [0.25, 0.75]
    assert wins("ratio", [1, 3], 2) == pytest.approx([0.1, 0.9])
    assert wins("ratio", [0, 3], 1) == [0, 1]


@settings(max_examples=60)
@given(st.floats(0.01, 10), st.floats(0.01, 10), st.floats(0, 10), st.floats(0.01, 100))
def test_the_ratio_form_is_tullock_s_and_needs_no_unit(x, y, gamma, unit):
    assert wins("ratio", [x, y], gamma)[0] == pytest.approx(1 / (1 + (y / x) ** gamma))
    assert wins("ratio", [x * unit, y * unit], gamma) == pytest.approx(wins("ratio", [x, y], gamma))


@settings(max_examples=60)
@given(st.floats(0, 10), st.floats(0, 10), st.floats(0, 10), st.floats(0, 10))
def test_the_logistic_form_is_hirshleifer_s_and_only_differences_count(x, y, gamma, more):
    assert wins("logistic", [x, y], gamma)[0] == pytest.approx(1 / (1 + math.exp(gamma * (y - x))))
    assert wins("logistic", [x + more, y + more], gamma) == pytest.approx(wins("logistic", [x, y], gamma))


def test_no_strength_overflows():
    assert wins("logistic", [800, 0], 1) == [1, 0]
    assert wins("logistic", [1e300, 0], 1e308) == [1, 0]
    assert wins("ratio", [1e200, 3e200], 2) == pytest.approx([0.1, 0.9])
    assert wins("ratio", [1e-200, 3e-200], 2) == pytest.approx([0.1, 0.9])
