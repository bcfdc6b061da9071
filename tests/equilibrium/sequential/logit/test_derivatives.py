"""Derivatives of the equations along a tree's logit path, and at its end, held to finite differences."""

from __future__ import annotations

import numpy as np
import pytest
from support.trees import random_tree

from powergame.equilibrium.sequential.logit.chart import first_chart
from powergame.equilibrium.sequential.logit.polish import frozen

TREES = {
    "two rounds": random_tree(0, (2, 1), (2, 2), 2),
    "three rounds, views that differ": random_tree(1, (3, 2), (2, 3), 3, agreed=False),
    "three actors": random_tree(2, (2, 2, 1), (2, 3, 2), 2),
    "sides by belief": random_tree(3, (2, 2, 2), (2, 3, 2), 2, sided=True, agreed=False),
    "two who side": random_tree(4, (2, 1, 2, 1), (2, 2, 2, 2), 1, sided=True),
}
STEP, ERROR = 1e-6, 1e-8


@pytest.mark.parametrize("name", TREES)
def test_derivatives_along_the_path(name):
    chart = first_chart(TREES[name])
    z = chart.relative(np.append(np.random.default_rng(0).normal(scale=0.1, size=chart.layout.size), 0.2))
    _, linear, _ = chart.equations(z)
    for column, place in enumerate([*linear.kept, len(z) - 1]):
        step = np.zeros(len(z))
        step[place] = STEP
        difference = (chart.equations(z + step)[0] - chart.equations(z - step)[0]) / (2 * STEP)
        assert linear.matrix[:, column] == pytest.approx(difference[linear.kept], abs=ERROR)


@pytest.mark.parametrize("name", TREES)
def test_derivatives_where_some_rungs_types_and_sides_are_left_out(name):
    chart = first_chart(TREES[name])
    rng = np.random.default_rng(0)
    z = chart.relative(np.append(rng.normal(scale=0.4, size=chart.layout.size), 0.2))
    end = frozen(chart, chart.point(z), 0.25)
    x = end.start.copy()
    x[end.mixed] += rng.normal(scale=0.3, size=len(end.mixed))
    _, matrix = end.equations(x)
    assert 0 < len(end.mixed) < np.isfinite(end.start).sum()
    for column, place in enumerate(end.mixed):
        step = np.zeros(len(x))
        step[place] = STEP
        difference = (end.equations(x + step)[0] - end.equations(x - step)[0]) / (2 * STEP)
        assert matrix[:, column] == pytest.approx(difference, abs=ERROR)
