"""Distributions of unknowns behind one small interface: draws from points of the unit cube, and densities.

A draw is a function of a point. So the same points give the same draws, and evenly spread points give evenly spread
draws. A distribution of numbers reaches no farther than the number's field allows: it is cut off there, and the rest
is scaled up to 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.errors import UsageError
from powergame.priors.points import INNERMOST
from powergame.priors.ranges import parameters_of
from powergame.priors.sphere.directions import MAX_CONCENTRATION, Directions
from powergame.scenario.fields import Number
from powergame.scenario.paths.grammar import parse
from powergame.scenario.priors import family_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Prior, PriorKind, Value
from powergame.text import printable

if TYPE_CHECKING:
    from scipy.stats.distributions import rv_frozen


PROBES = (INNERMOST, 0.01, 0.5, 0.99, 1 - INNERMOST)
"""Probabilities at which a distribution is tried: what floating point loses of it is lost at one of them."""

SUREST = 1e12
"""Parameter of a beta distribution, at most: with larger ones SciPy takes minutes, or loses quantiles altogether."""


class Distribution(Protocol):
    """The distribution of one unknown."""

    @property
    def coordinates(self) -> int:
        """Coordinates of a point that a draw takes."""

    def draw(self, coordinates: FloatArray) -> FloatArray:
        """Return the draws at some points of the unit cube, (N, C): numbers, (N,), or vectors, (N, k)."""

    def log_density(self, values: FloatArray) -> FloatArray:
        """Return the logarithm of the density at some values, (N,); of the probability where values are choices."""


@dataclass(frozen=True)
class Truncated:
    """A distribution of numbers, cut off at the ends of a range.

    Attributes
    ----------
    kind, first, second
        The distribution's kind and its two parameters, as `Prior` lists them.
    low, high
        Ends of the range; infinite where it is open.
    above
        Whether `low` itself is outside of the range.
    start, span
        Of a beta distribution, the least value and how far it reaches.

    Examples
    --------
    The upper half of a normal distribution, whose density is twice as high:

    >>> half = Truncated("normal", 0.0, 1.0, low=0.0)
    >>> float(half.quantile(np.array([0.5])).round(3)[0])
    0.674
    >>> whole = Truncated("normal", 0.0, 1.0)
    >>> round(float(half.log_density(np.ones(1))[0] - whole.log_density(np.ones(1))[0]), 9) == round(math.log(2), 9)
    True
    """

    kind: PriorKind
    first: float
    second: float
    low: float = -math.inf
    high: float = math.inf
    above: bool = False
    start: float = 0.0
    span: float = 1.0

    @property
    def coordinates(self) -> int:
        """Coordinates of a point that a draw takes."""
        return 1

    @property
    def mass(self) -> float:
        """Probability that the whole distribution has in the range."""
        if self.kind == "uniform":  # halves do not overflow
            inside = min(self.second, self.high) / 2 - max(self.first, self.low) / 2
            return max(inside, 0.0) / (self.second / 2 - self.first / 2)
        return self._kept

    def draw(self, coordinates: FloatArray) -> FloatArray:
        """Return a number, (N,), for each point, (N, 1)."""
        return self.quantile(coordinates[:, 0])

    @np.errstate(all="ignore")
    def quantile(self, probability: FloatArray) -> FloatArray:
        """Return the numbers below which the distribution has these probabilities.

        Each is found from the side on which less lies, so that no tail loses digits.
        """
        below, above = self._outside
        lower, upper = below + probability * self._kept, above + (1 - probability) * self._kept
        near = lower <= upper
        drawn = np.empty(np.shape(probability))
        drawn[near], drawn[~near] = self._whole.ppf(lower[near]), self._whole.isf(upper[~near])
        drawn = np.clip(drawn, self.low, self.high)
        return np.asarray(np.where(drawn == self.low, np.nextafter(self.low, np.inf), drawn) if self.above else drawn)

    @np.errstate(all="ignore")
    def cdf(self, values: FloatArray) -> FloatArray:
        """Return the probability below some numbers."""
        inside = np.clip(values, self.low, self.high)
        below, above = self._outside
        if below > above:
            return np.asarray((float(self._whole.sf(self.low)) - self._whole.sf(inside)) / self._kept)
        return np.asarray((self._whole.cdf(inside) - below) / self._kept)

    @np.errstate(all="ignore")
    def log_density(self, values: FloatArray) -> FloatArray:
        """Return the logarithm of the density; minus infinity outside of the range."""
        out = (values < self.low) | (values > self.high) | (self.above & (values == self.low))
        return np.asarray(np.where(out, -np.inf, self._whole.logpdf(values) - math.log(self._kept)))

    @property
    def computable(self) -> bool:
        """Whether it can be computed in floating point: with extreme parameters SciPy overflows, or has no answer."""
        if self.kind == "beta" and max(self.first, self.second) > SUREST:
            return False
        try:
            drawn = self.quantile(np.array(PROBES))
            density = self.log_density(drawn)
        except (ArithmeticError, ValueError):
            return False
        return bool(np.isfinite(drawn).all() and (np.diff(drawn) >= 0).all() and not np.isnan(density).any())

    @cached_property
    def _kept(self) -> float:
        """Probability of the range in `_whole`: of the tail that is left, where it is one, it keeps the digits."""
        below, above = self._outside
        with np.errstate(all="ignore"):
            if below > above:
                return float(self._whole.sf(self.low)) - above
            return float(self._whole.cdf(self.high)) - below

    @cached_property
    def _outside(self) -> tuple[float, float]:
        """Probability below the range, and above it."""
        with np.errstate(all="ignore"):
            return float(self._whole.cdf(self.low)), float(self._whole.sf(self.high))

    @cached_property
    def _whole(self) -> rv_frozen:
        """The distribution before it is cut off; a uniform one is cut off by itself, so that it loses no digits."""
        from scipy import stats

        a, b = self.first, self.second
        if self.kind == "uniform":
            a, b = max(a, self.low), min(b, self.high)
        return {
            "uniform": lambda: stats.uniform(a, b - a),
            "beta": lambda: stats.beta(a, b, self.start, self.span),
            "normal": lambda: stats.norm(a, b),
            "gamma": lambda: stats.gamma(a, scale=b),
            "lognormal": lambda: stats.lognorm(b, scale=math.exp(a)),
        }[self.kind]()


@dataclass(frozen=True)
class Choice:
    """A choice among equally likely values; words, which no array holds, are drawn by their places.

    Examples
    --------
    >>> choice = Choice((1.0, 2.0))
    >>> choice.draw(np.array([[0.2], [0.7]])).tolist()
    [1.0, 2.0]
    >>> np.exp(choice.log_density(np.array([2.0, 3.0]))).tolist()
    [0.5, 0.0]
    """

    values: tuple[Value, ...]

    @property
    def coordinates(self) -> int:
        """Coordinates of a point that a draw takes."""
        return 1

    @property
    def of_words(self) -> bool:
        """Whether some of the values are words."""
        return any(isinstance(value, str) for value in self.values)

    @property
    def probabilities(self) -> FloatArray:
        """Probability of each of the values, (K,)."""
        return np.full(len(self.values), 1 / len(self.values))

    def places(self, coordinates: FloatArray) -> IndexArray:
        """Return the place of the drawn value, (N,), for each point, (N, 1)."""
        count = len(self.values)
        return np.minimum((coordinates[:, 0] * count).astype(np.intp), count - 1)

    def draw(self, coordinates: FloatArray) -> FloatArray:
        """Return a number, (N,), or a vector, (N, k), for each point, (N, 1)."""
        return self._numbers[self.places(coordinates)]

    def log_density(self, values: FloatArray) -> FloatArray:
        """Return the logarithm of the probability of some values; minus infinity for a value that is no choice."""
        same = values[:, None] == self._numbers[None]
        equal = same if same.ndim == 2 else same.all(axis=2)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(equal @ self.probabilities))

    @cached_property
    def _numbers(self) -> FloatArray:
        return np.array([_number(value) for value in self.values])


def _number(value: Value) -> float | tuple[float, ...]:
    if isinstance(value, float | int):
        return float(value)
    assert isinstance(value, tuple), "words are drawn by themselves"
    return tuple(float(x) for x in value if isinstance(x, float | int))


def distribution_of(scenario: Scenario, path: str, prior: Prior) -> Distribution:
    """Return the distribution of a path's value.

    Raises
    ------
    UsageError
        Where the prior has no probability in the path's range, or cannot be computed.
    """
    if prior.kind == "direction":
        return _directions(scenario.dimensions, path, prior)
    if prior.kind == "choice":
        if any(isinstance(x, float) and math.isnan(x) for value in prior.parameters for x in _parts(value)):
            raise UsageError(f"{printable(path)}: nan is no choice; expected numbers, words or directions")
        return Choice(prior.parameters)
    first, second = (float(x) for x in prior.parameters if isinstance(x, int | float))
    number = parse(path, scenario.outcomes).number
    assert number is not None, "priors of numbers are of paths of numbers"
    low, high = (-math.inf if number.low is None else number.low), (math.inf if number.high is None else number.high)
    if prior.kind == "range":
        return _of_range(path, first, second, number)
    truncated = Truncated(prior.kind, first, second, low, high, number.above)
    try:
        mass = truncated.mass if math.isfinite(first) and math.isfinite(second) else math.nan
    except ArithmeticError:
        mass = math.nan
    if mass == 0:
        raise UsageError(f"{printable(path)}: its prior has no probability in the allowed range, {low:g} to {high:g}")
    if not mass > 0 or not truncated.computable:
        given = f"{prior.kind}: [{first:g}, {second:g}]"
        raise UsageError(f"{printable(path)}: {given} cannot be computed; expected less extreme numbers")
    return truncated


def _of_range(path: str, first: float, second: float, number: Number) -> Truncated:
    """Return the distribution that a range stands for, over the whole of what the number may be."""
    low, high = (-math.inf if number.low is None else number.low), (math.inf if number.high is None else number.high)
    family = family_of(number)
    start, span = (low, high - low) if family == "beta" else (0.0, 1.0)
    try:
        a, b = parameters_of(family, (first - start) / span, (second - start) / span)
    except (ArithmeticError, ValueError):
        a = b = math.nan
    fitted = Truncated(family, a, b, low, high, number.above, start, span)
    if not (math.isfinite(a) and b > 0 and fitted.mass > 0 and fitted.computable):
        raise UsageError(
            f"{printable(path)}: {first:.12g} to {second:.12g} cannot be computed; expected a wider range inside"
        )
    return fitted


def _parts(value: Value) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _directions(dimensions: int, path: str, prior: Prior) -> Directions:
    """Return a distribution of directions, or raise `UsageError` where it cannot be computed."""
    if prior.mean is not None:
        finite = len(prior.mean) == dimensions and all(map(math.isfinite, prior.mean))
        if not finite or not any(prior.mean):
            raise UsageError(f"{printable(path)}: expected a mean of {dimensions} finite numbers, not all 0")
        if not 0 <= prior.concentration <= MAX_CONCENTRATION:
            raise UsageError(
                f"{printable(path)}: a concentration of {prior.concentration:g} cannot be computed; expected a number "
                f"from 0 to {MAX_CONCENTRATION:g}"
            )
    return Directions(dimensions, prior.mean, prior.concentration)
