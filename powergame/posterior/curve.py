"""Distribution of a number before and after, as masses of short parts of its range.

All that is said of a number is read off these parts, whether they come from cells of quadrature or from draws. Within a
part masses are spread evenly; a value that has probability by itself is a part without width.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.posterior.types import summed

FINE = 1000
"""Parts of a curve made of cells, at least, where so many are told apart; each holds no more than two thousandths."""

DENSITY_PARTS = 64
"""Parts of a density that is shown."""

SHOWN_TAIL = 5e-4
"""Probability of each tail that a shown density leaves out, where it is long."""

LEAST_SHOWN = 1e-290
"""A number, in its unit: a density over logarithms begins there at the latest, since per unit it overflows below."""

NEAR_END = 0.02
"""Share of the shown range within which the range's true end is shown."""

COARSEST = 16
"""Parts with which a set of several intervals is told as it is."""

HARDLY = 0.4
"""Part of the square of `clear` by which an interval is hardly longer than the shortest: of draws chance would choose
among these."""

SMALL = 0.05
"""Probability of a part of a highest-density set below which it has to stand out."""


@dataclass(frozen=True, eq=False)
class Curve:
    """Masses of parts, before and after.

    Attributes
    ----------
    ends : (M + 1,)
        Ends of the parts, not descending.
    prior, posterior : (M,)
        Probability of each part; both sum to 1.
    """

    ends: FloatArray
    prior: FloatArray
    posterior: FloatArray

    @cached_property
    def mixture(self) -> FloatArray:
        """Mean of both, (M,)."""
        return (self.prior + self.posterior) / 2

    def nats(self) -> float:
        """Return the Kullback-Leibler divergence of the posterior from the prior."""
        held = self.posterior > 0
        with np.errstate(divide="ignore"):
            return float((self.posterior[held] * np.log(self.posterior[held] / self.prior[held])).sum())

    def merged(self, count: int) -> Curve:
        """Return the curve with neighbouring parts joined, so that each holds about 1 of `count` parts of the mixture.

        Parts without width stay as they are.
        """
        atom = np.diff(self.ends) == 0
        if not atom.any():
            inner = quantiles(self.ends, self.mixture, np.arange(1, count) / count)
            ends = np.unique(np.concatenate([self.ends[:1], inner, self.ends[-1:]]))
            before, after = (np.diff(cumulated(self.ends, m, ends)) for m in (self.prior, self.posterior))
            return Curve(ends, before, after)
        before = np.concatenate([[0.0], np.cumsum(self.mixture)[:-1]])
        group = (before * count).astype(int)
        starts = np.concatenate([[True], (np.diff(group) > 0) | atom[1:] | atom[:-1]])
        first = np.flatnonzero(starts)
        ends = np.append(self.ends[first], self.ends[-1])
        return Curve(ends, np.add.reduceat(self.prior, first), np.add.reduceat(self.posterior, first))

    def shown(self, *, ratio: bool = False) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return edges for a picture, and the density between them, before and after.

        Parameters
        ----------
        ratio
            Whether parts are as fine as a picture needs where equal ratios are equally far apart.
        """
        if ratio and self.ends[-1] > 0:
            positive = np.maximum(self.ends, max(self.ends[self.ends > 0][0], LEAST_SHOWN))
            logs, prior, posterior = Curve(np.log(positive), self.prior, self.posterior).shown()
            edges = np.exp(logs)
            narrower = np.diff(logs) / np.diff(edges)
            return edges, prior * narrower, posterior * narrower
        low, high = quantiles(self.ends, self.mixture, np.array([SHOWN_TAIL, 1 - SHOWN_TAIL]))
        room = NEAR_END * (high - low)
        low, high = max(self.ends[0], low - room), min(self.ends[-1], high + room)
        if not high > low:
            low, high = low - 0.5, high + 0.5
        at = np.unique(np.concatenate([self.ends.clip(low, high), np.linspace(low, high, 8 * DENSITY_PARTS)]))
        below = cumulated(self.ends, self.mixture, at)
        blend = (below - below[0]) / (below[-1] - below[0]) + (at - low) / (high - low)
        edges = np.unique(np.interp(np.linspace(0, 2, DENSITY_PARTS + 1), blend, at))
        prior, posterior = (
            np.diff(cumulated(self.ends, m, edges)) / np.diff(edges) for m in (self.prior, self.posterior)
        )
        return edges, prior, posterior


def cumulated(ends: FloatArray, masses: FloatArray, at: FloatArray) -> FloatArray:
    """Return the mass at or below some values."""
    total = np.concatenate([[0.0], np.cumsum(masses)])
    place = np.searchsorted(ends, at, side="right") - 1
    inside = (place >= 0) & (place < len(masses))
    part = place.clip(0, len(masses) - 1)
    width = ends[part + 1] - ends[part]
    share = np.where(width > 0, (at - ends[part]) / np.where(width > 0, width, 1.0), 1.0)
    return np.asarray(np.where(inside, total[part] + masses[part] * share, np.where(place < 0, 0.0, total[-1])))


def quantiles(ends: FloatArray, masses: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the values below which parts hold some shares of their mass."""
    kept = np.flatnonzero(masses > 0)
    total = np.cumsum(masses[kept])
    wanted = np.asarray(levels) * total[-1]
    part = np.searchsorted(total, wanted).clip(max=len(kept) - 1)
    share = ((wanted - total[part] + masses[kept][part]) / masses[kept][part]).clip(0, 1)
    low, high = ends[kept][part], ends[kept + 1][part]
    return np.asarray(np.where(share == 1, high, low + share * (high - low)))


def curve_of_cells(
    cells: FloatArray, prior: FloatArray, posterior: FloatArray, quantile: Callable[[FloatArray], FloatArray]
) -> Curve:
    """Return the curve of a number whose points stand for cells.

    Parameters
    ----------
    cells : (2, N)
        Ends of what each point stands for, as probabilities, over which its mass is spread evenly.
    prior, posterior : (N,)
        Masses of the points.
    quantile
        From probabilities to values.
    """
    edges, place = np.unique(cells, return_inverse=True)
    place = place.reshape(cells.shape)
    masses = [_spread_out(edges, place, mass) for mass in (prior, posterior)]
    curve = Curve(edges, masses[0], masses[1]).merged(FINE)
    return Curve(np.maximum.accumulate(quantile(curve.ends)), curve.prior, curve.posterior)


def _spread_out(edges: FloatArray, place: IndexArray, mass: FloatArray) -> FloatArray:
    """Return the mass between edges, of what is spread between two of them."""
    direct = place[1] == place[0] + 1
    total = summed(place[0][direct], mass[direct], len(edges) - 1)
    wide = ~direct & (place[1] > place[0])
    low, high = place[0][wide], place[1][wide]
    if len(low):
        density = mass[wide] / (edges[high] - edges[low])
        steps = summed(low, density, len(edges)) - summed(high, density, len(edges))
        total = total + np.maximum(np.cumsum(steps)[:-1], 0) * np.diff(edges)
    return np.asarray(total / total.sum())


def curve_of_values(values: FloatArray, prior: FloatArray, posterior: FloatArray, count: int) -> Curve:
    """Return the curve of a number of which there are many values with weights.

    A value that holds more than a part should is one by itself; others are spread half-way to their neighbours.
    """
    distinct, place = np.unique(values, return_inverse=True)
    before, after = (summed(place.ravel(), w, len(distinct)) for w in (prior, posterior))
    atom = (before + after) / 2 > 1 / count
    middle = (distinct[1:] + distinct[:-1]) / 2
    low, high = np.append(distinct[:1], middle), np.append(middle, distinct[-1:])
    ends = np.stack([low, np.where(atom, distinct, low), np.where(atom, distinct, high)], axis=1)
    masses = []
    for weights in (before, after):
        parts = np.zeros((len(distinct), 3))
        parts[:, 1] = weights
        masses.append(parts.ravel() / weights.sum())
    ends = np.append(ends.ravel(), high[-1])
    kept = (np.diff(ends) > 0) | (masses[0] > 0) | (masses[1] > 0)
    return Curve(np.append(ends[:-1][kept], ends[-1]), masses[0][kept], masses[1][kept]).merged(count)


def highest_density(ends: FloatArray, masses: FloatArray, mass: float, clear: float) -> tuple[tuple[float, float], ...]:
    """Return the set that holds some mass and is densest: its intervals, ascending.

    It is one interval where that is hardly longer. Parts are joined until no gap is there by chance alone.

    Parameters
    ----------
    clear
        Share by which a density stands out: of a gap below the least that is taken, of a small part above it; and of
        the length by which several intervals are shorter than one.
    """
    curve = Curve(ends, masses / masses.sum(), masses / masses.sum())
    parts = np.flatnonzero((masses > 0) | (np.diff(ends) > 0))
    single = _shortest(ends[parts], ends[parts + 1], curve.posterior[parts], mass, HARDLY * clear**2)
    count = FINE
    while True:
        parts = np.flatnonzero((curve.posterior > 0) | (np.diff(curve.ends) > 0))
        low, high, held = curve.ends[parts], curve.ends[parts + 1], curve.posterior[parts]
        several, level = _densest(low, high, held, _density(low, high, held), mass)
        length = sum(b - a for a, b in several)
        if len(several) == 1 or single[1] - single[0] <= (1 + clear) * length:
            return (single,)
        if count < COARSEST or _stand_out(several, level, curve, clear):
            return tuple(several)
        count //= 2
        curve = curve.merged(count)


def _stand_out(several: list[tuple[float, float]], level: float, curve: Curve, clear: float) -> bool:
    """Return whether all gaps between intervals are clearly less dense than a level, and small intervals more."""
    gaps = [(a, b) for (_, a), (b, _) in pairwise(several)]

    def held(ends: list[tuple[float, float]]) -> FloatArray:
        return np.diff(cumulated(curve.ends, curve.posterior, np.array(ends)), axis=1)[:, 0]

    lengths, widths = (np.diff(np.array(ends), axis=1)[:, 0] for ends in (several, gaps))
    parts = held(several)
    with np.errstate(invalid="ignore"):  # of values that have probability by themselves the density is infinite
        deep = held(gaps) < (1 - clear) * level * widths
        high = parts > (1 + clear) * level * lengths
    return bool(deep.all() and ((parts > SMALL) | (lengths == 0) | high).all())


def _density(low: FloatArray, high: FloatArray, held: FloatArray) -> FloatArray:
    """Return the density of parts; infinite where a value has probability by itself."""
    width = high - low
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(held > 0, held / width, 0.0)


def _shortest(low: FloatArray, high: FloatArray, held: FloatArray, mass: float, longer: float) -> tuple[float, float]:
    """Return the shortest interval with some mass; of those hardly longer the most central."""
    ends, total = np.append(low, high[-1]), np.concatenate([[0.0], np.cumsum(held)])
    starts = np.concatenate([total, total - mass, [(1 - mass) / 2]])
    starts = np.unique(starts[(starts >= 0) & (starts <= 1 - mass)])
    below, above = quantiles(ends, held, starts), quantiles(ends, held, starts + mass)
    length = above - below
    near = np.flatnonzero(length <= length.min() * (1 + longer))
    best = near[np.abs(starts[near] - (1 - mass) / 2).argmin()]
    return float(below[best]), float(above[best])


def _densest(
    low: FloatArray, high: FloatArray, held: FloatArray, density: FloatArray, mass: float
) -> tuple[list[tuple[float, float]], float]:
    """Return the densest parts that hold some mass, joined, and the least of their densities.

    The least dense of them is taken in part.
    """
    width = high - low
    order = np.argsort(-density, kind="stable")
    total = np.cumsum(held[order])
    last = min(int(np.searchsorted(total, mass)), len(order) - 1)
    taken = np.zeros(len(order), dtype=bool)
    taken[order[:last]] = True
    k = int(order[last])
    share = min(1.0, (mass - (total[last] - held[k])) / held[k]) if held[k] > 0 else 0.0
    start, stop = low.copy(), high.copy()
    if k > 0 and taken[k - 1] and not (k + 1 < len(taken) and taken[k + 1] and density[k + 1] > density[k - 1]):
        stop[k] = low[k] + share * width[k]
    else:
        start[k] = high[k] - share * width[k]
    taken[k] = True
    several: list[tuple[float, float]] = []
    for part in np.flatnonzero(taken):
        if several and start[part] <= several[-1][1]:
            several[-1] = (several[-1][0], float(stop[part]))
        else:
            several.append((float(start[part]), float(stop[part])))
    return several, float(density[k])
