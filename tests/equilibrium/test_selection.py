"""What is selected where the logit path cannot be followed to its end, and that many actors' games are answered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.games import game

from powergame.deadline import Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.concept import Concept, solve_game
from powergame.equilibrium.logit.end import Limit
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.selection import selected
from powergame.errors import NoAnswerError

LIMIT = "powergame.equilibrium.selection.logit_limit"
NOT_REACHED = "the path broke off"
UNIFORM = ((0.5, 0.5),) * 3

COORDINATION = np.zeros((2, 2, 2))
COORDINATION[0, 0, 0], COORDINATION[1, 1, 1] = 1.0, 2.0
HAWKS = game(*(np.moveaxis(np.array([[[3, 2], [2, 1]], [[4, 1], [1, 0]]]), 0, i) for i in range(3)))


def together():
    return game(COORDINATION, COORDINATION, COORDINATION)


def chosen(solution):
    return [e for e in solution.equilibria if e.selected]


def broken_off(monkeypatch, profile, **limit):
    monkeypatch.setattr(LIMIT, lambda _game, _deadline: Limit(profile, profile, NOT_REACHED, **limit))


@pytest.mark.parametrize("rung", [0, 1])
def test_best_replies_lead_on_from_where_the_path_broke_off_and_a_note_says_so(monkeypatch, rung):
    near = (0.6, 0.4) if rung == 0 else (0.4, 0.6)
    broken_off(monkeypatch, (near,) * 3, finished=False)
    solution = selected(together(), find_equilibria(together()))
    (equilibrium,) = chosen(solution)
    assert (equilibrium.pure, equilibrium.regret) == (True, 0)
    assert all(strategy[rung] == 1 for strategy in equilibrium.profile)
    assert solution.notes[-1].startswith(NOT_REACHED)
    assert "best replies" in solution.notes[-1]


def test_where_best_replies_go_round_none_is_selected(monkeypatch):
    monkeypatch.setattr(budgets, "BEST_REPLIES", 50)
    broken_off(monkeypatch, UNIFORM, finished=False)
    row = np.array([[1.0, -1.0], [-1.0, 1.0]])
    pennies = game(*(np.repeat(table[:, :, None], 2, axis=2) for table in (row, -row)), np.zeros((2, 2, 2)))
    solution = selected(pennies, replace(find_equilibria(pennies), complete=False))
    assert not chosen(solution)
    assert "lead to no pure equilibrium" in solution.notes[-1]


def test_a_path_that_has_not_settled_at_its_end_is_answered_by_where_it_is_if_that_is_certified(monkeypatch):
    idle = game(*np.zeros((3, 2, 2, 2)))
    broken_off(monkeypatch, ((0.3, 0.7), (0.5, 0.5), (1.0, 0.0)), finished=True)
    listed = replace(find_equilibria(idle), complete=False)
    solution = selected(idle, listed)
    (equilibrium,) = chosen(solution)
    assert (equilibrium.profile[0], equilibrium.regret) == ((0.3, 0.7), 0)
    assert len(solution.equilibria) == len(listed.equilibria) + 1
    assert "where it has come to" in solution.notes[-1]


def test_what_strict_dominance_leaves_is_followed_where_the_whole_is_too_large(monkeypatch):
    payoffs = np.zeros((3, 3, 2, 2))
    payoffs[:, :2] = np.stack([np.moveaxis(COORDINATION, 0, 0)] * 3)
    payoffs[0, 2] = -1.0  # a third rung of the first actor is strictly dominated
    whole = game(*payoffs)
    monkeypatch.setattr(budgets, "LOGIT_ENTRIES", 3 * 2 * 2 * 2)
    solution = selected(whole, replace(find_equilibria(whole), complete=False))
    (equilibrium,) = chosen(solution)
    assert [list(strategy) for strategy in equilibrium.profile] == [[0, 1, 0], [0, 1], [0, 1]]
    assert "strict dominance" in solution.notes[-1]
    assert "24 payoffs" in solution.notes[-1]


def test_the_limit_of_quantal_response_has_no_stand_in(monkeypatch):
    monkeypatch.setattr(budgets, "LOGIT_ENTRIES", 1)
    with pytest.raises(NoAnswerError, match="too many to follow"):
        solve_game(together(), "auto", Concept("logit"))


def test_without_time_none_is_selected_and_that_is_said():
    solution = selected(HAWKS, replace(find_equilibria(HAWKS), complete=False), Deadline(at=0.0, seconds=1.0))
    assert not chosen(solution)
    assert solution.limited == "time"


@pytest.mark.parametrize(("actors", "seed"), [(10, 0), (13, 1)])
def test_many_actors_have_a_selected_equilibrium_that_is_certified(actors, seed):
    payoffs = np.random.default_rng(seed).random((actors, *(2,) * actors))
    _, solution = solve_game(game(*payoffs), "auto", Concept())
    (equilibrium,) = chosen(solution)
    assert equilibrium.regret < 1e-9
