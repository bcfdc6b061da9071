"""Over which range a path is followed, and at which points it is looked at first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from powergame.errors import Fault, ScenarioError, UsageError
from powergame.model.game import FloatArray
from powergame.scenario.axes import ends_of, values
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.locate import Place, locate, subject
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis, Value
from powergame.text import printable

Spacing = Literal["linear", "log", "share"]

BOUNDED: dict[str, tuple[float, float]] = {
    "alignment": (-1.0, 1.0),
    "angle": (-180.0, 180.0),
    **dict.fromkeys(("odds", "severity", "stakes", "grab", "provokes", "resists"), (0.0, 1.0)),
}
"""Fields that are followed over their whole range."""

UNBOUNDED: dict[str, tuple[float, float, Spacing]] = {
    "decisiveness": (0.0, 10.0, "linear"),
    "cost": (0.0, 2.0, "linear"),  # in shares of all power: no gain of linear utility is greater
    "risk_aversion": (-10.0, 10.0, "linear"),
    "effectiveness": (0.01, 100.0, "log"),
    "strength": (0.01, 100.0, "log"),
    "growth": (0.01, 100.0, "log"),
}
"""What is usual of the others; the scenario's own value is always inside."""

TIMES_OTHERS = 99.0
"""An actor's power is followed up to so many times what all others have: 99 % of all power."""

COMPONENTS = 10.0
"""Preferences for one outcome are followed up to so many times the length of all the others."""

MAX_POINTS = 100_001
"""Of an axis that asks for more points than are looked at without being asked."""

NEAR = 1e-3
"""Of a step: points of the grid nearer than this to another value that is looked at are left out."""


@dataclass(frozen=True, eq=False)
class PathRange:
    """A range of a path's numbers.

    Attributes
    ----------
    low, high
        Its ends, both in.
    spacing
        Of the grid: equal steps, equal ratios, or equal steps of the actor's share of all power.
    grid : (G,)
        Ascending, both ends in; the scenario's own value is among them if it is in the range.
    now
        The scenario's own value; it may lie outside, or be infinite.
    """

    low: float
    high: float
    spacing: Spacing
    grid: FloatArray
    now: float

    @property
    def width(self) -> float:
        """How long the range is."""
        return self.high - self.low

    @property
    def here(self) -> float | None:
        """The scenario's own value, if it is in the range."""
        return self.now if self.low <= self.now <= self.high else None


def path_range(scenario: Scenario, path: str, axis: Axis | None, points: int) -> PathRange:
    """Return the range of a path, and a grid over it.

    Parameters
    ----------
    path
        Of a number.
    axis
        The range and its spacing; None for the whole range of a bounded field, or what is usual of the others.
    points
        Of the grid, at least.

    Raises
    ------
    ScenarioError
        Where there is no such path, or the range leaves what the field may hold.
    UsageError
        Where the path is not of a number, or the range is one point.
    """
    place, field = _of(scenario, path)
    now = place.get()
    if path == "rounds":
        raise UsageError("rounds: thresholds are of scenarios of one round")
    if isinstance(now, bool) or not isinstance(now, int | float):
        raise UsageError(f"{printable(path)}: is not a number, and has no thresholds")
    if field == "alignment" and scenario.dimensions == 1:
        raise UsageError(
            f"{printable(path)}: with one outcome an alignment is 1 or -1, and there is nothing in between"
        )
    if axis is None:
        low, high, spacing = _usual(scenario, path, field, float(now))
    else:
        low, high, spacing = _asked(path, axis)
        points = max(points, min(len(axis), MAX_POINTS))
    for end in (low, high):
        _check(scenario, path, place, end)
    listed = axis.values if axis is not None and axis.values is not None else ()
    inside = [x for x in (float(now), *listed) if low <= x <= high]
    others = _others(scenario, path) if spacing == "share" else 0.0
    return PathRange(low, high, spacing, _grid(low, high, spacing, points, inside, others), float(now))


def _of(scenario: Scenario, path: str) -> tuple[Place, str]:
    """Return a path's place, and its field: of a belief, that of what is believed."""
    try:
        place = locate(scenario, path)
        if place.field == "beliefs":
            return place, locate(scenario, subject(path)).field
    except FieldError as error:
        raise ScenarioError([Fault(str(error), printable(path[:200]), scenario.source)]) from None
    return place, place.field


def _check(scenario: Scenario, path: str, place: Place, value: Value) -> None:
    try:
        place.put(place.check(value))
    except FieldError as error:
        raise ScenarioError([Fault(str(error), printable(path), scenario.source)]) from None


def _asked(path: str, axis: Axis) -> tuple[float, float, Spacing]:
    low, high = min(ends_of(axis)), max(ends_of(axis))
    if low == high:
        raise UsageError(f"{printable(path)}: the axis is one point, {low:g}; a threshold lies between two")
    return low, high, axis.scale


def _usual(scenario: Scenario, path: str, field: str, now: float) -> tuple[float, float, Spacing]:
    if field in BOUNDED:
        return *BOUNDED[field], "linear"
    if field == "power":
        others = _others(scenario, path)
        if not others:
            raise UsageError(f"{printable(path)}: nobody else has power, so it has all of it in any case")
        return 0.0, max(TIMES_OTHERS * others, now), "share"
    if field == "component":
        return *_components(scenario, path, now), "linear"
    if field not in UNBOUNDED:
        raise UsageError(f"{printable(path)}: has no usual range; give one, {printable(path)}=FROM:TO:COUNT")
    low, high, spacing = UNBOUNDED[field]
    return min(low, now), high if math.isinf(now) else max(high, now), spacing


def _others(scenario: Scenario, path: str) -> float:
    """Return what the others have, for a path of an actor's power."""
    owner = subject(path).split(".")[1]
    return sum(actor.power for actor in scenario.actors if actor.name != owner)


def _components(scenario: Scenario, path: str, now: float) -> tuple[float, float]:
    """Return a range of one number of a preference vector; where it is the only one, without changing its sign."""
    vector = locate(scenario, path.rpartition(".")[0]).get()
    numbers = [x for x in vector if isinstance(x, float)] if isinstance(vector, tuple) else []
    rest = math.sqrt(max(math.fsum(x * x for x in numbers) - now * now, 0.0))
    if rest == 0:
        return min(now / COMPONENTS, now * COMPONENTS), max(now / COMPONENTS, now * COMPONENTS)
    return min(-COMPONENTS * rest, now), max(COMPONENTS * rest, now)


def _grid(low: float, high: float, spacing: Spacing, points: int, more: list[float], others: float) -> FloatArray:
    if spacing == "share":
        top = high / (high + others)
        share = np.linspace(0.0, top, points)
        grid = share / (1 - share) * others
        grid[-1] = high
    else:
        grid = values(Axis(None, low, high, points, spacing))
    wanted = np.unique(more)
    if wanted.size:
        steps = np.diff(grid)
        beside = np.searchsorted(grid, wanted).clip(1, points - 1)
        near = np.abs(np.array([grid[beside - 1], grid[beside]]) - wanted) < NEAR * steps[beside - 1]
        drop = np.concatenate([(beside - 1)[near[0]], beside[near[1]]])
        grid = np.union1d(np.delete(grid, drop[(drop > 0) & (drop < points - 1)]), wanted)
    return np.asarray(grid, dtype=float)
