"""Shares of the sphere: closed forms, counting, and what must add up."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from powergame.analysis.converge.caps import share_below, share_within
from powergame.priors.sphere.directions import uniform_directions


@pytest.mark.parametrize("cosine", [-1.0, -0.7, -1e-9, 0.0, 0.3, 0.999999, 1.0])
def test_on_the_circle_the_share_is_an_angle_and_in_space_a_height(cosine):
    assert share_below(cosine, 2) == pytest.approx(1 - math.acos(cosine) / math.pi, abs=1e-12)
    assert share_below(cosine, 3) == pytest.approx((1 + cosine) / 2, abs=1e-12)


@pytest.mark.parametrize("dimensions", [2, 3, 4, 10, 100, 1000])
def test_opposite_caps_add_up(dimensions):
    for cosine in np.linspace(-1, 1, 21):
        assert share_below(cosine, dimensions) + share_below(-cosine, dimensions) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("dimensions", [2, 4, 7, 30])
def test_shares_are_what_counting_random_directions_gives(dimensions):
    r = np.random.default_rng(dimensions)
    first = uniform_directions(r.random((200_000, dimensions)))[:, 0]
    for cosine in (-0.5, -0.1, 0.0, 0.2, 0.8):
        assert (first < cosine).mean() == pytest.approx(share_below(cosine, dimensions), abs=0.005)


def test_in_one_dimension_there_are_two_directions():
    assert [share_below(t, 1) for t in (-1.0, -0.5, 1.0, 1.5)] == [0.0, 0.5, 0.5, 1.0]
    assert share_within([(-1.0, 0.2)], 1) == 0.5
    assert share_within([(-1.0, 1.0)], 1) == 1.0


def test_intervals_add_up_to_the_whole():
    cuts = [-1.0, -0.3, 0.1, 1.0]
    parts = [share_within([pair], 5) for pair in pairwise(cuts)]
    assert sum(parts) == pytest.approx(1)
    assert share_within(pairwise(cuts), 5) == pytest.approx(1)


def test_with_many_dimensions_nearly_all_directions_are_at_right_angles():
    assert share_within([(-0.1, 0.1)], 10_000) == pytest.approx(1)
    assert share_below(-0.5, 1000) < 1e-60
