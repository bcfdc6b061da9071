"""The JSON of `infer`: what its schema says, numbers in full, and nothing that JSON cannot hold."""

from __future__ import annotations

import json
import math

import pytest
from jsonschema import Draft7Validator
from support import inferences
from support.installed import SCHEMAS

from powergame.report.formats import json as as_json

SCHEMA = json.loads((SCHEMAS / "infer.schema.json").read_text())
VALID = Draft7Validator(SCHEMA)


@pytest.mark.parametrize("made", [*inferences.ALL, inferences.compared], ids=lambda made: made.__name__)
def test_every_result_is_what_the_schema_says(made):
    data = json.loads(as_json.render(made().to_dict()))
    kind = "compared" if "scenarios" in data else "inference"
    faults = Draft7Validator({**SCHEMA["definitions"][kind], "definitions": SCHEMA["definitions"]}).iter_errors(data)
    assert [fault.message for fault in faults] == []
    assert VALID.is_valid(data)


def test_the_schema_refuses_what_it_does_not_know():
    data = inferences.one_unknown().to_dict()
    assert not VALID.is_valid({**data, "more": 1})
    assert not VALID.is_valid({key: value for key, value in data.items() if key != "ess"})


def test_evidence_is_told_in_nats_and_in_bits():
    data = inferences.two_unknowns().to_dict()
    assert data["evidence"]["bits"] == pytest.approx(-data["evidence"]["log"] / math.log(2), abs=1e-12)
    assert data["evidence"]["bits"] == pytest.approx(sum(o["surprise"] for o in data["observed"]), abs=0.01)


def test_what_is_assumed_stands_among_the_unknown_too():
    data = inferences.two_unknowns().to_dict()
    assert data["solution"] == {
        "concept": "logit",
        "rationality": None,
        "assumed": {"rationality": {"lognormal": [3, 1]}},
    }
    assert data["unknown"]["rationality"]["distribution"] == {"lognormal": [3.0, 1.0]}


def test_an_observation_is_told_as_a_file_has_it():
    data = inferences.several_deeds().to_dict()["observed"]
    assert data[1]["under"] == {"actors.chief.power": 6.0}
    assert [o["times"] for o in data] == [1, 3, 1, 1]
    assert [o["war"] for o in data] == [None, None, False, True]
    assert data[3]["plays"] == {}


def test_choices_keep_the_order_of_the_prior():
    data = inferences.choices().to_dict()["unknown"]
    assert [c["value"] for c in data[inferences.STAKES]["choices"]] == [0.2, 0.6, 1.0]
    assert [c["value"] for c in data["conflict.contest"]["choices"]] == ["ratio", "logistic"]


def test_an_answer_with_problems_has_not_converged():
    assert inferences.failing().to_dict()["converged"] is False
    assert inferences.two_unknowns().to_dict()["converged"] is True


def test_scenarios_side_by_side_have_the_evidence_of_each():
    data = inferences.compared().to_dict()
    assert data["format"] == "powergame.infer.compare"
    assert data["baseline"] == 0
    assert data["evidence"][0]["bayes_factor"] == 1
    assert sum(e["probability"] for e in data["evidence"]) == pytest.approx(1)
    assert [s["scenario"]["variant"] for s in data["scenarios"]] == [None, "loyal staff"]
