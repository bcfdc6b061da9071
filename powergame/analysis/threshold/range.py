"""The range over which a path is followed, and the grid of points that are looked at first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray, ascending
from powergame.errors import Fault, ScenarioError, UsageError
from powergame.scenario.axes import ends_of, values
from powergame.scenario.fields import FieldError, Spacing
from powergame.scenario.paths.apply import setting
from powergame.scenario.paths.locate import Place, locate
from powergame.scenario.paths.usual import power_of_others, usual_range
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis, Value
from powergame.text import printable, repeated

MAX_POINTS = 100_001
"""Grid points, at most, where an axis has more of them than are looked at by default."""

NEAR = 1e-3
"""Fraction of a step: grid points nearer than this to a value that is looked at in any case are left out."""


@dataclass(frozen=True, eq=False)
class PathRange:
    """A range of a path's numbers.

    Attributes
    ----------
    low, high
        Its ends, both in.
    spacing
        Spacing of the grid: equal steps, equal ratios, or equal steps of the actor's share of all power.
    grid : (G,)
        Numbers, ascending, both ends in; the scenario's own value is among them if it is in the range.
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
        """Length of the range."""
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
        Path of a number.
    axis
        The range and its spacing; None for the whole range of a bounded field, or the usual range of another one.
    points
        Points of the grid, at least.

    Raises
    ------
    ScenarioError
        Where the path does not exist, or the range leaves what the field may hold.
    UsageError
        Where the path holds no number, or the range is one point.
    """
    place = place_of(scenario, path)
    now = setting(scenario, path)
    if path == "rounds":
        raise UsageError("rounds: expected another path; only scenarios of one round have thresholds")
    if isinstance(now, bool) or not isinstance(now, int | float):
        raise UsageError(f"{printable(path)}: holds no number; expected the path of one")
    if place.path.field == "alignment" and scenario.is_line:
        raise UsageError(f"{printable(path)}: with one outcome an alignment is 1 or -1, with nothing in between")
    if axis is None:
        low, high, spacing = _usual(scenario, place)
    else:
        low, high, spacing = _ends(path, axis)
        points = max(points, min(len(axis), MAX_POINTS))
    for end in (low, high):
        _check(scenario, path, place, end)
    listed = axis.values if axis is not None and axis.values is not None else ()
    inside = [x for x in (float(now), *listed) if low <= x <= high]
    others = power_of_others(scenario, path) if spacing == "share" else 0.0
    return PathRange(low, high, spacing, _grid(low, high, spacing, points, inside, others), float(now))


def place_of(scenario: Scenario, path: str) -> Place:
    """Return what a path names; where there is no such path, the error names the scenario."""
    try:
        return locate(scenario, path)
    except FieldError as error:
        raise ScenarioError([Fault(str(error), repeated(path), scenario.source)]) from None


def _check(scenario: Scenario, path: str, place: Place, value: Value) -> None:
    try:
        place.put(place.check(value))
    except FieldError as error:
        raise ScenarioError([Fault(str(error), printable(path), scenario.source)]) from None


def _ends(path: str, axis: Axis) -> tuple[float, float, Spacing]:
    low, high = min(ends_of(axis)), max(ends_of(axis))
    if low == high:
        raise UsageError(f"{printable(path)}: the axis is one point, {low:g}, but a threshold lies between two points")
    return low, high, axis.scale


def _usual(scenario: Scenario, place: Place) -> tuple[float, float, Spacing]:
    usual, text = usual_range(scenario, place), printable(place.path.text)
    if usual is not None:
        return usual.low, usual.high, usual.spacing
    if place.path.field == "alignment":
        raise UsageError(f"{text}: no other value meets the alignments that are asked for")
    if place.path.field == "power":
        raise UsageError(f"{text}: nobody else has power, so this actor has all power in any case")
    raise UsageError(f"{text}: has no usual range; give one as {text}=FROM:TO:COUNT")


def _grid(low: float, high: float, spacing: Spacing, points: int, more: list[float], others: float) -> FloatArray:
    if spacing == "share":
        top = high / (high + others)
        share = np.linspace(0.0, top, points)[:-1]  # the last may be all there is, but for rounding
        grid = np.append(share / (1 - share) * others, high)
    else:
        grid = values(Axis(None, low, high, points, spacing))
    added = ascending(more)
    if added.size:
        steps = np.diff(grid)
        beside = np.searchsorted(grid, added).clip(1, points - 1)
        near = np.abs(np.array([grid[beside - 1], grid[beside]]) - added) < NEAR * steps[beside - 1]
        drop = np.concatenate([(beside - 1)[near[0]], beside[near[1]]])
        kept = np.delete(grid, drop[(drop > 0) & (drop < points - 1)])
        grid = ascending(np.concatenate([kept, added]))
    return np.asarray(grid, dtype=float)
