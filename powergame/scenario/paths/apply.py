"""The path language: names for the values of a scenario.

``actors.red.power``, ``conflict.destruction.odds``, ``actors.red.preferences.angle``, ``ladder.seek.grab``,
``actors.red.ladder.seek.grab`` (a rung by its name), ``actors.red.beliefs.conflict.destruction.odds`` (what red
believes), and ``alignment.red.blue``, which is derived: setting it to c turns red's vector, in the plane that it
spans with blue's, to the nearest direction whose cosine with blue's is c.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from powergame.errors import Fault, ScenarioError
from powergame.scenario import fields
from powergame.scenario.consistency import check_power, check_probabilities, with_dimensions
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.paths.locate import check_length, locate
from powergame.scenario.types import Ladder, Value
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario

MAX_PATH = 200
"""Characters of a path that a message repeats at most."""


def get(scenario: Scenario, path: str) -> Value:
    """Return the value at a path, or raise `ScenarioError` where there is none.

    Examples
    --------
    >>> from powergame import load
    >>> get(load("scenarios/security-dilemma.yaml"), "conflict.destruction.odds")
    0.5
    """
    try:
        return locate(scenario, path).get()
    except FieldError as error:
        raise ScenarioError([Fault(str(error), printable(path[:MAX_PATH]))]) from None


def apply(scenario: Scenario, changes: Mapping[str, object] | Iterable[tuple[str, object]]) -> Scenario:
    """Return a scenario with values changed, in order.

    Parameters
    ----------
    changes
        Paths and values; a value is what a file may have there: a number, a word, a list of numbers, ...

    Raises
    ------
    ScenarioError
        With a fault for each path that does not exist and each value that does not fit.

    Examples
    --------
    >>> from powergame import load
    >>> turned = apply(load("scenarios/security-dilemma.yaml"), {"actors.west.power": 3, "alignment.west.east": 0})
    >>> get(turned, "actors.west.power"), round(get(turned, "alignment.west.east"), 9)
    (3.0, 0.0)
    """
    faults: list[Fault] = []
    touched: set[str] = set()
    for path, value in changes.items() if isinstance(changes, Mapping) else changes:
        try:
            place = locate(scenario, path)
            # a number or an array of numpy is one of Python when it stands in a scenario
            scenario = place.put(place.check(value.tolist() if hasattr(value, "tolist") else value))
            touched |= touched_by(place.path)
        except FieldError as error:
            faults.append(Fault(str(error), printable(path[:MAX_PATH])))
        except ScenarioError as error:
            faults += [replace(fault, path=printable(path[:MAX_PATH])) for fault in error.faults]
    if not faults:
        try:
            return checked(scenario, touched)
        except FieldError as error:
            faults.append(Fault(str(error), "", scenario.source))
    raise ScenarioError(faults)


def touched_by(path: Path) -> set[str]:
    """Return the field that setting a path changes for all actors; setting a belief changes none."""
    return set() if path.is_belief else {path.field}


def checked(scenario: Scenario, touched: set[str]) -> Scenario:
    """Return a scenario after changes to some fields, or raise `FieldError` where its parts no longer fit."""
    if "power" in touched:
        check_power(scenario.actors)
    if "probability" in touched:
        for actor in scenario.actors:
            if actor.types:
                check_probabilities(actor.types)
    if "preferences" in touched:
        scenario = with_dimensions(scenario)
    if "ladder" in touched:
        check_rungs(scenario)
    if touched & {"preferences", "ladder"}:
        for actor in scenario.actors:
            for path, value in (*actor.beliefs, *(belief for private in actor.types for belief in private.beliefs)):
                check_length(scenario, locate(scenario, path), value)
    return scenario


def check_rungs(scenario: Scenario) -> None:
    """Raise `FieldError` where something observed is no rung (any more)."""
    rungs = {actor.name: {rung.name for rung in scenario.ladder_of(actor)} for actor in scenario.actors}
    for observation in scenario.observed:
        if any(parse(path, scenario.outcomes).field == "ladder" for path, _ in observation.under):
            continue  # seen under a ladder of its own
        for name, rung in observation.plays:
            if rung not in rungs[name]:
                raise FieldError(
                    f"{printable(name)} was observed to play '{printable(rung)}', which is no rung of this ladder"
                )


def flatten(scenario: Scenario) -> dict[str, Value]:
    """Return the values of a scenario by their paths; `apply` can set every one of them.

    Rungs' odds are left out where they are the scenario's, and ladders where actors have none of their own.

    Examples
    --------
    >>> from powergame import load
    >>> values = flatten(load("scenarios/security-dilemma.yaml"))
    >>> values["actors.west.effectiveness"], values["rounds"]
    (1.0, 1)
    """
    values: dict[str, Value] = {}
    for actor in scenario.actors:
        at = f"actors.{actor.name}"
        values |= {f"{at}.{key}": getattr(actor, key) for key in fields.ACTOR}
        if actor.preferences is not None:
            values[f"{at}.preferences"] = actor.preferences
        for private in actor.types:
            values[f"{at}.types.{private.name}.probability"] = private.probability
            if private.preferences is not None:
                values[f"{at}.types.{private.name}.preferences"] = private.preferences
            values |= {f"{at}.types.{private.name}.beliefs.{path}": believed for path, believed in private.beliefs}
        if actor.ladder is not None:
            values |= _flat_ladder(f"{at}.ladder", actor.ladder)
        values |= {f"{at}.beliefs.{path}": believed for path, believed in actor.beliefs}
    values |= {f"conflict.destruction.{key}": getattr(scenario.conflict, key) for key in fields.DESTRUCTION}
    values |= {f"conflict.{key}": getattr(scenario.conflict, key) for key in (*fields.CONFLICT, *fields.CHOICES)}
    values |= _flat_ladder("ladder", scenario.ladder)
    values["rounds"] = scenario.rounds
    return values


def _flat_ladder(at: str, ladder: Ladder) -> dict[str, Value]:
    return {
        f"{at}.{rung.name}.{key}": value
        for rung in ladder
        for key in fields.RUNG
        if (value := getattr(rung, key)) is not None
    }
