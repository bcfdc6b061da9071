"""Elimination of strictly dominated rungs, against linear programs in floats and against Gambit."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import gambit
from scipy.optimize import linprog
from support.games import game, random_games

from powergame.equilibrium.nash.dominance import undominated
from powergame.equilibrium.nash.exact import extreme_equilibria
from powergame.model.game import Game

MARGIN = 1e-7
"""Whole payoffs below 10, up to five rungs: advantages that are not 0 are far greater."""


def dominated(rows, r):
    """Whether a mixture of the other rows is better than row r in all columns: max t with sum p (row - r) >= t."""
    others = np.delete(rows, r, axis=0) - rows[r]
    if not len(others):
        return False
    size, columns = others.shape
    found = linprog(
        [0] * size + [-1],
        A_ub=np.hstack([-others.T, np.ones((columns, 1))]),
        b_ub=np.zeros(columns),
        A_eq=[[1] * size + [0]],
        b_eq=[1],
        bounds=[(0, None)] * size + [(None, None)],
    )
    return -found.fun > MARGIN


def by_linear_programs(one):
    kept = [list(range(size)) for size in one.shape]
    changed = True
    while changed:
        changed = False
        for i in range(len(kept)):
            rows = np.moveaxis(one.payoffs[i][np.ix_(*kept)], i, 0).reshape(len(kept[i]), -1)
            stay = [own for r, own in enumerate(kept[i]) if not dominated(rows, r)]
            changed |= stay != kept[i]
            kept[i] = stay
    return tuple(map(tuple, kept))


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (4, 3), (5, 5), (2, 3, 2), (3, 3, 3), (2, 2, 2, 2)])
def test_the_rungs_that_survive_are_those_that_linear_programs_leave(shape):
    for one in random_games(51, 12, [shape], 7):
        assert undominated(one) == by_linear_programs(one)


def test_a_rung_may_be_dominated_by_a_mixture_only():
    one = game([[4, 0], [0, 4], [1, 1]], np.zeros((3, 2)))
    assert undominated(one) == ((0, 1), (0, 1))


def test_weak_dominance_eliminates_nothing():
    one = game([[1, 0], [1, 1]], [[1, 1], [0, 1]])
    assert undominated(one) == ((0, 1), (0, 1))
    exactly_between = game([[4, 0], [0, 4], [2, 2]], np.zeros((3, 2)))
    assert undominated(exactly_between)[0] == (0, 1, 2)


def test_a_difference_of_one_unit_in_the_last_place_is_enough():
    better = 1 + 2.0**-40
    assert undominated(game([[1, 1], [better, better]], np.zeros((2, 2)))) == ((1,), (0, 1))


def test_elimination_goes_on_while_it_finds_something():
    prices = np.arange(4)
    undercut = [[100 - 10 * (mine - (theirs - 1)) ** 2 for theirs in prices] for mine in prices]
    assert undominated(game(undercut, np.transpose(undercut))) == ((0,), (0,))


def test_no_equilibrium_plays_an_eliminated_rung():
    for one in random_games(52, 60, [(3, 3), (4, 4), (5, 3)], 10):
        kept = undominated(one)
        for pair in extreme_equilibria(one).pairs:
            for strategy, own in zip(pair, kept, strict=True):
                assert {r for r, p in enumerate(strategy) if p > 0} <= set(own)


def test_pure_dominance_agrees_with_gambit_among_many_actors():
    for one in random_games(53, 8, [(2,) * 5, (2,) * 7], 4):
        leaning = one.payoffs + 3 * np.indices(one.shape)[:, ...] * (np.arange(len(one.shape)) % 2).reshape(
            -1, *[1] * len(one.shape)
        )
        tilted = game(*leaning)
        assert tuple(map(len, undominated(tilted))) == gambit.undominated(tilted)


def test_payoffs_that_floats_cannot_hold_are_compared_exactly():
    from fractions import Fraction

    third = Fraction(1, 3)
    exact = np.empty((2, 2, 2), dtype=object)
    exact[0], exact[1] = [[third, third], [third + Fraction(1, 10**30)] * 2], [[third] * 2] * 2
    one = Game(("a", "b"), (("1", "2"),) * 2, exact.astype(float), exact)
    assert undominated(one) == ((1,), (0, 1))
