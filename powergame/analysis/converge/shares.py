"""Shares of draws, and means over them, with their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

from powergame.plain import Json

CONFIDENCE_QUANTILE = 1.959963984540054
"""Standard deviations from the mean within which 95 % of a normal distribution lie."""


@dataclass(frozen=True)
class Share:
    """A share of the draws, or a mean of numbers in [0, 1], with its 95 % Wilson interval [1]_.

    For quasi-random draws, and for means of numbers between 0 and 1, the interval is wider than need be.

    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
       American Statistical Association 22.
    """

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, Json]:
        """Return the share as plain data."""
        return {"value": self.value, "low": self.low, "high": self.high}


def wilson(mean: float, count: int) -> Share:
    """Return a mean over so many draws with its Wilson interval.

    Examples
    --------
    >>> share = wilson(0.5, 100)
    >>> round(share.low, 3), round(share.high, 3)
    (0.404, 0.596)
    """
    z2 = CONFIDENCE_QUANTILE**2
    centre = (mean + z2 / (2 * count)) / (1 + z2 / count)
    half = CONFIDENCE_QUANTILE / (1 + z2 / count) * math.sqrt(mean * (1 - mean) / count + z2 / (4 * count**2))
    return Share(mean, max(0.0, min(mean, centre - half)), min(1.0, max(mean, centre + half)))
