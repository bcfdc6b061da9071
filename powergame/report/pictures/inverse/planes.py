"""Two unknown numbers together: where most of their probability lies, before and after, and borders of verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from scipy.ndimage import gaussian_filter, minimum_filter

from powergame.analysis.infer.result import Pair
from powergame.arrays import BoolArray, ByteArray, FloatArray, IntArray
from powergame.report.pictures.drawing import regions
from powergame.report.pictures.drawing.scales import Scale
from powergame.report.pictures.drawing.style import FAINT, INK, LINE, PAPER, TEXT, look, tint, width_of
from powergame.report.pictures.inverse.marginals import AFTER, BEFORE_DASH
from powergame.report.pictures.inverse.reach import Reach
from powergame.scenario.types import ALWAYS, NEVER

if TYPE_CHECKING:
    from powergame.analysis.infer.border import Border
    from powergame.posterior.types import Method

SETS = (0.9, 0.5)
"""Probabilities of the sets that are drawn, the greater first."""

FILLS = (tint(AFTER, 0.25), tint(AFTER, 0.6))
"""Fills of these sets after the deeds; before them only the greater has one."""

EQUAL = 0.03
"""Share of a density by which another is as high: sums over draws and nodes differ by less where it is level."""

EVEN = 1.3
"""Ratio of the densities at the borders of both sets below which a density from draws is level: they are chance."""

SMOOTHINGS, SMOOTHINGS_OF_FEW = 2, 6
"""Times that densities which are estimated from draws, and from few draws, are averaged with their neighbours."""

FEW_DRAWS = 1 << 15

HALF = 0.5
SMOOTH = 0.8
"""Points of a diagram over which a border is smoothed: it is drawn through them, not around them."""

BESIDE = 0.4
"""Centimetres from a border to its name, about."""

FINE = 20.0
"""Dots per centimetre of the grid on which room for names is sought."""


def draw_pair(axes: Axes, pair: Pair, reach: tuple[Reach, Reach], *, smoothing: int, thick: float = 1.0) -> None:
    """Draw the sets that hold 90 % and 50 %, after the deeds over before them.

    Parameters
    ----------
    smoothing
        How often densities are averaged with their neighbours, as `smoothing_of` says.
    thick
        Width of outlines, in points.
    """
    x, y = reach[0].at(pair.first_edges), reach[1].at(pair.second_edges)
    before, after = (_density(np.asarray(cells), x, y, smoothing=smoothing) for cells in (pair.prior, pair.posterior))
    across, up = _padded(x), _padded(y)
    for place, (density, is_after) in enumerate(((before, False), (after, True))):
        levels = _levels(density, x, y, smoothing=smoothing)
        greatest = float(density.max()) * 1.01 + np.finfo(float).tiny
        bounds = [level for level in dict.fromkeys(levels) if level < greatest]
        if not bounds:
            continue
        spread = np.pad(density, 1, mode="edge")
        fills = [*FILLS[-len(bounds) :]] if is_after else [tint(LINE, 0.35)] * len(bounds)
        axes.contourf(across, up, spread, levels=[*bounds, greatest], colors=fills, zorder=1 + place)
        axes.contour(
            across,
            up,
            spread,
            levels=bounds,
            colors=[AFTER if is_after else FAINT],
            linewidths=thick if is_after else 0.7 * thick,
            linestyles="solid" if is_after else [BEFORE_DASH] * len(bounds),
            zorder=3 + place,
        )
    axes.set(xlim=reach[0].ends, ylim=reach[1].ends)


def smoothing_of(method: Method) -> int:
    """Return how often densities are averaged with their neighbours: those that are estimated from draws scatter."""
    if method.name == "quadrature":
        return 0
    return SMOOTHINGS if method.draws >= FEW_DRAWS else SMOOTHINGS_OF_FEW


def sets(pair: Pair, reach: tuple[Reach, Reach], *, smoothing: int) -> tuple[IntArray, IntArray]:
    """Return in how many of the sets that hold 90 % and 50 % each cell is, before and after, (M_2, M_1)."""
    x, y = reach[0].at(pair.first_edges), reach[1].at(pair.second_edges)
    densities = (_density(np.asarray(cells), x, y, smoothing=smoothing) for cells in (pair.prior, pair.posterior))
    before, after = (
        sum((density >= level).astype(np.int64) for level in _levels(density, x, y, smoothing=smoothing))
        for density in densities
    )
    return np.asarray(before), np.asarray(after)


def _density(cells: FloatArray, x: FloatArray, y: FloatArray, *, smoothing: int) -> FloatArray:
    """Return the density over places, smoothed."""
    density = cells / np.outer(_widths(y), _widths(x))
    for _ in range(smoothing):
        for axis in (0, 1):
            padded = np.pad(density, [(1, 1) if k == axis else (0, 0) for k in (0, 1)], mode="edge")
            lower, middle, upper = (np.take(padded, range(k, k + density.shape[axis]), axis) for k in (0, 1, 2))
            density = (lower + 2 * middle + upper) / 4
    return np.asarray(density)


def _widths(places: FloatArray) -> FloatArray:
    return np.maximum(np.diff(places), np.finfo(float).eps)


def _padded(places: FloatArray) -> FloatArray:
    """Return the middles of cells, and both ends."""
    return np.concatenate((places[:1], (places[1:] + places[:-1]) / 2, places[-1:]))


def _levels(density: FloatArray, x: FloatArray, y: FloatArray, *, smoothing: int) -> list[float]:
    """Return the densities at the borders of the sets; the least there is where draws tell of no border."""
    outer, inner = (_level(density, x, y, mass) for mass in SETS)
    if smoothing and inner < EVEN * outer:
        return [float(density.min())] * len(SETS)
    return [outer, inner]


def _level(density: FloatArray, x: FloatArray, y: FloatArray, mass: float) -> float:
    """Return the density above which so much probability lies; what is about as high counts as above."""
    probabilities = density * np.outer(_widths(y), _widths(x))
    order = np.argsort(-density, axis=None, kind="stable")
    held = np.cumsum(probabilities.ravel()[order])
    place = min(int(np.searchsorted(held, mass * held[-1])), len(order) - 1)
    return float(density.ravel()[order[place]]) * (1 - EQUAL)


def draw_borders(axes: Axes, borders: Sequence[Border], size: tuple[float, float], names: Sequence[str]) -> None:
    """Draw where actors would just seek power, and name the side on which they do, if there is room.

    Parameters
    ----------
    size
        Of the axes, in centimetres.
    names
        What the sides are called.
    """
    wide, tall = (max(1, round(length * FINE)) for length in size)
    taken = np.zeros((tall, wide), dtype=np.bool_)
    several = len({border.place for border in borders}) > 1
    for border, name in zip(borders, names, strict=True):
        diagram = border.diagram
        x, y = (Scale(values, log) for values, log in zip((diagram.x, diagram.y), diagram.logarithmic, strict=True))
        codes = diagram.verdicts[0, border.place]
        _draw_border(axes, codes, (x.at(x.values), y.at(y.values)), look(border.place).dash if several else (0, ()))
        seeks = (codes == ALWAYS)[np.ix_(y.cells(tall), x.cells(wide))]
        _name(axes, name, seeks, taken)


def _draw_border(
    axes: Axes, codes: ByteArray, places: tuple[FloatArray, FloatArray], dash: tuple[int, tuple[float, ...]]
) -> None:
    """Draw the lines around where an actor never seeks, and around where it always does."""
    for code in (NEVER, ALWAYS):
        inside = gaussian_filter((codes == code).astype(float), SMOOTH, mode="nearest")
        if not inside.min() < HALF < inside.max():
            continue
        for thick, colour, dashes in ((3.2, PAPER, (0, ())), (1.5, INK, dash)):
            axes.contour(
                *places, inside, levels=[HALF], colors=[colour], linewidths=thick, linestyles=[dashes], zorder=6
            )


def _name(axes: Axes, name: str, seeks: BoolArray, taken: BoolArray) -> None:
    """Write a name within a region, near its border where there is room."""
    pixels = int(np.ceil((width_of(name, TEXT) + 0.3) * FINE)), int(np.ceil(0.5 * FINE))
    within = [2 * (length + round(BESIDE * FINE)) + 1 for length in reversed(pixels)]
    beside = seeks & ~minimum_filter(seeks, within, mode="nearest")
    rooms = (regions.room(where.astype(np.int64), 1, *pixels, taken) for where in (beside, seeks))
    centre = next((room for room in rooms if room), None)
    if centre is None:
        return
    x, y = centre
    taken[max(0, y - pixels[1]) : y + pixels[1], max(0, x - pixels[0]) : x + pixels[0]] = True
    regions.name_at(axes, name, (x / taken.shape[1], y / taken.shape[0]), 7)
