"""The exact enumeration, against two independent exact solvers and by what must hold of any game."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from oracles import gambit, lrs
from support.games import game, random_games

from powergame.equilibrium.nash.exact import extreme_equilibria, most_bases, within_bounds
from powergame.equilibrium.nash.tableau import Dictionary
from powergame.model.game import Game

SHAPES = [(m, n) for m in range(1, 6) for n in range(1, 6)]
SMALL = [(m, n) for m in range(1, 4) for n in range(1, 5)]


def found(one: Game) -> set:
    enumeration = extreme_equilibria(one)
    assert enumeration.complete
    assert len(set(enumeration.pairs)) == len(enumeration.pairs), "an equilibrium is listed twice"
    return set(enumeration.pairs)


@pytest.mark.parametrize(("seed", "values"), [(1, 2), (2, 3), (3, 5), (4, 1000), (5, 2**42)])
def test_agrees_with_lrs_on_games_with_and_without_ties(tmp_path, seed, values):
    games = list(random_games(seed, 100, SHAPES, values))
    theirs = lrs.extreme_equilibria(games, tmp_path)
    assert [found(one) for one in games] == theirs


@pytest.mark.parametrize(("seed", "values"), [(11, 2), (12, 3), (13, 2**42)])
def test_agrees_with_gambit_on_games_with_and_without_ties(seed, values):
    for one in random_games(seed, 60, SHAPES, values):
        assert found(one) == gambit.extreme_equilibria(one)


def test_agrees_with_lrs_and_gambit_where_rungs_are_duplicates(tmp_path):
    games = []
    for one in random_games(21, 60, SMALL, 3):
        rows, columns = (np.r_[np.arange(size), 0] for size in one.shape)
        games.append(game(*one.payoffs[:, rows][:, :, columns]))
    for one, theirs in zip(games, lrs.extreme_equilibria(games, tmp_path), strict=True):
        assert found(one) == theirs == gambit.extreme_equilibria(one)


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (2, 2), (3, 2), (5, 5)])
def test_where_nothing_matters_every_pure_profile_is_an_extreme_equilibrium(shape):
    pairs = found(game(np.zeros(shape), np.zeros(shape)))
    assert len(pairs) == np.prod(shape)
    assert all(p in (0, 1) for pair in pairs for strategy in pair for p in strategy)


def test_matching_pennies_has_its_one_equilibrium_at_any_scale():
    half = Fraction(1, 2)
    for scale in (1e-9, 1, 1e9, 2.0**60):
        pennies = np.array([[1, -1], [-1, 1]]) * scale
        assert found(game(pennies, -pennies)) == {((half, half), (half, half))}


def test_a_large_constant_does_not_hide_a_small_difference():
    pennies = np.array([[1, 0], [0, 1]]) + 1e15
    half = Fraction(1, 2)
    assert found(game(pennies, pennies.T[::-1])) == {((half, half), (half, half))}


def test_renamed_rungs_permute_the_answer():
    for one in random_games(31, 6, [(3, 3)], 3):
        for rows, columns in product(permutations(range(3)), repeat=2):
            renamed = game(*one.payoffs[:, rows][:, :, columns])
            expected = {(tuple(x[r] for r in rows), tuple(y[c] for c in columns)) for x, y in found(one)}
            assert found(renamed) == expected


def test_exchanged_actors_exchange_the_answer():
    for one in random_games(32, 20, SHAPES, 3):
        exchanged = game(one.payoffs[1].T, one.payoffs[0].T)
        assert found(exchanged) == {(y, x) for x, y in found(one)}


def test_positive_affine_payoffs_change_nothing():
    for one in random_games(33, 20, SHAPES, 3):
        moved = game(3 * one.payoffs[0] - 7, one.payoffs[1] / 1024 + 5)
        assert extreme_equilibria(moved) == extreme_equilibria(one)


def test_a_constant_added_to_what_an_actor_gets_whatever_it_does_changes_nothing():
    for one in random_games(34, 20, SHAPES, 3):
        columns, rows = np.arange(one.shape[1]) * 4.0, np.arange(one.shape[0])[:, None] * 8.0
        assert found(game(one.payoffs[0] + columns, one.payoffs[1] + rows)) == found(one)


def test_a_game_is_degenerate_exactly_if_some_strategy_has_more_best_replies_than_rungs_in_play():
    prisoners = game([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    tied = game([[3, 0], [3, 1]], [[3, 5], [0, 1]])
    assert not extreme_equilibria(prisoners).degenerate
    assert extreme_equilibria(tied).degenerate
    half_way = game([[2, 0], [0, 2], [1, 1]], np.eye(3, 2))  # three best replies to (1/2, 1/2), no tie between entries
    assert extreme_equilibria(half_way).degenerate


def test_a_nondegenerate_game_has_an_odd_number_of_equilibria():
    checked = 0
    for one in random_games(35, 60, [(n, n) for n in range(2, 6)], 2**40):
        enumeration = extreme_equilibria(one)
        assert not enumeration.degenerate
        assert len(enumeration.pairs) % 2 == 1
        checked += 1
    assert checked == 60


def test_the_order_is_fewer_rungs_in_play_first_then_earlier_rungs():
    both = np.eye(2)
    pairs = extreme_equilibria(game(both, both)).pairs
    half = Fraction(1, 2)
    assert pairs == (((1, 0), (1, 0)), ((0, 1), (0, 1)), ((half, half), (half, half)))


def test_coordination_among_many_has_every_subset_of_rungs_as_an_equilibrium():
    for size in (4, 6, 8):
        assert len(found(game(np.eye(size), np.eye(size)))) == 2**size - 1


def test_bounds_follow_the_upper_bound_theorem():
    assert [most_bases(d, 2 * d) for d in (2, 3, 4, 8, 12)] == [4, 8, 20, 660, 24_752]
    assert within_bounds(12, 12)
    assert within_bounds(2, 40)
    assert not within_bounds(16, 16)


@pytest.mark.parametrize(("rungs", "most"), [(1, 50_000), (2, 1153), (3, 706), (5, 86), (8, 22), (12, 12), (13, 11)])
def test_a_game_within_bounds_has_so_many_rungs_at_the_most_whosever_they_are(rungs, most):
    assert within_bounds(rungs, most)
    assert within_bounds(most, rungs)
    assert not within_bounds(rungs, most + 1)
    assert not within_bounds(most + 1, rungs)


@pytest.mark.parametrize("values", [2, 3])
def test_ties_do_not_lead_the_walk_beyond_the_upper_bound(monkeypatch, values):
    # with ties broken in the order of the rows, about half of these games take more bases than that
    pivots = []
    pivot = Dictionary.pivot
    monkeypatch.setattr(Dictionary, "pivot", lambda self, *at: pivots.append(at) or pivot(self, *at))
    for one in random_games(37, 15, [(6, 6)], values):
        pivots.clear()
        assert extreme_equilibria(one).complete
        assert len(pivots) < 2 * most_bases(6, 12)


def test_a_walk_that_is_too_long_stops_and_says_so(monkeypatch):
    monkeypatch.setattr("powergame.equilibrium.budgets.TABLEAU_ENTRIES", 300)
    (one,) = random_games(36, 1, [(5, 5)], 2**40)
    assert not extreme_equilibria(one).complete
