"""The worth of an allocation of power to an actor."""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray

NEARLY_NEUTRAL = 1e-20
"""Risk aversion below which no utility moves by as much as this; products of smaller rho would be subnormal."""


def value(alignment_of_i: FloatArray, allocation: FloatArray) -> FloatArray:
    """Return v_i = sum over j of A_ij m_j, (...): i's power, plus the others' arrows projected on i's direction.

    Parameters
    ----------
    alignment_of_i : (n, ...)
        A_ij over j.
    allocation : (n, ...)
        Power, in shares of all power before.

    Examples
    --------
    An actor with a quarter of all power, an ally that agrees with it by 0.6, and an opponent:

    >>> value(np.array([1.0, 0.6, -1.0]), np.array([0.25, 0.5, 0.25])).round(9).item()
    0.3
    """
    total = alignment_of_i[0] * allocation[0]
    for j in range(1, len(allocation)):
        total = total + alignment_of_i[j] * allocation[j]
    return np.asarray(total)


def utility(v: FloatArray, risk_aversion: FloatArray) -> FloatArray:
    """Return u = v, or (1 - exp(-rho v)) / rho where rho is not 0 (constant absolute risk aversion).

    Parameters
    ----------
    v : (...)
        In [-1, 1].
    risk_aversion : (1,) or (1, B)
        rho in [-500, 500].

    Examples
    --------
    A certain 0 is worth more to a risk-averse actor than an even chance of 1 or -1:

    >>> bool(utility(np.array([1.0, -1.0]), np.array([2.0])).mean() < 0)
    True
    >>> bool(utility(np.array([1.0, -1.0]), np.array([0.0])).mean() == 0)
    True
    """
    neutral = np.abs(risk_aversion) < NEARLY_NEUTRAL
    if neutral.all():
        return v
    rho = np.where(neutral, 1.0, risk_aversion)
    return np.where(neutral, v, -np.expm1(-rho * v) / rho)
