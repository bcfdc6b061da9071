"""The head of every result: the same words in every command's JSON, and enough to compute the result again."""

from __future__ import annotations

import json

import jsonschema
import pytest
from support.installed import ROOT, SCHEMAS, powergame

import powergame as pg
from powergame.analysis.head import origin, rebuilt, values
from powergame.analysis.sweep.estimate import estimate
from powergame.analysis.sweep.plan import make_plan
from powergame.scenario.axes import axis
from powergame.scenario.reading.load import load_text

SCENARIO = ROOT / "scenarios" / "ai-under-oversight.yaml"
PATH = "conflict.destruction.odds"
SCHEMAS = {
    file.name.partition(".")[0]: json.loads(file.read_text())
    for file in SCHEMAS.glob("*.schema.json")
    if file.name != "scenario.schema.json"
}
OBJECTS = [
    (name, schema["definitions"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one)
    for name, schema in SCHEMAS.items()
    for one in schema.get("oneOf", [schema])
]


@pytest.fixture(scope="module")
def scenario():
    """A variant, changed."""
    return pg.load(f"{SCENARIO}#misaligned", sets={PATH: "0.25"})


@pytest.fixture(scope="module")
def results(scenario):
    return {
        "solve": pg.solve(scenario),
        "compare": pg.compare([scenario, pg.load(SCENARIO)], solver="exact"),
        "check": pg.check([str(SCENARIO)], sets=[(PATH, "0.25")]),
        "sweep": pg.sweep(scenario, {PATH: "0:1:3"}),
        "sweep.estimate": estimate(make_plan(scenario, {PATH: axis("0:1:3")}), 1),
        "threshold": pg.threshold(scenario, PATH, "0:1:101"),
        "converge": pg.converge(scenario, draws=16, seed=7, actors=["system"]),
    }


@pytest.mark.parametrize(
    ("name", "schema"), OBJECTS, ids=[schema["properties"]["format"]["const"] for _, schema in OBJECTS]
)
def test_every_schema_begins_with_the_same_head(name, schema):
    head = ["format", "version", "powergame", "scenario", "options"]
    present = [key for key in head if key in schema["properties"]]
    assert list(schema["properties"])[: len(present)] == schema["required"][: len(present)] == present
    assert schema["properties"]["version"] == {"const": 1}
    assert schema["properties"]["powergame"] == {"type": "string"}
    assert set(head) - set(present) == {
        "compare": {"scenario"},
        "check": {"scenario"},
        "error": {"scenario", "options"},
        "again": {"scenario", "options"},  # the result's own head has them
        "infer.compare": {"scenario", "options"},  # each scenario's own head has them
        "deceive.compare": {"scenario", "options"},
        "scenarios": {"scenario", "options"},  # lists are of no scenario
        "explain": {"scenario", "options"},
    }.get(schema["properties"]["format"]["const"].removeprefix("powergame."), set())
    if "scenario" in present:
        assert schema["properties"]["scenario"] == {"$ref": "#/definitions/scenario"}
        assert SCHEMAS[name]["definitions"]["scenario"] == SCHEMAS["solve"]["definitions"]["scenario"]


@pytest.mark.parametrize("name", ["solve", "compare", "check", "sweep", "sweep.estimate", "threshold", "converge"])
def test_every_result_has_the_head_that_its_schema_tells(results, name):
    data = results[name].to_dict()
    jsonschema.validate(data, SCHEMAS[name.partition(".")[0]])
    assert list(data)[:3] == ["format", "version", "powergame"]
    assert data["format"] == f"powergame.{name}"
    assert data["powergame"] == pg.__version__


def test_an_error_as_json_has_the_head_that_its_schema_tells(tmp_path):
    run = powergame("solve", str(tmp_path / "nowhere.yaml"), "--format", "json")
    data = json.loads(run.stdout)
    jsonschema.validate(data, SCHEMAS["error"])
    assert list(data)[:3] == ["format", "version", "powergame"]


def test_the_head_names_the_variant_and_the_values_that_were_solved(results):
    for name in ("solve", "sweep", "sweep.estimate", "threshold", "converge"):
        origin = results[name].to_dict()["scenario"]
        assert origin["variant"] == "misaligned"
        assert origin["values"][PATH] == 0.25
    checked = results["check"].to_dict()["scenarios"]
    assert [(one["variant"], one["values"][PATH]) for one in checked] == [(None, 0.25)]
    assert pg.load(SCENARIO).variant is None


def test_options_are_what_was_asked_for_and_changes_the_answer(results):
    nash = {"solution": "nash", "rationality": None}
    asked = {"from": 0.0, "to": 1.0, "count": 101, "scale": "linear"}
    options = {name: result.to_dict()["options"] for name, result in results.items()}
    assert options["solve"] == {"solver": "auto", **nash, "turns": True}
    assert options["compare"] == {"solver": "exact", **nash, "turns": True}
    assert options["check"] == {"set": [f"{PATH}=0.25"], "require_complete": False, "allow_empty": False}
    assert options["threshold"] == {"vary": [{"path": PATH, "axis": asked}], "of": "seeks", "level": [], **nash}
    assert options["sweep"] == {"vary": [{"path": PATH, "axis": asked | {"count": 3}}], **nash}
    assert options["sweep.estimate"] == options["sweep"]
    assert options["converge"] == {
        "actor": ["system"],
        "dimensions": [],
        "draws": 16,
        "seed": 7,
        "of": "seeks",
        "level": [],
        **nash,
    }


def test_a_rationality_is_among_the_options(scenario):
    quantal = pg.Concept("logit", 20.0)
    for result in (pg.solve(scenario, concept=quantal), pg.sweep(scenario, {PATH: "0:1:2"}, concept=quantal)):
        options = result.to_dict()["options"]
        assert (options["solution"], options["rationality"]) == ("logit", 20.0)


def test_an_answer_can_be_computed_again_from_its_head(results):
    written = json.loads(json.dumps(results["solve"].to_dict()))
    origin, options = written["scenario"], written["options"]
    again = pg.load(origin["source"]).with_values(origin["values"])
    answer = pg.solve(again, solver=options["solver"], look_for_turns=options["turns"])
    assert answer.to_dict() == results["solve"].to_dict()


def test_thresholds_and_shares_can_be_computed_again_from_their_heads(results):
    written = json.loads(json.dumps(results["threshold"].to_dict()))
    again = pg.load(written["scenario"]["source"]).with_values(written["scenario"]["values"])
    (varied,) = written["options"]["vary"]
    assert pg.threshold(again, varied["path"], varied["axis"]).to_dict() == written
    written = json.loads(json.dumps(results["converge"].to_dict()))
    asked = {key: written["options"][key] for key in ("dimensions", "draws", "seed")}
    assert pg.converge(again, actors=written["options"]["actor"], **asked).to_dict() == written


@pytest.mark.parametrize("file", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_values_of_a_head_make_its_scenario_again(file):
    base = pg.load(file)
    for scenario in (base, *(pg.load_all(f"{file}#*") if base.variants else ())):
        written = json.loads(json.dumps(values(scenario)))
        assert pg.load(scenario.source).with_values(written) == scenario


@pytest.mark.parametrize("file", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_text_of_a_head_makes_its_scenario_again_without_the_file(file):
    base = pg.load(file)
    for scenario in (base, *(pg.load_all(f"{file}#*") if base.variants else ())):
        assert rebuilt(json.loads(json.dumps(origin(scenario)))) == scenario


def test_alignments_that_were_asked_for_are_asked_for_again():
    turned = pg.load(ROOT / "scenarios" / "corporate-takeover.yaml", sets={"alignment.raider.management": "0.9"})
    assert turned.asked
    assert rebuilt(origin(turned)) == turned
    assert origin(turned)["text"].endswith("# --set alignment.raider.management=0.9\n")


def test_the_text_of_a_head_is_the_scenario_as_it_was_changed(results):
    assert load_text(results["solve"].to_dict()["scenario"]["text"]).conflict.odds == 0.25


def test_a_game_has_its_text_too_unless_it_is_large():
    written = pg.solve(pg.game([[3, 1], [4, 0]], [[3, 4], [1, 0]])).to_dict()["scenario"]
    assert written["text"].startswith("NFG 1 R")
    large = [[float(i == j) for i in range(80)] for j in range(80)]
    assert origin(pg.game(large, large))["text"] is None


def test_a_result_names_what_it_was_computed_with(results):
    for result in results.values():
        assert set(result.to_dict()["versions"]) == {"python", "numpy"}
