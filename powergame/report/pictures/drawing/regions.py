"""Regions of a plane: filled, told apart by pattern as well as colour, bordered, and named where there is room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from powergame.arrays import BoolArray, FloatArray, IntArray
from powergame.report.pictures.drawing.fonts import families, literal
from powergame.report.pictures.drawing.layout import Colour
from powergame.report.pictures.drawing.scales import Scale
from powergame.report.pictures.drawing.style import CM, DOTS_PER_INCH, INK, PAPER, POINT, directed

Rgb = tuple[float, float, float]
Stripe = Literal["rising", "falling", "level"]
Pixels = npt.NDArray[np.uint8]

SLANTED = 0.71
"""Part of the width of level lines that slanting ones have: measured upwards, all are as wide."""

MOST_RUNS = 20_000
"""Straight pieces of borders that are drawn at most; more would be finer than a line can show."""

STRIPE = 0.11
"""Centimetres from one stripe to the next."""

DOTS, DOT, RIM = 0.2, 0.035, 0.02
"""Centimetres from one dot to the next, their radius, and the width of the rim that parts them from any ground."""


@dataclass(frozen=True)
class Fill:
    """The look of a region.

    Attributes
    ----------
    ground
        Its colour.
    rising, falling, level
        Colours of stripes across it, by their direction; None for none.
    dotted
        Whether there are dots all over it.
    """

    ground: Rgb
    rising: Rgb | None = None
    falling: Rgb | None = None
    level: Rgb | None = None
    dotted: bool = False


def paint(fills: list[Fill], width: int, height: int, which: IntArray, dotted: BoolArray | None = None) -> Pixels:
    """Return an image of regions, (height, width, 3), its first row at the bottom.

    Parameters
    ----------
    which : (height, width)
        Each pixel's region, a place in `fills`.
    dotted : (height, width)
        Whether there are dots at a pixel, beside those of its region.
    """
    period = max(3, round(STRIPE * CM * DOTS_PER_INCH))
    line = max(1, period // 3)
    image = np.array([_bytes(fill.ground) for fill in fills], dtype=np.uint8)[which]
    x, y = np.arange(width, dtype=np.int32)[None, :], np.arange(height, dtype=np.int32)[:, None]
    stripes = {
        "level": (y + 0 * x) % period < line,
        "rising": (y - x) % period < line,
        "falling": (y + x) % period < line,
    }
    for name, stripe in stripes.items():
        for k, fill in enumerate(fills):
            colour: Rgb | None = getattr(fill, name)
            if colour is not None:
                image[stripe & (which == k)] = _bytes(colour)
    with_dots = np.array([fill.dotted for fill in fills])[which]
    if dotted is not None:
        with_dots = with_dots | dotted
    if with_dots.any():
        away = _from_dots(x, y)
        image[with_dots & (away < _pixels(DOT + RIM))] = _bytes(to_rgb(PAPER))
        image[with_dots & (away < _pixels(DOT))] = _bytes(to_rgb(INK))
    return image


def _from_dots(x: npt.NDArray[np.int32], y: npt.NDArray[np.int32]) -> FloatArray:
    """Return each pixel's distance from the nearest dot, in pixels."""
    step = _pixels(DOTS)
    across, up = ((place + step / 2) % step - step / 2 for place in (x, y))
    return np.asarray(np.hypot(across, up))


def _pixels(length: float) -> float:
    return length * CM * DOTS_PER_INCH


def _bytes(colour: Rgb) -> tuple[int, ...]:
    return tuple(round(255 * part) for part in colour)


def fill(axes: Axes, look: Fill, size: tuple[float, float]) -> None:
    """Fill axes of a size in centimetres with one look, in shapes."""
    axes.set(xticks=[], yticks=[], facecolor=look.ground)
    looks: dict[Stripe, Colour | None] = {"level": look.level, "rising": look.rising, "falling": look.falling}
    for stripe, colour in looks.items():
        if colour is not None:
            stripes(axes, stripe, colour, size)
    if look.dotted:
        dots(axes, *dot_places(size))


def stripes(axes: Axes, stripe: Stripe, colour: Colour, size: tuple[float, float]) -> PathPatch:
    """Draw stripes all over axes of a size in centimetres, and return them, to be clipped."""
    wide, tall = size
    first, last = {"level": (0.0, tall), "rising": (-wide, tall), "falling": (0.0, tall + wide)}[stripe]
    at = np.arange(first, last, STRIPE) + STRIPE / 6
    slope = {"level": 0.0, "rising": wide, "falling": -wide}[stripe]
    ends = np.stack([np.stack([np.zeros_like(at), at], 1), np.stack([np.full_like(at, wide), at + slope], 1)], axis=1)
    lines = strokes(ends / np.array(size), colour, STRIPE / 3 / POINT * (1.0 if stripe == "level" else SLANTED), 1.0)
    lines.set_transform(axes.transAxes)
    axes.add_patch(lines)
    return lines


def strokes(lines: Iterable[FloatArray], colour: Colour, width: float, layer: float) -> PathPatch:
    """Return lines as one shape, drawn with a width in points."""
    points, codes = [], []
    for line in lines:
        points.append(line)
        codes.append(np.full(len(line), Path.LINETO, dtype=np.uint8))
        codes[-1][0] = Path.MOVETO
    path = Path(np.concatenate(points), np.concatenate(codes))
    return PathPatch(
        path, fill=False, edgecolor=colour, linewidth=width, capstyle="round", joinstyle="round", zorder=layer
    )


def dot_places(size: tuple[float, float]) -> tuple[FloatArray, FloatArray]:
    """Return where dots stand that cover axes of a size in centimetres, as fractions of the axes."""
    x, y = (np.arange(DOTS / 2, length, DOTS) / length for length in size)
    across, up = np.meshgrid(x, y)
    return across.ravel(), up.ravel()


def dots(axes: Axes, across: FloatArray, up: FloatArray) -> None:
    """Draw dots, which are seen on any ground."""
    for radius, colour in ((DOT + RIM, to_rgb(PAPER)), (DOT, to_rgb(INK))):
        axes.plot(across, up, "o", ms=2 * radius / POINT, color=colour, mew=0, transform=axes.transAxes, zorder=2)


def show(
    axes: Axes,
    regions: IntArray,
    x: Scale,
    y: Scale,
    fills: list[Fill],
    size: tuple[float, float],
    dotted: BoolArray,
) -> IntArray:
    """Fill a plane and draw its borders.

    Parameters
    ----------
    regions : (Ny, Nx)
        Each point's region, a place in `fills`.
    size
        Of the axes, in centimetres.
    dotted : (Ny, Nx)
        Points with dots.

    Returns
    -------
    (height, width)
        The region that each pixel of the picture shows.
    """
    width, height = (max(1, round(length * CM * DOTS_PER_INCH)) for length in size)
    cells = np.ix_(y.cells(height), x.cells(width))
    which = regions[cells]
    image = paint(fills, width, height, which, dotted[cells])
    ends = (float(x.edges[0]), float(x.edges[-1]), float(y.edges[0]), float(y.edges[-1]))
    axes.imshow(image, extent=ends, origin="lower", aspect="auto", interpolation="none", zorder=0)
    if (border := borders(regions, x, y)) is not None:
        axes.add_collection(
            PathCollection([border], facecolor="none", edgecolor=INK, linewidth=0.8, capstyle="projecting", zorder=1),
            autolim=False,
        )
    return which


def borders(regions: IntArray, x: Scale, y: Scale) -> Path | None:
    """Return the lines between points of different regions; None where there are none, or too many to see."""
    across = _runs(regions[:, 1:] != regions[:, :-1])
    along = _runs((regions[1:, :] != regions[:-1, :]).T)
    if not 0 < len(across) + len(along) <= MOST_RUNS:
        return None
    upright = _lines(across, x.edges, y.edges)
    level = _lines(along, y.edges, x.edges)[:, :, ::-1]
    points = np.concatenate((upright, level)).reshape(-1, 2)
    codes = np.tile(np.array([Path.MOVETO, Path.LINETO], dtype=np.uint8), len(points) // 2)
    return Path(points, codes)


def _runs(differs: BoolArray) -> IntArray:
    """Return the runs of True down each column, (R, 3): column, first row, row behind the last."""
    rows, columns = differs.shape
    padded = np.zeros((columns, rows + 2), dtype=np.int8)
    padded[:, 1:-1] = differs.T
    steps = np.diff(padded, axis=1)
    column, start = np.nonzero(steps == 1)
    _, stop = np.nonzero(steps == -1)
    return np.stack((column, start, stop), axis=1).astype(np.int64)


def _lines(runs: IntArray, through: FloatArray, edges: FloatArray) -> FloatArray:
    """Return lines (R, 2, 2) between the cells of a column and the next, from edge to edge of the others."""
    at = through[runs[:, 0] + 1]
    return np.stack((np.stack((at, edges[runs[:, 1]]), axis=1), np.stack((at, edges[runs[:, 2]]), axis=1)), axis=1)


def room(which: IntArray, region: int, width: int, height: int, taken: BoolArray) -> tuple[int, int] | None:
    """Return where a box fits into a region, nearest to the region's middle; None where it does not fit.

    Parameters
    ----------
    which : (H, W)
        Each pixel's region.
    width, height
        Of the box, in pixels.
    taken : (H, W)
        Pixels that something else stands on.

    Returns
    -------
    x, y
        The box's centre.
    """
    free = (which == region) & ~taken
    if height > free.shape[0] or width > free.shape[1] or not free.any():
        return None
    total = np.zeros((free.shape[0] + 1, free.shape[1] + 1), dtype=np.int64)
    total[1:, 1:] = free.cumsum(axis=0).cumsum(axis=1)
    inside = total[height:, width:] - total[:-height, width:] - total[height:, :-width] + total[:-height, :-width]
    ys, xs = np.nonzero(inside == width * height)
    if not len(ys):
        return None
    every_y, every_x = np.nonzero(free)
    middle_y, middle_x = every_y.mean() - height / 2, every_x.mean() - width / 2
    best = int(np.argmin((ys - middle_y) ** 2 + (xs - middle_x) ** 2))
    return int(xs[best]) + width // 2, int(ys[best]) + height // 2


def name_at(axes: Axes, name: str, at: tuple[float, float], layer: int) -> None:
    """Write a name on a map, on a ground of its own; the place is in fractions of the axes."""
    shown = literal(name)
    axes.text(
        *at,
        directed(shown),
        fontfamily=families(shown),
        transform=axes.transAxes,
        ha="center",
        va="center",
        bbox={"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85},
        parse_math=False,
        zorder=layer,
    )
