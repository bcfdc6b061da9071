"""Rulers along a path: places of values, by equal steps, ratios or shares of all power; and round numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from powergame.analysis.threshold import PathThresholds
from powergame.report.pictures.drawing.scales import labels
from powergame.scenario.fields import Spacing
from powergame.scenario.paths.usual import power_of_others
from powergame.scenario.scenario import Scenario

CLOSE = 1e-9
"""Steps beyond the ends of a range at which a round number still counts as in: rounding may put it there."""

LEADING = ((1,), (1, 5), (1, 2, 5))
"""First digits of round numbers, the roundest first."""


@dataclass(frozen=True)
class Ruler:
    """A range of numbers.

    Attributes
    ----------
    others
        The other actors' power, where equal shares of all power are equally far apart.
    """

    start: float
    stop: float
    spacing: Spacing
    others: float = 0.0

    def along(self, value: float) -> float:
        """Return where a value stands, from 0 at the start to 1 at the stop."""
        low, at, high = (self._curved(x) for x in (self.start, value, self.stop))
        return (at - low) / (high - low)

    def ticks(self, apart: float) -> list[tuple[float, str]]:
        """Return round numbers and how they read, no closer to each other than some part of the ruler."""
        numbers = self._steps(apart) if self.spacing == "linear" else self._spread(apart)
        return (
            list(zip(numbers, labels(numbers), strict=True))
            if self.spacing == "linear"
            else [(x, labels([x])[0]) for x in numbers]
        )

    def _curved(self, x: float) -> float:
        if self.spacing == "log":
            return math.log(x)
        return x / (x + self.others) if self.spacing == "share" else x

    def _steps(self, apart: float) -> list[float]:
        """Return multiples of 1, 2, 2.5 or 5 times a power of ten."""
        width = self.stop - self.start
        least = apart * width
        power = 10.0 ** math.floor(math.log10(least))
        step = next(m * power for m in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0) if m * power >= least)
        first, last = math.ceil(self.start / step - CLOSE), math.floor(self.stop / step + CLOSE)
        multiples = [k * step for k in range(first, last + 1)]
        return multiples if len(multiples) > 1 else [self.start, self.stop]

    def _spread(self, apart: float) -> list[float]:
        """Return round numbers, chosen from the roundest on, each at least `apart` from the others."""
        smallest = self.start if self.start > 0 else (self.others or self.stop) * 1e-3
        exponents = range(math.floor(math.log10(smallest)), math.ceil(math.log10(self.stop)) + 1)
        candidates = [0.0] if self.start <= 0 else []
        for leading in LEADING:
            candidates += [m * 10.0**e for e in exponents for m in leading]
        chosen: list[float] = []
        for x in candidates:
            if self.start <= x <= self.stop and all(abs(self.along(x) - self.along(y)) >= apart for y in chosen):
                chosen.append(x)
        return sorted(chosen) if len(chosen) > 1 else [self.start, self.stop]


def ruler(scenario: Scenario, path: PathThresholds) -> Ruler:
    """Return the ruler of a path."""
    if path.spacing != "share":
        return Ruler(path.start, path.stop, path.spacing)
    return Ruler(path.start, path.stop, "share", power_of_others(scenario, path.path))
