"""A number along a path, as a line over it with the levels that it crosses."""

from __future__ import annotations

import numpy as np

from powergame.analysis.threshold import Course
from powergame.digits import percent
from powergame.report.pictures.drawing.canvas import Canvas
from powergame.report.pictures.drawing.style import COLOURS, FAINT, INK, LINE, PAPER, SMALL, tint
from powergame.report.pictures.threshold.places import Places, height_of, numbers, omitted, write_numbers

HEIGHT = 2.8
"""Height of the plot, in centimetres."""

ABOVE = 0.25
"""Centimetres above the plot, so that the highest label fits."""

APART = 0.34
"""Centimetres between two labels at least."""

TOPS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
"""Where the vertical axis may end."""

HUE = COLOURS[1]


class NumberCurve:
    """A number's course: first laid out, then drawn.

    Parameters
    ----------
    levels
        The levels that are told apart.
    """

    def __init__(self, course: Course, levels: tuple[float, ...], places: Places) -> None:
        self.course, self.places = course, places
        greatest = 0.0 if course.greatest is None else course.greatest.value
        self.top = next((top for top in TOPS if top >= greatest), 1.0)
        self.levels = tuple(level for level in levels if level <= self.top)
        self.numbers = numbers(list(dict.fromkeys(crossing.at for crossing in course.crossings)), places)
        self.omitted = omitted(self.numbers)
        self.height = ABOVE + HEIGHT + 0.1 + height_of(self.numbers)

    def draw(self, on: Canvas, top: float) -> None:
        """Draw the levels, the line, and the numbers below it."""
        top += ABOVE
        left, stop = self.places.left, self.places.stop
        on.line([(left, top), (left, top + HEIGHT)], FAINT, 0.6)
        on.line([(left, top + HEIGHT), (stop, top + HEIGHT)], LINE, 0.6, layer=1.5)
        self._labels(on, top)
        for level in self.levels:
            y = self._y(level, top)
            on.line([(left, y), (stop, y)], FAINT, 0.5, (0, (1.2, 2)), layer=1.5)
        for x, value in self.course.pieces:
            across = [self.places.at(float(number)) for number in x]
            points = list(zip(across, (self._y(float(v), top) for v in value), strict=True))
            base = top + HEIGHT
            on.axes.fill(
                [across[0], *across, across[-1]],
                [base, *(y for _, y in points), base],
                facecolor=tint(HUE, 0.14),
                edgecolor="none",
                zorder=1,
            )
            on.line(points, HUE, 1.5, layer=3)
        self._crossings(on, top)
        write_numbers(on, self.numbers, self.places, top + HEIGHT + 0.04)

    def draw_own(self, on: Canvas, x: float, top: float) -> None:
        """Draw the scenario's own value: a line, and the number there."""
        top += ABOVE
        on.line([(x, top), (x, top + HEIGHT)], PAPER, 2.4, layer=3.4)
        on.line([(x, top), (x, top + HEIGHT)], INK, 1.0, (0, (2, 1.4)), layer=3.5)
        if self.course.now is not None:
            on.mark(x, self._y(self.course.now, top), "o", 4.5, INK, PAPER, layer=5)

    def _y(self, value: float, top: float) -> float:
        return top + HEIGHT * (1 - value / self.top)

    def _labels(self, on: Canvas, top: float) -> None:
        """Label the base, the levels and the top, where there is room between two labels."""
        taken: list[float] = []
        for value in (0.0, *self.levels, self.top):
            y = self._y(value, top)
            if all(abs(y - other) >= APART for other in taken):
                taken.append(y)
                on.line([(self.places.left - 0.08, y), (self.places.left, y)], FAINT, 0.6)
                on.say(percent(value), self.places.left - 0.14, y, size=SMALL, colour=FAINT, side="right")

    def _crossings(self, on: Canvas, top: float) -> None:
        base = top + HEIGHT
        for crossing in self.course.crossings:
            x = self.places.at(crossing.at)
            ends = [y for y in (crossing.below, crossing.above) if y is not None]
            high = self._y(max(ends, default=0.0), top)
            on.line([(x, high), (x, base + 0.08)], INK, 0.6, (0, (1.2, 1.2)), layer=2)
            if crossing.jump and len(ends) == 2:
                heights = [self._y(value, top) for value in np.sort(ends).tolist()]
                on.line([(x, heights[0]), (x, heights[1])], HUE, 1.1, (0, (1.5, 1)), layer=2.5)
            elif not crossing.jump:
                on.mark(x, high, "o", 3.6, PAPER, HUE, layer=4, thick=1.1)
