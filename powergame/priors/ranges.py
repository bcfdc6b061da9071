"""Ranges as priors: the distribution of a number's family of which 5 % lie below the range and 5 % above it."""

from __future__ import annotations

import math
from collections.abc import Callable

from powergame.scenario.priors import Family

TAIL = 0.05
"""Probability on each side of a range."""

NORMAL_QUANTILE = 1.6448536269514722
"""Standard deviations between the middle of a normal distribution and where a tail begins."""

WIDEST = 60.0
"""Natural logarithm of a parameter of the beta distribution, or of its inverse, at most."""

FINEST = 1e-15
"""Natural logarithm of a parameter to which it is fitted: rounding."""

LEAST = 1e-300
"""Probability of a tail, at least: its logarithm is taken."""


def parameters_of(family: Family, low: float, high: float) -> tuple[float, float]:
    """Return the two parameters of the distribution that fits a range, as `Prior` lists them.

    Raises
    ------
    ArithmeticError
        Where there is none that floating point can tell.

    Examples
    --------
    >>> [round(x, 4) for x in parameters_of("lognormal", 1.0, 100.0)]
    [2.3026, 1.3999]
    """
    if family == "beta":
        return _beta(low, high)
    first, last = (math.log(low), math.log(high)) if family == "lognormal" else (low, high)
    return first / 2 + last / 2, (last / 2 - first / 2) / NORMAL_QUANTILE


def _beta(low: float, high: float) -> tuple[float, float]:
    """Return the parameters of the beta distribution: for each a one b leaves a tail below, and one pair both."""
    from scipy.special import betainc

    middle, sd = (low + high) / 2, (high - low) / 2 / NORMAL_QUANTILE
    size = max(middle * (1 - middle) / sd**2 - 1, 1.0)  # a + b of a normal distribution of this middle

    def below(a: float) -> float:
        """Return log b."""
        return _root(lambda b: _log_tail(float(betainc(math.exp(a), math.exp(b), low))), a + math.log((1 - low) / low))

    def above(a: float) -> float:
        return -_log_tail(float(betainc(math.exp(below(a)), math.exp(a), 1 - high)))

    a = _root(above, math.log(middle * size))
    return math.exp(a), math.exp(below(a))


def _log_tail(probability: float) -> float:
    return math.log(max(probability, LEAST) / TAIL)


def _root(rising: Callable[[float], float], start: float) -> float:
    """Return where a rising function passes 0, from where it is thought to do so."""
    from scipy.optimize import brentq

    low = high = start
    step = 0.5
    while rising(low) > 0:
        low, step = low - step, 2 * step
        _refuse_far(low)
    step = 0.5
    while rising(high) < 0:
        high, step = high + step, 2 * step
        _refuse_far(high)
    return low if low == high else float(brentq(rising, low, high, xtol=FINEST, rtol=FINEST))


def _refuse_far(logarithm: float) -> None:
    if abs(logarithm) > WIDEST:
        raise ArithmeticError("no beta distribution that can be computed fits the range")
