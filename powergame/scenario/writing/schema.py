"""The JSON Schema of scenario files (draft 7, which editors read), from the table of fields."""

from __future__ import annotations

from typing import TypeAlias

from powergame.scenario import fields
from powergame.scenario.fields import BOUNDS, Keyed, Keys, Number, Shape
from powergame.scenario.relations import MAX_LENGTH
from powergame.scenario.types import READY_MADE
from powergame.text import MAX_NAME

Schema: TypeAlias = dict[str, object]

TITLE = "powergame scenario"

NAME: Schema = {"type": "string", "pattern": r"^[^.\s](?:[^.]*[^.\s])?$", "maxLength": MAX_NAME}
"""Schema of a name, as far as a pattern can tell."""


VALUE: Schema = {"type": ["number", "string", "array", "object"]}
"""Schema of what a path may be set to."""


def json_schema() -> Schema:
    """Return the schema. Paths, names of actors and sums are checked by powergame itself, not by the schema.

    Examples
    --------
    >>> schema = json_schema()
    >>> schema["title"], schema["anyOf"][1]
    ('powergame scenario', {'required': ['extends']})
    """
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": TITLE,
        "description": "Who can act, what they want and hold, and what a conflict may destroy.",
        "type": "object",
        "additionalProperties": False,
        # a file that extends another one may leave out what that one has
        "anyOf": [{"required": ["actors", "conflict"]}, {"required": ["extends"]}],
        "properties": _top(),
        "definitions": {
            "ladder": _ladder(),
            "preferences": _preferences(),
            "changes": _mapping(VALUE, "Paths and their values."),
            "axis": _axis(),
            "prior": _prior(),
            "bounds": _some(BOUNDS),
            "expect": _expect(),
        },
    }


def _top() -> Schema:
    texts = {key: {"type": "string", "description": fields.TOP[key]} for key in ("name", "about", "extends")}
    return {
        "powergame": {"const": 1, "description": fields.TOP["powergame"]},
        **texts,
        "outcomes": {
            "type": "array",
            "items": NAME,
            "minItems": 1,
            "uniqueItems": True,
            "description": fields.TOP["outcomes"],
        },
        "alignments": _mapping(_mapping(_number(fields.COSINE), "Others."), fields.TOP["alignments"], names=True),
        "actors": _mapping(_actor(), fields.TOP["actors"], names=True),
        "ladder": _ref("ladder", fields.TOP["ladder"]),
        "conflict": _conflict(),
        "rounds": _number(fields.ROUNDS),
        "variants": _mapping(_variant(), fields.TOP["variants"], names=True),
        "expect": _ref("expect", fields.TOP["expect"]),
        "vary": _mapping(_ref("axis"), fields.TOP["vary"]),
        "unknown": _mapping(_ref("prior"), fields.TOP["unknown"]),
        "observed": {"type": "array", "items": _observation(), "description": fields.TOP["observed"]},
        "given": _given(),
    }


def _ref(name: str, description: str = "") -> Schema:
    ref: Schema = {"$ref": f"#/definitions/{name}"}
    return {"allOf": [ref], "description": description} if description else ref


def _mapping(values: Schema, description: str, *, names: bool = False) -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": values, "description": description}
    return schema | ({"propertyNames": NAME} if names else {})


def _object(properties: Schema, required: list[str], description: str = "") -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    if required:
        schema["required"] = required
    if description:
        schema["description"] = description
    return schema


def _number(spec: Number) -> Schema:
    schema: Schema = {"type": "integer" if spec.whole else "number", "description": spec.meaning}
    if spec.low is not None:
        schema["exclusiveMinimum" if spec.above else "minimum"] = spec.low
    if spec.high is not None and spec.high < fields.GREATEST_POWER:
        schema["maximum"] = spec.high
    if spec.default is not None:
        schema["default"] = spec.default
    if spec.endless:
        return {"anyOf": [schema, {"const": "inf"}], "description": spec.meaning}
    return schema


def _numbers(table: dict[str, Number]) -> Schema:
    return {key: _number(spec) for key, spec in table.items()}


def _actor() -> Schema:
    beliefs = _ref("changes", "What it believes where it differs from the scenario: {path: value}.")
    kind = _object(
        {
            "probability": _number(fields.PROBABILITY),
            "preferences": _ref("preferences", "What it wants then: a direction among the outcomes."),
            "beliefs": beliefs,
        },
        ["probability"],
    )
    return _object(
        {
            **_numbers(fields.ACTOR),
            "preferences": _ref("preferences", "What it wants: a direction among the outcomes."),
            "about": {"type": "string", "description": "Notes on this actor."},
            "ladder": _ref("ladder", "Its own rungs, instead of the scenario's."),
            "beliefs": beliefs,
            "types": _mapping(kind, "Private types, instead of preferences.", names=True),
        },
        [],
    )


def _preferences() -> Schema:
    return {
        "anyOf": [
            {"type": "array", "items": {"type": "number"}, "minItems": 1},
            {"type": "object", "additionalProperties": {"type": "number"}, "minProperties": 1},
        ]
    }


def _ladder() -> Schema:
    rung = _object({"name": {**NAME, "description": "The action."}, **_numbers(fields.RUNG)}, ["name"])
    return {"anyOf": [{"enum": list(READY_MADE)}, {"type": "array", "items": rung, "minItems": 1}]}


def _conflict() -> Schema:
    choices = {
        key: {"enum": list(known), "default": default, "description": meaning}
        for key, (default, known, meaning) in fields.CHOICES.items()
    }
    destruction = _object(_numbers(fields.DESTRUCTION), [], "What a war may destroy, and how likely.")
    return _object({"destruction": destruction, **_numbers(fields.CONFLICT), **choices}, [], fields.TOP["conflict"])


def _expect() -> Schema:
    parts: Schema = {key: _expected(part.shape, part.meaning) for key, part in fields.EXPECT.items()}
    return _object(parts, [])


def _variant() -> Schema:
    expect = _ref("expect", "What must hold of this variant's answers; it inherits nothing.")
    return _mapping(VALUE, "Paths and their values.") | {"properties": {"expect": expect}}


def _expected(shape: Shape, meaning: str = "") -> Schema:
    """Return the schema of what may be expected."""
    described: Schema = {"description": meaning} if meaning else {}
    if shape is BOUNDS:
        return _ref("bounds", meaning)
    if isinstance(shape, Keyed):
        return {"type": "object", "additionalProperties": _expected(shape.inner), **described}
    if isinstance(shape, Keys):
        return _some(shape) | described
    if isinstance(shape, Number):
        return _number(shape) | described
    return {"type": "string", **described} if shape == "rung" else {"enum": list(shape), **described}


def _some(shape: Keys) -> Schema:
    """Return the schema of a mapping that has at least one of its keys."""
    return _object({key: _expected(inner) for key, inner in shape.parts.items()}, []) | {"minProperties": 1}


def _axis() -> Schema:
    ends = {
        "from": {"type": "number"},
        "to": {"type": "number"},
        "count": {"type": "integer", "minimum": 1},
        "scale": {"enum": ["linear", "log"], "default": "linear"},
    }
    return {
        "anyOf": [
            {"type": "string", "pattern": "^[^:]+:[^:]+:[^:]+$", "description": "from:to:count, both ends in."},
            {"type": "array", "items": {"type": "number"}, "minItems": 1},
            _object(ends, ["from", "to", "count"]),
        ]
    }


def _prior() -> Schema:
    pair = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    direction = {
        "anyOf": [
            {"const": "uniform"},
            _object(
                {
                    "mean": {"type": "array", "items": {"type": "number"}},
                    "concentration": {"type": "number", "minimum": 0},
                },
                ["mean", "concentration"],
            ),
        ]
    }
    kinds: Schema = dict.fromkeys(("uniform", "beta", "normal", "gamma", "lognormal", "range"), pair)
    kinds |= {"choice": {"type": "array", "minItems": 1}, "direction": direction}
    text = {"type": "string", "pattern": "^[^ ]+ to [^ ]+$", "description": "A range that holds 90 %."}
    return {"anyOf": [text, {**_object(kinds, []), "minProperties": 1, "maxProperties": 1}]}


def _observation() -> Schema:
    observation = _object(
        {
            "plays": {**_mapping({"type": "string"}, "Rungs that were played, by actor."), "minProperties": 1},
            "war": {"type": "boolean", "description": "Whether war broke out."},
            "under": _ref("changes", "What is known of the situation: {path: value}."),
            "times": _number(fields.TIMES),
        },
        [],
    )
    return observation | {"anyOf": [{"required": ["plays"]}, {"required": ["war"]}]}


def _given() -> Schema:
    text: Schema = {"type": "string", "maxLength": MAX_LENGTH}
    return {"anyOf": [text, {"type": "array", "items": text}], "description": fields.TOP["given"]}
