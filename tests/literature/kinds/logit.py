"""What is published of quantal response, and of where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from support.games import game
from support.played_tables import RATIONALITY, PlayedTable

from powergame.arrays import FloatArray
from powergame.equilibrium.concept import Concept, solve_game
from powergame.equilibrium.logit.response import quantal_response
from powergame.priors.distributions import Truncated


def first_rung(payoffs: list[Any], rationalities: Sequence[float]) -> list[float]:
    """Return how likely the first actor's first rung is at each rationality."""
    return [quantal_response(game(*payoffs), float(much)).profile[0][0] for much in rationalities]


def limits(games: list[list[Any]]) -> list[list[int]]:
    """Return the rungs, from 1, that each actor plays at the end of the logit path of each game; 0 where it mixes."""
    return [[1 + list(strategy).index(1) if 1 in strategy else 0 for strategy in _limit(each)] for each in games]


def minimum_effort(efforts: int, actors: int, costs: Sequence[float]) -> list[list[int]]:
    """Return the efforts, from 1, at the end of the logit path where all get the least of them, at each cost."""
    levels = np.indices((efforts,) * actors) + 1.0
    return limits([levels.min(axis=0) - cost * levels for cost in costs])


def estimate(payoffs: list[Any], times: list[float]) -> dict[str, Any]:
    """Return the most likely rationality up to 10, its log likelihood, and the first rungs' probabilities there."""
    table = PlayedTable(np.array(payoffs), np.array(times, dtype=float), Truncated("uniform", 0.0, 10.0, 0.0, 10.0))

    def log_play(rationality: float) -> FloatArray:
        return table.evaluate({RATIONALITY: np.array([rationality])}).log[:, 0, 0]

    best = minimize_scalar(
        lambda much: -float(table.times @ log_play(much)), bounds=(0.0, 10.0), method="bounded", options={"xatol": 1e-7}
    )
    first_rungs = log_play(best.x)[[0, len(payoffs[0])]]
    return {
        "rationality": float(best.x),
        "log likelihood": -float(best.fun),
        "first rungs": np.exp(first_rungs).tolist(),
    }


def greatest_first_rung(payoffs: list[Any], low: float, high: float) -> float:
    """Return the greatest probability of the first actor's first rung that a rationality between bounds gives it."""
    logs = np.log([low, high])
    peak = minimize_scalar(lambda log: -first_rung(payoffs, [np.exp(log)])[0], bounds=logs, method="bounded")
    return -float(peak.fun)


def _limit(payoffs: list[Any] | FloatArray) -> tuple[tuple[Any, ...], ...]:
    solution = solve_game(game(*payoffs), "exact", Concept())[1]
    return next(e.profile for e in solution.equilibria if e.selected)
