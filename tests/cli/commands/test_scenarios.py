"""The list of shipped scenarios, and files to change that are made of them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from dataclasses import replace

import jsonschema
import pytest
from support.in_process import done, powergame
from support.installed import SCENARIOS, SCHEMAS

import powergame as pg
from powergame.cli.guard import run
from powergame.scenario.writing.dump import dump
from powergame.sources.shipped import shipped_names, shipped_scenarios

LISTED = shipped_scenarios()


def test_every_scenario_is_listed_as_it_is():
    assert sorted(each.name for each in LISTED) == shipped_names()
    for each in LISTED:
        scenario = pg.load(f"@{each.name}")
        assert each.actors == len(scenario.actors), each.name
        asked = "deceive" if scenario.has_types else "infer" if scenario.observed else "solve"
        assert each.ask == asked, each.name


def test_the_page_has_the_same_table():
    page = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[([\w-]+)\]\(\1\.yaml\) \| (.*) \| (\d) \| (.*) \|$", page, re.MULTILINE)
    assert rows == [(each.name, each.case, f"{each.actors}", each.teaches) for each in LISTED]


def test_it_is_a_line_each_in_every_format():
    lines = done("scenarios").splitlines()
    assert [line.split()[:3] for line in lines[1:]] == [
        [f"@{each.name}", f"{each.actors}", each.ask] for each in LISTED
    ]
    assert all(line.endswith(each.teaches) for line, each in zip(lines[1:], LISTED, strict=True))
    listed = json.loads(done("scenarios", "--format", "json"))
    jsonschema.validate(listed, json.loads((SCHEMAS / "scenarios.schema.json").read_text()))
    rows = list(csv.DictReader(io.StringIO(done("scenarios", "--format", "csv"))))
    assert [{**each, "actors": f"{each['actors']}"} for each in listed["scenarios"]] == [
        {"source": f"@{row['name']}", **row} for row in rows
    ]
    assert [row["name"] for row in rows] == [each.name for each in LISTED]
    markdown = done("scenarios", "--format", "markdown")
    assert markdown.startswith("| scenario |")
    assert markdown.count("\n| @") == len(LISTED)


def test_on_a_terminal_it_is_as_wide_as_that(monkeypatch):
    class Terminal(io.TextIOWrapper):
        def isatty(self):
            return True

    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    with contextlib.redirect_stdout(Terminal(io.BytesIO(), encoding="utf-8")) as terminal:
        assert run(["scenarios"]) == 0
    lines = terminal.buffer.getvalue().decode().splitlines()
    assert lines[0].split("  ")[0] == "scenario"
    assert max(map(len, lines)) <= 80
    assert [line.split()[0] for line in lines if line.startswith("@")] == [f"@{each.name}" for each in LISTED]


def test_a_table_of_it_says_beside_it_what_it_is(tmp_path):
    done("scenarios", "-o", tmp_path / "list.csv")
    beside = json.loads((tmp_path / "list.csv.json").read_text())
    head = {"format": "powergame.scenarios", "version": 1, "powergame": pg.__version__}
    assert beside == {"table": "list.csv", **head}


def test_a_copy_is_the_file_and_leads_to_no_schema_that_is_not_there(tmp_path):
    done("new", "mine.yaml", "--from", "@kingmaker", cwd=tmp_path)
    hint, _, rest = (SCENARIOS / "kingmaker.yaml").read_text(encoding="utf-8").partition("\n")
    assert "$schema" in hint
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == rest
    assert "exists already" in powergame("new", "mine.yaml", "--from", "@coup", cwd=tmp_path).stderr


@pytest.mark.parametrize("source", ["@board-dismisses", "@chip-controls#decoupled"])
def test_a_copy_of_what_stands_on_another_stands_by_itself(tmp_path, source):
    done("new", "mine.yaml", "--from", source, cwd=tmp_path)
    copy, shipped = pg.load(tmp_path / "mine.yaml"), pg.load(source)
    assert copy.variants == (() if "#" in source else shipped.variants)
    assert dump(copy) == dump(replace(shipped, variants=copy.variants))


def test_what_cannot_be_copied_is_told(tmp_path):
    for arguments, message in (
        (("--from", "@kingmakr"), "did you mean @kingmaker?"),
        (("--from", "@kingmaker#nobody"), "there is no variant 'nobody'"),
        (("--from", "@kingmaker", "--power", "gdp"), "tell the columns of a table"),
    ):
        run = powergame("new", "mine.yaml", *arguments, cwd=tmp_path)
        assert (run.returncode, [*tmp_path.iterdir()]) == (2, [])
        assert message in run.stderr
