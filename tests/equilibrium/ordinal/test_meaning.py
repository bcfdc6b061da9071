"""What is said of a 2x2 game's name is true of the game."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from support.games import game

from powergame.equilibrium.nash.pure import pure_equilibria
from powergame.equilibrium.ordinal import SYMMETRIC, meaning

ACTORS, RUNGS = ("blue", "red"), (("hold", "seek"), ("wait", "take"))


def told(row, column):
    return meaning(np.array([row, column], dtype=float), ACTORS, RUNGS)


@pytest.mark.parametrize("name", SYMMETRIC)
def test_each_symmetric_game_is_told_apart(name):
    others = {told(np.array(ranks), np.array(ranks).T) for other, ranks in SYMMETRIC.items() if other != name}
    ranks = np.array(SYMMETRIC[name])
    assert told(ranks, ranks.T) not in others


def test_a_dilemma_is_one_where_both_prefer_another_outcome_than_the_equilibrium():
    row = np.array(SYMMETRIC["prisoner's dilemma"])
    assert told(row, row.T) == (
        "each gains by defecting whatever the other does, and both lose if both do; the one pure equilibrium, "
        "seek/take, is the third best outcome for both, and both prefer hold/wait"
    )


def test_the_pure_equilibria_that_are_told_are_those_of_the_game():
    orders = [np.array(order, dtype=float).reshape(2, 2) for order in permutations((1, 2, 3, 4))]
    preferred = 0
    for row, column in product(orders, repeat=2):
        text = told(row, column)
        stable = [f"{RUNGS[0][r]}/{RUNGS[1][c]}" for r, c in pure_equilibria(game(row, column))[0]]
        facts = text.split("; ")[-1] if not stable else text[text.index("pure equilibri") :]
        assert ("a cycle" in facts) == (not stable)
        assert ("the one pure equilibrium" in text) == (len(stable) == 1)
        assert all(cell in facts for cell in stable)
        preferred += len(stable) == 1 and "both prefer" in facts
    # the prisoner's dilemma and six asymmetric games, Robinson & Goforth's alibi games
    assert preferred == 7 * 4


def test_an_asymmetric_game_is_told_by_the_symmetric_games_of_both():
    chicken, harmony = np.array(SYMMETRIC["chicken"]), np.array(SYMMETRIC["harmony"])
    assert told(chicken, harmony.T).startswith(
        "blue ranks the outcomes as in chicken, red as in harmony; red is better off with wait, whatever the other "
        "does; the one pure equilibrium, seek/wait, is the best outcome for blue"
    )


def test_ties_are_named_with_those_who_are_indifferent():
    row = np.array([[3, 1], [4, 1]])
    assert told(row, np.array(SYMMETRIC["prisoner's dilemma"]).T) == (
        "nearly so: each gains by defecting whatever the other does, and both lose if both do; "
        "but blue is indifferent between hold/take and seek/take"
    )


def test_matching_pennies_say_who_wins_where():
    pennies = np.array([[1, -1], [-1, 1]])
    assert told(pennies, -pennies) == (
        "blue wins at hold/wait and seek/take, red at hold/take and seek/wait; "
        "a cycle: in every outcome one of the two would rather move"
    )


def test_what_has_no_name_has_no_meaning():
    assert told(np.zeros((2, 2)), np.zeros((2, 2))) is None
