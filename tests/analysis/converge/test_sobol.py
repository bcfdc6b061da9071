"""Sobol' indices: a function whose indices are known, and another library's estimates."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from powergame.analysis.converge.sobol import indices

A, B = 7.0, 0.1


def ishigami(x):
    """sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]^3, whose indices are known (Ishigami & Homma 1990)."""
    return np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0])


def of_cube(u):
    return ishigami(2 * math.pi * u.T - math.pi)[:, None]


VARIANCES = {
    "1": 0.5 * (1 + B * math.pi**4 / 5) ** 2,
    "2": A**2 / 8,
    "13": B**2 * math.pi**8 * (1 / 18 - 1 / 50),
}
WHOLE = sum(VARIANCES.values())


def test_indices_of_a_function_that_is_known():
    [groups] = indices(of_cube, (1, 1, 1), 1 << 13, 0)
    first = [VARIANCES["1"] / WHOLE, VARIANCES["2"] / WHOLE, 0.0]
    total = [(VARIANCES["1"] + VARIANCES["13"]) / WHOLE, VARIANCES["2"] / WHOLE, VARIANCES["13"] / WHOLE]
    for group, one, all_ in zip(groups, first, total, strict=True):
        assert group.first.value == pytest.approx(one, abs=0.01)
        assert group.total.value == pytest.approx(all_, abs=0.01)
        assert group.first.low - 0.01 <= one <= group.first.high + 0.01
        assert group.total.low - 0.01 <= all_ <= group.total.high + 0.01


def test_groups_of_coordinates_are_one_unknown():
    [(both, second)] = indices(lambda u: of_cube(u[:, [0, 2, 1]]), (2, 1), 1 << 13, 0)
    assert both.first.value == pytest.approx((VARIANCES["1"] + VARIANCES["13"]) / WHOLE, abs=0.01)
    assert both.total.value == pytest.approx(both.first.value, abs=0.01)
    assert second.total.value == pytest.approx(VARIANCES["2"] / WHOLE, abs=0.01)


def test_scipy_estimates_the_same():
    theirs = stats.sobol_indices(
        func=ishigami, n=1 << 13, dists=[stats.uniform(-math.pi, 2 * math.pi)] * 3, rng=np.random.default_rng(1)
    )
    [groups] = indices(of_cube, (1, 1, 1), 1 << 13, 1)
    assert np.allclose([group.first.value for group in groups], theirs.first_order, atol=0.02)
    assert np.allclose([group.total.value for group in groups], theirs.total_order, atol=0.02)


def test_an_output_that_does_not_vary_has_no_indices():
    [groups, _] = indices(lambda u: np.column_stack([np.ones(len(u)), u[:, 0]]), (1, 1), 64, 0)
    assert [(group.first, group.total) for group in groups] == [(None, None)] * 2


def test_a_seed_settles_them():
    assert indices(of_cube, (1, 1, 1), 64, 3) == indices(of_cube, (1, 1, 1), 64, 3)
    assert indices(of_cube, (1, 1, 1), 64, 3) != indices(of_cube, (1, 1, 1), 64, 4)
