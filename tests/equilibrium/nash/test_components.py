"""How equilibria hang together, against brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations

import numpy as np
import pytest
from support.games import game, random_games

from powergame.equilibrium.budgets import NASH_SUBSETS
from powergame.equilibrium.certificate import certify
from powergame.equilibrium.nash.components import connected, maximal_subsets
from powergame.equilibrium.nash.exact import extreme_equilibria


def subsets(items):
    return chain.from_iterable(combinations(items, size) for size in range(1, len(items) + 1))


def brute_force(pairs):
    """Maximal U x V all of which are in the list, over all sets of the first actor's strategies."""
    listed, found = set(pairs), set()
    firsts = sorted({x for x, _ in pairs})
    for group in subsets(firsts):
        shared = frozenset(y for _, y in pairs if all((x, y) in listed for x in group))
        if shared:
            found.add((frozenset(x for x in firsts if all((x, y) in listed for y in shared)), shared))
    return found


def grouped(pairs):
    return {
        (frozenset(pairs[k][0] for k in subset), frozenset(pairs[k][1] for k in subset))
        for subset in maximal_subsets(pairs, connected(pairs))
    }


def degenerate_games():
    return list(random_games(41, 80, [(2, 2), (3, 2), (3, 3), (4, 3), (4, 4)], 2))


def test_convex_components_are_the_maximal_rectangles_of_equilibria():
    for one in degenerate_games():
        pairs = extreme_equilibria(one).pairs
        assert grouped(pairs) == brute_force(pairs)


def test_every_equilibrium_is_in_a_convex_component():
    for one in degenerate_games():
        pairs = extreme_equilibria(one).pairs
        listed = {k for subset in maximal_subsets(pairs, connected(pairs)) for k in subset}
        assert listed == set(range(len(pairs)))


def test_the_middle_of_a_convex_component_is_an_equilibrium_exactly():
    for one in degenerate_games():
        pairs = extreme_equilibria(one).pairs
        for subset in maximal_subsets(pairs, connected(pairs)):
            sides = [sorted({pairs[k][i] for k in subset}) for i in (0, 1)]
            middle = [[sum(p) / Fraction(len(side)) for p in zip(*side, strict=True)] for side in sides]
            assert certify(one, middle).regret == 0


def test_between_convex_components_that_do_not_touch_there_are_other_profiles():
    coordination = extreme_equilibria(game(np.eye(2), np.eye(2))).pairs
    assert connected(coordination) == (0, 1, 2)


def test_convex_components_that_share_a_corner_are_one_connected_component():
    # (row 1, any column) and (any row, column 1) are equilibria, (row 2, column 2) is not.
    pairs = extreme_equilibria(game([[0, 0], [0, -1]], [[0, 0], [0, -1]])).pairs
    assert connected(pairs) == (0, 0, 0)
    assert maximal_subsets(pairs, connected(pairs)) == ((0, 1), (0, 2))


def test_connected_components_are_numbered_in_the_order_of_the_list():
    for one in degenerate_games():
        numbers = connected(extreme_equilibria(one).pairs)
        firsts = [numbers.index(c) for c in range(max(numbers) + 1)]
        assert firsts == sorted(firsts)


@pytest.mark.parametrize("size", [15])
def test_too_many_convex_components_are_cut_to_some_that_hold_every_equilibrium(size):
    # x_k meets all y but y_k: every subset of the y is shared by some x
    pairs = [(k, j) for k in range(size) for j in range(size) if j != k]
    assert 2**size > NASH_SUBSETS
    found = maximal_subsets(pairs, connected(pairs))
    assert {k for subset in found for k in subset} == set(range(len(pairs)))
