"""The JSON of `deceive`: what its schema says."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft7Validator
from support import deceptions
from support.installed import SCHEMAS

from powergame.report.formats import json as as_json

SCHEMA = json.loads((SCHEMAS / "deceive.schema.json").read_text())


def faults(kind, data):
    schema = {**SCHEMA["definitions"][kind], "definitions": SCHEMA["definitions"]}
    return [fault.message for fault in Draft7Validator(schema).iter_errors(data)]


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("deception", deceptions.coup),
        ("compared", deceptions.side_by_side),
        ("varied", deceptions.curves),
    ],
)
def test_every_result_is_what_the_schema_says(kind, made):
    data = json.loads(as_json.render(made().to_dict()))
    assert faults(kind, data) == []
    assert Draft7Validator(SCHEMA).is_valid(data)


def test_the_schema_refuses_what_it_does_not_know():
    data = deceptions.coup().to_dict()
    assert faults("deception", {**data, "more": 1})
    assert faults("deception", {key: value for key, value in data.items() if key != "pure"})
