"""Places of values in a scenario, by their paths: how a value is read, checked and set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from powergame.errors import ScenarioError, UsageError
from powergame.objects.nearest import nearest
from powergame.scenario import fields
from powergame.scenario.build import Builder
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.paths.overlap import same_value
from powergame.scenario.paths.walk import Part, actor_named, walk, wishes_of
from powergame.scenario.types import READY_MADE, Asked, Ladder, Rung, Value
from powergame.scenario.vectors import Vector, cosine
from powergame.scenario.yaml.tree import ListNode, MapNode, ScalarNode, Tree

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario

MAX_SIGNS = 100
"""Equals signs at which ``PATH=VALUE`` may be split: a name holds fewer."""

Check = Callable[[object], Value]
"""Function that returns a value as a field holds it, or raises `FieldError`."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value's place in a scenario.

    Attributes
    ----------
    path
        What names it.
    get
        Returns the value.
    check
        Returns a value as the field holds it, or raises `FieldError`.
    put
        Returns the scenario with a checked value here.
    """

    path: Path
    get: Callable[[], Value]
    check: Check
    put: Callable[[Any], Scenario]


def locate(scenario: Scenario, text: str) -> Place:
    """Return what a path names, or raise `FieldError` where a scenario holds no such value."""
    names = _names(text)
    if scenario.alignments is not None:
        _refuse_outcomes(text)
    part, kind, rest = walk(scenario, names)
    truth = believable(scenario, ".".join(rest)) if rest else None
    path = parse(text, scenario.outcomes)
    if truth is not None:
        return _belief(scenario, path, part, truth)
    match kind.field:
        case "rationality":
            option = "" if path.actor else "the option --rationality, or "
            raise FieldError(f"a scenario holds no rationality; expected {option}a prior in `unknown`")
        case "alignment":
            return _alignment(scenario, path)
        case "ladder":
            return Place(path, lambda: ladder_name(part.value), _whole_ladder, part.put)
        case "preferences":
            return Place(path, lambda: part.value, lambda value: _vector(value, scenario.outcomes), part.put)
        case key if kind.number is None:
            return Place(path, lambda: part.value, lambda value: _chosen(key, value), part.put)
    return Place(path, lambda: part.value, kind.number.checked, part.put)


def _refuse_outcomes(text: str) -> None:
    """Raise `FieldError` for a path that is about outcomes, where a table of alignments says all about directions."""
    try:
        path = parse(text)
    except FieldError:
        return  # it is no path at all
    whole = path.field == "preferences" and not path.is_belief and not path.type
    if path.moves_directions and not path.subject.towards and not whole:
        raise FieldError("the file gives a table of alignments, and its outcomes have no names; expected alignment.X.Y")


def split(scenario: Scenario, text: str) -> tuple[str, str]:
    """Split ``PATH=VALUE`` at the first equals sign before which a path of the scenario stands: names may hold signs.

    Where none does, it is split at the first before which a path could stand, or at the first of all.

    Raises
    ------
    FieldError
        Where there is no equals sign, or nothing before it.

    Examples
    --------
    >>> from powergame import load
    >>> split(load("scenarios/security-dilemma.yaml"), 'actors.west.preferences={"E=mc2": 1}')
    ('actors.west.preferences', '{"E=mc2": 1}')
    """
    signs = [k for k, character in enumerate(text) if character == "="][:MAX_SIGNS]
    if not signs or not text[: signs[0]].strip():
        raise FieldError("there is no path and value with an equals sign between them")

    def named(end: int) -> bool:
        return _reads(lambda: unknown(scenario, text[:end].strip()))

    def written(end: int) -> bool:
        return _reads(lambda: parse(text[:end].strip()))

    end = next(filter(named, signs), None) or next(filter(written, signs), signs[0])
    return text[:end].strip(), text[end + 1 :]


def _reads(read: Callable[[], object]) -> bool:
    try:
        read()
    except FieldError:
        return False
    return True


def _names(text: object) -> list[str]:
    """Return the names between a path's dots; `UsageError` for what a program gives in place of a path."""
    if not isinstance(text, str):
        raise UsageError(f"a path of type {type(text).__name__}; expected text, such as conflict.stakes")
    return text.split(".")


def unknown(scenario: Scenario, text: str) -> Place:
    """Return what an unknown, or a known value of a situation, names: a value of the scenario, or a rationality.

    No scenario holds a rationality: to put one there changes nothing.

    Raises
    ------
    FieldError
        Where it names neither.
    """
    _, kind, _ = walk(scenario, _names(text))
    if kind.stored or kind.number is None:
        return locate(scenario, text)
    return Place(parse(text), lambda: locate(scenario, text).get(), kind.number.checked, lambda _: scenario)


def believable(scenario: Scenario, text: str) -> Place:
    """Return what a path names, or raise `FieldError` where actors cannot hold beliefs about it."""
    place = locate(scenario, text)
    if not place.path.kind.believable:
        raise FieldError("beliefs are about the numbers of one round: powers, preferences, odds, stakes, rungs, ...")
    return place


def _belief(scenario: Scenario, path: Path, part: Part, truth: Place) -> Place:
    """Return the place of a belief; an actor without one believes the scenario's own value."""
    text, beliefs = truth.path.text, part.value

    def put(value: Value) -> Scenario:
        check_length(scenario, truth, value)
        known = [same_value(parse(old, scenario.outcomes), truth.path, scenario.outcomes) for old, _ in beliefs]
        if not any(known):
            return part.put((*beliefs, (text, value)))
        pairs = zip(beliefs, known, strict=True)
        return part.put(tuple((text, value) if same else belief for belief, same in pairs))

    return Place(path, lambda: dict(beliefs).get(text, truth.get()), truth.check, put)


def check_length(scenario: Scenario, place: Place, value: Value) -> None:
    """Raise `FieldError` for a preference vector of another length than the scenario's."""
    if place.path.field == "preferences" and isinstance(value, tuple) and len(value) != scenario.dimensions:
        raise FieldError(f"preferences have {scenario.dimensions} numbers here, and these have {len(value)}")


def _alignment(scenario: Scenario, path: Path) -> Place:
    turned, fixed = actor_named(scenario, path.actor), actor_named(scenario, path.towards)
    if turned is fixed:
        raise FieldError("an actor's alignment with itself is 1")
    vector, towards = wishes_of(turned.preferences, turned.name), wishes_of(fixed.preferences, fixed.name)

    def put(value: float) -> Scenario:
        asked = Asked(turned.name, fixed.name, value)
        return replace(scenario, asked=(*(old for old in scenario.asked if old.pair != asked.pair), asked))

    if scenario.alignments is None:
        return Place(path, lambda: cosine(vector, towards), fields.COSINE.checked, put)
    row, column = scenario.names.index(turned.name), scenario.names.index(fixed.name)
    pair, known = frozenset((turned.name, fixed.name)), scenario.alignments[row][column]
    now = next((asked.cosine for asked in scenario.asked if asked.pair == pair), known)
    return Place(path, lambda: now, fields.COSINE.checked, put)


def _chosen(key: str, value: object) -> str:
    known = fields.CHOICES[key][1]
    for word in known:
        if value == word:
            return word
    guess = nearest(value, known) if isinstance(value, str) else None
    hint = f"; did you mean {guess}?" if guess else ""
    raise FieldError(f"{fields.described(value)}; expected one of {', '.join(known)}{hint}")


def ladder_name(ladder: Ladder) -> str | Ladder:
    """Return the name of a ready-made ladder; any other as it is."""
    return next((name for name, known in READY_MADE.items() if known == ladder), ladder)


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
