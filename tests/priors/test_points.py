"""Points of the unit cube: inside, and settled by the seed."""

from __future__ import annotations

import pytest

from powergame.errors import UsageError
from powergame.priors.points import points


def test_points_are_inside_of_the_cube_and_settled_by_the_seed():
    first, second, other = points(256, 5, 7), points(256, 5, 7), points(256, 5, 8)
    assert (first == second).all()
    assert not (first == other).any()
    assert 0 < first.min() < first.max() < 1
    with pytest.raises(UsageError, match="coordinates"):
        points(4, 30_000, 0)
