"""The axis of an unknown number: which part of its range is shown, on which scale, and with which ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib.axes import Axes

from powergame.analysis.infer.result import Density, Inference, NumberMarginal
from powergame.arrays import FloatArray
from powergame.report.pictures.drawing.scales import labels
from powergame.report.pictures.drawing.style import SMALL, width_of
from powergame.report.priors import is_positive
from powergame.scenario.types import Axis

HIDDEN = 0.004
"""Probability, before or after, of each long tail that is not shown."""

TAIL = 0.15
"""Least share of an axis that is saved where a tail is left out."""

TICK = 0.6
"""Centimetres between two ticks at least, about."""

MOST_TICKS = 8
NEAR_END = 0.3
"""Centimetres from an end within which a tick's number is written inwards."""

BETWEEN = 0.12
"""Least centimetres between two numbers along an axis."""

LOOSER = 1.25
"""Factor by which ticks move apart until their numbers do not touch."""

HALF = 0.5
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Round steps between ticks, but for a power of ten."""

SLACK = 0.01
"""Steps beyond an end at which a round number still has a tick."""


@dataclass(frozen=True)
class Reach:
    """The part of an unknown's range that is shown.

    Attributes
    ----------
    logarithmic
        Whether equal ratios are equally far apart; places are decimal logarithms then.
    """

    low: float
    high: float
    logarithmic: bool

    def at(self, values: Sequence[float] | FloatArray) -> FloatArray:
        """Return the places of values."""
        numbers = np.asarray(values, dtype=float)
        if not self.logarithmic:
            return numbers
        return np.asarray(np.log10(np.maximum(numbers, self.low * self.low / self.high)))

    @property
    def ends(self) -> tuple[float, float]:
        """The places of both ends."""
        low, high = self.at([self.low, self.high]).tolist()
        return low, high

    @property
    def axis(self) -> Axis:
        """Values from end to end, as many as whoever takes them likes."""
        return Axis(None, self.low, self.high, 2, "log" if self.logarithmic else "linear")

    def set_ticks(self, axes: Axes, which: Literal["x", "y"], length: float) -> None:
        """Give an axis of so many centimetres its range and ticks; numbers at its ends stay within them."""
        low, high = self.ends
        apart = max(TICK / length, 1 / MOST_TICKS)
        ticks = self.ticks(apart)
        while which == "x" and len(ticks) > 1 and self._crowded(ticks, length):
            apart *= LOOSER
            ticks = self.ticks(apart)
        places = np.array([place for place, _ in ticks])
        axes.set(**{f"{which}lim": (low, high)})
        set_places = axes.set_xticks if which == "x" else axes.set_yticks
        set_places(places.tolist(), [text for _, text in ticks])
        shown = axes.get_xticklabels() if which == "x" else axes.get_yticklabels()
        for label, place in zip(shown, (places - low) / (high - low), strict=True):
            if min(place, 1 - place) * length < NEAR_END:
                if which == "x":
                    label.set_horizontalalignment("left" if place < HALF else "right")
                else:
                    label.set_verticalalignment("bottom" if place < HALF else "top")

    def ticks(self, apart: float) -> list[tuple[float, str]]:
        """Return places of round numbers, as far apart as some share of the axis, and how they read."""
        if self.logarithmic:
            values = self._ratios(apart)
            return [(float(place), labels([value])[0]) for value, place in zip(values, self.at(values), strict=True)]
        least = apart * (self.high - self.low)
        power = 10.0 ** math.floor(math.log10(least))
        step = next(m * power for m in STEPS if m * power >= least)
        first, last = math.ceil(self.low / step - SLACK), math.floor(self.high / step + SLACK)
        values = [k * step for k in range(first, last + 1)]
        return list(zip(values, labels(values), strict=True))

    def _crowded(self, ticks: list[tuple[float, str]], length: float) -> bool:
        """Whether numbers along an axis of so many centimetres touch."""
        low, high = self.ends
        taken = -math.inf
        for place, text in ticks:
            at, width = length * (place - low) / (high - low), width_of(text, SMALL)
            left = at if at < NEAR_END else at - width if length - at < NEAR_END else at - width / 2
            if left < taken + BETWEEN:
                return True
            taken = left + width
        return False

    def _ratios(self, apart: float) -> list[float]:
        """Return 1, 5, 2 and their decimal multiples, the roundest first, as far apart as some share of the axis."""
        low, high = self.ends
        exponents = range(math.floor(low), math.ceil(high) + 1)
        chosen: list[float] = []
        for value in (m * 10.0**e for m in (1, 5, 2) for e in exponents):
            free = all(abs(math.log10(value / other)) >= apart * (high - low) for other in chosen)
            if self.low <= value <= self.high and free:
                chosen.append(value)
        return sorted(chosen)


def reaches(inference: Inference) -> dict[str, Reach]:
    """Return the axes of all unknown numbers, and of those derived from unknowns, by path."""
    priors = dict((*inference.unknown, *inference.assumed))
    return {
        marginal.path: _reach(marginal.density, wished=is_positive(marginal.path, priors.get(marginal.path)))
        for marginal in (*inference.marginals, *inference.derived)
        if isinstance(marginal, NumberMarginal)
    }


def reach_of(densities: Sequence[Density], *, logarithmic: bool) -> Reach:
    """Return the axis on which several distributions of a number are shown."""
    each = [_reach(density, wished=logarithmic) for density in densities]
    return Reach(min(r.low for r in each), max(r.high for r in each), each[0].logarithmic)


def _reach(density: Density, *, wished: bool) -> Reach:
    edges = np.asarray(density.edges)
    logarithmic = wished and edges[-1] > 0
    if logarithmic:
        edges = np.maximum(edges, edges[edges > 0][0])
    widths = np.diff(np.asarray(density.edges))
    shown = np.zeros(len(widths), dtype=bool)
    for heights in (density.prior, density.posterior):
        masses = np.asarray(heights) * widths
        below = np.concatenate(([0.0], np.cumsum(masses)))
        shown |= (below[1:] > HIDDEN) & (below[:-1] < below[-1] - HIDDEN)
    first, last = int(np.argmax(shown)), len(shown) - int(np.argmax(shown[::-1]))
    scaled = np.log10(edges) if logarithmic else edges
    if scaled[first] - scaled[0] < TAIL * (scaled[-1] - scaled[0]):
        first = 0
    if scaled[-1] - scaled[last] < TAIL * (scaled[-1] - scaled[0]):
        last = len(widths)
    return Reach(float(edges[first]), float(edges[last]), logarithmic)


def per_place(density: Density, reach: Reach) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return places (M + 1,), and the densities before and after, (M,), for each unit of place."""
    edges = np.asarray(density.edges)
    places = reach.at(edges)
    factor = np.diff(edges) / np.maximum(np.diff(places), np.finfo(float).tiny)
    return places, np.asarray(density.prior) * factor, np.asarray(density.posterior) * factor
