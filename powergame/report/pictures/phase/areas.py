"""Regions of a map painted as shapes: grounds, stripes and dots, the lines between them, and words on lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from powergame.analysis.sweep.phase.outlines import Line
from powergame.arrays import FloatArray
from powergame.report.pictures.drawing.regions import dot_places, dots, stripes, strokes
from powergame.report.pictures.drawing.style import INK, PAPER, SMALL, width_of
from powergame.report.pictures.phase.panels import Paint, Panel

BORDER, CONTOUR = 0.8, 0.6
"""Widths of the lines between regions, and between steps, in points."""

APART = 0.55
"""Least distance between words on lines, in centimetres."""

SAME = 0.02
"""Distance of the middles of lines, in centimetres, below which they are one line: a jump over several levels."""

INSIDE = 0.6
"""Least distance of the middle of words from the edge of a map, in centimetres."""

LEAST = 1.3
"""Least length of a line that has words on it, in centimetres."""


def show(axes: Axes, panel: Panel, ends: tuple[float, float, float, float], size: tuple[float, float]) -> None:
    """Paint a map onto axes.

    Parameters
    ----------
    ends
        Positions at the left, the right, the bottom and the top of the axes.
    size
        Of the axes, in centimetres.
    """
    axes.set(xlim=ends[:2], ylim=ends[2:])
    for paint in panel.paints:
        _paint(axes, panel, paint, size)
    for layer in panel.layers:
        if layer.lines:
            axes.add_patch(strokes(layer.lines, INK, CONTOUR if panel.labels else BORDER, 1.5))
    _label(axes, panel, ends, size)
    if panel.unproven.any():
        _dot(axes, panel, size)


def _paint(axes: Axes, panel: Panel, paint: Paint, size: tuple[float, float]) -> None:
    paths = [_path(panel.layers[layer].loops.get(code, [])) for layer, code in paint.areas]
    shapes = [path for path in paths if path is not None]
    if len(shapes) < len(paths):
        return
    if paint.stripe:
        stripes(axes, paint.stripe, paint.colour, size).set_clip_path(shapes[0], axes.transData)
        return
    patch = PathPatch(shapes[0], facecolor=paint.colour, edgecolor="none", linewidth=0, zorder=1)
    axes.add_patch(patch)
    if len(shapes) > 1:
        patch.set_clip_path(shapes[1], axes.transData)


def _path(loops: Sequence[Line]) -> Path | None:
    """Return closed lines as one shape; None where they enclose nothing."""
    if not loops:
        return None
    points, codes = [], []
    for loop in loops:
        points.append(np.concatenate([loop, loop[:1]]))
        codes.append(np.full(len(loop) + 1, Path.LINETO, dtype=np.uint8))
        codes[-1][0], codes[-1][-1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(np.concatenate(points), np.concatenate(codes))


def _dot(axes: Axes, panel: Panel, size: tuple[float, float]) -> None:
    """Draw dots over the points whose answers are unproven."""
    rows, columns = panel.unproven.shape
    across, up = dot_places(size)
    within = panel.unproven[np.rint(up * (rows - 1)).astype(int), np.rint(across * (columns - 1)).astype(int)]
    dots(axes, across[within], up[within])


def _label(axes: Axes, panel: Panel, ends: tuple[float, float, float, float], size: tuple[float, float]) -> None:
    """Write words onto the middle of each layer's longest line, where there is room; once where lines are one."""
    origin = np.array([ends[0], ends[2]])
    unit = np.array(size) / (np.array([ends[1], ends[3]]) - origin)
    places: list[tuple[FloatArray, list[str]]] = []
    for layer, text in zip(panel.layers, panel.labels, strict=False):
        lines = [(line - origin) * unit for line in layer.lines]
        lengths = [float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in lines]
        middle = _middle(lines[int(np.argmax(lengths))], size) if lines and max(lengths) >= LEAST else None
        if middle is None:
            continue
        same = next((texts for at, texts in places if np.abs(at - middle).max() < SAME), None)
        if same is None:
            places.append((middle, [text]))
        else:
            same.append(text)
    taken: list[tuple[FloatArray, float]] = []
    for middle, texts in places:
        text = ", ".join([*(text.removesuffix(" %") for text in texts[:-1]), texts[-1]])
        half = width_of(text, SMALL) / 2 + 0.1
        if any(abs(middle[0] - at[0]) < half + other and abs(middle[1] - at[1]) < APART for at, other in taken):
            continue
        taken.append((middle, half))
        axes.text(
            float(middle[0]) / size[0],
            float(middle[1]) / size[1],
            text,
            fontsize=SMALL,
            transform=axes.transAxes,
            ha="center",
            va="center",
            bbox={"boxstyle": "round,pad=0.15", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85},
            parse_math=False,
            zorder=3,
        )


def _middle(line: FloatArray, size: tuple[float, float]) -> FloatArray | None:
    """Return the place of a line nearest to its middle at which words are within the axes."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate(([0.0], np.cumsum(steps)))
    for fraction in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        at = np.array([np.interp(fraction * along[-1], along, line[:, k]) for k in range(2)])
        if INSIDE < at[0] < size[0] - INSIDE and 0.25 < at[1] < size[1] - 0.25:
            return at
    return None
