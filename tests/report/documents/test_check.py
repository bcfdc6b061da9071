"""What `check` says, to people and to CI servers: what has to be mended, last; where it stands; how long it took."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support.installed import SMALLEST

from powergame.analysis.check import check
from powergame.errors import MAX_SHOWN_FAULTS
from powergame.report.documents.check import document
from powergame.report.documents.checked.checkout import in_checkout
from powergame.report.documents.checked.github import github
from powergame.report.documents.checked.junit import junit
from powergame.report.formats.terminal import render

MET, MISSED = (f"{SMALLEST}expect:\n  seeks: {{red: {verdict}, blue: never}}\n" for verdict in ("never", "always"))
INVALID = SMALLEST.replace("power: 3", "powr: 3")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a scenario of each status, in which check is run."""
    for name, text in {"a": MISSED, "b": INVALID, "c": SMALLEST, "d": MET}.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def report(folder):
    return check(["."])


def test_what_failed_stands_last_and_the_count_below_it(report):
    assert render(document(report)).splitlines() == [
        "c.yaml: valid, expects nothing",
        "d.yaml: ok",
        "a.yaml: FAILED",
        "a.yaml:7:16: expect.seeks.red: expected always, found never",
        "b.yaml: ERROR",
        "b.yaml:2:9: actors.blue: the key 'power' is missing",
        "b.yaml:2:10: actors.blue: unknown key 'powr'; did you mean 'power'?",
        "",
        "4 scenarios: 1 passed, 1 failed, 1 in error, 1 without `expect`; 4 expectations",
    ]


def test_quiet_shows_what_failed_alone_and_nothing_where_all_is_well(report):
    assert render(document(report, quiet=True)).splitlines() == render(document(report)).splitlines()[2:-2]
    assert render(document(check(["d.yaml"]), quiet=True)) == ""


def test_a_report_for_programs_keeps_the_order(report):
    assert [scenario["source"][0] for scenario in report.to_dict()["scenarios"]] == list("abcd")
    assert [suite.get("name")[0] for suite in ElementTree.fromstring(junit(report))] == list("abcd")


def test_junit_has_places_and_times_that_sum(report):
    root = ElementTree.fromstring(junit(report))
    cases = {(case.get("classname"), case.get("name")): case for case in root.iter("testcase")}
    place = ("file", "line", "column")
    assert [cases["a.yaml", "seeks.red"].get(key) for key in place] == ["a.yaml", "7", "16"]
    assert [cases["b.yaml", "is valid"].get(key) for key in place] == ["b.yaml", "2", "9"]
    assert cases["a.yaml", "seeks.red"][0].text.startswith("a.yaml:7:16: ")
    for suite in root:
        assert float(suite.get("time")) > 0
        total = sum(float(case.get("time")) for case in suite)
        assert total == pytest.approx(float(suite.get("time")), abs=1e-5)
    assert sum(float(suite.get("time")) for suite in root) == pytest.approx(float(root.get("time")), abs=1e-5)


def test_all_but_junit_is_the_same_bytes_twice(folder, report):
    again = check(["."])
    assert again == report
    assert json.dumps(again.to_dict()) == json.dumps(report.to_dict())
    assert (github(again), render(document(again))) == (github(report), render(document(report)))


def test_annotations_say_the_place_in_the_message_too_which_is_all_that_a_log_shows(report):
    first, *_, last = github(report).splitlines()
    place = "::error file=a.yaml,line=7,col=16,title=expectation"
    assert first == f"{place}::expect.seeks.red: expected always, found never (a.yaml:7:16)"
    assert last.startswith("4 scenarios: ")


def test_of_very_many_faults_the_first_are_shown_and_the_others_counted(folder):
    (folder / "e.yaml").write_text(SMALLEST + "".join(f"k{k}: 1\n" for k in range(500)))
    report = check(["e.yaml"])
    assert len(report.to_dict()["scenarios"][0]["faults"]) == 500
    for text in (render(document(report)), junit(report), github(report)):
        assert len(text.splitlines()) < MAX_SHOWN_FAULTS + 10
        assert f"... and {500 - MAX_SHOWN_FAULTS} more" in text


def test_a_file_is_named_by_its_place_in_the_workspace_or_else_in_the_nearest_repository(folder, monkeypatch):
    inner = folder / "models" / "deep"
    inner.mkdir(parents=True)
    file = str(inner / "x.yaml")
    assert in_checkout(file, str(folder)) == "models/deep/x.yaml"
    assert in_checkout(file) == file
    (folder / "models" / ".git").write_text("gitdir: elsewhere")  # as in a linked work tree
    assert in_checkout(file) == "deep/x.yaml"
    assert in_checkout(file, str(folder / "elsewhere")) == "deep/x.yaml"
    assert in_checkout(file, str(folder)) == "models/deep/x.yaml"
    monkeypatch.chdir(inner)
    assert in_checkout("x.yaml") == in_checkout("../deep/./x.yaml") == "deep/x.yaml"
    assert in_checkout("-", str(folder)) == "-"


def test_of_a_link_the_file_is_named_that_lies_in_the_checkout(folder):
    checkout = folder / "checkout"
    checkout.mkdir()
    (checkout / "x.yaml").write_text(MISSED)
    for name, target in {"in": "x.yaml", "out": "../a.yaml", "nowhere": "none.yaml", "loop": "loop.yaml"}.items():
        (checkout / f"{name}.yaml").symlink_to(target)
    places = {name: in_checkout(f"checkout/{name}.yaml", str(checkout)) for name in ("in", "out", "nowhere", "loop")}
    assert places == {"in": "x.yaml", "out": "out.yaml", "nowhere": "nowhere.yaml", "loop": "loop.yaml"}
    linked = folder / "linked"
    linked.symlink_to(checkout)
    assert in_checkout("linked/x.yaml", str(linked)) == in_checkout("linked/x.yaml", str(checkout)) == "x.yaml"


def test_junit_names_files_by_their_place_in_the_checkout(folder):
    case = next(ElementTree.fromstring(junit(check(["a.yaml"]), str(folder.parent))).iter("testcase"))
    assert case.get("file") == f"{folder.name}/a.yaml"
    assert Path(case.get("classname")) == Path("a.yaml")


def test_a_variant_without_an_answer_is_told_of_its_file(folder):
    many = "".join(f"  a{i}: {{power: 1, preferences: [1, {i}]}}\n" for i in range(25))
    expecting = "variants:\n  V:\n    conflict.stakes: 0.5\n    expect: {war: {at_most: 1}}\n"
    (folder / "e.yaml").write_text(SMALLEST.replace("actors:\n", f"actors:\n{many}") + expecting)
    report = check(["e.yaml"])
    (error,) = github(report, quiet=True).splitlines()
    assert error.startswith("::error file=e.yaml,title=scenario::a game of 27 actors")
    assert [case.get("file") for case in ElementTree.fromstring(junit(report)).iter("testcase")] == ["e.yaml"] * 2


def test_what_is_wrong_with_a_variant_names_it_once(folder):
    (folder / "e.yaml").write_text("""\
actors: {red: {power: 1}, blue: {power: 3}, grey: {power: 2, beliefs: {alignment.red.blue: 0.8}}}
alignments: {red: {blue: 0.3, grey: 0.5}, blue: {grey: 0.1}}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
variants: {V: {alignment.blue.grey: -0.6, expect: {war: {at_most: 1}}}}
""")
    report = check(["e.yaml"])
    shown = render(document(report, quiet=True)).splitlines()
    assert shown[0] == "e.yaml#V: ERROR"
    assert [line.count("e.yaml") for line in shown[1:]] == [1]
    assert github(report, quiet=True).startswith("::error file=e.yaml,title=scenario::actors.grey.beliefs")
