"""The path language: names for the numbers of a scenario.

``actors.red.power``, ``conflict.destruction.odds``, ``actors.red.preferences.angle``, ``ladder.seek.grab``,
``actors.red.ladder.seek.grab`` (a rung by its name), and ``alignment.red.blue``, which is derived: setting it to c
turns red's vector, in the plane that it spans with blue's, to the nearest direction whose cosine with blue's is c.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from powergame.errors import Fault, ScenarioError
from powergame.scenario import fields
from powergame.scenario.build import Builder, at_angle, checked_vector, checked_whole, with_dimensions
from powergame.scenario.fields import FieldError, Number, nearest
from powergame.scenario.names import shown
from powergame.scenario.types import Actor, Conflict, Ladder, Rung, Scenario, Value
from powergame.scenario.yamltree import ListNode, MapNode, ScalarNode, Tree

P = TypeVar("P", Conflict, Actor, Rung)

COLLINEAR = 1e-9
"""Sine of the angle between two vectors below which they span no plane."""


@dataclass(frozen=True)
class Place:
    """What a path names in a scenario: how it is read, and how it is set to a checked value."""

    get: Callable[[], Value]
    set: Callable[[object], Scenario]


def get(scenario: Scenario, path: str) -> Value:
    """Return the value at a path, or raise `ScenarioError` where there is none."""
    return _faults_of(path, lambda: locate(scenario, path).get())


def apply(scenario: Scenario, changes: Mapping[str, object]) -> Scenario:
    """Return a scenario with values changed, in order.

    Raises
    ------
    ScenarioError
        With a fault for each path that does not exist and each value that does not fit.
    """
    faults: list[Fault] = []
    for path, value in changes.items():
        try:
            scenario = locate(scenario, path).set(value)
        except FieldError as error:
            faults.append(Fault(str(error), shown(path[:200])))
        except ScenarioError as error:
            faults += [replace(fault, path=fault.path or shown(path)) for fault in error.faults]
    if not faults:
        try:
            return checked_whole(scenario)
        except FieldError as error:
            faults.append(Fault(str(error), "", scenario.source))
    raise ScenarioError(faults)


def _faults_of(path: str, action: Callable[[], Value]) -> Value:
    try:
        return action()
    except FieldError as error:
        raise ScenarioError([Fault(str(error), shown(path[:200]))]) from None


def locate(scenario: Scenario, path: str) -> Place:
    """Return what a path names, or raise `FieldError`."""
    parts = path.split(".")
    match parts:
        case ["actors", name, *rest] if rest:
            return _of_actor(scenario, path, name, rest)
        case ["conflict", "destruction", key] if key in fields.DESTRUCTION:
            return _of_conflict(scenario, key, fields.DESTRUCTION[key])
        case ["conflict", key] if key in fields.CONFLICT:
            return _of_conflict(scenario, key, fields.CONFLICT[key])
        case ["conflict", key] if key in fields.CHOICES:
            return _of_choice(scenario, key)
        case ["ladder", *rest]:
            return _of_ladder(scenario.ladder, rest, lambda ladder: replace(scenario, ladder=ladder), path, scenario)
        case ["alignment", red, blue]:
            return _alignment(scenario, red, blue)
        case ["rounds"]:
            return Place(
                lambda: scenario.rounds, lambda value: replace(scenario, rounds=int(fields.ROUNDS.checked(value)))
            )
        case _:
            raise _unknown(scenario, path)


def _unknown(scenario: Scenario, path: str) -> FieldError:
    known = [*flatten(scenario), "conflict.contest", "conflict.third_parties", "ladder", "rounds"]
    known += [f"alignment.{a}.{b}" for a in scenario.names[:10] for b in scenario.names[:10] if a != b]
    guess = nearest(path, known)
    return FieldError(f"there is no such path{f'; did you mean {shown(guess)}?' if guess else ''}")


def _with(part: P, key: str, value: object) -> P:
    """Return a part of a scenario with one attribute changed."""
    changed: dict[str, Any] = {key: value}  # its type is the field's, and has been checked
    return replace(part, **changed)


def _of_conflict(scenario: Scenario, key: str, spec: Number) -> Place:
    return Place(
        lambda: getattr(scenario.conflict, key),
        lambda value: replace(scenario, conflict=_with(scenario.conflict, key, spec.checked(value))),
    )


def _of_choice(scenario: Scenario, key: str) -> Place:
    def put(value: object) -> Scenario:
        known = fields.CHOICES[key][1]
        if value not in known:
            raise FieldError(f"{fields.described(value)}; one of {', '.join(known)} is wanted")
        return replace(scenario, conflict=_with(scenario.conflict, key, value))

    return Place(lambda: getattr(scenario.conflict, key), put)


def _with_actor(scenario: Scenario, old: Actor, new: Actor) -> Scenario:
    return replace(scenario, actors=tuple(new if actor is old else actor for actor in scenario.actors))


def _actor(scenario: Scenario, name: str) -> Actor:
    for actor in scenario.actors:
        if actor.name == name:
            return actor
    guess = nearest(name, scenario.names)
    hint = f"; did you mean {shown(guess)!r}?" if guess else f"; there are {', '.join(map(shown, scenario.names[:10]))}"
    raise FieldError(f"there is no actor {shown(name[:64])!r}{hint}")


def _of_actor(scenario: Scenario, path: str, name: str, rest: Sequence[str]) -> Place:
    actor = _actor(scenario, name)

    def put(new: Actor) -> Scenario:
        return _with_actor(scenario, actor, new)

    match rest:
        case [key] if key in fields.ACTOR:
            spec = fields.ACTOR[key]
            return Place(lambda: getattr(actor, key), lambda value: put(_with(actor, key, spec.checked(value))))
        case ["preferences", *inner] if len(inner) < 2:
            if actor.preferences is None:
                raise FieldError(f"{shown(name)!r} has its preferences in its types")
            return _of_vector(
                scenario, path, actor.preferences, inner, lambda vector: put(replace(actor, preferences=vector))
            )
        case ["ladder", *inner]:
            ladder = scenario.ladder_of(actor)
            return _of_ladder(ladder, inner, lambda new: put(replace(actor, ladder=new)), path, scenario)
        case ["types", kind, *inner] if inner:
            return _of_type(scenario, path, actor, kind, inner)
        case _:
            raise _unknown(scenario, path)


def _of_type(scenario: Scenario, path: str, actor: Actor, kind: str, rest: Sequence[str]) -> Place:
    one = next((t for t in actor.types if t.name == kind), None)
    if one is None:
        raise FieldError(f"{shown(actor.name)!r} has no type {shown(kind[:64])!r}")

    def put(**changes: object) -> Scenario:
        new = replace(one, **changes)  # type: ignore[arg-type]
        types = tuple(new if t is one else t for t in actor.types)
        return _with_actor(scenario, actor, replace(actor, types=types))

    if list(rest) == ["probability"]:
        return Place(lambda: one.probability, lambda value: put(probability=fields.PROBABILITY.checked(value)))
    if rest[0] == "preferences" and len(rest) < 3 and one.preferences is not None:
        return _of_vector(scenario, path, one.preferences, rest[1:], lambda vector: put(preferences=vector))
    raise _unknown(scenario, path)


def _of_vector(
    scenario: Scenario,
    path: str,
    vector: tuple[float, ...],
    rest: Sequence[str],
    put: Callable[[tuple[float, ...]], Scenario],
) -> Place:
    if not rest:
        return Place(lambda: vector, lambda value: with_dimensions(put(_vector(scenario, value))))
    key = rest[0]
    if key in scenario.outcomes or (key.isdecimal() and key.isascii() and int(key) < len(vector)):
        k = scenario.outcomes.index(key) if key in scenario.outcomes else int(key)

        def put_component(value: object) -> Scenario:
            number = fields.COMPONENT.checked(value)
            return put(checked_vector((*vector[:k], number, *vector[k + 1 :])))

        return Place(lambda: vector[k], put_component)
    if key != "angle":
        raise _unknown(scenario, path)
    if len(vector) != 2:
        raise FieldError(f"an angle belongs to two outcomes, and there are {len(vector)}")

    def put_angle(value: object) -> Scenario:
        length = math.hypot(*vector)
        x, y = at_angle(fields.ANGLE.checked(value))
        return put((x * length, y * length))

    return Place(lambda: math.degrees(math.atan2(vector[1], vector[0])), put_angle)


def _vector(scenario: Scenario, value: object) -> tuple[float, ...]:
    builder = Builder()
    vector = builder.preferences(tree_of(value), "", scenario.outcomes)
    if vector is None or builder.faults:
        raise ScenarioError([replace(fault, line=0, column=0) for fault in builder.faults])
    return vector


def _of_ladder(
    ladder: Ladder, rest: Sequence[str], put: Callable[[Ladder], Scenario], path: str, scenario: Scenario
) -> Place:
    if not rest:
        return Place(lambda: ", ".join(rung.name for rung in ladder), lambda value: put(_whole_ladder(value)))
    rung = next((r for r in ladder if r.name == rest[0]), None)
    if rung is None:
        guess = nearest(rest[0], [r.name for r in ladder])
        hint = f"; did you mean {shown(guess)!r}?" if guess else ""
        raise FieldError(f"the ladder has no rung {shown(rest[0][:64])!r}{hint}")
    if len(rest) != 2 or rest[1] not in fields.RUNG:
        raise _unknown(scenario, path)
    key = rest[1]

    def put_number(value: object) -> Scenario:
        new = _with(rung, key, fields.RUNG[key].checked(value))
        return put(tuple(new if r is rung else r for r in ladder))

    def read() -> Value:
        value = getattr(rung, key)
        return scenario.conflict.odds if value is None else value

    return Place(read, put_number)


def _whole_ladder(value: object) -> Ladder:
    builder = Builder()
    ladder = builder.ladder(tree_of(value), "")
    if builder.faults or ladder is None:
        raise ScenarioError([replace(fault, line=0, column=0) for fault in builder.faults])
    return ladder


def _alignment(scenario: Scenario, red: str, blue: str) -> Place:
    if red == blue:
        raise FieldError("an actor's alignment with itself is 1")
    turned, fixed = _actor(scenario, red), _actor(scenario, blue)
    for actor in (turned, fixed):
        if actor.preferences is None:
            raise FieldError(f"{shown(actor.name)!r} has its preferences in its types")
    r, b = unit(turned.preferences or ()), unit(fixed.preferences or ())

    def put(value: object) -> Scenario:
        cosine = fields.COSINE.checked(value)
        vector = turned_to(turned.preferences or (), b, cosine)
        return _with_actor(scenario, turned, replace(turned, preferences=vector))

    return Place(lambda: max(-1.0, min(1.0, math.fsum(x * y for x, y in zip(r, b, strict=True)))), put)


def unit(vector: Sequence[float]) -> tuple[float, ...]:
    """Return a vector scaled to length 1."""
    longest = max(map(abs, vector))
    scaled = [x / longest for x in vector]
    length = math.hypot(*scaled)
    return tuple(x / length for x in scaled)


def turned_to(vector: Sequence[float], towards: tuple[float, ...], cosine: float) -> tuple[float, ...]:
    """Return a vector of the same length whose cosine with another one is given.

    Parameters
    ----------
    vector
        Turned in the plane that it spans with `towards`; where the two are collinear, in the plane of `towards` and the
        first coordinate axis that is not collinear with it.
    towards
        Of length 1.
    cosine
        In [-1, 1]; in one dimension only -1 and 1 can be.
    """
    longest = max(map(abs, vector))
    length = longest * math.hypot(*(x / longest for x in vector))
    if len(vector) == 1 and abs(cosine) != 1:
        raise FieldError("in one dimension only 1 and -1 can be set")
    if abs(cosine) == 1:
        return tuple(cosine * length * b for b in towards)
    axes = (tuple(float(j == k) for j in range(len(vector))) for k in range(len(vector)))
    for other in (unit(vector), *axes):
        across = math.fsum(x * b for x, b in zip(other, towards, strict=True))
        rest = [x - across * b for x, b in zip(other, towards, strict=True)]
        if math.hypot(*rest) > COLLINEAR:
            side = unit(rest)
            sine = math.sqrt((1 - cosine) * (1 + cosine))
            return tuple(length * (cosine * b + sine * s) for b, s in zip(towards, side, strict=True))
    raise FieldError("there is no direction to turn to")


def tree_of(value: object) -> Tree:
    """Return plain data as a tree without places."""
    if isinstance(value, Mapping):
        where = ScalarNode("", 0, 0, None, "", True)
        return MapNode("", 0, 0, tuple((str(key), where, tree_of(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return ListNode("", 0, 0, tuple(tree_of(item) for item in value))
    if value is None or isinstance(value, bool | int | float | str):
        return ScalarNode("", 0, 0, value, str(value), isinstance(value, str))
    raise FieldError(f"{type(value).__name__} is no value of a scenario")


def flatten(scenario: Scenario) -> dict[str, Value]:
    """Return every number of a scenario by its path, with what each actor believes under ``actors.X.beliefs.PATH``.

    Rungs' odds are left out where they are the scenario's; ladders of actors without their own are the scenario's.
    """
    found: dict[str, Value] = {}
    for actor in scenario.actors:
        at = f"actors.{actor.name}"
        found |= {f"{at}.{key}": getattr(actor, key) for key in fields.ACTOR}
        if actor.preferences is not None:
            found[f"{at}.preferences"] = actor.preferences
        for one in actor.types:
            found[f"{at}.types.{one.name}.probability"] = one.probability
            if one.preferences is not None:
                found[f"{at}.types.{one.name}.preferences"] = one.preferences
        if actor.ladder is not None:
            found |= _flat_ladder(f"{at}.ladder", actor.ladder)
        found |= {f"{at}.beliefs.{path}": value for path, value in actor.beliefs}
    found |= {f"conflict.destruction.{key}": getattr(scenario.conflict, key) for key in fields.DESTRUCTION}
    found |= {f"conflict.{key}": getattr(scenario.conflict, key) for key in (*fields.CONFLICT, *fields.CHOICES)}
    found |= _flat_ladder("ladder", scenario.ladder)
    found["rounds"] = scenario.rounds
    return found


def _flat_ladder(at: str, ladder: Ladder) -> dict[str, Value]:
    return {
        f"{at}.{rung.name}.{key}": value
        for rung in ladder
        for key in fields.RUNG
        if (value := getattr(rung, key)) is not None
    }
