"""What an allocation of power is worth to an actor."""

from __future__ import annotations

import numpy as np

from powergame.model.game import FloatArray


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
    """Return u = v, or (1 - exp(-rho v)) / rho where rho is not 0 (constant absolute risk aversion)."""
    if not risk_aversion.any():
        return v
    rho = np.where(risk_aversion == 0, 1.0, risk_aversion)
    return np.where(risk_aversion == 0, v, -np.expm1(-rho * v) / rho)
