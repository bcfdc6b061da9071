"""Names of 2x2 games: what only the order of payoffs decides."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from support.games import game

from powergame.equilibrium.nash.pure import pure_equilibria
from powergame.equilibrium.ordinal import SYMMETRIC, ordinal_name

REWARD_SUCKER_TEMPTATION_PUNISHMENT = {
    "prisoner's dilemma": "TRPS",
    "stag hunt": "RTPS",
    "assurance": "RPTS",
    "coordination": "RPST",
    "peace": "RSPT",
    "harmony": "RSTP",
    "concord": "RTSP",
    "chicken": "TRSP",
    "battle of the sexes": "TSRP",
    "hero": "TSPR",
    "compromise": "TPSR",
    "deadlock": "TPRS",
}
"""The cells from best to worst for the row actor: R is both actors' first rung, P both their second, S only the column
actor's second, T only the row actor's."""


def symmetric(order):
    worth = {cell: 4 - k for k, cell in enumerate(order)}
    row = np.array([[worth["R"], worth["S"]], [worth["T"], worth["P"]]], dtype=float)
    return np.array([row, row.T])


def relabelled(payoffs):
    """All ways to write the same game: rungs renamed, actors exchanged."""
    exchanged = np.array([payoffs[1].T, payoffs[0].T])
    for one, rows, columns in product((payoffs, exchanged), (1, -1), (1, -1)):
        yield one[:, ::rows, ::columns]


@pytest.mark.parametrize(("name", "order"), REWARD_SUCKER_TEMPTATION_PUNISHMENT.items())
def test_the_twelve_symmetric_games_have_their_names_however_they_are_written(name, order):
    assert {ordinal_name(one) for one in relabelled(symmetric(order))} == {name}


def test_every_symmetric_order_is_one_of_the_twelve():
    names = [ordinal_name(symmetric(order)) for order in permutations("RSTP")]
    assert sorted(names) == sorted([*SYMMETRIC] * 2)


def test_only_the_order_of_payoffs_counts():
    dilemma = symmetric("TRPS")
    for distorted in (np.exp(dilemma), 1e-6 * dilemma - 5, dilemma * [[[1]], [[100]]]):
        assert ordinal_name(distorted) == "prisoner's dilemma"


def test_a_name_means_its_dilemma():
    def equilibria(name):
        return len(pure_equilibria(game(*symmetric(REWARD_SUCKER_TEMPTATION_PUNISHMENT[name])))[0])

    one = {"prisoner's dilemma", "deadlock", "compromise", "peace", "harmony", "concord"}
    assert {name: equilibria(name) for name in SYMMETRIC} == {name: 1 if name in one else 2 for name in SYMMETRIC}


def test_all_strict_games_of_two_orders_have_a_name_only_if_symmetric_or_cyclic():
    orders = [np.array(order, dtype=float).reshape(2, 2) for order in permutations((1, 2, 3, 4))]
    named = cyclic = 0
    for row, column in product(orders, repeat=2):
        name = ordinal_name(np.array([row, column]))
        stable = pure_equilibria(game(row, column))[0]
        assert (name == "cycle") == (not stable)
        cyclic += name == "cycle"
        named += name in SYMMETRIC
    # 24 x 24 ways to write 144 games, four (two rungs a side renamed) each
    assert (named, cyclic) == (12 * 4, 18 * 4)


def test_ties_have_no_name_but_matching_pennies():
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    assert {ordinal_name(one) for one in relabelled(np.array([pennies, -pennies]))} == {"matching pennies"}
    assert ordinal_name(np.array([pennies, pennies])) is None
    assert ordinal_name(np.zeros((2, 2, 2))) is None
    nearly = symmetric("TRPS")
    nearly[0, 0, 0] = nearly[0, 1, 1]
    assert ordinal_name(nearly) is None
    rows_only = np.array([[[1.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 1.0]]])
    assert ordinal_name(rows_only) is None
