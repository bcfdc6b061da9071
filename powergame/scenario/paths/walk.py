"""The walk along a path's words through a scenario: it finds the part, possible continuations, and errors."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from powergame.objects.nearest import nearest
from powergame.scenario import fields
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import GRAMMAR, GrammarNode, Kind
from powergame.scenario.types import Actor, Value
from powergame.scenario.vectors import Vector, at_angle, checked_vector, length_of
from powergame.text import printable, repeated

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a scenario to which the words of a path lead.

    Attributes
    ----------
    node
        Where the grammar is.
    value
        An actor, a ladder, a vector, a number, ...
    put
        Returns the scenario with another value instead.
    actor
        The actor named last, if any.
    """

    node: GrammarNode
    value: Any
    put: Callable[[Any], Scenario]
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Continuation:
    """A word that may follow in a path: the kind of path that may end with it, and whether the path may go on."""

    word: str
    kind: Kind | None
    goes_on: bool


def walk(scenario: Scenario, words: Sequence[str]) -> tuple[Part, Kind, Sequence[str]]:
    """Return the part that words lead to, their kind of path, and the words behind ``beliefs``."""
    if words[0] == "alignment" and len(words) != 3:
        raise FieldError("expected alignment.ACTOR.ACTOR")
    parts = _parts(scenario, words)
    part, rest = parts[-1], words[len(parts) - 1 :]
    node = part.node.words.get("PATH") if rest else part.node
    if node is None or node.kind is None:
        raise _nowhere(scenario, parts, words)
    return part, node.kind, rest


def continuations(
    scenario: Scenario, words: Sequence[str], admits: Callable[[Kind], bool] = lambda kind: kind.stored
) -> Iterator[Continuation]:
    """Yield what may follow the first words of a path; nothing where they lead nowhere.

    Parameters
    ----------
    admits
        Whether a kind of path may be suggested.
    """
    try:
        parts = _parts(scenario, words)
    except FieldError:
        return
    part, rest = parts[-1], words[len(parts) - 1 :]
    if "PATH" in part.node.words:
        yield from continuations(scenario, rest, lambda kind: kind.believable)
        return
    if rest:
        return
    for word in _following(scenario, part):
        node = part.node.words[part.node.after(word, scenario.outcomes) or ""]
        if word not in part.node.words or _leads_on(scenario, part, word):
            kind = node.kind if node.kind is not None and admits(node.kind) else None
            further = any(admits(inner) for child in node.words.values() for inner in child.kinds())
            if kind is not None or further:
                yield Continuation(word, kind, further)


def _parts(scenario: Scenario, words: Sequence[str]) -> list[Part]:
    """Return the parts of a scenario that words lead through, as far as they lead; the scenario itself is the first."""
    parts = [Part(GRAMMAR, scenario, lambda new: new)]
    for given in words:
        entered = None if "PATH" in parts[-1].node.words else _entered(scenario, parts[-1], given)
        if entered is None:
            break
        parts.append(entered)
    return parts


def _entered(scenario: Scenario, part: Part, given: str) -> Part | None:
    """Return the part that a word leads to, or None where there is none."""
    word = part.node.after(given, scenario.outcomes)
    if word is None:
        return None
    node, value = part.node.words[word], part.value
    match word:
        case "ACTOR":
            actor = actor_named(scenario, given)
            return Part(node, actor, lambda new: with_actor(scenario, actor, new), actor)
        case "TYPE" | "RUNG":
            named = next((item for item in value if item.name == given), None)
            return named and Part(node, named, lambda new: part.put(_with(value, named, new)), part.actor)
        case "OUTCOME":
            index = _index(scenario, given, len(value))
            if index is None:
                return None
            before, after = value[:index], value[index + 1 :]
            return Part(node, value[index], lambda new: part.put(checked_vector((*before, new, *after))))
        case "angle":
            return Part(node, _angle(value), lambda new: part.put(_at_angle(value, new)))
        case "destruction" | "alignment" | "rationality":
            return replace(part, node=node)
    held = getattr(value, word)
    if held is None:
        held = _inherited(scenario, part, word)
    return Part(node, held, lambda new: part.put(replace(value, **{word: new})), part.actor)


def with_actor(scenario: Scenario, old: Actor, new: Actor) -> Scenario:
    """Return the scenario with another actor instead of one of its own."""
    return replace(scenario, actors=_with(scenario.actors, old, new))


def _with(every: tuple[Any, ...], old: object, new: object) -> tuple[Any, ...]:
    return tuple(new if item is old else item for item in every)


def _inherited(scenario: Scenario, part: Part, word: str) -> Value:
    """Return the value of what an actor, a type or a rung leaves open."""
    if word == "ladder":
        return scenario.ladder
    if word == "odds":
        return scenario.conflict.odds
    return wishes_of(part.actor.preferences if part.actor else None, part.value.name)


def _leads_on(scenario: Scenario, part: Part, word: str) -> bool:
    """Whether there is something of that name: an actor may have no types, or no preferences of its own."""
    try:
        entered = _entered(scenario, part, word)
    except FieldError:
        return False
    return entered is not None and (entered.node.kind is not None or bool(_following(scenario, entered)))


def _following(scenario: Scenario, part: Part) -> list[str]:
    """Return the words that may follow."""
    words: list[str] = []
    for word in part.node.words:
        match word:
            case "ACTOR":
                words += (name for name in scenario.names if part.actor is None or name != part.actor.name)
            case "TYPE" | "RUNG":
                words += (item.name for item in part.value)
            case "OUTCOME":
                words += scenario.outcomes or map(str, range(len(part.value)))
            case "PATH":
                words += _tops(lambda kind: kind.believable)
            case "angle" if len(part.value) != 2 or "angle" in scenario.outcomes:
                pass
            case _:
                words.append(word)
    return words


def _tops(admits: Callable[[Kind], bool]) -> list[str]:
    """Return the words that paths of some kinds begin with."""
    return [word for word, node in GRAMMAR.words.items() if any(map(admits, node.kinds()))]


def _nowhere(scenario: Scenario, parts: Sequence[Part], words: Sequence[str]) -> FieldError:
    """Return the error for a path that ends, or goes on, where nothing is; it says what could follow."""
    at = len(parts) - 1
    known = _following(scenario, parts[at])
    if not parts[at].node.words or (at == len(words) and not known):
        at -= 1
        known = _following(scenario, parts[at])
    if at <= 0:
        return _no_such_top(scenario, words)
    place, rest = ".".join(words[:at]), words[at:]
    listed = ", ".join(map(printable, known[:12])) + (", ..." if len(known) > 12 else "")
    if not rest:
        return FieldError(f"the path ends too early; add a dot and one of {listed}")
    word = printable(rest[0][:64])
    if rest[0] in known:
        return FieldError(f"there is no such path: nothing follows '{word}' like this")
    belongs = fields.PLACES.get(rest[0], "")
    guess = nearest(rest[0], known)
    if guess is None and belongs.startswith(place):
        return FieldError(f"there is no '{word}' in {printable(place)}; did you mean {belongs}?")
    hint = f"did you mean '{printable(guess)}'?" if guess else f"there are {listed or 'none'}"
    return FieldError(f"there is no '{word}' in {printable(place)}; {hint}")


def _no_such_top(scenario: Scenario, words: Sequence[str]) -> FieldError:
    word = words[0]
    if word in scenario.names:
        return FieldError(f"there is no such path; did you mean {repeated('.'.join(['actors', *words]))}?")
    guess = nearest(word, GRAMMAR.words)
    hint = f"did you mean '{guess}'?" if guess else f"paths begin with {', '.join(_tops(lambda kind: kind.stored))}"
    if guess is None and (belongs := fields.PLACES.get(word)) is not None and "." in belongs:
        hint = f"did you mean {belongs}?"
    return FieldError(f"there is no path '{printable('.'.join(words)[:64])}'; {hint}")


def actor_named(scenario: Scenario, name: str) -> Actor:
    """Return an actor, or raise `FieldError` where there is none of this name."""
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


def wishes_of(preferences: Vector | None, name: str) -> Vector:
    """Return preferences, or raise `FieldError` where there are none."""
    if preferences is None:
        raise FieldError(f"'{printable(name)}' has no preferences of its own; its types have")
    return preferences


def _index(scenario: Scenario, word: str, length: int) -> int | None:
    if word in scenario.outcomes:
        return scenario.outcomes.index(word)
    digits = word.isascii() and word.isdecimal() and len(word) < 6
    return int(word) if digits and int(word) < length else None


def _angle(vector: Vector) -> float:
    if len(vector) != 2:
        raise FieldError(f"an angle belongs to two outcomes, and there are {len(vector)}")
    return math.degrees(math.atan2(vector[1], vector[0]))


def _at_angle(vector: Vector, degrees: float) -> Vector:
    length = length_of(vector)
    x, y = at_angle(degrees)
    return x * length, y * length
