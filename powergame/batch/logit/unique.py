"""Quantal responses of games that surely have one each, by Newton's method, many games at once."""

from __future__ import annotations

import numpy as np

from powergame.arrays import BoolArray, FloatArray
from powergame.batch.logit.equations import Gains, newton, residual, spread, worth
from powergame.equilibrium.budgets import RESPONSE_CORRECTIONS

MAX_RESIDUAL = 1e-8
"""Probability by which play and the responses to it may differ at most where a quantal response is solved."""

CONVERGED = 1e-13
"""Log-odds, relative to the largest, below which Newton's method has converged."""

DECREASE = 0.9
"""Ratio of the errors after a step of Newton's method and before it, above which the responses themselves are taken."""


def solve_unique(gains: Gains) -> tuple[FloatArray, FloatArray]:
    """Solve games whose responses contract log-odds (`powergame.batch.logit.equations.contraction`).

    A step of Newton's method that brings play no nearer to the responses is replaced by the responses, which do.

    Returns
    -------
    odds : (M, B)
        Log-odds.
    residual : (B,)
        The difference in probability between play and the responses to it.
    """
    odds = worth(gains, np.zeros((int(gains.ends[-1]), gains.rows)))
    going = np.arange(gains.rows)
    for _ in range(RESPONSE_CORRECTIONS):
        if len(going) == 0:
            break
        part, here = gains.at(going), odds[:, going]
        correction, responses, _ = newton(part, here)
        there = here + correction
        far = spread(part, there - worth(part, there))
        worse = ~(far <= DECREASE * spread(part, here - responses)) & ~_small(correction, there)
        there[:, worse] = responses[:, worse]
        odds[:, going] = there
        going = going[worse | ~_small(correction, there)]
    return odds, residual(gains, odds)


def polish(gains: Gains, odds: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Correct log-odds that are nearly solutions; return them, and the derivatives (B, M, M) there.

    Raises
    ------
    numpy.linalg.LinAlgError
        Where the derivatives of a row are singular.
    """
    for _ in range(RESPONSE_CORRECTIONS):
        correction, _, derivatives = newton(gains, odds)
        odds = odds + correction
        if _small(correction, odds).all():
            break
    return odds, derivatives


def _small(correction: FloatArray, odds: FloatArray) -> BoolArray:
    """Whether corrections (M, B) are the last ones: those of rare rungs are measured by their own log-odds."""
    return np.asarray((np.abs(correction) <= CONVERGED * np.maximum(1.0, np.abs(odds).max(axis=0))).all(axis=0))
