"""Regular games have an odd number of equilibria: Wilson, R. (1971). SIAM Journal on Applied Mathematics 21."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from support.games import game
from support.searches import compiled, searched

from powergame.equilibrium.nash.find import find_equilibria

SHAPES = [(2, 2, 2)] * 14 + [(3, 2, 2)] * 3 + [(2, 2, 2, 2)] * 2 + [(3, 3, 2)]


def test_ten_thousand_regular_games_have_odd_numbers_of_equilibria():
    rng, run = np.random.default_rng(1971), compiled()
    counts: dict[int, int] = {}
    for k in range(10_000):
        shape = SHAPES[k % len(SHAPES)]
        profiles, undecided, _ = searched(rng.standard_normal((len(shape), *shape)), run)
        assert not len(undecided)
        counts[len(profiles)] = counts.get(len(profiles), 0) + 1
    assert all(count % 2 for count in counts)
    assert counts[1] > counts[3] > counts[5] > counts[7] > 0


def test_of_thirteen_equilibria_the_one_in_which_all_mix_three_rungs_is_left_in_doubt():
    """Three who gain by choosing alike: they do, or no two do, or all mix the same rungs evenly."""
    alike = np.zeros((3, 3, 3))
    alike[[0, 1, 2], [0, 1, 2], [0, 1, 2]] = 1
    solution = find_equilibria(game(alike, alike, alike))
    profiles = {equilibrium.profile for equilibrium in solution.equilibria}
    agreed = {((1, 0, 0),) * 3, ((0, 1, 0),) * 3, ((0, 0, 1),) * 3}
    apart = set(permutations([(1, 0, 0), (0, 1, 0), (0, 0, 1)]))
    assert agreed | apart < profiles
    assert len(profiles) == len(agreed | apart) + 3  # the even mixtures of two rungs
    assert not solution.complete
