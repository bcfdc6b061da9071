"""Quasi-random points of the unit cube.

Scrambled Sobol' points fill the cube more evenly than random ones [1]_.

References
----------
.. [1] Owen, A. B. (1998). Scrambling Sobol' and Niederreiter-Xing points. Journal of Complexity 14.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from powergame.arrays import FloatArray
from powergame.errors import UsageError

INNERMOST = 2.0**-40
"""Distance from 0 and 1 that coordinates of points keep: inverse distribution functions are infinite there."""

MAX_COORDINATES = 21_201
"""Coordinates for which there are Sobol' points."""

BLOCK = 1 << 22
"""Numbers of a block of points: 32 MiB."""


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
    return np.concatenate(list(blocks_of_points(count, dimensions, seed)))


def blocks_of_points(count: int, dimensions: int, seed: int) -> Iterator[FloatArray]:
    """Yield the same points in blocks of no more than `BLOCK` numbers.

    Examples
    --------
    >>> [len(block) for block in blocks_of_points(2**20, 16, seed=0)]
    [262144, 262144, 262144, 262144]
    """
    from scipy.stats import qmc

    if dimensions > MAX_COORDINATES:
        raise UsageError(f"the unknowns take {dimensions:,} coordinates; {MAX_COORDINATES:,} can be drawn")
    sobol = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))
    rows = min(count, 1 << (BLOCK // dimensions).bit_length() - 1)  # a power of 2
    for _ in range(0, count, rows):
        yield np.asarray(np.clip(sobol.random(rows), INNERMOST, 1 - INNERMOST))
