"""Controls of private types and several rounds: probabilities and wishes of types, growth, and the number of rounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from powergame.explore.controls import Control, Group, belief, conflict, groups, ladders, most_power, number, step_of
from powergame.scenario import fields
from powergame.scenario.paths.apply import get
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor

MOST_ROUNDS = 4
"""Rounds up to which the slider goes."""


def tree_groups(scenario: Scenario) -> tuple[Group, ...]:
    """Return the controls of a scenario with private types or several rounds, in groups.

    Alignments are left out where there are types: the vectors of these are moved.
    """
    if not scenario.has_types:
        every = [_growing(scenario, group) for group in groups(scenario)]
        return tuple(every)
    actors = [_actor(scenario, actor) for actor in scenario.actors]
    together = Group("Conflict", "conflict", (*conflict(scenario), _rounds(scenario)))
    return (*actors, together, *ladders(scenario))


def _growing(scenario: Scenario, group: Group) -> Group:
    """Return a group of a scenario without types with what several rounds add."""
    if group.kind == "conflict":
        return replace(group, controls=(*group.controls, _rounds(scenario)))
    if group.kind == "actor":
        actor = next(actor for actor in scenario.actors if actor.name == group.actor)
        first, *others = group.controls
        return replace(group, controls=(first, _growth(actor), *others))
    return group


def _rounds(scenario: Scenario) -> Control:
    """Return the control of the number of rounds; without types, one round would be another page."""
    low, high = (1 if scenario.has_types else 2), max(MOST_ROUNDS, scenario.rounds)
    hint = fields.ROUNDS.meaning
    return Control("rounds", "rounds", hint, value=float(scenario.rounds), low=low, high=float(high), step=1.0)


def _growth(actor: Actor) -> Control:
    return number(f"actors.{actor.name}.growth", "growth", fields.ACTOR["growth"], actor.growth)


def _actor(scenario: Scenario, actor: Actor) -> Group:
    at = f"actors.{actor.name}"
    controls = [number(f"{at}.power", "power", fields.ACTOR["power"], actor.power, high=most_power(scenario))]
    controls.append(_growth(actor))
    for kind in actor.types:
        path, hint = f"{at}.types.{kind.name}", f"How likely {actor.name} is {kind.name}; the others share the rest."
        controls.append(
            Control(f"{path}.probability", f"{kind.name}: probability", hint, value=kind.probability,
                    measure="probability")
        )  # fmt: skip
        if kind.preferences is not None:
            controls += _direction(scenario, f"{path}.preferences", kind.preferences, f"{kind.name}: ")
    if actor.preferences is not None:
        controls += _direction(scenario, f"{at}.preferences", actor.preferences, "")
    for key in ("effectiveness", "risk_aversion"):
        controls.append(number(f"{at}.{key}", key, fields.ACTOR[key], getattr(actor, key), minor=True))
    controls += (belief(scenario, actor, path, value) for path, value in actor.beliefs)
    return Group(actor.name, "actor", tuple(controls), actor.name, actor.about)


def _direction(scenario: Scenario, at: str, vector: tuple[float, ...], whose: str) -> Iterator[Control]:
    """Yield the controls of a vector: its angle, or its numbers."""
    if scenario.dimensions == 2 and "angle" not in scenario.outcomes:
        label, hint = f"{whose}direction, in degrees", fields.ANGLE.meaning
        yield Control(f"{at}.angle", label, hint, value=get(scenario, f"{at}.angle"), low=-180.0, high=180.0, step=1.0)
        return
    longest = max(map(abs, vector))
    step = step_of(2 * longest) if len(vector) > 1 else 2 * longest
    for j, name in enumerate(scenario.outcomes or map(str, range(len(vector)))):
        label = f"{whose}wants {name}" if scenario.outcomes else f"{whose}preferences, {j + 1}"
        hint = fields.COMPONENT.meaning
        yield Control(f"{at}.{name}", label, hint, value=vector[j], low=-longest, high=longest, step=step)
