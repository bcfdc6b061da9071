"""Marginals of weighted points: of unknowns, of what is derived from them, and how probable a condition is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.posterior.coordinates import Unknown
from powergame.posterior.curve import Curve, curve_of_cells, curve_of_values, highest_density, quantiles
from powergame.posterior.information import joint_bits
from powergame.posterior.summaries import (
    LEVELS,
    MASS,
    ChoiceMarginal,
    Density,
    DirectionMarginal,
    Marginal,
    NumberMarginal,
    NumberSummary,
)
from powergame.posterior.types import Values, Weighted, summed
from powergame.priors.distributions import Choice, Truncated
from powergame.priors.sphere.directions import Directions
from powergame.scenario.types import Value

PARTS = {1: 96, 2: 34}
"""Places in a cell at which what is derived is computed, by the number of unknowns that have cells and bear on it."""

PARTS_OF_DERIVED = 1000
"""Parts of the distribution of a number that is derived, of cells."""

FEWEST_PARTS, MOST_PARTS, DRAWS_OF_A_PART = 64, 256, 16
"""Parts of the distribution of a number that draws tell, over which its bits are counted too: at least, at most, and
effective draws for each."""

PARTS_OF_DENSITY = 512
"""Parts of the distribution of draws of which a shown density is made: fine enough for its tails."""

CLEAR, CLEAR_OF_DRAWS = 0.005, 0.25
"""Share by which a density has to stand out for a highest-density set to be of several intervals."""

GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, eq=False)
class Spread:
    """Places in what points stand for.

    Attributes
    ----------
    values
        The unknowns' values at S places, of those that bear on a quantity.
    point : (S,)
        The point that each belongs to.
    share : (S,)
        Share of the point's mass; those of a point sum to 1.
    """

    values: Values
    point: IndexArray
    share: FloatArray


def spread(points: Weighted, bearing: Sequence[str]) -> Spread:
    """Return places evenly spread over what the points stand for, along the unknowns that bear on a quantity."""
    cells = [path for path in bearing if points.cells is not None and path in points.cells]
    if points.cells is None or not cells:
        everywhere = np.arange(len(points))
        return Spread(points.values, everywhere, np.ones(len(points)))
    count = PARTS[len(cells)]
    point = np.repeat(np.arange(len(points)), count)
    step = np.tile(np.arange(count), len(points))
    steps = ((step + 0.5) / count, (step * GOLDEN + 0.5) % 1)
    values = {path: column[point] for path, column in points.values.items()}
    for path, share in zip(cells, steps, strict=False):
        low, high = points.cells[path][:, point]
        values[path] = Unknown(path, points.distributions[path]).along(low + share * (high - low))
    allowed = np.ones(len(point), dtype=bool) if points.allowed is None else points.allowed(values)
    inside = summed(point, allowed.astype(float), len(points))
    weight = np.where(inside[point] > 0, allowed / np.maximum(inside[point], 1), 1 / count)
    return Spread(values, point, weight)


def marginal(points: Weighted, path: str) -> Marginal:
    """Return the marginal of an unknown."""
    distribution = points.distributions[path]
    if isinstance(distribution, Choice):
        return choice_marginal(points, path, distribution.values)
    if isinstance(distribution, Directions):
        return direction_marginal(points, path)
    curve = number_curve(points, path, points.posterior)
    return _number_marginal(points, path, points.values[path], curve, number_density(points, path))


def derived_marginal(
    points: Weighted, path: str, of: Callable[[Values], FloatArray], bearing: Sequence[str]
) -> NumberMarginal:
    """Return the marginal of a number that is derived from some of the unknowns."""
    curve = derived_curve(points, of, bearing, points.posterior)
    return _number_marginal(points, path, of(points.values), curve, curve.shown())


def _number_marginal(
    points: Weighted, path: str, values: FloatArray, curve: Curve, shown: tuple[FloatArray, FloatArray, FloatArray]
) -> NumberMarginal:
    edges, prior, posterior = shown
    return NumberMarginal(
        path,
        curve_bits(points, curve),
        summary(points, values, points.prior, curve.ends, curve.prior),
        summary(points, values, points.posterior, curve.ends, curve.posterior),
        Density(tuple(edges.tolist()), tuple(prior.tolist()), tuple(posterior.tolist())),
    )


def number_summary(points: Weighted, path: str, weights: FloatArray) -> NumberSummary:
    """Return the summary of an unknown number under some weights of the points, (N,)."""
    curve = number_curve(points, path, weights)
    return summary(points, points.values[path], weights, curve.ends, curve.posterior)


def number_density(points: Weighted, path: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return edges for a picture of an unknown number, and its density between them, before and after."""
    distribution = points.distributions[path]
    ratio = isinstance(distribution, Truncated) and distribution.kind == "lognormal"
    return number_curve(points, path, points.posterior, PARTS_OF_DENSITY).shown(ratio=ratio)


def number_curve(points: Weighted, path: str, weights: FloatArray, parts: int | None = None) -> Curve:
    """Return the curve of an unknown number, before and under some weights of the points, (N,).

    Of draws it has so many parts, or as many as they allow.
    """
    if points.cells is None:
        return curve_of_values(points.values[path], points.prior, weights, parts or _parts(points))
    distribution = points.distributions[path]
    assert isinstance(distribution, Truncated), "other numbers are choices"
    return curve_of_cells(points.cells[path], points.prior, weights, distribution.quantile)


def derived_curve(
    points: Weighted, of: Callable[[Values], FloatArray], bearing: Sequence[str], weights: FloatArray
) -> Curve:
    """Return the curve of a number that is derived from some of the unknowns, before and under some weights."""
    places = spread(points, bearing)
    count = _parts(points) if points.cells is None else PARTS_OF_DERIVED
    before, after = (w[places.point] * places.share for w in (points.prior, weights))
    return curve_of_values(of(places.values), before, after, count)


def summary(
    points: Weighted, values: FloatArray, weights: FloatArray, ends: FloatArray, masses: FloatArray
) -> NumberSummary:
    """Return the summary of a number by its values at the points, and by the masses of parts of its range."""
    mean = float(weights @ values)
    sd = math.sqrt(max(0.0, float(weights @ (values - mean) ** 2)))
    median, *others = quantiles(ends, masses, np.array([0.5, *LEVELS])).tolist()
    clear = CLEAR if points.cells is not None else CLEAR_OF_DRAWS
    return NumberSummary(mean, sd, median, tuple(others), highest_density(ends, masses, MASS, clear))


def _parts(points: Weighted) -> int:
    """Return how many parts draws tell apart: a power of 2."""
    parts = int((points.method.ess or 0) / DRAWS_OF_A_PART)
    return 1 << (min(max(parts, FEWEST_PARTS), MOST_PARTS).bit_length() - 1)


def curve_bits(points: Weighted, curve: Curve) -> float:
    """Return the bits that a curve tells; of draws less what chance alone would make of as many parts."""
    nats = curve.nats()
    if points.method.ess is not None:
        reached = int(np.count_nonzero(curve.posterior * points.method.ess > 0.5))
        nats -= max(reached - 1, 0) / (2 * points.method.ess)
    return float(max(0.0, nats / math.log(2)))


def choice_marginal(points: Weighted, path: str, values: Sequence[Value]) -> ChoiceMarginal:
    """Return the marginal of a choice among values, in their order."""
    prior, posterior = (choice_probabilities(points, path, values, w) for w in (points.prior, points.posterior))
    return ChoiceMarginal(path, bits_between(posterior, prior), tuple(values), tuple(prior), tuple(posterior))


def choice_probabilities(points: Weighted, path: str, values: Sequence[Value], weights: FloatArray) -> list[float]:
    """Return the probability of each value of a choice, under some weights of the points."""
    column = points.values[path]
    chosen = [column == value for value in values]
    return [float(weights[c if c.ndim == 1 else c.all(axis=1)].sum()) for c in map(np.asarray, chosen)]


def bits_between(posterior: Sequence[float], prior: Sequence[float]) -> float:
    """Return the Kullback-Leibler divergence of some probabilities from others, in bits."""
    return max(0.0, math.fsum(p * math.log2(p / q) for p, q in zip(posterior, prior, strict=True) if p > 0 and q > 0))


def direction_marginal(points: Weighted, path: str) -> DirectionMarginal:
    """Return the marginal of a direction."""
    directions = points.values[path]
    prior, posterior = (tuple((w @ directions).tolist()) for w in (points.prior, points.posterior))
    return DirectionMarginal(path, _direction_bits(points, path, directions), prior, posterior)


def _direction_bits(points: Weighted, path: str, directions: FloatArray) -> float:
    if points.cells is not None and path in points.cells:
        return curve_bits(points, curve_of_cells(points.cells[path], points.prior, points.posterior, np.asarray))
    if len(points.distributions) == 1 and len(points.evaluated.log_kinds) == 1:
        return joint_bits(points)  # nothing else is unknown, and cells would lose what is told within them
    cells = _cells(directions, (points.prior + points.posterior) / 2, _parts(points))
    count = int(cells.max()) + 1
    prior, posterior = (summed(cells, w, count) for w in (points.prior, points.posterior))
    return curve_bits(points, Curve(np.arange(count + 1.0), prior, posterior))


def _cells(directions: FloatArray, weights: FloatArray, parts: int) -> IndexArray:
    """Return the cell of each direction, (N,): halves of halves by weight, across one axis after another."""
    if directions.shape[1] == 1:
        return np.asarray(directions[:, 0] > 0, dtype=np.intp)
    cell = np.zeros(len(directions), dtype=np.intp)
    for level in range(parts.bit_length() - 1):
        order = np.lexsort((directions[:, level % directions.shape[1]], cell))
        held = np.bincount(cell, weights)
        before = np.concatenate([[0.0], np.cumsum(held)])[cell[order]]
        middle = np.cumsum(weights[order]) - weights[order] / 2
        upper = np.empty(len(cell), dtype=bool)
        upper[order] = middle - before > held[cell[order]] / 2
        cell = 2 * cell + upper
    return np.asarray(np.unique(cell, return_inverse=True)[1].ravel())


def probability(
    points: Weighted, holds: Callable[[Values], BoolArray], bearing: Sequence[str]
) -> tuple[float, float, float]:
    """Return how probable a condition is before and after, and the standard error of the latter.

    Parameters
    ----------
    holds
        Whether it holds, (S,), of values of all unknowns.
    bearing
        Unknowns that bear on it.
    """
    shares = share_holding(points, holds, bearing)
    prior, posterior = (min(1.0, max(0.0, float(w @ shares))) for w in (points.prior, points.posterior))
    if points.method.ess is None:
        return prior, posterior, 0.0
    return prior, posterior, math.sqrt(posterior * (1 - posterior) / max(points.method.ess, 1.0))


def share_holding(points: Weighted, holds: Callable[[Values], BoolArray], bearing: Sequence[str]) -> FloatArray:
    """Return the share of what each point stands for in which a condition holds, (N,)."""
    places = spread(points, bearing)
    return summed(places.point, holds(places.values) * places.share, len(points))
