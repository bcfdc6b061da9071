"""Regular games have an odd number of equilibria: Wilson, R. (1971). SIAM Journal on Applied Mathematics 21."""

from __future__ import annotations

import numpy as np
from support.searches import compiled, searched

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
