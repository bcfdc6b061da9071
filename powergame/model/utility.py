"""What an allocation of power is worth to an actor."""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray

NEARLY_NEUTRAL = 1e-20
"""Less risk aversion than this moves no utility by as much as this; the products of smaller rho would be subnormal."""


def value(alignment_of_i: FloatArray, allocation: FloatArray) -> FloatArray:
    """Return v_i = sum over j of A_ij m_j, (...): own power, plus everybody else's arrow projected on one's own.

    Parameters
    ----------
    alignment_of_i : (n, ...)
        A_ij over j.
    allocation : (n, ...)
        Power, in shares of all power before.
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
    """
    neutral = np.abs(risk_aversion) < NEARLY_NEUTRAL
    if neutral.all():
        return v
    rho = np.where(neutral, 1.0, risk_aversion)
    return np.where(neutral, v, -np.expm1(-rho * v) / rho)
