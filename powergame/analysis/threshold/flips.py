"""From verdicts at many points of a path to where they flip or touch, and what holds in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from powergame.analysis.threshold.roots import SignChange
from powergame.batch.types import ByteArray
from powergame.model.game import BoolArray, FloatArray

Verdicts = Callable[[FloatArray], ByteArray]
"""Return everybody's verdict, (n, B), at some numbers, (B,), ascending."""

PROBES = 4
"""Into how many parts a zone is divided to see what holds in it."""

RESOLUTION = 1e-9
"""Of a path's range: shorter intervals are points."""

ROUGH_RESOLUTION = 1e-7
"""The same for three and more actors. Their mixed equilibria are numbers that a solver leaves off: beside the point at
which one of them goes, it may be found for a little longer."""

NARROWEST = RESOLUTION / 4
"""Of a path's range: between samples that are nearer to each other, only rounding tells where a verdict turns."""

WIDEST_TIE = 1e-4
"""Of a path's range: where a gain is 0 but for rounding for longer than this, that is an interval, not a point."""

PARTS = 4
"""Into which a cell is divided in which a verdict turns and no gain does: games there may have to be solved singly."""

FINEST = 2.0**-34
"""Of a path's range: shorter cells are not divided."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Numbers that were looked at.

    Attributes
    ----------
    x : (S,)
        Ascending, each once.
    verdicts : (n, S)
        Places in `VERDICTS`.
    tied : (S,)
        Whether rounding may tie two rungs there: only what holds at that very point is known.
    """

    x: FloatArray
    verdicts: ByteArray
    tied: BoolArray


@dataclass(frozen=True)
class RawFlip:
    """A point at which an actor's verdict turns, or differs from what holds on both sides.

    Attributes
    ----------
    low, high
        Nearest points looked at, on both sides, at which `below` and `above` hold.
    below, above
        Places in `VERDICTS`; None at an end of the range.
    at
        The point.
    touch
        Whether the verdict differs at the point only.
    """

    low: float
    high: float
    below: int | None
    above: int | None
    at: float
    touch: bool


def sampled(verdicts: Verdicts, grid: FloatArray, zones: Sequence[SignChange]) -> Samples:
    """Return verdicts on the grid, in and beside the zones, and halfway between them; flips are closed in.

    Parameters
    ----------
    grid : (G,)
        Ascending.
    zones
        Of the gains.
    """
    width = float(grid[-1] - grid[0])
    narrow = [zone for zone in zones if zone.high - zone.low <= WIDEST_TIE * width]
    inner = [zone.low + (zone.high - zone.low) * np.arange(PROBES + 1) / PROBES for zone in narrow]
    ends = np.unique([end for zone in zones for end in (zone.low, zone.high)])
    halfway = (ends[1:] + ends[:-1]) / 2
    at = np.array([zone.at for zone in zones])
    more = np.setdiff1d(np.concatenate([*inner, ends, halfway, at]), grid)
    found = Samples(grid, verdicts(grid), _tied(grid, narrow))
    if more.size:
        found = _merged(found, Samples(more, verdicts(more), _tied(more, narrow)))
    while True:
        left, right = _open(found, narrow, width)
        if not left.size:
            return found
        between = left[:, None] + (right - left)[:, None] * (np.arange(1, PARTS) / PARTS)
        new = np.setdiff1d(between, found.x)
        if not new.size:
            return found
        found = _merged(found, Samples(new, verdicts(new), _tied(new, narrow)))


def raw_flips(samples: Samples, i: int, zones: Sequence[SignChange]) -> list[RawFlip]:
    """Return where actor i's verdict turns, in order, and where it only touches another.

    Parameters
    ----------
    zones
        Of the gains: of points that would do, their points are taken.
    """
    x, verdict = samples.x, samples.verdicts[i]
    firm = _firm(x, verdict, samples.tied, RESOLUTION if len(samples.verdicts) == 2 else ROUGH_RESOLUTION)
    roots = np.array(sorted({zone.at for zone in zones}))
    bounds = [*([-1] if firm[0] > 0 else []), *firm.tolist(), *([len(x)] if firm[-1] < len(x) - 1 else [])]
    gaps = ((a, b) for a, b in pairwise(bounds) if b > a + 1 or verdict[a] != verdict[b])
    return [spot for a, b in gaps if (spot := _spot(x, verdict, roots, a, b))]


def _spot(x: FloatArray, verdict: ByteArray, roots: FloatArray, a: int, b: int) -> RawFlip | None:
    """Return what lies between two samples; a may be -1, or b the number of samples, where the range ends."""
    below = None if a < 0 else int(verdict[a])
    above = None if b == len(x) else int(verdict[b])
    low, high = float(x[max(a, 0)]), float(x[min(b, len(x) - 1)])
    inner = slice(a + 1, b)
    if below is not None and above is not None and below != above:
        narrowest = NARROWEST * float(x[-1] - x[0])
        at = _flip_at(x[a : b + 1], verdict[a : b + 1], roots, narrowest)
        return RawFlip(low, high, below, above, at, touch=False)
    other = x[inner][verdict[inner] != (above if below is None else below)]
    if not other.size:
        return None
    at_end = [x[end] for end in (0, -1) if (below, above)[end] is None and x[end] in other]
    return RawFlip(low, high, below, above, float(at_end[0]) if at_end else _touch_at(other, roots), touch=True)


def _flip_at(x: FloatArray, verdict: ByteArray, roots: FloatArray, narrowest: float) -> float:
    """Return where between the first and the last of some samples a verdict turns: at a root, or else halfway.

    Of samples that are nearer to each other than `narrowest`, the root is taken whatever they say.
    """
    low = x[verdict == verdict[0]].max()
    high = x[verdict == verdict[-1]].min()
    if low > high or x[-1] - x[0] <= narrowest:
        low, high = x[0], x[-1]
    middle = low + (high - low) / 2
    near = roots[(roots >= low) & (roots <= high)]
    return float(near[np.abs(near - middle).argmin()]) if near.size else float(middle)


def _touch_at(other: FloatArray, roots: FloatArray) -> float:
    known = np.intersect1d(other, roots)
    candidates = known if known.size else other
    return float(candidates[len(candidates) // 2])


def _firm(x: FloatArray, verdict: ByteArray, tied: BoolArray, resolution: float) -> npt.NDArray[np.intp]:
    """Return which samples show what holds around them.

    Not those that may tie, and not those of intervals shorter than the resolution.
    """
    shortest = resolution * (x[-1] - x[0])
    free = np.flatnonzero(~tied)
    bounds = np.flatnonzero(np.diff(verdict[free])) + 1
    runs = np.split(free, bounds)
    kept = []
    for k, run in enumerate(runs):
        start = x[runs[k - 1][-1]] if k else x[0]
        stop = x[runs[k + 1][0]] if k + 1 < len(runs) else x[-1]
        if stop - start > shortest:
            kept.append(run)
    return np.concatenate(kept)


def _tied(x: FloatArray, narrow: Sequence[SignChange]) -> BoolArray:
    tied = np.zeros(len(x), dtype=bool)
    for zone in narrow:
        tied |= (x > zone.low) & (x < zone.high)
        tied |= (x == zone.low) & (zone.before == 0) | (x == zone.high) & (zone.behind == 0)
    return tied


def _open(found: Samples, narrow: Sequence[SignChange], width: float) -> tuple[FloatArray, FloatArray]:
    """Return the cells in which a verdict turns, that no zone explains and that can still be divided."""
    free = np.flatnonzero(~found.tied)
    a, b = free[:-1], free[1:]
    low, high = found.x[a], found.x[b]
    differ = (found.verdicts[:, a] != found.verdicts[:, b]).any(axis=0) & (b == a + 1)
    finest = np.maximum(FINEST * width, 4 * np.spacing(np.maximum(np.abs(low), np.abs(high))))
    explained = np.isin(low, [zone.low for zone in narrow]) & np.isin(high, [zone.high for zone in narrow])
    go = differ & ~explained & (high - low > finest)
    return low[go], high[go]


def _merged(a: Samples, b: Samples) -> Samples:
    x = np.concatenate([a.x, b.x])
    order = np.argsort(x, kind="stable")
    return Samples(
        x[order],
        np.concatenate([a.verdicts, b.verdicts], axis=1)[:, order],
        np.concatenate([a.tied, b.tied])[order],
    )
