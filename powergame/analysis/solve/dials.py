"""The numbers that may turn an actor's verdict, each with the range over which it is looked at.

They are the odds of destruction, the actor's power, its alignment with each other actor, what it believes where that
is a number, how much its rungs that seek power provoke, and what the scenario itself varies.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from powergame.scenario.axes import ends_of
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.apply import seen_by
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.paths.locate import locate
from powergame.scenario.paths.usual import power_of_others
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis

ODDS = "conflict.destruction.odds"

LEAST_SHARE, GREATEST_SHARE = 0.01, 0.99
"""Shares of all power between which an actor's power is looked at; its own share is in any case."""


@dataclass(frozen=True)
class Dial:
    """One number that can be turned.

    Attributes
    ----------
    path
        What it is.
    now
        Its value in the scenario, in the path's own unit.
    axis
        The range to look at; None for the usual one.
    others
        Of an actor's power, what all others have, in the same unit: the number is told as a share of all power. None
        for what is no power.
    searched
        The path along which to look: of two actors' alignment, which is one number, the same whoever turns.
    """

    path: Path
    now: float
    axis: Axis | None
    others: float | None
    searched: str

    def told(self, value: float) -> float:
        """Return a value at the path as it is told."""
        return value if self.others is None else value / (value + self.others)


def dials(scenario: Scenario) -> tuple[tuple[Dial, ...], ...]:
    """Return for each actor the numbers that may turn its verdict, each once."""
    usual = [dict.fromkeys(_usual(scenario, i)) for i in range(len(scenario.actors))]
    known = {path for paths in usual for path in paths}
    # what is looked at in any case is looked at over its usual range
    varied = {path: None if path in known else axis for path, axis in scenario.vary}
    return tuple(tuple(_each_once(scenario, {**paths, **varied})) for paths in usual)


def _each_once(scenario: Scenario, axes: Mapping[str, Axis | None]) -> Iterator[Dial]:
    seen: set[str] = set()
    for path, axis in axes.items():
        dial = _dial(scenario, path, axis)
        if dial is not None and dial.searched not in seen:
            seen.add(dial.searched)
            yield dial


def _usual(scenario: Scenario, i: int) -> Iterator[str]:
    actor = scenario.actors[i]
    yield ODDS
    yield f"actors.{actor.name}.power"
    yield from (f"alignment.{actor.name}.{other}" for other in scenario.names if other != actor.name)
    yield from (f"actors.{actor.name}.beliefs.{path}" for path, _ in actor.beliefs)
    ladder = "ladder" if actor.ladder is None else f"actors.{actor.name}.ladder"
    yield from (f"{ladder}.{rung.name}.provokes" for rung in scenario.ladder_of(actor) if rung.seeks)


def _dial(scenario: Scenario, path: str, axis: Axis | None) -> Dial | None:
    """Return the number at a path; None where there is none that could take other values."""
    try:
        place = locate(scenario, path)
    except FieldError:
        return None
    now = place.get()
    if isinstance(now, bool) or not isinstance(now, int | float) or not math.isfinite(now):
        return None
    if place.path.field == "alignment" and scenario.is_line:
        return None
    others = _power_of_others(scenario, place.path) if place.path.field == "power" else None
    if others is not None and not 0 < others < math.inf:
        return None
    return Dial(place.path, float(now), _around(axis, now), others, _searched(scenario, place.path))


def _around(axis: Axis | None, now: float) -> Axis | None:
    """Return an axis that reaches to the scenario's own value; None where none does."""
    if axis is None or (axis.scale == "log" and now <= 0):
        return None
    ends = (*ends_of(axis), now)
    return None if min(ends) == max(ends) else Axis(None, min(ends), max(ends), len(axis), axis.scale)


def _power_of_others(scenario: Scenario, path: Path) -> float:
    """Return what all but an actor have, in the eyes of who believes something about its power."""
    viewer = next((actor for actor in scenario.actors if path.is_belief and actor.name == path.actor), None)
    return power_of_others(seen_by(scenario, viewer) if viewer else scenario, path.text)


def _searched(scenario: Scenario, path: Path) -> str:
    if len(scenario.actors) > 2 or path.field != "alignment" or path.is_belief:
        return path.text
    believed = (text for actor in scenario.actors for text, _ in actor.beliefs)
    if any(parse(text, scenario.outcomes).moves_directions for text in believed):
        return path.text
    first, second = scenario.names
    return f"alignment.{first}.{second}"
