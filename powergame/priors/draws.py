"""Draws of what is unknown: quasi-random points of the unit cube, and the priors' inverse distribution functions.

Scrambled Sobol' points fill the cube more evenly than random ones [1]_; every unknown takes as many coordinates as it
has degrees of freedom.

.. [1] Owen, A. B. (1998). Scrambling Sobol' and Niederreiter-Xing points. Journal of Complexity 14.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from powergame.arrays import FloatArray
from powergame.batch.engine import solve_batch
from powergame.batch.types import Results
from powergame.batch.variants import Variants
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.scenario.paths.grammar import parse
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Prior, Value
from powergame.text import printable

INNERMOST = 2.0**-40
"""Coordinates of points are kept this far from 0 and 1, where inverse distribution functions are infinite."""

ANGLES, TAILS = 20_001, 14.0
"""Of the grid on which the angle to a von Mises-Fisher distribution's mean is inverted, and the most that is looked at,
in standard deviations: less than 1e-40 lies beyond."""

ROWS, ROWS_OF_MANY = 1 << 16, 1 << 6
"""Draws that are solved together, of two actors and of three and more, whose games take longer."""

MAX_COORDINATES = 21_201
"""What Sobol' points are there for."""

Unknown = tuple[str, Prior]


@dataclass(frozen=True)
class Unknowns:
    """What is drawn, of which scenario."""

    scenario: Scenario
    priors: tuple[Unknown, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        """How many coordinates each unknown takes."""
        return tuple(self.scenario.dimensions if prior.kind == "direction" else 1 for _, prior in self.priors)


def points(count: int, dimensions: int, seed: int) -> FloatArray:
    """Return scrambled Sobol' points, (count, dimensions), inside the unit cube; the same for the same seed.

    Parameters
    ----------
    count
        A power of 2.
    """
    from scipy.stats import qmc

    if dimensions > MAX_COORDINATES:
        raise UsageError(f"the unknowns take {dimensions:,} coordinates; {MAX_COORDINATES:,} can be drawn")
    found = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random(count)
    return np.asarray(np.clip(found, INNERMOST, 1 - INNERMOST))


def solve_draws(unknowns: Unknowns, cube: FloatArray, concept: Concept) -> Iterator[tuple[slice, Results]]:
    """Yield what is found in each block of draws, in order.

    Parameters
    ----------
    cube : (N, C)
        Points of the unit cube; C the sum of `Unknowns.widths`.
    """
    rows = ROWS if len(unknowns.scenario.actors) == 2 else ROWS_OF_MANY
    for start in range(0, len(cube), rows):
        part = slice(start, min(start + rows, len(cube)))
        yield part, _solved(unknowns, cube[part], concept)


def _solved(unknowns: Unknowns, cube: FloatArray, concept: Concept) -> Results:
    ends = np.cumsum(unknowns.widths)
    coordinates = {path: cube[:, end - width : end] for (path, _), end, width in _columns(unknowns, ends.tolist())}
    words = [(path, prior) for path, prior in unknowns.priors if _of_words(prior)]
    numbers = {
        path: values(unknowns.scenario, path, prior, coordinates[path])
        for path, prior in unknowns.priors
        if not _of_words(prior)
    }
    if not words:
        return _batch(unknowns.scenario, numbers, concept, len(cube))
    chosen = {path: _places(coordinates[path], len(prior.parameters)) for path, prior in words}
    found: Results | None = None
    for combination in product(*(range(len(prior.parameters)) for _, prior in words)):
        here = np.all([chosen[path] == k for (path, _), k in zip(words, combination, strict=True)], axis=0)
        if here.any():
            changes = {path: prior.parameters[k] for (path, prior), k in zip(words, combination, strict=True)}
            scenario = unknowns.scenario.with_values(changes)
            part = _batch(scenario, {path: one[here] for path, one in numbers.items()}, concept, int(here.sum()))
            found = _merged(found, part, here)
    assert found is not None, "every draw is of some combination"
    return found


def _columns(unknowns: Unknowns, ends: Sequence[int]) -> Iterator[tuple[Unknown, int, int]]:
    return zip(unknowns.priors, ends, unknowns.widths, strict=True)


def _batch(scenario: Scenario, numbers: Mapping[str, FloatArray], concept: Concept, rows: int) -> Results:
    variants = Variants(scenario, tuple(numbers))
    columns = variants.columns(numbers)
    found = solve_batch(columns, concept=concept)
    if numbers:
        return found
    repeated = np.zeros(rows, dtype=np.intp)  # nothing but words was unknown
    return Results(*(getattr(found, name)[..., repeated] for name in Results.__dataclass_fields__))


def _merged(found: Results | None, part: Results, here: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Results:
    names = tuple(Results.__dataclass_fields__)
    if found is None:
        shapes = {name: getattr(part, name) for name in names}
        made = {name: np.zeros((*one.shape[:-1], len(here)), dtype=one.dtype) for name, one in shapes.items()}
        found = Results(**made)
    for name in names:
        getattr(found, name)[..., here] = getattr(part, name)
    return found


def _of_words(prior: Prior) -> bool:
    return prior.kind == "choice" and any(isinstance(value, str) for value in prior.parameters)


def _places(coordinates: FloatArray, count: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.minimum((coordinates[:, 0] * count).astype(np.intp), count - 1)


def values(scenario: Scenario, path: str, prior: Prior, coordinates: FloatArray) -> FloatArray:
    """Return a prior's values at some points.

    Parameters
    ----------
    path
        Whose range the prior is cut off at.
    coordinates : (N, C)
        In (0, 1).

    Returns
    -------
    (N,) or (N, k)
        Numbers, or vectors of preferences.
    """
    if prior.kind == "direction":
        if prior.mean is None:
            return uniform_directions(coordinates)
        return fisher_directions(np.array(prior.mean), prior.concentration, coordinates)
    if prior.kind == "choice":
        return np.array([_number(value) for value in prior.parameters])[_places(coordinates, len(prior.parameters))]
    return _truncated(scenario, path, prior, coordinates[:, 0])


def _number(value: Value) -> float | tuple[float, ...]:
    if isinstance(value, float | int):
        return float(value)
    assert isinstance(value, tuple), "words are drawn by themselves"
    return tuple(float(x) for x in value if isinstance(x, float | int))


def _truncated(scenario: Scenario, path: str, prior: Prior, coordinates: FloatArray) -> FloatArray:
    """Return values of a distribution of numbers, given that they are in the path's range."""
    from scipy import stats

    a, b = (x for x in prior.parameters if isinstance(x, int | float))
    distribution = {
        "uniform": lambda: stats.uniform(a, b - a),
        "beta": lambda: stats.beta(a, b),
        "normal": lambda: stats.norm(a, b),
        "gamma": lambda: stats.gamma(a, scale=b),
        "lognormal": lambda: stats.lognorm(b, scale=math.exp(a)),
    }[prior.kind]()
    number = parse(path, scenario.outcomes).number
    assert number is not None, "priors of numbers are of paths of numbers"
    low, high = (-np.inf if number.low is None else number.low), (np.inf if number.high is None else number.high)
    below, above = float(distribution.cdf(low)), float(distribution.cdf(high))
    if not above > below:
        raise UsageError(f"{printable(path)}: none of its prior is between {low:g} and {high:g}, which it may be")
    drawn = np.clip(distribution.ppf(below + coordinates * (above - below)), low, high)
    return np.asarray(np.where(drawn == low, np.nextafter(low, np.inf), drawn) if number.above else drawn)


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
        Of any length but 0.
    concentration
        kappa >= 0.
    coordinates : (N, k)
        Points of the cube: the first coordinate gives the angle to the mean, whose density is proportional to
        exp(kappa cos) sin^(k - 2) [1]_, the others the direction across.

    References
    ----------
    .. [1] Mardia, K. V. & Jupp, P. E. (2000). Directional Statistics. Wiley. Section 9.3.
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
    """Reflect vectors so that the first axis comes to lie on a direction."""
    mirror = np.eye(1, len(towards))[0] - towards
    square = float((mirror**2).sum())
    if square < np.finfo(float).eps:
        return vectors
    return np.asarray(vectors - 2 / square * (vectors * mirror).sum(axis=1, keepdims=True) * mirror)
