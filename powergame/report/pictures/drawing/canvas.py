"""Drawing in centimetres: boxes, lines, stripes and words on a part of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from powergame.report.pictures.drawing.fonts import Weight, families, literal
from powergame.report.pictures.drawing.layout import Colour, Page, Side
from powergame.report.pictures.drawing.style import INK, PAPER, TEXT, directed

DOTS = 0.25
"""Centimetres from one dot to the next."""

STRIPE = 0.16
"""Centimetres from one stripe to the next."""


@dataclass(frozen=True)
class Canvas:
    """A part of a page; places on it are centimetres to the right of and below its upper left corner."""

    axes: Axes
    width: float
    height: float

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        line: Colour | None = None,
        thick: float = 0.6,
        layer: float = 1,
    ) -> None:
        """Draw a rectangle, filled, outlined or both."""
        self.axes.add_patch(
            Rectangle(
                (left, top),
                width,
                height,
                facecolor=fill or "none",
                edgecolor=line or "none",
                linewidth=thick if line else 0,
                joinstyle="miter",
                zorder=layer,
                clip_on=False,
            )
        )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: Colour,
        thick: float = 0.6,
        dash: tuple[int, tuple[float, ...]] = (0, ()),
        layer: float = 2,
    ) -> None:
        """Draw a line through points."""
        self.axes.plot(
            *zip(*points, strict=True), color=colour, linewidth=thick, linestyle=dash, zorder=layer, clip_on=False
        )

    def stripes(self, left: float, top: float, width: float, height: float, colour: Colour, layer: float = 1) -> None:
        """Draw rising stripes over a rectangle; they go on from one rectangle to the next."""
        first, last = np.floor((left + top) / STRIPE), np.ceil((left + width + top + height) / STRIPE)
        sums = np.arange(first, last + 1) * STRIPE  # x + y along each stripe
        x0, x1 = np.maximum(left, sums - top - height), np.minimum(left + width, sums - top)
        visible = x1 > x0
        ends = np.stack((np.stack((x0, sums - x0), axis=1), np.stack((x1, sums - x1), axis=1)), axis=1)[visible]
        self.axes.add_collection(
            LineCollection(list(ends), colors=[colour], linewidths=1.3, capstyle="butt", zorder=layer), autolim=False
        )

    def dots(self, left: float, top: float, width: float, height: float, layer: float = 1) -> None:
        """Draw dots all over a rectangle, with rims that part them from any ground."""
        rows, columns = (
            start + (length - DOTS * (count - 1)) / 2 + DOTS * np.arange(count)
            for start, length in ((top, height), (left, width))
            for count in (int(length / DOTS),)
        )
        x, y = (places.ravel() for places in np.meshgrid(columns, rows))
        self.axes.scatter(x, y, s=5.0, c=INK, edgecolors=PAPER, linewidths=0.7, zorder=layer, clip_on=False)

    def mark(
        self,
        x: float,
        y: float,
        marker: str,
        size: float,
        colour: Colour,
        rim: Colour | None = None,
        layer: float = 5,
        thick: float = 0.8,
    ) -> None:
        """Draw a marker whose size is in points."""
        self.axes.plot(
            [x],
            [y],
            marker,
            ms=size,
            mfc=colour,
            mec=rim or colour,
            mew=thick if rim else 0,
            zorder=layer,
            clip_on=False,
        )

    def say(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = TEXT,
        weight: Weight = "normal",
        colour: Colour = INK,
        side: Side = "left",
        upright: bool = False,
    ) -> None:
        """Write a line of literal text, its middle at y."""
        shown = literal(text)
        self.axes.text(
            x,
            y,
            directed(shown),
            fontfamily=families(shown),
            fontsize=size,
            fontweight=weight,
            color=colour,
            ha=side,
            va="center_baseline" if not upright else "center",
            rotation=90 if upright else 0,
            parse_math=False,
            zorder=6,
        )


def canvas(made: Page, left: float, top: float, width: float, height: float) -> Canvas:
    """Return a canvas on a rectangle of a page."""
    axes = made.axes(left, top, width, height)
    axes.set_axis_off()
    axes.set(xlim=(0, width), ylim=(height, 0))
    return Canvas(axes, width, height)
