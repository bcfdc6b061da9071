"""The logit path of many actors who are alike, of long ladders, and of no time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.games import random_games

from powergame.deadline import Deadline
from powergame.equilibrium.concept import Concept, solve_game
from powergame.equilibrium.logit.correspondence import first_chart
from powergame.equilibrium.logit.limit import logit_limit
from powergame.equilibrium.logit.path import path, too_large
from powergame.equilibrium.logit.response import quantal_response
from powergame.errors import TimeLimitError
from powergame.model.compile import compile_game
from powergame.model.game import Game
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict

DENSE_RUNGS = "powergame.equilibrium.logit.correspondence.DENSE_RUNGS"


def rivals(count, odds=0.3):
    """Return actors of equal power, whose preferences point in all directions alike."""
    angles = [2 * math.pi * k / count for k in range(count)]
    actors = tuple(Actor(f"R{k}", 1.0, (math.cos(a), math.sin(a))) for k, a in enumerate(angles))
    return Scenario("rivals", actors, Conflict(odds, 0.3), dimensions=2)


@pytest.mark.parametrize("count", [7, 8, 9])
@pytest.mark.parametrize("odds", [0.1, 0.3, 0.6])
def test_however_many_rivals_are_alike_the_path_leads_on_across_the_crossings(count, odds):
    game = compile_game(rivals(count, odds)).game
    limit = logit_limit(game)
    assert not limit.reason
    first = limit.profile[0]
    assert all(np.allclose(strategy, first, atol=1e-6) for strategy in limit.profile), "who is alike plays alike"


def test_eight_rivals_have_a_selected_equilibrium_in_which_everybody_seeks():
    game = compile_game(rivals(8)).game
    _, solution = solve_game(game, "auto", Concept())
    (selected,) = (e for e in solution.equilibria if e.selected)
    assert selected.pure
    assert all(strategy[1] == 1 for strategy in selected.profile)


@pytest.mark.parametrize("shape", [(2, 6), (5, 2), (4, 4)])
def test_the_longer_ladder_may_be_eliminated_from_the_equations(monkeypatch, shape):
    for game in random_games(11, 8, [shape], 1000):
        whole = logit_limit(game), quantal_response(game, 0.01)
        with monkeypatch.context() as patch:
            patch.setattr(DENSE_RUNGS, 1)
            parts = logit_limit(game), quantal_response(game, 0.01)
        for one, other in zip(whole, parts, strict=True):
            assert all(np.allclose(p, q, atol=1e-7) for p, q in zip(one.profile, other.profile, strict=True))


def test_of_three_actors_with_too_many_rungs_no_path_is_followed():
    payoffs = np.random.default_rng(0).random((3, 2, 2, 600))
    game = Game(("a", "b", "c"), tuple(tuple(map(str, range(size))) for size in (2, 2, 600)), payoffs)
    assert "500 rungs" in too_large(game)
    assert "500 rungs" in logit_limit(game).reason


def test_without_time_the_path_ends_where_it_is():
    (game,) = random_games(12, 1, [(3, 3)], 1000)
    with pytest.raises(TimeLimitError, match="logit path"):
        list(path(first_chart(game), Deadline(at=0.0, seconds=1.0)))
