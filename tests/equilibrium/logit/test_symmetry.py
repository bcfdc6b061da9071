"""Who is alike in a game."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.games import game

from powergame.equilibrium import budgets
from powergame.equilibrium.logit.correspondence import first_chart
from powergame.model.compile import compile_game
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict


def groups(g):
    return first_chart(g).group


def circle(count, turned=0.0):
    angles = [2 * math.pi * k / count + (turned if k == 1 else 0.0) for k in range(count)]
    actors = tuple(Actor(f"R{k}", 1.0, (math.cos(a), math.sin(a))) for k, a in enumerate(angles))
    return compile_game(Scenario("circle", actors, Conflict(0.3, 0.3), dimensions=2)).game


@pytest.mark.parametrize("count", [3, 6, 8])
def test_rivals_in_a_circle_are_all_alike(count):
    assert groups(circle(count)) == (0,) * count


def test_who_stands_otherwise_parts_those_who_see_it_from_different_sides():
    assert groups(circle(6, turned=0.1)) == (0, 1, 2, 3, 4, 5)
    # the second now stands where the fifth does: they, who see the third and the sixth from both sides, are alike
    assert groups(circle(6, turned=math.pi)) == (0, 1, 0, 2, 1, 2)


def test_actors_of_a_random_game_are_all_different():
    assert groups(game(*np.random.default_rng(0).random((4, 2, 2, 2, 2)))) == (0, 1, 2, 3)


def test_who_gets_the_same_from_the_same_but_from_others_is_alike():
    """Each of four is hurt by the next one's second rung: a circle of actors, and no two who could change places."""
    payoffs = np.zeros((4, 2, 2, 2, 2))
    for i in range(4):
        rungs = np.indices((2,) * 4)
        payoffs[i] = rungs[i] * (1.0 - 2.0 * rungs[(i + 1) % 4])
    assert groups(game(*payoffs)) == (0, 0, 0, 0)
    payoffs[2] *= 1 + 2**-40
    assert groups(game(*payoffs)) == (0, 1, 2, 3)


def test_what_everybody_gets_whatever_they_do_parts_nobody():
    payoffs = circle(5).payoffs + np.arange(5)[:, None, None, None, None, None]
    assert groups(game(*payoffs)) == (0,) * 5


def test_without_a_budget_nobody_is_known_to_be_alike(monkeypatch):
    monkeypatch.setattr(budgets, "ALIKE_ENTRIES", 0)
    assert groups(circle(4)) == (0, 1, 2, 3)
