"""What is published of contests: what efforts they call for, and which axioms their chances to win meet."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

import powergame as pg
from powergame.arrays import FloatArray
from powergame.equilibrium.nash.pure import pure_equilibria
from powergame.model.compile import compile_game
from powergame.model.contest import win_probabilities
from powergame.scenario.types import Contest

ROUNDING = 1e-12
"""Probability by which two chances to win may differ but for rounding error."""

CELLS = 100_000
"""Cells of an integral over shares of power."""


def efforts(
    actors: int,
    grid: list[str],
    exponent: float = 1.0,
    contest: Contest = "ratio",
    head_start: float = 0.0,
    powers: list[float] | None = None,
) -> list[list[float]]:
    """Return all pure equilibria of a contest for everything, as the efforts of each actor.

    An actor has a rung for each effort, which is its cost and its strength in the war, and war is certain.

    Parameters
    ----------
    grid
        The efforts that actors can make, as fractions of everything.
    exponent
        The decisiveness.
    head_start
        Strength that everybody has without an effort, where the contest is one of differences.
    powers
        Power of each actor; without it, they are equals.
    """
    levels = [float(np.divide(*map(int, effort.split("/")))) for effort in grid]
    power = np.array(powers or [1.0] * actors)
    share = power / power.sum()
    described = {
        f"actor {k}": {
            "power": float(power[k]),
            "preferences": np.eye(actors)[k].tolist(),
            "ladder": [
                {
                    "name": effort,
                    "grab": 1,
                    "provokes": 1,
                    "cost": x,
                    "strength": (head_start + x) / share[k],
                }
                for effort, x in zip(grid, levels, strict=True)
            ],
        }
        for k in range(actors)
    }
    conflict = {"contest": contest, "decisiveness": exponent, "destruction": {"odds": 0, "severity": 0}}
    profiles, complete = pure_equilibria(compile_game(pg.load({"actors": described, "conflict": conflict})).game)
    assert complete
    return [[levels[place] for place in profile] for profile in profiles]


def efforts_of_many(contests: list[dict[str, Any]]) -> list[list[list[float]]]:
    """Return all pure equilibria of each of several contests."""
    return [efforts(**contest) for contest in contests]


def overbidding(grid: list[str]) -> float:
    """Return by which fraction two equals exceed an effort of a quarter of everything in the pure equilibrium."""
    (both,) = efforts(2, grid)
    return sum(both) / 2 / 0.25 - 1


def axioms(contest: Contest, decisiveness: float) -> dict[str, bool]:
    """Return which axioms the chances to win meet, for all strengths of three sides on a grid."""

    def chances(strengths: FloatArray) -> FloatArray:
        return _chances(contest, strengths, decisiveness)

    grid = np.array(list(product([0.2, 0.5, 1.0, 1.7], repeat=3))).T
    before = chances(grid)
    more = chances(grid + np.array([[0.1], [0.0], [0.0]]))
    other = chances(grid + np.array([[0.0], [0.0], [0.3]]))
    two = chances(grid[:2])
    return {
        "A1 sums to 1": _same(before.sum(axis=0), 1.0) and bool((before >= 0).all()),
        "A2 grows with own effort": bool((more[0] > before[0]).all() and (more[1:] < before[1:]).all()),
        "A3 anonymity": _same(chances(grid[::-1]), before[::-1]),
        "A4 a smaller contest has the same odds": _same(two * before[:2].sum(axis=0), before[:2]),
        "A5 does not depend on those outside": _same(before[0] * other[1], other[0] * before[1]),
        "A6 homogeneity": _same(chances(3 * grid), before),
        "A7 translation": _same(chances(3 + grid), before),
    }


def gain_in_prediction() -> float:
    """Return by how much shares of power reduce the expected log loss of a coin, if wars are decided in proportion."""
    share = (np.arange(CELLS) + 0.5) / CELLS
    wins = _chances("ratio", np.array([share, 1 - share]), 1.0)
    loss = -(wins * np.log(wins)).sum(axis=0).mean()
    return float(1 - loss / np.log(2))


def _chances(contest: Contest, strengths: FloatArray, decisiveness: float) -> FloatArray:
    exists = np.ones(strengths.shape, dtype=bool)
    return win_probabilities(contest, strengths, exists, np.full(strengths.shape[1:], decisiveness))


def _same(some: FloatArray, others: FloatArray | float) -> bool:
    return bool(np.abs(some - others).max() <= ROUNDING)
