"""Axes of numbers: the places of values, their cells, and the ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from powergame.arrays import FloatArray, IntArray
from powergame.scenario.axes import EQUAL, geometric


@dataclass(frozen=True, eq=False)
class Scale:
    """An axis through sorted, different values; positions on it are values, or their logarithms.

    Attributes
    ----------
    values : (N,)
        Rising.
    logarithmic
        Whether equal ratios are equally far apart.
    """

    values: FloatArray
    logarithmic: bool

    def at(self, values: FloatArray | float) -> FloatArray:
        """Return the positions of values."""
        return np.asarray(np.log10(values) if self.logarithmic else values, dtype=float)

    @property
    def edges(self) -> FloatArray:
        """(N + 1,) positions between which each value's cell reaches: halfway to its neighbours."""
        at = self.at(self.values)
        if len(at) == 1:
            return np.array([at[0] - 0.5, at[0] + 0.5])
        middles = (at[1:] + at[:-1]) / 2
        return np.concatenate(([2 * at[0] - middles[0]], middles, [2 * at[-1] - middles[-1]]))

    def cells(self, pixels: int) -> IntArray:
        """Return the place of the value that each of so many equal parts of the axis shows, (pixels,)."""
        edges = self.edges
        centres = edges[0] + (np.arange(pixels) + 0.5) * (edges[-1] - edges[0]) / pixels
        return np.asarray(np.searchsorted(edges[1:-1], centres, side="right"), dtype=np.int64)

    def ticks(self, most: int) -> tuple[list[float], list[str]]:
        """Return positions and labels of at most so many ticks."""
        low, high = float(self.values[0]), float(self.values[-1])
        if len(self.values) <= min(most, 5):
            chosen = self.values.tolist()
        elif self.logarithmic:
            chosen = _decades(low, high, most)
        else:
            candidates = MaxNLocator(nbins=most - 1, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
            slack = EQUAL * (high - low)
            chosen = [x for x in map(float, candidates) if low - slack <= x <= high + slack]
        return self.at(np.array(chosen, dtype=float)).tolist(), labels(chosen)


def scale(values: FloatArray) -> Scale:
    """Return the scale of values, in any order: logarithmic where their ratios are equal and their steps are not."""
    rising = np.unique(np.asarray(values, dtype=float))
    return Scale(rising, geometric(rising))


def labels(values: list[float]) -> list[str]:
    """Show numbers of one axis alike: no more digits than tell them apart."""
    span = max((abs(x) for x in values), default=0.0)
    cleaned = [0.0 if abs(x) <= EQUAL * span else x for x in values]
    for digits in range(1, 17):
        shown = [f"{x:.{digits}g}" for x in cleaned]
        near = all(math.isclose(float(s), x, rel_tol=EQUAL) for s, x in zip(shown, cleaned, strict=True))
        if near:
            break
    return [_short(s).replace("-", "\N{MINUS SIGN}") for s in shown]


def set_ticks(axes: Axes, which: str, scale: Scale, most: int) -> None:
    """Give an axis its range and ticks."""
    at, texts = scale.ticks(most)
    if which == "x":
        axes.set_xlim(float(scale.edges[0]), float(scale.edges[-1]))
        axes.set_xticks(at, texts)
    else:
        axes.set_ylim(float(scale.edges[0]), float(scale.edges[-1]))
        axes.set_yticks(at, texts)


def _short(text: str) -> str:
    """Write 1e+06 as 1e6, and 2e+03 as 2000."""
    mantissa, e, power = text.partition("e")
    if not e:
        return text
    return f"{float(text):.0f}" if 0 <= int(power) <= 5 else f"{mantissa}e{int(power)}"


def _decades(low: float, high: float, most: int) -> list[float]:
    """Return 1, 2, 5 and their decimal multiples within a range, as many as there is room for."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for leading in ((1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        chosen = [
            m * 10.0**e for e in exponents for m in leading if low * (1 - EQUAL) <= m * 10.0**e <= high * (1 + EQUAL)
        ]
        if len(chosen) <= most:
            break
    if len(chosen) < 2:
        return [low, high]
    return chosen[:: math.ceil(len(chosen) / most)]
