"""What a path of the path language names: how it is read, checked and set."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from powergame.errors import ScenarioError
from powergame.scenario import fields
from powergame.scenario.build import Builder
from powergame.scenario.fields import FieldError, Number, nearest
from powergame.scenario.types import READY_MADE, Actor, Changes, Ladder, PrivateType, Rung, Value
from powergame.scenario.vectors import Vector, at_angle, checked_vector, cosine, length_of, turned_to
from powergame.scenario.yaml.tree import ListNode, MapNode, ScalarNode, Tree
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario

TOPS = ("actors", "conflict", "ladder", "alignment", "rounds")

UNBELIEVABLE = frozenset({"rounds", "growth", "ladder", "contest", "third_parties", "types", "beliefs"})
"""Fields that beliefs cannot be about: the shape of the game is known to all."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value's place in a scenario.

    Attributes
    ----------
    field
        The name of its field: ``power``, ``odds``, ``preferences``, ``component``, ``angle``, ``alignment``, ...
    get
        Returns the value.
    check
        Returns a value as the field holds it, or raises `FieldError`.
    put
        Returns the scenario with a checked value here.
    """

    field: str
    get: Callable[[], Value]
    check: Callable[[object], Value]
    put: Callable[[Any], Scenario]


def locate(scenario: Scenario, path: str) -> Place:
    """Return what a path names, or raise `FieldError`."""
    parts = path.split(".")
    match parts:
        case ["actors", name, *rest]:
            return _of_actor(scenario, name, rest)
        case ["actors"]:
            raise no_such("actors", (), scenario.names)
        case ["conflict", *rest]:
            return _of_conflict(scenario, rest)
        case ["ladder", *rest]:
            return _of_ladder("ladder", scenario, scenario.ladder, rest, lambda new: replace(scenario, ladder=new))
        case ["alignment", red, blue]:
            return _alignment(scenario, _actor(scenario, red), _actor(scenario, blue))
        case ["rounds"]:
            return Place(
                "rounds",
                lambda: scenario.rounds,
                fields.ROUNDS.checked,
                lambda value: replace(scenario, rounds=value),
            )
        case ["alignment", *_]:
            raise FieldError("alignment.ACTOR.ACTOR is wanted")
        case _:
            raise _no_such_top(scenario, parts)


def no_such(place: str, rest: Sequence[str], known: Iterable[str]) -> FieldError:
    """Return the error for a path that ends, or goes on, where nothing is; `known` is what could follow."""
    could = list(known)
    listed = ", ".join(map(printable, could[:12])) + (", ..." if len(could) > 12 else "")
    if not rest:
        return FieldError(f"the path ends too early; it goes on, behind a dot, with one of {listed}")
    word = printable(rest[0][:64])
    if rest[0] in could:
        return FieldError(f"there is no such path: nothing follows '{word}' like this")
    belongs = fields.PLACES.get(rest[0], "")
    guess = nearest(rest[0], could)
    if guess is None and belongs.startswith(place):
        return FieldError(f"there is no '{word}' in {printable(place)}; did you mean {belongs}?")
    hint = f"did you mean '{printable(guess)}'?" if guess else f"there are {listed}"
    return FieldError(f"there is no '{word}' in {printable(place)}; {hint}")


def _no_such_top(scenario: Scenario, parts: Sequence[str]) -> FieldError:
    word = parts[0]
    if word in scenario.names:
        return FieldError(f"there is no such path; did you mean {printable('.'.join(['actors', *parts])[:200])}?")
    guess = nearest(word, TOPS)
    hint = f"did you mean '{guess}'?" if guess else f"paths begin with {', '.join(TOPS)}"
    if guess is None and (belongs := fields.PLACES.get(word)) is not None and "." in belongs:
        hint = f"did you mean {belongs}?"
    return FieldError(f"there is no path '{printable('.'.join(parts)[:64])}'; {hint}")


def _of_conflict(scenario: Scenario, rest: Sequence[str]) -> Place:
    match rest:
        case ["destruction", key] if key in fields.DESTRUCTION:
            return _in_conflict(scenario, key, fields.DESTRUCTION[key].checked)
        case ["destruction", *inner]:
            raise no_such("conflict.destruction", inner, fields.DESTRUCTION)
        case [key] if key in fields.CONFLICT:
            return _in_conflict(scenario, key, fields.CONFLICT[key].checked)
        case [key] if key in fields.CHOICES:
            return _in_conflict(scenario, key, lambda value: _chosen(key, value))
        case _:
            raise no_such("conflict", rest, fields.CONFLICT_KEYS)


def _in_conflict(scenario: Scenario, key: str, check: Callable[[object], Value]) -> Place:
    conflict = scenario.conflict
    return Place(
        key,
        lambda: getattr(conflict, key),
        check,
        lambda value: replace(scenario, conflict=replace(conflict, **{key: value})),
    )


def _chosen(key: str, value: object) -> str:
    known = fields.CHOICES[key][1]
    for word in known:
        if value == word:
            return word
    guess = nearest(value, known) if isinstance(value, str) else None
    hint = f"; did you mean {guess}?" if guess else ""
    raise FieldError(f"{fields.described(value)}; one of {', '.join(known)} is wanted{hint}")


def _actor(scenario: Scenario, name: str) -> Actor:
    for actor in scenario.actors:
        if actor.name == name:
            return actor
    guess = nearest(name, scenario.names)
    hint = (
        f"; did you mean '{printable(guess)}'?"
        if guess
        else f"; there are {', '.join(map(printable, scenario.names[:12]))}"
    )
    raise FieldError(f"there is no actor '{printable(name[:64])}'{hint}")


def _of_actor(scenario: Scenario, name: str, rest: Sequence[str]) -> Place:
    actor = _actor(scenario, name)
    at = f"actors.{name}"

    def put(**changes: Any) -> Scenario:
        new = replace(actor, **changes)
        return replace(scenario, actors=tuple(new if one is actor else one for one in scenario.actors))

    match rest:
        case [key] if key in fields.ACTOR:
            check = fields.ACTOR[key].checked
            return Place(key, lambda: getattr(actor, key), check, lambda value: put(**{key: value}))
        case ["preferences", *inner]:
            wishes = _wishes(actor.preferences, name)
            return _of_vector(f"{at}.preferences", scenario, wishes, inner, lambda new: put(preferences=new))
        case ["ladder", *inner]:
            ladder = scenario.ladder_of(actor)
            return _of_ladder(f"{at}.ladder", scenario, ladder, inner, lambda new: put(ladder=new))
        case ["types", kind, *inner]:
            return _of_type(scenario, actor, kind, inner, lambda new: put(types=new))
        case ["beliefs", *inner] if inner:
            return _of_belief(scenario, actor.beliefs, ".".join(inner), lambda new: put(beliefs=new))
        case _:
            raise no_such(at, rest, (*fields.ACTOR, "preferences", "ladder", "types", "beliefs"))


def _wishes(preferences: Vector | None, name: str) -> Vector:
    if preferences is None:
        raise FieldError(f"'{printable(name)}' has no preferences of its own; its types have")
    return preferences


def _of_type(
    scenario: Scenario,
    actor: Actor,
    kind: str,
    rest: Sequence[str],
    put_types: Callable[[tuple[PrivateType, ...]], Scenario],
) -> Place:
    one = next((t for t in actor.types if t.name == kind), None)
    if one is None:
        raise no_such(f"actors.{actor.name}.types", [kind], [t.name for t in actor.types])
    at = f"actors.{actor.name}.types.{kind}"

    def put(**changes: Any) -> Scenario:
        new = replace(one, **changes)
        return put_types(tuple(new if t is one else t for t in actor.types))

    match rest:
        case ["probability"]:
            check = fields.PROBABILITY.checked
            return Place("types", lambda: one.probability, check, lambda value: put(probability=value))
        case ["preferences", *inner]:
            wishes = actor.preferences if one.preferences is None else one.preferences
            return _of_vector(
                f"{at}.preferences", scenario, _wishes(wishes, kind), inner, lambda new: put(preferences=new)
            )
        case ["beliefs", *inner] if inner:
            return _of_belief(scenario, one.beliefs, ".".join(inner), lambda new: put(beliefs=new))
        case _:
            raise no_such(at, rest, fields.TYPE_KEYS)


def _of_belief(scenario: Scenario, beliefs: Changes, path: str, put: Callable[[Changes], Scenario]) -> Place:
    """Return the place of what is believed of a path; where nothing is, that is the scenario's own value."""
    truth = believable(scenario, path)

    def put_belief(value: Value) -> Scenario:
        check_length(scenario, truth, value)
        if any(known == path for known, _ in beliefs):
            return put(tuple((known, value if known == path else old) for known, old in beliefs))
        return put((*beliefs, (path, value)))

    return Place("beliefs", lambda: dict(beliefs).get(path, truth.get()), truth.check, put_belief)


def believable(scenario: Scenario, path: str) -> Place:
    """Return what a path names, or raise `FieldError` where actors cannot hold beliefs about it."""
    place = locate(scenario, path)
    if place.field in UNBELIEVABLE or path.split(".")[2:3] == ["types"]:
        raise FieldError("beliefs are about the numbers of one round: powers, preferences, odds, stakes, rungs, ...")
    return place


def check_length(scenario: Scenario, place: Place, value: Value) -> None:
    """Raise `FieldError` for a preference vector of another length than the scenario's."""
    if place.field == "preferences" and isinstance(value, tuple) and len(value) != scenario.dimensions:
        raise FieldError(f"preferences have {scenario.dimensions} numbers here, and these have {len(value)}")


def _of_vector(
    at: str, scenario: Scenario, vector: Vector, rest: Sequence[str], put: Callable[[Vector], Scenario]
) -> Place:
    if not rest:
        return Place("preferences", lambda: vector, lambda value: _vector(value, scenario.outcomes), put)
    key = rest[0]
    known = scenario.outcomes or [str(k) for k in range(len(vector))]
    if len(rest) > 1:
        raise no_such(at, rest, known)
    if key == "angle" and key not in scenario.outcomes:
        return _of_angle(vector, put)
    index = scenario.outcomes.index(key) if key in scenario.outcomes else _index(key, len(vector))
    if index is None:
        raise no_such(at, rest, (*known, "angle") if len(vector) == 2 else known)
    return Place(
        "component",
        lambda: vector[index],
        fields.COMPONENT.checked,
        lambda value: put(checked_vector((*vector[:index], value, *vector[index + 1 :]))),
    )


def _index(key: str, length: int) -> int | None:
    digits = key.isascii() and key.isdecimal() and len(key) < 6
    return int(key) if digits and int(key) < length else None


def _of_angle(vector: Vector, put: Callable[[Vector], Scenario]) -> Place:
    if len(vector) != 2:
        raise FieldError(f"an angle belongs to two outcomes, and there are {len(vector)}")

    def put_angle(degrees: float) -> Scenario:
        length = length_of(vector)
        x, y = at_angle(degrees)
        return put((x * length, y * length))

    return Place("angle", lambda: math.degrees(math.atan2(vector[1], vector[0])), fields.ANGLE.checked, put_angle)


def _of_ladder(
    at: str, scenario: Scenario, ladder: Ladder, rest: Sequence[str], put: Callable[[Ladder], Scenario]
) -> Place:
    if not rest:
        return Place("ladder", lambda: ladder_name(ladder), _whole_ladder, put)
    rung = next((r for r in ladder if r.name == rest[0]), None)
    if rung is None:
        raise no_such(at, rest, [r.name for r in ladder])
    if len(rest) != 2 or rest[1] not in fields.RUNG:
        raise no_such(f"{at}.{rung.name}", rest[1:], fields.RUNG)
    return _of_rung(scenario, ladder, rung, rest[1], fields.RUNG[rest[1]], put)


def _of_rung(
    scenario: Scenario, ladder: Ladder, rung: Rung, key: str, spec: Number, put: Callable[[Ladder], Scenario]
) -> Place:
    def put_number(value: float) -> Scenario:
        changes: dict[str, Any] = {key: value}
        new = replace(rung, **changes)
        return put(tuple(new if r is rung else r for r in ladder))

    def read() -> Value:
        value = getattr(rung, key)
        return scenario.conflict.odds if value is None else float(value)

    return Place(key, read, spec.checked, put_number)


def ladder_name(ladder: Ladder) -> str | Ladder:
    """Return the name of a ready-made ladder; any other as it is."""
    return next((name for name, known in READY_MADE.items() if known == ladder), ladder)


def _alignment(scenario: Scenario, turned: Actor, fixed: Actor) -> Place:
    if turned is fixed:
        raise FieldError("an actor's alignment with itself is 1")
    mine, theirs = _wishes(turned.preferences, turned.name), _wishes(fixed.preferences, fixed.name)
    if len(mine) != len(theirs):
        raise FieldError("the two have preferences of different length")

    def put(value: float) -> Scenario:
        new = replace(turned, preferences=turned_to(mine, theirs, value))
        return replace(scenario, actors=tuple(new if one is turned else one for one in scenario.actors))

    return Place("alignment", lambda: cosine(mine, theirs), fields.COSINE.checked, put)


def _vector(value: object, outcomes: Sequence[str]) -> Vector:
    builder = Builder()
    vector = builder.preferences(tree_of(value), "", outcomes)
    if vector is None or builder.faults:
        raise _faults(builder)
    return vector


def _whole_ladder(value: object) -> Ladder:
    if isinstance(value, tuple) and value and all(isinstance(rung, Rung) for rung in value):
        value = [{k: getattr(r, k) for k in fields.RUNG_KEYS if getattr(r, k) is not None} for r in value]
    builder = Builder()
    ladder = builder.ladder(tree_of(value), "")
    if builder.faults or ladder is None:
        raise _faults(builder)
    return ladder


def _faults(builder: Builder) -> ScenarioError:
    return ScenarioError([replace(fault, line=0, column=0) for fault in builder.faults])


def tree_of(value: object) -> Tree:
    """Return plain data as a tree without places."""
    if isinstance(value, Mapping):
        where = ScalarNode("", 0, 0, None, "", True)
        return MapNode("", 0, 0, tuple((str(key), where, tree_of(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return ListNode("", 0, 0, tuple(tree_of(item) for item in value))
    if value is None or isinstance(value, bool | int | float | str):
        return ScalarNode("", 0, 0, value, "", isinstance(value, str))
    raise FieldError(f"{type(value).__name__} is no value of a scenario")


def subject(path: str) -> str:
    """Return what a path is about: for a belief, the path of what is believed."""
    parts = path.split(".")
    return ".".join(parts[3:]) if parts[0] == "actors" and parts[2:3] == ["beliefs"] else path
