"""A scenario as the text of a file."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from powergame.scenario import fields
from powergame.scenario.paths.apply import settled
from powergame.scenario.paths.locate import ladder_name
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import (
    Actor,
    Axis,
    Conflict,
    Expectation,
    Ladder,
    Observation,
    Prior,
    PrivateType,
    Rung,
    Value,
    Variant,
)
from powergame.scenario.yaml.written import Plain, flow, number, quoted

WIDTH = 100
"""Characters of a line at most; a longer mapping or list is written in several lines."""


def dump(scenario: Scenario) -> str:
    """Return a scenario as YAML that loads back equal, but for `source` and `sha256`; defaults are left out.

    Alignments that it asks for are written as what they led to, which is solved alike.

    Examples
    --------
    >>> from powergame import load
    >>> dump(load("scenarios/security-dilemma.yaml")).splitlines()[-1]
    '  conflict.destruction.severity: 0:1:51'
    """
    return as_yaml(_top(settled(scenario)))


def as_yaml(values: Mapping[str, Plain]) -> str:
    r"""Return what a file has, as its text.

    Examples
    --------
    >>> as_yaml({"name": "crisis", "rounds": 2})
    'name: crisis\nrounds: 2\n'
    """
    return "".join(f"{line}\n" for key, value in values.items() for line in _block(key, value, ""))


def _top(scenario: Scenario) -> dict[str, Plain]:
    head: dict[str, Plain] = {"name": scenario.name, **_given(scenario, ("about", "outcomes"))}
    head["actors"] = {actor.name: _actor(actor, scenario) for actor in scenario.actors}
    if scenario.alignments is not None:
        from powergame.scenario.alignments.nearest import pairs_of  # numpy, which others do not need

        head["alignments"] = pairs_of(scenario.names, scenario.alignments)
    head["ladder"] = _ladder(scenario.ladder)
    head["conflict"] = _conflict(scenario.conflict)
    head |= _given(scenario, ("rounds",))
    parts: dict[str, Plain] = {
        "variants": {variant.name: _variant(variant) for variant in scenario.variants},
        "expect": _expect(scenario.expect or ()),
        "vary": {path: _axis(axis) for path, axis in scenario.vary},
        "unknown": {path: _prior(prior) for path, prior in scenario.unknown},
        "observed": [_observation(observation) for observation in scenario.observed],
        "given": list(scenario.given),
    }
    return head | {
        key: part for key, part in parts.items() if part or (key == "expect" and scenario.expect is not None)
    }


def _given(part: Actor | Conflict | PrivateType | Rung | Scenario, keys: Iterable[str]) -> dict[str, Plain]:
    """Return the fields that are not at their defaults."""
    usual = {field.name: field.default for field in dataclasses.fields(part)}
    return {key: value for key in keys if (value := getattr(part, key)) != usual[key]}


def _actor(actor: Actor, scenario: Scenario) -> dict[str, Plain]:
    entries: dict[str, Plain] = {"power": actor.power}
    if actor.preferences is not None and scenario.alignments is None:
        entries["preferences"] = actor.preferences
    entries |= _given(actor, ("about", "effectiveness", "risk_aversion", "growth"))
    if actor.ladder is not None:
        entries["ladder"] = _ladder(actor.ladder)
    if actor.beliefs:
        entries["beliefs"] = _changes(actor.beliefs)
    if actor.types:
        entries["types"] = {private.name: _type(private) for private in actor.types}
    return entries


def _type(private: PrivateType) -> dict[str, Plain]:
    entries = {"probability": private.probability, **_given(private, ("preferences",))}
    return entries | ({"beliefs": _changes(private.beliefs)} if private.beliefs else {})


def _ladder(ladder: Ladder) -> Plain:
    name = ladder_name(ladder)
    return name if isinstance(name, str) else [_rung(rung) for rung in name]


def _rung(rung: Rung) -> Plain:
    return {"name": rung.name, **_given(rung, fields.RUNG)}


def _conflict(conflict: Conflict) -> Plain:
    destruction = {key: getattr(conflict, key) for key in fields.DESTRUCTION}
    return {"destruction": destruction, **_given(conflict, (*fields.CONFLICT, *fields.CHOICES))}


def _changes(changes: Iterable[tuple[str, Value]]) -> dict[str, Plain]:
    return {path: as_written(value) for path, value in changes}


def _variant(variant: Variant) -> dict[str, Plain]:
    expect = {} if variant.expect is None else {"expect": _expect(variant.expect)}
    return _changes(variant.changes) | expect


def as_written(value: Value) -> Plain:
    """Return a value as a file has it: rungs as mappings, and a ready-made ladder as its name.

    Examples
    --------
    >>> from powergame.scenario.types import READY_MADE
    >>> as_written(READY_MADE["brinkmanship"]), as_written((Rung("hold"), Rung("seek", grab=0.2)))
    ('brinkmanship', [{'name': 'hold'}, {'name': 'seek', 'grab': 0.2}])
    """
    if isinstance(value, tuple):
        rungs = tuple(x for x in value if isinstance(x, Rung))
        return _ladder(rungs) if rungs else [x for x in value if not isinstance(x, Rung)]
    return value


def _expect(expectations: Iterable[Expectation]) -> dict[str, Plain]:
    entries: dict[str, Any] = {}
    for expectation in expectations:
        *outer, last = expectation.words
        place = entries
        for word in outer:
            place = place.setdefault(word, {})
        place[last] = expectation.value
    return entries


def _axis(axis: Axis) -> Plain:
    if axis.values is not None:
        return axis.values
    if axis.scale == "linear":
        return f"{number(axis.start)}:{number(axis.stop)}:{axis.count}"
    return {"from": axis.start, "to": axis.stop, "count": axis.count, "scale": axis.scale}


def _prior(prior: Prior) -> Plain:
    if prior.kind != "direction":
        return {prior.kind: [as_written(value) for value in prior.parameters]}
    if prior.mean is None:
        return {"direction": "uniform"}
    return {"direction": {"mean": prior.mean, "concentration": prior.concentration}}


def _observation(observation: Observation) -> Plain:
    parts: dict[str, Plain] = {"plays": dict(observation.plays)} if observation.plays else {}
    if observation.war is not None:
        parts["war"] = observation.war
    if observation.under:
        parts["under"] = _changes(observation.under)
    return parts | {"times": observation.times}


def _block(key: str, value: Plain, indent: str) -> Iterator[str]:
    """Yield the lines of a key and its value: one where it is short, else an item a line."""
    if isinstance(value, str) and "\n" in value and LITERAL.fullmatch(value):
        yield f"{indent}{quoted(key)}: |{'' if value.endswith(chr(10)) else '-'}"
        yield from (f"{indent}  {line}" if line else "" for line in value.removesuffix("\n").split("\n"))
        return
    line = f"{indent}{quoted(key)}: {flow(value)}"
    nested = isinstance(value, Mapping | list) and bool(value)
    if not nested or (len(line) <= WIDTH and indent):
        yield line
        return
    yield f"{indent}{quoted(key)}:"
    if isinstance(value, Mapping):
        for inner, item in value.items():
            yield from _block(inner, item, f"{indent}  ")
    elif isinstance(value, list):
        yield from (f"{indent}  - {flow(item)}" for item in value)


LITERAL = re.compile(r"[^\s][^\n]*(\n([^\s][^\n]*)?)*[^\s]\n?|[^\s]\n?")
"""Pattern of text of several lines that can be written as it is, indented."""
