"""Stretches of axes and rows of grids are those of the whole, bit for bit."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from support.installed import SMALLEST

from powergame.analysis.sweep.grid import Grid
from powergame.scenario.axes import axis, values
from powergame.scenario.reading.load import load_text
from powergame.scenario.types import Axis

SMALL = replace(load_text(SMALLEST), source="folder/small.yaml")


@pytest.mark.parametrize("given", ["0:1:7", "-1:1:2", "3:3:1", "1:0:5", "0:5e-324:9"])
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_stretches_of_an_axis_are_the_axis_bit_for_bit(given, scale):
    one = axis(given)
    if scale == "log":
        one = Axis(None, one.start + 1.5, one.stop + 1.5, one.count, "log")
    every = values(one)
    for start in range(len(one)):
        for stop in range(start + 1, len(one) + 1):
            assert values(one, start, stop).tolist() == every[start:stop].tolist()


def test_stretches_of_a_long_axis_cost_no_more_than_themselves():
    one = Axis(None, 0.0, 1.0, 1_000_000_000)
    assert values(one, 999_999_998, 1_000_000_000).tolist() == [999_999_998 / 999_999_999, 1.0]


@pytest.mark.parametrize("shape", [(7,), (3, 4), (1, 5, 1), (2, 3, 4, 5), (4, 1, 6), (30, 2)])
def test_levels_of_any_rows_are_those_of_the_grid(shape):
    axes = tuple((f"p{k}", Axis(None, k, k + 1.0, size) if size > 1 else axis([k])) for k, size in enumerate(shape))
    grid = Grid(axes)
    every = list(product(*(values(one).tolist() for _, one in axes)))
    for start in range(grid.points):
        for stop in range(start + 1, grid.points + 1, 3):
            levels = grid.levels(start, stop).values()
            assert list(zip(*(one.values[one.places].tolist() for one in levels), strict=True)) == every[start:stop]
            assert all(len(one.values) <= stop - start for one in levels)


@pytest.mark.parametrize("given", ["-1:1:5", "-1:2:7", "-1:1:4", "1:-3:9", "0.5:2:4", "-3:-1:3"])
def test_among_the_rows_that_are_tried_first_is_the_value_nearest_to_0(given):
    one = axis(given)
    tried = [row["path"] for row in Grid((("path", one),)).corners(8)]
    nearest = min(values(one).tolist(), key=abs)
    assert min(tried, key=abs) == pytest.approx(nearest, abs=1e-15)
