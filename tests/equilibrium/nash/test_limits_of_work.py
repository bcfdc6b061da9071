"""What bounds an exact solution: steps, which every machine has the same number of, and time."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from oracles import lrs
from support.games import game, random_games

from powergame.deadline import Deadline
from powergame.equilibrium.concept import Concept, solve_game
from powergame.equilibrium.nash import exact
from powergame.equilibrium.nash.exact import extreme_equilibria, order
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.nash.tableau import Dictionary
from powergame.errors import TimeLimitError
from powergame.model.game import Game

PASSED = Deadline(at=0.0, seconds=1.0)

SHAPES = [(m, n) for m in range(1, 5) for n in range(1, 8)]


def of_fractions(*tables):
    """Return a game of payoffs that floats cannot hold."""
    rational = np.array(tables, dtype=object)
    names = tuple(tuple(map(str, range(size))) for size in rational.shape[1:])
    return Game(("row", "column"), names, rational.astype(float), rational)


def with_duplicates(one, rng):
    rows, columns = (rng.integers(0, size, size) for size in one.shape)
    return game(*one.payoffs[:, rows][:, :, columns])


@pytest.mark.parametrize(("seed", "values"), [(1, 2), (2, 3), (3, 5), (4, 2**42)])
def test_the_walk_over_one_polytope_and_that_over_both_meet_the_same_equilibria(monkeypatch, seed, values):
    rng = np.random.default_rng(seed)
    games = list(random_games(seed, 60, SHAPES, values))
    games += [with_duplicates(one, rng) for one in games]
    games += [game(*one.payoffs.transpose(0, 2, 1)[::-1]) for one in games]
    by_both = [extreme_equilibria(one) for one in games]
    monkeypatch.setattr("powergame.equilibrium.budgets.BOTH_ENTRIES", 0)
    for one, both in zip(games, by_both, strict=True):
        by_one = extreme_equilibria(one)
        assert by_one.pairs == both.pairs
        assert by_one.complete
        assert both.degenerate or not by_one.degenerate, "it is said to be degenerate, and is not"


@pytest.mark.parametrize("values", [2, 4, 1000])
def test_long_ladders_against_short_ones_agree_with_lrs(tmp_path, values):
    games = list(random_games(values, 12, [(2, 30), (3, 20), (20, 3), (4, 12)], values))
    theirs = lrs.extreme_equilibria(games, tmp_path)
    assert [set(extreme_equilibria(one).pairs) for one in games] == theirs


def test_floats_alone_never_discard_a_reply(monkeypatch):
    # payoffs that differ in the last bits of floats: the inverse is as good as none
    monkeypatch.setattr("powergame.equilibrium.budgets.BOTH_ENTRIES", 0)
    for one in random_games(5, 20, [(4, 4), (5, 5)], 3):
        close = game(*(1 + one.payoffs / 2.0**40))
        with_floats = extreme_equilibria(close)
        with monkeypatch.context() as patch:
            patch.setattr(exact, "_surely_none", lambda *_: False)
            assert extreme_equilibria(close).pairs == with_floats.pairs


def test_a_ladder_of_many_rungs_costs_what_the_short_one_has_of_vertices(monkeypatch):
    pivots = []
    pivot = Dictionary.pivot
    monkeypatch.setattr(Dictionary, "pivot", lambda self, *at: pivots.append(at) or pivot(self, *at))
    (one,) = random_games(6, 1, [(6, 64)], 1000)
    assert extreme_equilibria(one).complete
    assert len(pivots) < 10_000  # the long ladder's polytope alone has a hundred thousand vertices and more


def test_two_rungs_against_a_thousand_with_ties_end():
    (one,) = random_games(7, 1, [(2, 1000)], 10)
    _, solution = solve_game(one, "exact", Concept())
    assert any(e.selected for e in solution.equilibria)
    assert all(e.regret == 0 for e in solution.equilibria)


def test_the_order_of_long_ladders_is_that_of_all_their_probabilities():
    (one,) = random_games(8, 1, [(2, 12)], 3)
    pairs = extreme_equilibria(one).pairs

    def plainly(pair):
        flat = [p for strategy in pair for p in strategy]
        return sum(p > 0 for p in flat), [-p for p in flat]

    assert len(pairs) > 5
    assert all(plainly(a) < plainly(b) for a, b in pairwise(pairs))
    assert sorted(pairs, key=order) == sorted(pairs, key=plainly)


@pytest.mark.parametrize("solver", ["auto", "exact"])
def test_where_time_runs_out_the_pure_equilibria_are_listed_all_the_same(solver):
    coordination = game(np.eye(10), np.eye(10))
    solution = find_equilibria(coordination, solver, PASSED)
    assert (solution.complete, solution.limited) == (False, "time")
    assert sum(e.pure for e in solution.equilibria) == 10
    assert any("the time limit of 1 s ran out; the list has all pure and no mixed" in note for note in solution.notes)


def test_where_time_runs_out_before_the_path_ends_nothing_is_selected_and_a_note_says_why():
    both = np.diag([2.0, 1.0])
    _, solution = solve_game(game(both, both), "exact", Concept(), PASSED)
    assert solution.limited == "time"
    assert not any(e.selected for e in solution.equilibria)
    assert any("no equilibrium is selected: the time limit" in note for note in solution.notes)


def test_without_time_a_game_of_no_pure_equilibrium_has_no_answer():
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    with pytest.raises(TimeLimitError):
        solve_game(game(pennies, -pennies), "exact", Concept(), PASSED)
    with pytest.raises(TimeLimitError):
        solve_game(game(pennies, -pennies), "exact", Concept("logit", 5.0), PASSED)


@pytest.mark.parametrize("solver", ["nashpy", "gambit"])
def test_other_solvers_have_no_answer_without_time(solver):
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    with pytest.raises(TimeLimitError):
        find_equilibria(game(pennies, -pennies), solver, PASSED)


def test_a_degenerate_game_with_too_many_extreme_equilibria_lists_so_many_and_says_so(monkeypatch):
    monkeypatch.setattr("powergame.equilibrium.budgets.EXTREME_EQUILIBRIA", 9)
    nothing = np.zeros((4, 4))
    enumeration = extreme_equilibria(game(nothing, nothing))
    assert len(enumeration.pairs) == 9
    assert enumeration.limited == "steps"


def test_fractions_without_a_common_denominator_of_some_length_are_not_solved_in_integers():
    table = [[Fraction(k, 10**300 + 30 * r + k) for k in range(30)] for r in range(30)]
    long = of_fractions(table, table)
    assert extreme_equilibria(long).limited == "steps"
    solution = find_equilibria(long, "exact")
    assert solution.equilibria
    assert all(e.regret == 0 for e in solution.equilibria)
