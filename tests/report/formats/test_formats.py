"""Whatever a name is, every format shows it as text, and the data formats keep their promises."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import jsonschema
import pytest
from support.installed import SCENARIOS, SCHEMAS, SMALLEST
from support.unproven import THREE, unproven  # noqa: F401

from powergame.analysis.check import check
from powergame.analysis.compare import compare
from powergame.analysis.solve import solve
from powergame.report.document import Table
from powergame.report.documents import check as checked
from powergame.report.documents import compare as compared
from powergame.report.documents import solve as solved
from powergame.report.documents.checked.github import github
from powergame.report.documents.checked.junit import junit
from powergame.report.formats import csv as csv_report
from powergame.report.formats import json as json_report
from powergame.report.formats import markdown, terminal
from powergame.scenario.reading.load import load, load_text
from powergame.sources.load import load_all

WEAPONS = [
    "[red]bold[/red]", "Lab [/]", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=1+1", "@SUM(A1)",
    "-2+3", "| pipe | `tick`", "![x](http:", "[x](javascript:1)", "{{7*7}}", "${7*7}", "$\\frac{1}{0}$", "]]>",
    "&amp;", "__proto__", "constructor", "self", "*", "龍", "مرحبا", "A,B", "a=b", "%0A::error::x",
]  # fmt: skip


def named(name):
    return load_text(SMALLEST.replace("red:", json.dumps(name, ensure_ascii=False) + ":"))


def schema(name):
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text())


@pytest.mark.parametrize("name", WEAPONS)
def test_hostile_names_are_literal_in_every_format(name):
    answer = solve(named(name))
    data = json.loads(json_report.render(answer.to_dict()))
    assert name in data["actors"]
    page = terminal.render(solved.document(answer), terminal.Screen(width=120))
    assert name in page
    assert "\x1b" not in page
    text = markdown.render(solved.document(answer))
    assert "<script" not in text
    assert "<img" not in text
    assert "](javascript" not in text
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith(" |") for line in lines)
    rows = list(csv.reader(io.StringIO(csv_report.render(solved.CSV_HEADER, solved.csv_rows(answer)))))
    assert rows[2][1] == (f"'{name}" if name.startswith(("=", "+", "-", "@")) else name)


def test_solve_json_is_what_its_schema_says():
    answer = solve(load_text(SMALLEST))
    jsonschema.validate(json.loads(json_report.render(answer.to_dict())), schema("solve"))


def test_compare_json_is_what_its_schema_says():
    found = compare([load_text(SMALLEST), load_text(SMALLEST, sets=[("conflict.destruction.odds", "0.1")])])
    jsonschema.validate(json.loads(json_report.render(found.to_dict())), schema("compare"))


def test_check_reports_agree_in_every_format(tmp_path):
    path = tmp_path / "failing.yaml"
    path.write_text(SMALLEST + "expect: {seeks: {red: always, blue: never}}\n")
    report = check([str(path)])
    jsonschema.validate(report.to_dict(), schema("check"))
    suite = ET.fromstring(junit(report)).find("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert github(report).startswith(f"::error file={path},line=6,col=23,title=expectation::expect.seeks.red")
    assert "FAILED" in terminal.render(checked.document(report))


def test_junit_survives_what_xml_cannot_hold(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"actors: ]]> & < \xef\xbf\xbe\n")
    ET.fromstring(junit(check([str(path)])))


def test_power_after_sums_to_what_is_not_destroyed():
    data = solve(load_text(SMALLEST.replace("[1, 0]", "[-1, 0]"))).to_dict()
    for equilibrium in data["equilibria"]:
        assert sum(equilibrium["power_after"].values()) == pytest.approx(1 - equilibrium["destroyed"], abs=1e-12)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_nothing_is_wider_than_the_terminal_and_nothing_is_cut(width):
    long = "a name of the greatest length that is allowed, with sixty-four c"
    page = terminal.render(solved.document(solve(named(long))), terminal.Screen(width=width))
    assert max(map(len, page.splitlines())) <= width
    assert "…" not in page


def test_ascii_screens_get_ascii():
    screen = terminal.Screen(unicode=False)
    page = terminal.render(solved.document(solve(load_text(SMALLEST))), screen)
    assert page.isascii()


def test_what_is_the_same_and_defaults_of_what_others_lack_are_shown_on_request_only():
    both = [load(SCENARIOS / f"{name}.yaml") for name in ("security-dilemma", "strong-and-aligned")]
    found = compare(both, look_for_turns=False)
    shown, every = ({row[0] for row in compared.csv_rows(found, everything=all_)} for all_ in (False, True))
    assert shown < every
    assert all(row[1] for row in compared.csv_rows(found))
    assert {f"scenario.values.ladder.strike.{key}" for key in ("cost", "resists")} <= every - shown
    assert "scenario.values.ladder.strike.strength" in shown
    said = terminal.render(compared.document(found))
    assert f"{len(every) - len(shown)} more values are the same" in said


def test_columns_are_headed_with_the_names_of_variants():
    found = compare(load_all(str(SCENARIOS / "chip-controls.yaml#*")), look_for_turns=False)
    document = compared.document(found)
    (table, *_) = (block for block in document.blocks if isinstance(block, Table))
    assert [column.title for column in table.columns[1:]] == [
        f"[{k}] {name}" for k, name in enumerate((answer.scenario.variant for answer in found.answers), 1)
    ]


def test_verdicts_that_are_the_same_are_said_to_be():
    aligned = load(SCENARIOS / "strong-and-aligned.yaml")
    for odds, same in ((0.59, True), (0.0, False)):
        found = compare([aligned, aligned.with_values({"conflict.destruction.odds": odds})], look_for_turns=False)
        assert ("Who seeks power is the same in all of them." in terminal.render(compared.document(found))) == same


def test_verdicts_of_a_list_that_is_not_proven_complete_are_said_to_be_of_what_was_found(unproven):  # noqa: F811
    answer = solve(load_text(THREE), look_for_turns=False)
    assert not answer.solution.complete
    assert "in any equilibrium found" in solved.headline(answer)
    assert "not proven complete" in terminal.render(solved.document(answer))
    proven = solve(load_text(SMALLEST.replace("[1, 0]", "[-1, 0]")))
    assert solved.headline(proven) == "Everybody seeks power in every equilibrium."


def test_comparisons_of_many_scenarios_lose_no_value_on_a_terminal():
    one = load_text(SMALLEST)
    others = [one.with_values({"conflict.destruction.odds": x / 7}) for x in range(7)]
    document = compared.document(compare([one, *others]))
    page = terminal.render(document, terminal.Screen(width=80))
    assert max(map(len, page.splitlines())) <= 80
    for k in range(8):
        assert f"[{k + 1}]" in page
    cells = [cell.text for block in document.blocks for row in getattr(block, "rows", ()) for cell in row[1:]]
    assert all(word in page for cell in cells for word in cell.split())
