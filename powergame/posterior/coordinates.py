"""Unknowns as functions of independent normal scores: what is listed, what one score gives, and what takes several.

A restricted prior is cut off at the ends that `given` leaves, and what is left is scaled up: its own probabilities
run from 0 to 1 again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from powergame.arrays import FloatArray
from powergame.errors import UsageError
from powergame.posterior.types import Likelihood, Values
from powergame.priors.distributions import Choice, Distribution, Truncated
from powergame.priors.points import INNERMOST
from powergame.priors.sphere.directions import Directions
from powergame.text import printable


@dataclass(frozen=True)
class Unknown:
    """An unknown and its prior, restricted to the limits.

    Attributes
    ----------
    path
        The unknown's path.
    distribution
        Its restricted prior.
    """

    path: str
    distribution: Distribution

    @property
    def width(self) -> int:
        """Normal scores that a draw takes."""
        return self.distribution.coordinates

    @cached_property
    def listed(self) -> tuple[np.ndarray, FloatArray] | None:
        """All values, and their probabilities, in the order of their quantiles; None where there is no end of them."""
        if isinstance(self.distribution, Choice):
            count = len(self.distribution.values)
            middles = (np.arange(count)[:, None] + 0.5) / count
            return self.at(middles), self.distribution.probabilities
        if isinstance(self.distribution, Directions) and self.distribution.dimensions == 1:
            values = self.distribution.draw(np.array([[INNERMOST], [1 - INNERMOST]]))
            return values, np.exp(self.distribution.log_density(values))
        return None

    @property
    def is_line(self) -> bool:
        """Whether its values are a function of one quantile: numbers, and directions in two dimensions."""
        circle = isinstance(self.distribution, Directions) and self.distribution.dimensions == 2
        return circle or isinstance(self.distribution, Truncated)

    def at(self, coordinates: FloatArray) -> np.ndarray:
        """Return the values at points of the unit cube, (N, width)."""
        if isinstance(self.distribution, Choice) and self.distribution.of_words:
            return np.array(self.distribution.values)[self.distribution.places(coordinates)]
        return self.distribution.draw(coordinates)

    def along(self, quantiles: FloatArray) -> np.ndarray:
        """Return the values of a line at its quantiles, (N,); of directions the angle goes once around."""
        if isinstance(self.distribution, Directions):
            if self.distribution.mean is None:
                turn = 2 * math.pi * quantiles - math.pi
                return np.stack([np.cos(turn), np.sin(turn)], axis=1)
            side = np.where(quantiles < 0.5, 0.25, 0.75)
            return self.distribution.draw(np.stack([np.abs(2 * quantiles - 1), side], axis=1))
        return self.distribution.draw(quantiles[:, None])

    def scores_along(self, quantiles: FloatArray, scores: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the means, (width, N), and covariances, (width, width, N), of the scores behind values of a line.

        Those of a direction have a length besides, and those of an angle to a mean a size besides their sign, which
        the direction does not depend on.
        """
        if not isinstance(self.distribution, Directions):
            return scores[None], np.zeros((1, 1, len(scores)))
        if self.distribution.mean is None:
            direction = self.along(quantiles).T
            return math.sqrt(math.pi / 2) * direction, (2 - math.pi / 2) * direction[:, None] * direction
        from scipy.special import ndtri

        ahead = ndtri(np.clip(np.abs(2 * quantiles - 1), INNERMOST, 1 - INNERMOST))
        means = np.stack([ahead, math.sqrt(2 / math.pi) * np.where(quantiles < 0.5, -1.0, 1.0)])
        covariances = np.zeros((2, 2, len(scores)))
        covariances[1, 1] = 1 - 2 / math.pi
        return means, covariances

    @cached_property
    def scores_listed(self) -> tuple[FloatArray, FloatArray]:
        """Mean and variance of the score behind each listed value."""
        from scipy.special import ndtri

        assert self.listed is not None, "it has no list"
        probabilities = self.listed[1]
        ends = ndtri(np.concatenate([[0.0], np.cumsum(probabilities)]).clip(0, 1))
        ends[-1] = np.inf
        density = np.exp(-(ends**2) / 2) / math.sqrt(2 * math.pi)
        moment = np.where(np.isfinite(ends), ends, 0.0) * density
        means = -np.diff(density) / probabilities
        return means, 1 - np.diff(moment) / probabilities - means**2


def unknowns_of(likelihood: Likelihood) -> tuple[Unknown, ...]:
    """Return the unknowns of a likelihood, with their priors cut off at its limits.

    Raises
    ------
    UsageError
        Where nothing of a prior is left between its limits.
    """
    limits = likelihood.limits
    return tuple(
        Unknown(path, restricted(path, distribution, limits.get(path, (-math.inf, math.inf))))
        for path, distribution in likelihood.distributions.items()
    )


def restricted(path: str, distribution: Distribution, limits: tuple[float, float]) -> Distribution:
    """Return a distribution of numbers cut off at some limits."""
    if not isinstance(distribution, Truncated) or limits == (-math.inf, math.inf):
        return distribution
    low, high = max(distribution.low, limits[0]), min(distribution.high, limits[1])
    cut = replace(distribution, low=low, high=high, above=distribution.above and low == distribution.low)
    if not low < high or not cut.mass > 0 or not cut.computable:
        raise UsageError(f"{printable(path)}: its prior has no probability in what is given, {low:g} to {high:g}")
    return cut


def values_at(unknowns: Sequence[Unknown], scores: FloatArray) -> Values:
    """Return the values of all unknowns where their normal scores are some numbers, (N, C)."""
    from scipy.special import ndtr

    cube = np.clip(ndtr(scores), INNERMOST, 1 - INNERMOST)
    ends = np.cumsum([unknown.width for unknown in unknowns]).tolist()
    return {
        unknown.path: unknown.at(cube[:, end - unknown.width : end])
        for unknown, end in zip(unknowns, ends, strict=True)
    }


def score_owners(unknowns: Sequence[Unknown]) -> tuple[str, ...]:
    """Return the unknown that each score belongs to."""
    return tuple(unknown.path for unknown in unknowns for _ in range(unknown.width))


def taken(values: Values, places: np.ndarray) -> dict[str, np.ndarray]:
    """Return the values at some of the points."""
    return {path: column[places] for path, column in values.items()}


def distributions_of(unknowns: Sequence[Unknown]) -> Mapping[str, Distribution]:
    """Return the restricted prior of each unknown, by path."""
    return {unknown.path: unknown.distribution for unknown in unknowns}
