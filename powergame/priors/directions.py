"""Distributions of directions in R^k: uniform on the unit sphere, and von Mises-Fisher about a mean [1]_.

References
----------
.. [1] Mardia, K. V. & Jupp, P. E. (2000). Directional Statistics. Wiley. Sections 9.3 and 10.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray

ANGLES = 20_001
"""Points of the grid on which the angle to a von Mises-Fisher distribution's mean is inverted."""

TAILS = 14.0
"""Standard deviations of that angle at which its grid ends: a probability of less than 1e-40 lies beyond."""

LEAST_BESSEL = 1e-290
"""Scaled Bessel function below which digits are lost to underflow, and a short power series is taken instead."""


@dataclass(frozen=True)
class Directions:
    """A distribution of directions of preferences.

    Attributes
    ----------
    dimensions
        k: the numbers of a direction, and the coordinates of a point that a draw takes.
    mean
        Mean of the von Mises-Fisher distribution, of any length but 0; None where directions are uniform on the sphere.
    concentration
        kappa >= 0.

    Examples
    --------
    The density is higher near the mean:

    >>> directions = Directions(2, mean=(1.0, 0.0), concentration=3.0)
    >>> ahead, behind = directions.log_density(np.array([[1.0, 0.0], [-1.0, 0.0]]))
    >>> round(float(ahead - behind), 9)
    6.0
    """

    dimensions: int
    mean: tuple[float, ...] | None = None
    concentration: float = 0.0

    @property
    def coordinates(self) -> int:
        """Coordinates of a point that a draw takes."""
        return self.dimensions

    def draw(self, coordinates: FloatArray) -> FloatArray:
        """Return a direction, (N, k), for each point of the cube, (N, k)."""
        if self.mean is None:
            return uniform_directions(coordinates)
        return fisher_directions(np.array(self.mean), self.concentration, coordinates)

    def log_density(self, directions: FloatArray) -> FloatArray:
        """Return the logarithm of the density over the sphere's surface, (N,), at unit vectors, (N, k).

        In one dimension the sphere is two points, and the density is a probability.
        """
        k = self.dimensions
        uniform = math.lgamma(k / 2) - math.log(2) - k / 2 * math.log(math.pi)
        if self.mean is None or self.concentration == 0:
            return np.full(len(directions), uniform)
        mean = np.array(self.mean)
        ahead = directions @ (mean / np.sqrt((mean**2).sum()))
        return np.asarray(uniform + self.concentration * (ahead - 1) - _log_average(k, self.concentration))


def _log_average(k: int, concentration: float) -> float:
    """Return the logarithm of the average of exp(kappa (cos - 1)) over the unit sphere of R^k.

    It is Gamma(v + 1) (2 / kappa)^v exp(-kappa) I_v(kappa), v = k / 2 - 1, with the modified Bessel function I.
    """
    from scipy.special import ive

    v = k / 2 - 1
    scaled = float(ive(v, concentration))
    if scaled > LEAST_BESSEL:
        return math.lgamma(v + 1) + v * math.log(2 / concentration) + math.log(scaled)
    square, term, total, j = concentration**2 / 4, 1.0, 1.0, 0
    while term > total * np.finfo(float).eps:
        j += 1
        term *= square / (j * (v + j))
        total += term
    return math.log(total) - concentration


def uniform_directions(coordinates: FloatArray) -> FloatArray:
    """Return directions uniform on the unit sphere of R^k, (N, k), from points of the cube, (N, k)."""
    from scipy.special import ndtri

    normal = ndtri(coordinates)
    length = np.sqrt((normal**2).sum(axis=1, keepdims=True))
    first = np.eye(1, coordinates.shape[1])
    return np.asarray(np.where(length > 0, normal / np.where(length > 0, length, 1.0), first))


def fisher_directions(mean: FloatArray, concentration: float, coordinates: FloatArray) -> FloatArray:
    """Return directions with a von Mises-Fisher distribution, of density proportional to exp(kappa mean . x).

    Parameters
    ----------
    mean : (k,)
        Mean direction, of any length but 0.
    concentration
        kappa >= 0.
    coordinates : (N, k)
        Points of the cube. The first coordinate gives the angle to the mean, whose density is proportional to
        exp(kappa cos) sin^(k - 2) [1]_; the others give the direction across.
    """
    k = len(mean)
    towards = mean / np.sqrt((mean**2).sum())
    if k == 1:
        ahead = 1 / (1 + math.exp(-2 * concentration))
        return np.asarray(np.where(coordinates < ahead, towards, -towards))
    furthest = min(math.pi, TAILS * math.sqrt(max(k - 1, 1) / concentration)) if concentration > 0 else math.pi
    angle = np.linspace(0.0, furthest, ANGLES)
    density = np.exp(concentration * (np.cos(angle) - 1)) * np.abs(np.sin(angle)) ** (k - 2)
    density /= density.max()
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    theta = np.interp(coordinates[:, 0], below / below[-1], angle)
    across = uniform_directions(coordinates[:, 1:]) if k > 2 else np.where(coordinates[:, 1:] < 0.5, 1.0, -1.0)
    upright = np.concatenate([np.cos(theta)[:, None], np.sin(theta)[:, None] * across], axis=1)
    return _turned(upright, towards)


def _turned(vectors: FloatArray, towards: FloatArray) -> FloatArray:
    """Return vectors reflected so that the first axis comes to lie on a direction."""
    mirror = np.eye(1, len(towards))[0] - towards
    square = float((mirror**2).sum())
    if square < np.finfo(float).eps:
        return vectors
    return np.asarray(vectors - 2 / square * (vectors * mirror).sum(axis=1, keepdims=True) * mirror)
