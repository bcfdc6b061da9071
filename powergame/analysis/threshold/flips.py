"""Flips and touches of verdicts along a path, from verdicts at many of its points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from powergame.analysis.threshold.roots import SignChange
from powergame.arrays import BoolArray, ByteArray, CountArray, FloatArray, IndexArray, ascending, without

Verdicts = Callable[[FloatArray], tuple[ByteArray, BoolArray]]
"""Function that returns everybody's verdict, (n, B), at some numbers, (B,), ascending, and whether these are proven."""

PROBES = 4
"""Parts into which a sign change is divided to see what holds within it."""

RESOLUTION = 1e-9
"""Fraction of a path's range below which an interval is a point."""

RESOLUTION_THREE_OR_MORE = 1e-7
"""Fraction of a path's range below which an interval is a point, with three and more actors. A solver computes their
mixed equilibria approximately, and may find one a little beyond the point at which it vanishes."""

NARROWEST = RESOLUTION / 4
"""Fraction of a path's range: between nearer samples only rounding tells where a verdict turns."""

WIDEST_TIE = 1e-4
"""Fraction of a path's range: a gain that is 0 to rounding for longer is 0 over an interval, not at a point."""

PARTS = 4
"""Parts into which a cell is divided where a verdict turns and no gain does: its games may be solved singly."""

MAX_CELLS = 512
"""Cells that are divided in a round, at most. Where verdicts turn in more, rounding makes them turn: payoffs are equal
but for it. They are left undivided."""

FINEST = 2.0**-34
"""Fraction of a path's range below which cells are not divided."""


def resolution(actors: int) -> float:
    """Return the fraction of a path's range below which an interval is a point, in games of so many actors."""
    return RESOLUTION if actors == 2 else RESOLUTION_THREE_OR_MORE


@dataclass(frozen=True, eq=False)
class Samples:
    """Verdicts at the numbers that were looked at.

    Attributes
    ----------
    x : (S,)
        The numbers, ascending, each once.
    verdicts : (n, S)
        Places in `VERDICTS`; or other codes of what holds, such as the rungs played.
    proven : (S,)
        Whether the list of equilibria is proven complete.
    tied : (S,)
        Whether rounding may tie two rungs at the number: the verdict is then known only at that very point.
    """

    x: FloatArray
    verdicts: ByteArray | CountArray | IndexArray
    proven: BoolArray
    tied: BoolArray


@dataclass(frozen=True)
class RawFlip:
    """A point at which an actor's verdict turns, or differs from what holds on both sides.

    Attributes
    ----------
    low, high
        Nearest samples on both sides, at which `below` and `above` hold.
    below, above
        Places in `VERDICTS`; None at an end of the range.
    at
        The point.
    touch
        Whether the verdict differs at the point only.
    proven
        Whether the lists of equilibria on both sides are proven complete.
    """

    low: float
    high: float
    below: int | None
    above: int | None
    at: float
    touch: bool
    proven: bool


@dataclass(frozen=True)
class Stretch:
    """A part of a path between two flips, and what holds in it.

    Attributes
    ----------
    code
        Place in `VERDICTS`, or another code.
    proven
        Whether all lists of equilibria that were looked at in it are proven complete.
    """

    start: float
    stop: float
    code: int
    proven: bool


def sampled(
    verdicts: Verdicts,
    grid: FloatArray,
    changes: Sequence[SignChange],
    actors: Sequence[int],
    *,
    at_points: bool = True,
    parts: int = PARTS,
) -> Samples:
    """Return verdicts on the grid, beside the sign changes, halfway between them, and closer and closer to flips.

    Parameters
    ----------
    grid : (G,)
        Numbers to look at first, ascending.
    changes
        Sign changes of the gains.
    actors
        Actors whose flips are closed in on.
    at_points
        Whether to look within the sign changes, too.
    parts
        Parts into which a cell is divided where a verdict turns and no gain does.
    """
    width = float(grid[-1] - grid[0])
    narrow = [change for change in changes if change.high - change.low <= WIDEST_TIE * width]
    ends = ascending([end for change in changes for end in (change.low, change.high)])
    more = [ends, (ends[1:] + ends[:-1]) / 2]
    if at_points:
        more += [change.low + (change.high - change.low) * np.arange(PROBES + 1) / PROBES for change in narrow]
        more.append(np.array([change.at for change in changes]))
    samples = Samples(grid, *verdicts(grid), tied_at(grid, narrow))
    new = without(np.concatenate(more), grid)
    while True:
        if new.size:
            samples = _merged(samples, Samples(new, *verdicts(new), tied_at(new, narrow)))
        left, right = _open(samples, narrow, width, actors)
        between = left[:, None] + (right - left)[:, None] * (np.arange(1, parts) / parts)
        new = without(between, samples.x)
        if not new.size or len(left) > MAX_CELLS:
            return samples


def raw_flips(samples: Samples, i: int, changes: Sequence[SignChange]) -> list[RawFlip]:
    """Return the flips and touches of actor i's verdict, in order.

    Parameters
    ----------
    changes
        Sign changes of the gains; a flip is put on a sign change where the samples allow it.

    Examples
    --------
    The verdict turns from 1 to 0 between 0.25 and 0.75, where a gain is 0 at 0.5:

    >>> x = np.array([0.0, 0.25, 0.75, 1.0])
    >>> codes, every = np.array([[1, 1, 0, 0]], dtype=np.int8), np.ones(4, dtype=bool)
    >>> samples = Samples(x, codes, every, ~every)
    >>> flips = raw_flips(samples, 0, [SignChange(0, 0.25, 0.75, 0.5, 1, -1)])
    >>> [(flip.at, flip.below, flip.above, flip.touch) for flip in flips]
    [(0.5, 1, 0, False)]
    """
    x, verdict = samples.x, samples.verdicts[i]
    firm = firm_samples(x, verdict, samples.tied, resolution(len(samples.verdicts)))
    roots = np.array(sorted({change.at for change in changes}))
    open_ = (firm[1:] > firm[:-1] + 1) | (verdict[firm[1:]] != verdict[firm[:-1]])
    gaps = list(zip(firm[:-1][open_].tolist(), firm[1:][open_].tolist(), strict=True))
    gaps = [*([(-1, int(firm[0]))] if firm[0] > 0 else []), *gaps]
    gaps += [(int(firm[-1]), len(x))] if firm[-1] < len(x) - 1 else []
    return [flip for a, b in gaps if (flip := _between(samples, i, roots, a, b))]


def stretches(samples: Samples, i: int, flips: Sequence[RawFlip], ends: tuple[float, float]) -> Iterator[Stretch]:
    """Yield what holds of actor i between its flips, touches left out, from one end of the range to the other."""
    turning = [flip for flip in flips if not flip.touch]
    bounds = [ends[0], *(flip.at for flip in turning), ends[1]]
    at_start = next((flip.above for flip in flips if flip.below is None), None)
    first = int(samples.verdicts[i, 0]) if at_start is None else at_start
    held = [turning[0].below if turning else first, *(flip.above for flip in turning)]
    for start, stop, code in zip(bounds[:-1], bounds[1:], held, strict=True):
        if code is None:
            continue
        x = samples.x
        within = (x >= start) & (x <= stop) & ~samples.tied & (samples.verdicts[i] == code)
        yield Stretch(start, stop, code, bool(samples.proven[within].all()))


def _between(samples: Samples, i: int, roots: FloatArray, a: int, b: int) -> RawFlip | None:
    """Return the flip or touch between two samples; where the range ends, a is -1 or b the number of samples."""
    x, verdict = samples.x, samples.verdicts[i]
    below = None if a < 0 else int(verdict[a])
    above = None if b == len(x) else int(verdict[b])
    low, high = float(x[max(a, 0)]), float(x[min(b, len(x) - 1)])
    proven = bool(samples.proven[[end for end in (a, b) if 0 <= end < len(x)]].all())
    inner = slice(a + 1, b)
    if below is not None and above is not None and below != above:
        narrowest = NARROWEST * float(x[-1] - x[0])
        at = _flip_at(x[a : b + 1], verdict[a : b + 1], roots, narrowest)
        return RawFlip(low, high, below, above, at, touch=False, proven=proven)
    other = x[inner][verdict[inner] != (above if below is None else below)]
    if not other.size:
        return None
    at_end = [x[end] for end in (0, -1) if (below, above)[end] is None and x[end] in other]
    at = float(at_end[0]) if at_end else _touch_at(other, roots)
    return RawFlip(low, high, below, above, at, touch=True, proven=proven)


def _flip_at(x: FloatArray, verdict: ByteArray | CountArray, roots: FloatArray, narrowest: float) -> float:
    """Return where a verdict turns between the first and the last of some samples: at a root, or else halfway.

    Where these are nearer to each other than `narrowest`, the samples between them do not count against a root.
    """
    low = x[verdict == verdict[0]].max()
    high = x[verdict == verdict[-1]].min()
    if low > high or x[-1] - x[0] <= narrowest:
        low, high = x[0], x[-1]
    return nearest_root(float(low), float(high), roots)


def nearest_root(low: float, high: float, roots: FloatArray) -> float:
    """Return the root between two numbers that is nearest to their middle, or else the middle."""
    middle = low + (high - low) / 2
    near = roots[(roots >= low) & (roots <= high)]
    return float(near[np.abs(near - middle).argmin()]) if near.size else middle


def _touch_at(other: FloatArray, roots: FloatArray) -> float:
    known = np.intersect1d(other, roots)
    candidates = known if known.size else other
    return float(candidates[len(candidates) // 2])


def firm_samples(x: FloatArray, verdict: ByteArray | CountArray, tied: BoolArray, nearest: float) -> IndexArray:
    """Return the samples that show what holds around them: without ties, in intervals longer than the resolution."""
    shortest = nearest * (x[-1] - x[0])
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


def tied_at(x: FloatArray, narrow: Sequence[SignChange]) -> BoolArray:
    """Whether rounding may tie two rungs at each number, (S,), by the sign changes of gains that are narrow."""
    tied = np.zeros(len(x), dtype=bool)
    for change in narrow:
        tied |= (x > change.low) & (x < change.high)
        tied |= (x == change.low) & (change.before == 0) | (x == change.high) & (change.behind == 0)
    return tied


def _open(
    samples: Samples, narrow: Sequence[SignChange], width: float, actors: Sequence[int]
) -> tuple[FloatArray, FloatArray]:
    """Return the cells to divide: those where an actor's verdict turns and no gain changes its sign."""
    free = np.flatnonzero(~samples.tied)
    a, b = free[:-1], free[1:]
    low, high = samples.x[a], samples.x[b]
    verdicts = samples.verdicts[list(actors)]
    differ = (verdicts[:, a] != verdicts[:, b]).any(axis=0) & (b == a + 1)
    finest = np.maximum(FINEST * width, 4 * np.spacing(np.maximum(np.abs(low), np.abs(high))))
    explained = np.isin(low, [change.low for change in narrow]) & np.isin(high, [change.high for change in narrow])
    go = differ & ~explained & (high - low > finest)
    return low[go], high[go]


def _merged(a: Samples, b: Samples) -> Samples:
    x = np.concatenate([a.x, b.x])
    order = np.argsort(x, kind="stable")
    return Samples(
        x[order],
        np.concatenate([a.verdicts, b.verdicts], axis=1)[:, order],
        np.concatenate([a.proven, b.proven])[order],
        np.concatenate([a.tied, b.tied])[order],
    )
