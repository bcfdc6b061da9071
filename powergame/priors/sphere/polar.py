"""The angle of a von Mises-Fisher distribution of directions to its mean: distribution function and quantiles.

In R^k the density of the angle t in [0, pi] is proportional to exp(kappa cos t) sin(t)^(k - 2) [1]_. It is integrated
by Gauss-Legendre quadrature in cells, from both ends, so that both tails keep their digits.

References
----------
.. [1] Mardia, K. V. & Jupp, P. E. (2000). Directional Statistics. Wiley. Sections 9.3 and 10.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from powergame.arrays import FloatArray

TAILS = 14.0
"""Standard deviations of the angle at which its range ends: a probability of less than 1e-40 lies beyond."""

CELLS = 512
"""Cells of that range."""

NODES = 10
"""Nodes of the quadrature in a cell: it is exact but for rounding, as the density hardly changes over a cell."""

STEPS = 12
"""Steps of Newton's method to a quantile, at most: some three do."""

SETTLED = 1e-7
"""Share of the distance within a cell by which the last step changes it: what is left is its square."""


@dataclass(frozen=True, eq=False)
class Polar:
    """The distribution of the angle to the mean.

    Attributes
    ----------
    dimensions, concentration
        k and kappa.
    ends : (CELLS + 1,)
        Ends of the cells, in radians.
    below, above : (CELLS + 1,)
        Probability on either side of each.
    scale
        Logarithm of the greatest density before it is scaled to 1, and of the scale.
    """

    dimensions: int
    concentration: float
    ends: FloatArray
    below: FloatArray
    above: FloatArray
    scale: float

    def quantile(self, probability: FloatArray) -> FloatArray:
        """Return the angles below which there are some probabilities, in radians."""
        upper = probability > 0.5
        angles = np.empty_like(probability)
        angles[~upper] = self._inverse(probability[~upper], self.ends, self.below)
        angles[upper] = self._inverse(1 - probability[upper], self.ends[::-1], self.above[::-1])
        return angles

    def cdf(self, angles: FloatArray) -> FloatArray:
        """Return the probability below some angles in [0, pi]."""
        cells = np.clip(np.searchsorted(self.ends, angles, side="right") - 1, 0, CELLS - 1)
        starts = self.ends[cells]
        return np.clip(self.below[cells] + self._mass(starts, np.minimum(angles, self.ends[-1]) - starts), 0.0, 1.0)

    def _inverse(self, mass: FloatArray, ends: FloatArray, until: FloatArray) -> FloatArray:
        """Return the angles up to which there is some mass, from the first of the ends on.

        In a cell the mass is nearly a power of the distance from its beginning, so its logarithm is nearly linear.
        """
        cells = np.clip(np.searchsorted(until, mass, side="right") - 1, 0, CELLS - 1)
        starts, widths = ends[cells], ends[cells + 1] - ends[cells]
        wanted = np.maximum(mass - until[cells], 0.0)
        whole = until[cells + 1] - until[cells]
        inside = (wanted > 0) & (wanted < whole)
        distance = np.where(wanted > 0, widths, 0.0)
        open_cells = np.flatnonzero(inside)
        goal = wanted[open_cells]
        at = widths[open_cells] * goal / whole[open_cells]
        for _ in range(STEPS):
            held = np.abs(self._mass(starts[open_cells], at))
            steepness = np.abs(at) * self._density(starts[open_cells] + at) / held
            step = np.clip((goal / held) ** (1 / steepness), 0.0, widths[open_cells] / at)
            at = at * step
            if (np.abs(step - 1) < SETTLED).all():
                break
        distance[open_cells] = at
        return np.asarray(starts + distance)

    def _density(self, angles: FloatArray) -> FloatArray:
        return np.exp(_log_density(self.dimensions, self.concentration, angles) - self.scale)

    def _mass(self, starts: FloatArray, widths: FloatArray) -> FloatArray:
        """Return the integrals of the density over intervals."""
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        total = np.zeros_like(starts)
        for node, weight in zip(nodes, weights, strict=True):
            total += weight / 2 * self._density(starts + widths * (node + 1) / 2)
        return total * widths


def _log_density(dimensions: int, concentration: float, angles: FloatArray) -> FloatArray:
    """Return the logarithm of exp(kappa (cos t - 1)) sin(t)^(k - 2); the difference keeps its digits."""
    with np.errstate(divide="ignore"):
        across = (dimensions - 2) * np.log(np.abs(np.sin(angles))) if dimensions > 2 else 0.0
    return np.asarray(across - 2 * concentration * np.sin(angles / 2) ** 2)


@lru_cache(maxsize=64)
def polar(dimensions: int, concentration: float) -> Polar:
    """Return the distribution of the angle to the mean in R^k, k >= 2.

    Examples
    --------
    Without concentration, the angle in the plane is uniform:

    >>> (polar(2, 0.0).quantile(np.array([0.25, 0.5])) / math.pi).round(12).tolist()
    [0.25, 0.5]
    """
    spread = math.sqrt(max(dimensions - 1, 1) / concentration) if concentration > 0 else math.inf
    ends = np.linspace(0.0, min(math.pi, TAILS * spread), CELLS + 1)
    greatest = float(np.max(_log_density(dimensions, concentration, (ends[1:] + ends[:-1]) / 2)))
    draft = Polar(dimensions, concentration, ends, ends, ends, greatest)
    masses = draft._mass(ends[:-1], np.diff(ends))
    below = np.concatenate([[0.0], np.cumsum(masses)])
    above = np.concatenate([np.cumsum(masses[::-1])[::-1], [0.0]])
    return Polar(
        dimensions, concentration, ends, below / below[-1], above / above[0], greatest + math.log(float(below[-1]))
    )
