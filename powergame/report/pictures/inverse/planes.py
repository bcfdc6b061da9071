"""Two unknown numbers together: where most of their probability lies, before and after, and borders of verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from powergame.analysis.infer.result import Pair
from powergame.arrays import BoolArray, FloatArray
from powergame.report.pictures.drawing import regions
from powergame.report.pictures.drawing.fonts import families, literal
from powergame.report.pictures.drawing.scales import Scale
from powergame.report.pictures.drawing.style import FAINT, INK, LINE, PAPER, TEXT, directed, look, tint, width_of
from powergame.report.pictures.inverse.marginals import AFTER, BEFORE_DASH
from powergame.report.pictures.inverse.reach import Reach
from powergame.scenario.types import ALWAYS

if TYPE_CHECKING:
    from powergame.analysis.infer.border import Border

SETS = (0.9, 0.5)
"""Probabilities of the sets that are drawn, the greater first."""

FILLS = (tint(AFTER, 0.25), tint(AFTER, 0.6))
"""Fills of these sets after the deeds; before them only the greater has one."""

EQUAL = 0.03
"""Share of a density by which another is as high: sums over draws and nodes differ by less where it is level."""

SMOOTHINGS = 2
"""Times that densities which are estimated from draws are averaged with their neighbours."""

FINE = 20.0
"""Dots per centimetre of the grid on which room for names is sought."""


def draw_pair(axes: Axes, pair: Pair, reach: tuple[Reach, Reach], *, sampled: bool, thick: float = 1.0) -> None:
    """Draw the sets that hold 90 % and 50 %, after the deeds over before them.

    Parameters
    ----------
    sampled
        Whether the cells' probabilities are estimated from draws, which scatter.
    thick
        Width of outlines, in points.
    """
    x, y = reach[0].at(pair.first_edges), reach[1].at(pair.second_edges)
    before, after = (_density(np.asarray(cells), x, y, sampled=sampled) for cells in (pair.prior, pair.posterior))
    across, up = _padded(x), _padded(y)
    for place, (density, is_after) in enumerate(((before, False), (after, True))):
        levels = [_level(density, x, y, mass) for mass in SETS]
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


def _density(cells: FloatArray, x: FloatArray, y: FloatArray, *, sampled: bool) -> FloatArray:
    """Return the density over places, smoothed where it is estimated from draws."""
    density = cells / np.outer(_widths(y), _widths(x))
    for _ in range(SMOOTHINGS if sampled else 0):
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
        codes = diagram.verdicts[0, border.place].astype(np.int64)
        line = regions.borders(codes, x, y)
        if line is None:
            continue
        dash = look(border.place).dash if several else (0, ())
        for thick, colour in ((3.2, PAPER), (1.5, INK)):
            axes.add_collection(
                PathCollection(
                    [line],
                    facecolor="none",
                    edgecolor=[colour],
                    linewidth=thick,
                    linestyle=[dash if colour is INK else (0, ())],
                    capstyle="butt",
                    zorder=6,
                ),
                autolim=False,
            )
        seeks = (codes == ALWAYS)[np.ix_(y.cells(tall), x.cells(wide))]
        _name(axes, name, seeks, taken)


def _name(axes: Axes, name: str, seeks: BoolArray, taken: BoolArray) -> None:
    """Write a name within a region."""
    width, height = width_of(name, TEXT) + 0.3, 0.5
    pixels = int(np.ceil(width * FINE)), int(np.ceil(height * FINE))
    centre = regions.room(seeks.astype(np.int64), 1, *pixels, taken)
    if centre is None:
        return
    x, y = centre
    taken[max(0, y - pixels[1]) : y + pixels[1], max(0, x - pixels[0]) : x + pixels[0]] = True
    shown = literal(name)
    axes.text(
        x / taken.shape[1],
        y / taken.shape[0],
        directed(shown),
        fontfamily=families(shown),
        transform=axes.transAxes,
        ha="center",
        va="center",
        bbox={"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85},
        parse_math=False,
        zorder=7,
    )
