"""Distributions of directions in R^k: uniform on the unit sphere, and von Mises-Fisher about a mean [1]_.

References
----------
.. [1] Mardia, K. V. & Jupp, P. E. (2000). Directional Statistics. Wiley. Sections 9.3 and 10.3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray
from powergame.priors.sphere.polar import polar

MAX_CONCENTRATION = 1e20
"""Concentration up to which directions are drawn: there they differ by 1e-10, beyond by rounding."""

STEEP = 1e6
"""Concentration, in units of 1 + (k / 2 - 1)^2, beyond which a Bessel function is its expansion at infinity."""

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

    def at_quantile(self, probability: FloatArray) -> FloatArray:
        """Return angles in the plane, (N,), that grow with a probability from 0 to 1, once around the circle.

        They are in radians, counter-clockwise from the first outcome. The ends lie opposite the mean, and half of the
        probability on either side of it; a uniform direction has no mean, and angles from -pi to pi.

        Examples
        --------
        >>> Directions(2, (0.0, 1.0), 3.0).at_quantile(np.array([0.5])).round(9).tolist() == [round(math.pi / 2, 9)]
        True
        """
        turned = np.sign(probability - 0.5) * polar(2, self.concentration).quantile(np.abs(2 * probability - 1))
        return np.asarray(self._ahead + turned)

    def quantile_at(self, angles: FloatArray) -> FloatArray:
        """Return the probabilities that `at_quantile` takes to some angles, (N,), whole turns apart or not."""
        turned = np.remainder(angles - self._ahead + math.pi, 2 * math.pi) - math.pi
        return np.asarray((1 + np.sign(turned) * polar(2, self.concentration).cdf(np.abs(turned))) / 2)

    @property
    def _ahead(self) -> float:
        """The angle of the mean in the plane; of uniform directions that of the first outcome."""
        assert self.dimensions == 2, "other directions have no angle"
        return 0.0 if self.mean is None else math.atan2(self.mean[1], self.mean[0])

    def log_density(self, directions: FloatArray) -> FloatArray:
        """Return the logarithm of the density over the sphere's surface, (N,), at unit vectors, (N, k).

        In one dimension the sphere is two points, and the density is a probability.
        """
        k = self.dimensions
        uniform = math.lgamma(k / 2) - math.log(2) - k / 2 * math.log(math.pi)
        if self.mean is None or self.concentration == 0:
            return np.full(len(directions), uniform)
        apart = ((directions - _unit(self.mean)) ** 2).sum(axis=1)  # 2 (1 - cos), which keeps its digits
        return np.asarray(uniform - self.concentration / 2 * apart - _log_average(k, self.concentration))


def _log_average(k: int, concentration: float) -> float:
    """Return the logarithm of the average of exp(kappa (cos - 1)) over the unit sphere of R^k.

    It is Gamma(v + 1) (2 / kappa)^v exp(-kappa) I_v(kappa), v = k / 2 - 1, with the modified Bessel function I.
    """
    from scipy.special import ive

    v = k / 2 - 1
    if concentration > STEEP * (1 + v * v):  # beyond its reach, two terms of the expansion at infinity do
        scaled = (1 - (4 * v * v - 1) / (8 * concentration)) / math.sqrt(2 * math.pi * concentration)
    else:
        scaled = float(ive(v, concentration))
    if scaled > LEAST_BESSEL:
        return math.lgamma(v + 1) + v * math.log(2 / concentration) + math.log(scaled)
    square, term, total, j = concentration**2 / 4, 1.0, 1.0, 0
    while term > total * np.finfo(float).eps:
        j += 1
        term *= square / (j * (v + j))
        total += term
    return math.log(total) - concentration


def _unit(mean: Sequence[float] | FloatArray) -> FloatArray:
    """Return a vector scaled to length 1; no square overflows or vanishes."""
    scaled = np.asarray(mean, dtype=float) / np.abs(mean).max()
    return np.asarray(scaled / np.sqrt((scaled**2).sum()))


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
    towards = _unit(mean)
    if k == 1:
        ahead = 1 / (1 + math.exp(-2 * concentration))
        return np.asarray(np.where(coordinates < ahead, towards, -towards))
    theta = polar(k, concentration).quantile(coordinates[:, 0])
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
