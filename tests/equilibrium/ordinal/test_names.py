"""Names of 2x2 games: what only the order of payoffs decides."""

from __future__ import annotations

from collections import Counter
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

TIED_BY_BRUNS = {
    ("low", "battle of the sexes"): ((2, 3), (4, 2)),
    ("low", "deadlock"): ((2, 2), (4, 3)),
    ("low", "prisoner's dilemma"): ((3, 2), (4, 2)),
    ("low", "coordination"): ((4, 2), (2, 3)),
    ("low", "harmony"): ((4, 3), (2, 2)),
    ("low", "concord"): ((4, 2), (3, 2)),
    ("mid", "battle of the sexes"): ((3, 3), (4, 1)),
    ("mid", "compromise"): ((1, 3), (4, 3)),
    ("mid", "deadlock"): ((3, 1), (4, 3)),
    ("mid", "stag hunt"): ((4, 1), (3, 3)),
    ("mid", "peace"): ((4, 3), (1, 3)),
    ("mid", "harmony"): ((4, 3), (3, 1)),
    ("high", "concord"): ((4, 2), (4, 1)),
    ("high", "stag hunt"): ((4, 1), (4, 2)),
    ("high", "coordination"): ((4, 2), (1, 4)),
    ("high", "peace"): ((4, 4), (1, 2)),
    ("high", "harmony"): ((4, 4), (2, 1)),
}
"""The row actor's ranks in symmetric games with one tie, and the names that Bruns (2015) gives them."""

ORDERS = [np.array(order, dtype=float).reshape(2, 2) for order in permutations((1, 2, 3, 4))]
WEAK_ORDERS = [
    np.array(order, dtype=float).reshape(2, 2)
    for order in product(range(4), repeat=4)
    if set(order) == set(range(max(order) + 1))
]
STRICT = {(k, m): ordinal_name(np.array([ORDERS[k], ORDERS[m]])) for k, m in product(range(24), repeat=2)}


def symmetric(order):
    worth = {cell: 4 - k for k, cell in enumerate(order)}
    row = np.array([[worth["R"], worth["S"]], [worth["T"], worth["P"]]], dtype=float)
    return np.array([row, row.T])


def relabelled(payoffs):
    """All ways to write the same game with the same actors: rungs renamed."""
    return [payoffs[:, ::rows, ::columns] for rows, columns in product((1, -1), repeat=2)]


def exchanged(payoffs):
    return np.array([payoffs[1].T, payoffs[0].T])


@pytest.mark.parametrize(("name", "order"), REWARD_SUCKER_TEMPTATION_PUNISHMENT.items())
def test_the_twelve_symmetric_games_have_their_names_however_they_are_written(name, order):
    payoffs = symmetric(order)
    assert {ordinal_name(way) for way in [*relabelled(payoffs), *relabelled(exchanged(payoffs))]} == {name}


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


def test_the_144_strict_games_have_a_name_each_and_78_where_actors_may_be_exchanged():
    # 24 x 24 ways to write 144 games, four (two rungs a side renamed) each
    assert len(set(STRICT.values())) == 144
    assert set(Counter(STRICT.values()).values()) == {4}
    unordered = {frozenset(name.split()) if name not in SYMMETRIC else name for name in STRICT.values()}
    assert (len(unordered), len(set(STRICT.values()) & set(SYMMETRIC))) == (78, 12)


def test_exchanged_actors_exchange_the_words_of_a_name():
    for (k, m), name in STRICT.items():
        mirrored = ordinal_name(exchanged(np.array([ORDERS[k], ORDERS[m]])))
        assert mirrored == (name if name in SYMMETRIC else " ".join(reversed(name.split())))


def test_a_name_has_the_word_of_the_row_actor_first():
    chicken, harmony = (symmetric(REWARD_SUCKER_TEMPTATION_PUNISHMENT[name])[0] for name in ("chicken", "harmony"))
    assert ordinal_name(np.array([chicken, harmony.T])) == "chicken harmony"
    assert ordinal_name(np.array([harmony, chicken.T])) == "harmony chicken"


def test_each_actors_word_hangs_on_its_own_ranks_once_the_others_best_outcome_names_the_rungs():
    words = {name.split()[-1] if "battle" not in name else "battle": name for name in SYMMETRIC}
    for (k, m), name in STRICT.items():
        if name in SYMMETRIC:
            continue
        row, column = (np.array(SYMMETRIC[words[word]]) for word in name.split())
        assert any(
            (way[0] == row).all() and (way[1] == column.T).all() for way in relabelled(np.array([ORDERS[k], ORDERS[m]]))
        )


def test_eighteen_of_the_strict_games_are_cycles_and_eighteen_have_two_pure_equilibria():
    count = Counter(len(pure_equilibria(game(ORDERS[k], ORDERS[m]))[0]) for k, m in STRICT)
    assert count == {0: 18 * 4, 1: 108 * 4, 2: 18 * 4}


def test_a_game_with_ties_has_the_name_of_the_strict_game_that_it_is_next_to():
    nearly = symmetric("TRPS")
    nearly[:, 0, 0] = 2.5
    assert ordinal_name(nearly) == "prisoner's dilemma"
    nearly[0, 0, 0] = nearly[0, 1, 1]
    assert ordinal_name(nearly) == "nearly prisoner's dilemma"


@pytest.mark.parametrize(("tied", "ranks"), TIED_BY_BRUNS.items(), ids=map(" ".join, TIED_BY_BRUNS))
def test_symmetric_games_with_one_tie_are_nearest_to_the_game_by_which_bruns_names_them(tied, ranks):
    row = np.array(ranks, dtype=float)
    assert ordinal_name(np.array([row, row.T])) == f"nearly {tied[1]}"


def test_names_of_games_with_ties_hang_on_no_way_of_writing_them():
    games = [np.array(tables) for tables in product(WEAK_ORDERS, repeat=2)]
    names = {payoffs.tobytes(): ordinal_name(payoffs) for payoffs in games}
    for payoffs in games:
        name = names[payoffs.tobytes()]
        assert {names[way.tobytes()] for way in relabelled(payoffs)} == {name}
        if name is None:
            assert min(table.max() for table in payoffs) == 0
            continue
        words = name.removeprefix("nearly ")
        tied = min(table.max() for table in payoffs) < 3
        assert name.startswith("nearly ") == (tied and name != "matching pennies")
        mirrored = names[exchanged(payoffs).tobytes()].removeprefix("nearly ")
        whole = words in SYMMETRIC or words == "matching pennies"
        assert mirrored == (words if whole else " ".join(reversed(words.split())))


def test_matching_pennies_keep_their_name():
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    payoffs = np.array([pennies, -pennies])
    assert {ordinal_name(way) for way in [*relabelled(payoffs), *relabelled(exchanged(payoffs))]} == {
        "matching pennies"
    }
    payoffs[0, 0, 0] = 4.0  # one prize is greater
    assert ordinal_name(payoffs) == "nearly matching pennies"
    assert ordinal_name(np.array([pennies, pennies])) == "nearly coordination"


def test_a_game_in_which_an_actor_is_indifferent_to_everything_has_no_name():
    assert ordinal_name(np.zeros((2, 2, 2))) is None
    assert ordinal_name(np.array([ORDERS[0], np.ones((2, 2))])) is None
