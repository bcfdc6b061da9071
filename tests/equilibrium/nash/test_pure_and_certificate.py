"""Pure equilibria and certificates, against Gambit and by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from oracles import gambit
from support.games import game, random_games

from powergame.equilibrium.budgets import PURE_EQUILIBRIA
from powergame.equilibrium.certificate import certify, certify_pure, pure_profile
from powergame.equilibrium.nash.pure import pure_equilibria

SHAPES = [(2,), (3, 3), (2, 3, 2), (2, 2, 2, 2), (3, 2, 3), (2,) * 6]


@pytest.mark.parametrize("values", [2, 3, 1000])
def test_pure_equilibria_are_gambit_s(values):
    for one in random_games(61, 40, SHAPES, values):
        found, complete = pure_equilibria(one)
        assert complete
        assert found == sorted(gambit.pure_equilibria(one))


def test_more_pure_equilibria_than_can_be_listed_are_cut_and_said_to_be():
    nothing = game(*np.zeros((14, *(2,) * 14)))
    found, complete = pure_equilibria(nothing)
    assert (len(found), complete) == (PURE_EQUILIBRIA, False)
    assert found[1] == (0,) * 13 + (1,)


def test_regret_is_what_the_best_reply_would_have_brought():
    prisoners = game([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    both_cooperate = certify(prisoners, pure_profile(prisoners, (0, 0)))
    assert (both_cooperate.payoffs, both_cooperate.regret) == ((3, 3), 2)
    half = Fraction(1, 2)
    mixed = certify(prisoners, ((half, half), (1, 0)))
    assert (mixed.payoffs, mixed.regret) == ((4, 1.5), 1.5)


def test_regret_is_gambit_s_at_random_exact_profiles():
    rng = np.random.default_rng(62)
    for one in random_games(62, 30, SHAPES[1:], 10):
        profile = []
        for size in one.shape:
            weights = rng.integers(0, 4, size=size)
            weights[rng.integers(size)] += 1
            profile.append(tuple(Fraction(int(w), int(weights.sum())) for w in weights))
        assert certify(one, profile).regret == float(gambit.regret(one, tuple(profile)))


def test_exact_and_float_certificates_agree():
    for one in random_games(63, 20, SHAPES, 10):
        exact = [tuple(Fraction(r + 1, size * (size + 1) // 2) for r in range(size)) for size in one.shape]
        floats = [tuple(map(float, strategy)) for strategy in exact]
        a, b = certify(one, exact), certify(one, floats)
        assert a.payoffs == pytest.approx(b.payoffs, abs=1e-12)
        assert a.regret == pytest.approx(b.regret, abs=1e-12)


def test_many_pure_profiles_certified_at_once_are_certified_as_each_alone():
    for one in random_games(64, 6, SHAPES, 5):
        everything = list(product(*map(range, one.shape)))
        alone = [certify(one, pure_profile(one, rungs), ("pure",)) for rungs in everything]
        assert certify_pure(one, everything, ("pure",)) == alone


def test_a_dozen_actors_are_certified_exactly_where_few_of_them_mix():
    rng = np.random.default_rng(65)
    one = game(*rng.integers(0, 5, size=(12, *(2,) * 12)))
    third = Fraction(1, 3)
    profile = [(Fraction(1), Fraction(0))] * 10 + [(third, 2 * third)] * 2
    inner = one.payoffs[(slice(None), *(0,) * 10)]
    weights = np.outer([1, 2], [1, 2])
    expected = [Fraction(int((table * weights).sum()), 9) for table in inner]
    assert certify(one, profile).payoffs == tuple(map(float, expected))
