"""Schemas and their frozen examples: what was written once stays valid, stays readable, and comes out the same."""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location

import jsonschema
import pytest
from support.in_process import powergame as run
from support.installed import ROOT, SCHEMAS

from powergame.again import again
from powergame.again.run import NOT_AGAIN

FOLDER = SCHEMAS / "examples"
EXAMPLES = sorted(FOLDER.glob("*.json"))
KNOWN = sorted(file.name.partition(".")[0] for file in SCHEMAS.glob("*.schema.json"))
WITHOUT = {"scenario", "scenarios", "explain"}
"""Schemas of what is no result: of a file that users write, and of lists that grow."""


def schema_of(format_):
    name = format_.removeprefix("powergame.")
    return json.loads(
        (SCHEMAS / f"{'points' if name.endswith('.points') else name.partition('.')[0]}.schema.json").read_text()
    )


def formats_of(schema):
    return {each["properties"]["format"]["const"] for each in _alternatives(schema)}


def _alternatives(schema):
    for each in schema.get("oneOf", [schema]):
        yield schema["definitions"][each["$ref"].rpartition("/")[2]] if "$ref" in each else each


@pytest.fixture(scope="module")
def script():
    spec = spec_from_file_location("examples", SCHEMAS.parent / "examples.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_format_of_every_schema_has_an_example():
    told = {json.loads(file.read_text())["format"] for file in EXAMPLES}
    schemas = [json.loads((SCHEMAS / f"{name}.schema.json").read_text()) for name in KNOWN if name not in WITHOUT]
    assert told == set().union(*map(formats_of, schemas))


def test_every_example_is_of_a_command_of_the_script_and_none_is_lacking(script):
    named = {f"{name}.json" for name in script.JSON} | {f"{name}.json" for name in script.TABLES}
    assert {file.name for file in EXAMPLES} == named
    assert {file.name for file in FOLDER.glob("*.csv")} == set(script.TABLES)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_valid(file):
    told = json.loads(file.read_text())
    if file.name == "solve.csv.json":
        assert (told.pop("table"), set(told)) == ("solve.csv", HEAD_OF_SOLVE)
        return
    jsonschema.validate(told, schema_of(told["format"]))


SLOW = {"deceive.compare", "deceive.vary"}
"""Examples that take seconds to compute again; what is in them is of the format of another."""

HEAD_OF_SOLVE = {"format", "version", "powergame", "versions", "scenario", "options", "solution", "solver"}
"""What the table of an answer says of itself: the head of the answer's JSON."""


@pytest.mark.parametrize(
    "file",
    [file for file in EXAMPLES if file.stem not in {*NOT_AGAIN, *SLOW}],
    ids=lambda file: file.stem,
)
def test_an_example_comes_out_the_same_for_ever(file):
    result = again(file)
    assert result.same, result.compared.differences[:5]


@pytest.mark.parametrize("name", KNOWN)
def test_the_command_writes_every_schema(name):
    assert run("schema", name).stdout == (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")


def test_a_schema_is_found_by_the_format_that_it_is_of():
    assert run("schema", "powergame.infer.compare").stdout == run("schema", "infer").stdout
    assert run("schema", "sweep.points").stdout == run("schema", "points").stdout
    wrong = run("schema", "solv")
    assert (wrong.returncode, wrong.stderr) == (2, "powergame: there is no schema 'solv'; did you mean 'solve'?\n")


def test_the_page_of_schemas_names_each():
    page = (ROOT / "docs" / "reference" / "schemas.md").read_text(encoding="utf-8")
    assert [name for name in KNOWN if f"schemas/1/{name}.schema.json" not in page] == []
