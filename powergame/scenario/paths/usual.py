"""The range over which a number is varied by default: its field's usual one, fitted to the scenario."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from powergame.errors import ScenarioError
from powergame.scenario.fields import TIMES_OTHERS, Usual
from powergame.scenario.paths.apply import apply, seen_by
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.paths.locate import Place, locate
from powergame.scenario.paths.overlap import same_value
from powergame.scenario.types import Axis

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario

NARROW = 1e-6
"""Cosine: a narrower range of an alignment is but one value, which others leave open by what they tolerate."""

STEPS, HALVINGS = 16, 40
"""Steps from an alignment to an end of its range, and halvings of the first that leads too far."""


def usual_range(scenario: Scenario, place: Place) -> Usual | None:
    """Return the range over which a number is varied by default; its present value is inside, unless it is infinite.

    Returns
    -------
    Usual or None
        In the number's own unit. None where there is no usual range, or where nobody else has power to compare with.
    """
    number, now = place.path.number, place.get()
    if number is None or number.usual is None or not isinstance(now, int | float):
        return None
    unit, usual = 1.0, number.usual
    if place.path.field == "angle":
        return usual  # all directions are in it
    if place.path.field == "alignment" and scenario.alignments is not None:
        return _in_table(scenario, place.path, now, usual)
    if place.path.field == "alignment" and scenario.asked and not place.path.is_belief:
        low, high = (_farthest(scenario, place.path.text, now, end) for end in (usual.low, usual.high))
        return replace(usual, low=low, high=high) if high - low > NARROW else None
    if usual.spacing == "share":
        unit = power_of_others(scenario, place.path.text)
        if not unit:
            return None
    elif place.path.field == "component":
        unit = _length_of_others(scenario, place, now)
        if not unit:  # the only number of its vector keeps its sign
            ends = now / usual.high, now * usual.high
            return Usual(min(ends), max(ends))
    low, high = unit * usual.low, min(unit * usual.high, math.inf if number.high is None else number.high)
    return replace(usual, low=min(low, now), high=high if math.isinf(now) else max(high, now))


def usual_axis(scenario: Scenario, place: Place, count: int) -> Axis | None:
    """Return an axis over the usual range; of power in equal ratios, from 1 % of all power or from its own if less."""
    usual = usual_range(scenario, place)
    if usual is None:
        return None
    if usual.spacing != "share":
        return Axis(None, usual.low, usual.high, count, usual.spacing)
    least, now = usual.high / TIMES_OTHERS**2, place.get()
    low = min(least, now) if isinstance(now, int | float) and now > 0 else least
    return Axis(None, low, usual.high, count, "log")


def _in_table(scenario: Scenario, path: Path, now: float, usual: Usual) -> Usual | None:
    """Return the range of an alignment that leaves all others of a table, or of a view of it, as they are."""
    from powergame.scenario.alignments.table import possible_range, table_of

    i, j = (scenario.names.index(name) for name in (path.subject.actor, path.subject.towards))
    spans = [possible_range(table_of(view), i, j) for view in _views(scenario, path)]
    known = [span for span in spans if span is not None]
    low, high = max(low for low, _ in known), min(high for _, high in known)
    return replace(usual, low=min(low, now), high=max(high, now)) if high - low > NARROW else None


def _views(scenario: Scenario, path: Path) -> Iterator[Scenario]:
    """Yield the scenario as all see it who hang on an alignment of the truth, or the one who believes in it."""
    if not path.is_belief:
        yield scenario
    for actor in scenario.actors:
        about = [parse(text, scenario.outcomes) for text, _ in actor.beliefs]
        aligned = [belief for belief in about if belief.subject.towards]
        if (
            (actor.name == path.actor)
            if path.is_belief
            else (aligned and not any(same_value(belief, path) for belief in aligned))
        ):
            yield seen_by(scenario, actor)


def _farthest(scenario: Scenario, path: str, now: float, end: float) -> float:
    """Return the value farthest towards an end up to which the alignments that are asked for can be met, too."""

    def possible(value: float) -> bool:
        try:
            apply(scenario, {path: value})
        except ScenarioError:
            return False
        return True

    reached = now
    for step in range(1, STEPS + 1):
        beyond = now + (end - now) * step / STEPS
        if not possible(beyond):
            break
        reached = beyond
    else:
        return end
    for _ in range(HALVINGS):
        middle = (reached + beyond) / 2
        reached, beyond = (middle, beyond) if possible(middle) else (reached, middle)
    return reached


def power_of_others(scenario: Scenario, path: str) -> float:
    """Return what the others have, for a path of an actor's power."""
    owner = parse(path).subject.actor
    return sum(actor.power for actor in scenario.actors if actor.name != owner)


def _length_of_others(scenario: Scenario, place: Place, now: float) -> float:
    """Return the length of a preference vector's other numbers."""
    vector = locate(scenario, place.path.text.rpartition(".")[0]).get()
    numbers = [x for x in vector if isinstance(x, float)] if isinstance(vector, tuple) else []
    return math.sqrt(max(math.fsum(x * x for x in numbers) - now * now, 0.0))
