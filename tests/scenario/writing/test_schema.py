"""The schema for editors: it takes what loads, and sees mistakes of structure and range."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from support.installed import ROOT, SMALLEST

from powergame.scenario import fields
from powergame.scenario.reading.load import load_text
from powergame.scenario.writing.dump import dump
from powergame.scenario.writing.schema import json_schema
from powergame.scenario.writing.template import new_scenario
from powergame.scenario.yaml.tree import as_data, compose

SCHEMA = json_schema()
VALID = jsonschema.Draft7Validator(SCHEMA)


def data(text):
    tree, faults = compose(text.encode(), "")
    assert not faults
    return as_data(tree)


def test_schema_is_one_of_draft_7():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA, allow_nan=False)) == SCHEMA


SHIPPED = sorted((ROOT / "scenarios").rglob("*.yaml"))


@pytest.mark.parametrize("text", [SMALLEST, new_scenario(), *(path.read_text(encoding="utf-8") for path in SHIPPED)])
def test_what_loads_is_valid(text):
    VALID.validate(data(text))
    if "extends:" not in text:
        VALID.validate(data(dump(load_text(text))))


@pytest.mark.parametrize(
    "line",
    [
        'vary: {rounds: "1:3:3"}',
        "conflict: {destruction: {odds: 1, severity: 0}, decisiveness: inf}",
        "extends: other.yaml",
        "ladder: brinkmanship",
        "unknown: {rationality: {gamma: [1, 2]}}",
        "variants: {v: {ladder: [{name: a}, {name: b}], conflict.contest: ratio}}",
    ],
)
def test_less_common_parts_are_valid(line):
    key = line.partition(":")[0]
    text = re.sub(f"(?m)^{key}:.*\n( .*\n)*", "", SMALLEST) + line + "\n"
    VALID.validate(data(text))


@pytest.mark.parametrize(
    "change",
    [
        ("power: 3", "powr: 3"),
        ("power: 3", "power: -1"),
        ("power: 3", 'power: "3"'),
        ("odds: 0.6", "odds: 60"),
        ("preferences: [1, 0]", "preferences: 1"),
        ("conflict:", "conflicts:"),
        ("blue: {", "blue: [{"),
        ("[1, 0]", "[]"),
        ("actors:\n", "rounds: 0\nactors:\n"),
        ("actors:\n", "ladder: binry\nactors:\n"),
        ("actors:\n", "powergame: 2\nactors:\n"),
        ("actors:\n", "ladder: [{grab: 0.1}]\nactors:\n"),
        ("actors:\n", "expect: {seeks: {red: maybe}}\nactors:\n"),
        ("actors:\n", "name: 3\nactors:\n"),
        ("blue:", '"b.l":'),
    ],
)
def test_mistakes_of_structure_and_range_are_seen(change):
    text = SMALLEST.replace(*change).replace(
        "[{power: 3, preferences: [1, 0.2]}", "[{power: 3, preferences: [1, 0.2]}]"
    )
    assert not VALID.is_valid(data(text))


def described(schema, found):
    for key, inner in schema.get("properties", {}).items():
        found[key] = inner.get("description", "")
        described(inner, found)
    for part in ("additionalProperties", "items"):
        if isinstance(schema.get(part), dict):
            described(schema[part], found)
    for inner in (*schema.get("anyOf", ()), *schema.get("definitions", {}).values()):
        described(inner, found)
    return found


def test_every_field_is_described():
    found = described(SCHEMA, {})
    for key in (*fields.TOP, *fields.ACTOR_KEYS, *fields.RUNG, *fields.CONFLICT_KEYS, *fields.DESTRUCTION):
        assert found.get(key), key
