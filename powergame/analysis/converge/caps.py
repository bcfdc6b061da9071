"""Caps of the unit sphere: the share of directions whose cosine with a fixed one is in some intervals.

Of directions uniform on the unit sphere of R^k, the cosine t with a fixed one has density proportional to
(1 - t^2)^((k - 3) / 2) on [-1, 1]; (1 + t) / 2 has a beta distribution with both parameters (k - 1) / 2 [1]_.

.. [1] Li, S. (2011). Concise formulas for the area and volume of a hyperspherical cap. Asian Journal of Mathematics and
   Statistics 4.
"""

from __future__ import annotations

import math
from collections.abc import Iterable


def share_below(cosine: float, dimensions: int) -> float:
    """Return the share of directions whose cosine with a fixed one is below a value.

    Parameters
    ----------
    cosine
        t. At t >= 0 the share is 1 - I_{1 - t^2}((k - 1) / 2, 1 / 2) / 2, with the regularised incomplete beta function
        I; at t < 0 it is what is left of the opposite cap. Near 0, where 1 - t^2 loses t, it is computed as
        1 / 2 + I_{t^2}(1 / 2, (k - 1) / 2) / 2.
    dimensions
        k >= 1. In one dimension there are two directions, with cosines 1 and -1.
    """
    if dimensions == 1:
        return 0.0 if cosine <= -1 else 1.0 if cosine > 1 else 0.5
    if not -1 < cosine < 1:
        return float(cosine >= 1)
    from scipy.special import betainc

    if cosine**2 * dimensions < 1:
        between = float(betainc(0.5, (dimensions - 1) / 2, cosine**2)) / 2
        return 0.5 + math.copysign(between, cosine)
    beyond = float(betainc((dimensions - 1) / 2, 0.5, (1 - cosine) * (1 + cosine))) / 2
    return beyond if cosine < 0 else 1 - beyond


def share_within(intervals: Iterable[tuple[float, float]], dimensions: int) -> float:
    """Return the share of directions whose cosine with a fixed one is in one of some disjoint open intervals.

    In one dimension the intervals are closed: the only cosines, -1 and 1, are their ends.

    Examples
    --------
    In three dimensions cosines are spread evenly; in many, nearly all are near 0:

    >>> round(share_within([(0.5, 1.0)], dimensions=3), 4)
    0.25
    >>> round(share_within([(-0.1, 0.1)], dimensions=1000), 4)
    0.9985
    """
    if dimensions == 1:
        ends = tuple(intervals)
        return sum(0.5 for cosine in (-1.0, 1.0) if any(low <= cosine <= high for low, high in ends))
    return sum(share_below(high, dimensions) - share_below(low, dimensions) for low, high in intervals)
