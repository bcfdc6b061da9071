"""Quasi-random points of the unit cube.

Scrambled Sobol' points fill the cube more evenly than random ones [1]_.

References
----------
.. [1] Owen, A. B. (1998). Scrambling Sobol' and Niederreiter-Xing points. Journal of Complexity 14.
"""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray
from powergame.errors import UsageError

INNERMOST = 2.0**-40
"""Distance from 0 and 1 that coordinates of points keep: inverse distribution functions are infinite there."""

MAX_COORDINATES = 21_201
"""Coordinates for which there are Sobol' points."""


def points(count: int, dimensions: int, seed: int) -> FloatArray:
    """Return scrambled Sobol' points, (count, dimensions), inside the unit cube; the same for the same seed.

    Parameters
    ----------
    count
        Number of points: a power of 2.

    Examples
    --------
    Each eighth of either coordinate's range has one of eight points:

    >>> cube = points(8, 2, seed=0)
    >>> np.sort((cube * 8).astype(int), axis=0).T.tolist()
    [[0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 2, 3, 4, 5, 6, 7]]
    """
    from scipy.stats import qmc

    if dimensions > MAX_COORDINATES:
        raise UsageError(f"the unknowns take {dimensions:,} coordinates; {MAX_COORDINATES:,} can be drawn")
    scrambled = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random(count)
    return np.asarray(np.clip(scrambled, INNERMOST, 1 - INNERMOST))
