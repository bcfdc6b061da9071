"""What could be typed next: parts of paths, their values and axes, variants; read from a scenario.

`places` reads and checks whole paths. Here a path is begun, and known is only what may follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from powergame.scenario import fields
from powergame.scenario.fields import FieldError, Number
from powergame.scenario.paths.locate import TOPS, UNBELIEVABLE, locate
from powergame.scenario.types import READY_MADE, Actor, Ladder, Value

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario

Wanted = Literal["value", "axis"]
"""Whether a path is to be set, or to be varied: only numbers vary."""

AXIS_COUNT = 101
"""Points of a suggested axis."""

NARROW = 2
"""A range that is varied as a whole: of shares, and of alignments."""

HALF_TURNS = (-180.0, 180.0)


@dataclass(frozen=True)
class Suggestion:
    """A word as far as it can be told.

    Attributes
    ----------
    text
        The whole word, what was typed of it included.
    meaning
        What it stands for, in a few words.
    """

    text: str
    meaning: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a path: whether it is a value, and whether the path can go on."""

    name: str
    value: bool
    goes_on: bool
    number: Number | None = None


def paths(scenario: Scenario, begun: str, wanted: Wanted, end: str) -> Iterator[Suggestion]:
    """Yield how a path may go on: its next part, with a dot where more must follow.

    Parameters
    ----------
    begun
        What is typed of ``PATH`` or ``PATH=VALUE``.
    wanted
        What follows the path's equals sign.
    end
        What follows a path that is whole: ``=`` where a value must, else nothing.
    """
    path, equals, value = begun.rpartition("=")
    if equals and _is_value(scenario, path):
        for text, meaning in values(scenario, path, wanted):
            if text.startswith(value):
                yield Suggestion(f"{path}={text}", meaning)
        return
    before, _, last = begun.rpartition(".")
    stem = f"{before}." if before else ""
    for part in _parts(scenario, before.split(".") if before else []):
        if part.name.startswith(last):
            yield from _suggested(scenario, stem, part, wanted, end)


def values(scenario: Scenario, path: str, wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Yield values, or axes, that a path may be given, with their meanings."""
    place = locate(scenario, path)
    if wanted == "axis":
        low, high = _range(scenario, path)
        yield f"{low:g}:{high:g}:{AXIS_COUNT}", "from:to:count"
    elif place.field in fields.CHOICES:
        for word in fields.CHOICES[place.field][1]:
            yield word, "as it is" if word == place.get() else ""
    elif place.field == "ladder":
        for name in READY_MADE:
            yield name, ""
    elif (now := _shown(place.get())) is not None:
        yield now, "as it is"


def actors(scenario: Scenario) -> Iterator[Suggestion]:
    """Yield the actors."""
    for actor in scenario.actors:
        yield Suggestion(actor.name, " ".join(actor.about.split()))


def variants(scenario: Scenario) -> Iterator[Suggestion]:
    """Yield what may follow ``FILE#``."""
    for name, changes in scenario.variants:
        yield Suggestion(name, ", ".join(path for path, _ in changes))
    if scenario.variants:
        yield Suggestion("*", "all variants")


def _suggested(scenario: Scenario, stem: str, part: Part, wanted: Wanted, end: str) -> Iterator[Suggestion]:
    path = stem + part.name
    if part.value and (wanted == "value" or part.number is not None):
        yield Suggestion(path + end, _meaning(scenario, path, part))
    if part.goes_on:
        yield Suggestion(f"{path}.")


def _meaning(scenario: Scenario, path: str, part: Part) -> str:
    now = _shown(locate(scenario, path).get())
    choice = fields.CHOICES[part.name][2] if part.name in fields.CHOICES else ""
    meaning = part.number.meaning if part.number else choice
    return "; ".join(filter(None, [f"now {now}" if now is not None else "", meaning]))


def _shown(value: Value) -> str | None:
    """Show a value as it could be typed; None where it is too long for that."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return f"{value:.6g}"
    if all(isinstance(x, float) for x in value):
        return "[" + ",".join(f"{x:.6g}" for x in value if isinstance(x, float)) + "]"
    return None


def _is_value(scenario: Scenario, path: str) -> bool:
    try:
        locate(scenario, path)
    except FieldError:
        return False
    return True


def _range(scenario: Scenario, path: str) -> tuple[float, float]:
    """Return ends for an axis: all of a narrow range, else around what the number is now."""
    parts = path.split(".")
    if parts[-1] == "angle":
        return HALF_TURNS
    number = next((one.number for one in _parts(scenario, parts[:-1]) if one.name == parts[-1]), None)
    if number and number.low is not None and number.high is not None and number.high - number.low <= NARROW:
        return number.low, number.high
    now = locate(scenario, path).get()
    return (0.0, 2.0 * now) if isinstance(now, int | float) and 0 < now < fields.GREATEST_POWER else (0.0, 1.0)


def _parts(scenario: Scenario, before: Sequence[str]) -> Iterator[Part]:
    """Yield what may follow the parts of a path."""
    match before:
        case []:
            yield from (Part("rounds", True, False, fields.ROUNDS) if top == "rounds" else _top(top) for top in TOPS)
        case ["actors"]:
            yield from _branches(scenario.names)
        case ["actors", name, *rest]:
            for actor in scenario.actors:
                if actor.name == name:
                    yield from _of_actor(scenario, actor, rest)
        case ["alignment"]:
            yield from _branches(scenario.names)
        case ["alignment", name]:
            yield from (Part(other, True, False, fields.COSINE) for other in scenario.names if other != name)
        case ["conflict", *rest]:
            yield from _of_conflict(rest)
        case ["ladder", *rest]:
            yield from _of_ladder(scenario.ladder, rest)


def _top(name: str) -> Part:
    return Part(name, name == "ladder", True)


def _branches(names: Iterable[str]) -> Iterator[Part]:
    return (Part(name, False, True) for name in names)


def _numbers(known: dict[str, Number]) -> Iterator[Part]:
    return (Part(name, True, False, number) for name, number in known.items())


def _of_conflict(rest: Sequence[str]) -> Iterator[Part]:
    if not rest:
        yield from _branches(["destruction"])
        yield from _numbers(fields.CONFLICT)
        yield from (Part(name, True, False) for name in fields.CHOICES)
    elif rest == ["destruction"]:
        yield from _numbers(fields.DESTRUCTION)


def _of_ladder(ladder: Ladder, rest: Sequence[str]) -> Iterator[Part]:
    if not rest:
        yield from _branches(rung.name for rung in ladder)
    elif len(rest) == 1 and any(rung.name == rest[0] for rung in ladder):
        yield from _numbers(fields.RUNG)


def _of_actor(scenario: Scenario, actor: Actor, rest: Sequence[str]) -> Iterator[Part]:
    match rest:
        case []:
            yield from _numbers(fields.ACTOR)
            if actor.preferences is not None:
                yield Part("preferences", True, True)
            yield Part("ladder", True, True)
            yield from _branches(["types"] if actor.types else [])
            yield from _branches(["beliefs"])
        case ["preferences"] if actor.preferences is not None:
            yield from _of_vector(scenario)
        case ["ladder", *inner]:
            yield from _of_ladder(scenario.ladder_of(actor), inner)
        case ["beliefs", *inner]:
            yield from _of_beliefs(scenario, inner)
        case ["types"]:
            yield from _branches(one.name for one in actor.types)
        case ["types", name] if any(one.name == name for one in actor.types):
            yield Part("probability", True, False, fields.PROBABILITY)
            yield Part("preferences", True, True)
            yield from _branches(["beliefs"])
        case ["types", _, "preferences"]:
            yield from _of_vector(scenario)
        case ["types", _, "beliefs", *inner]:
            yield from _of_beliefs(scenario, inner)


def _of_vector(scenario: Scenario) -> Iterator[Part]:
    names = scenario.outcomes or tuple(str(k) for k in range(scenario.dimensions))
    yield from (Part(name, True, False, fields.COMPONENT) for name in names)
    if scenario.dimensions == 2 and "angle" not in names:
        yield Part("angle", True, False, fields.ANGLE)


def _of_beliefs(scenario: Scenario, inner: Sequence[str]) -> Iterator[Part]:
    """Yield what an actor may believe something about: the paths of the scenario, but for the shape of the game."""
    for part in _parts(scenario, inner):
        at_field = not inner or inner[0] == "conflict" or (inner[0] == "actors" and len(inner) == 2)
        if not at_field or part.name not in UNBELIEVABLE:
            yield part
        elif part.name == "ladder":
            yield Part("ladder", False, True)
