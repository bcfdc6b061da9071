"""`powergame check`: what it is told to check, and how it ends."""

from __future__ import annotations

import json
import shutil
from xml.etree import ElementTree

import pytest
from support.in_process import done, powergame
from support.installed import SMALLEST

MET, MISSED = (f"{SMALLEST}expect: {{seeks: {{red: {verdict}}}}}\n" for verdict in ("never", "always"))


@pytest.fixture
def folder(tmp_path):
    for name, text in {"met/a": MET, "missed/a": MISSED, "silent/a": SMALLEST}.items():
        file = tmp_path / f"{name}.yaml"
        file.parent.mkdir()
        file.write_text(text)
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_quiet_prints_what_failed_alone(folder):
    assert done("check", "met", "-q", cwd=folder) == ""
    ended = powergame("check", "met", "missed", "-q", cwd=folder)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.splitlines() == [
        "missed/a.yaml: FAILED",
        "missed/a.yaml:6:23: expect.seeks.red: expected always, found never",
    ]
    files = ("text=all.txt", "json=all.json")
    done("check", "met", "-q", *(word for file in files for word in ("--report", file)), cwd=folder)
    assert (folder / "all.txt").read_text().startswith("met/a.yaml: ok\n"), "a report in a file has everything"
    assert json.loads((folder / "all.json").read_text())["scenarios"]


def test_quiet_annotations_are_errors_alone(folder):
    assert done("check", "met", "-q", "--format", "github", cwd=folder) == ""
    ended = powergame("check", "met", "missed", "-q", "--format", "github", cwd=folder)
    assert [line.split(",")[0] for line in ended.stdout.splitlines()] == ["::error file=missed/a.yaml"]


def test_no_status_is_told_without_its_reason(folder):
    for path in ("empty", "silent"):
        ended = powergame("check", path, "-q", cwd=folder)
        assert (ended.returncode, len(ended.stderr.splitlines())) == (5, 1)


@pytest.mark.parametrize("paths", [("empty",), ("none/*.yaml",), ("empty", "none*"), ("silent",), ("silent/a.yaml#*",)])
def test_nothing_to_check_is_5_and_fine_where_that_is_allowed(folder, paths):
    ended = powergame("check", *paths, cwd=folder)
    assert ended.returncode == 5
    assert len(ended.stderr.splitlines()) == len(paths)
    assert powergame("check", *paths, "--format", "json", cwd=folder).returncode == 5
    out = done("check", *paths, "--allow-empty", "--format", "json", cwd=folder)
    report = json.loads(out)
    assert (report["exit_status"], report["options"]["allow_empty"]) == (0, True)


def test_allowing_nothing_allows_nothing_else(folder):
    for path, status in {"missed": 1, "gone.yaml": 2, "met": 0}.items():
        assert powergame("check", path, "empty", "--allow-empty", cwd=folder).returncode == status


def test_an_empty_folder_is_told_among_the_rest_and_the_worst_wins(folder):
    ended = powergame("check", "empty", "met", cwd=folder)
    assert (ended.returncode, ended.stderr) == (5, "powergame: empty: no scenario (.yaml or .yml) in this folder\n")
    assert "met/a.yaml: ok\nempty: ERROR\n" in ended.stdout
    assert powergame("check", "empty", "missed", cwd=folder).returncode == 1


VARIANTS = """\
variants:
  calm: {conflict.destruction.odds: 0.6}
  opposed:
    alignment.red.blue: -1
    expect: {seeks: {red: never}, war: {at_most: 0.1}}
  alike:
    alignment.red.blue: 1
    expect: {seeks: {red: never}}
"""


def test_a_file_is_held_to_what_its_variants_expect_of_themselves(folder):
    (folder / "v.yaml").write_text(MET + VARIANTS)
    ended = powergame("check", "v.yaml", cwd=folder)
    assert ended.returncode == 1
    assert ended.stdout.splitlines() == [
        "v.yaml: ok",
        "v.yaml#alike: ok",
        "v.yaml#opposed: FAILED",
        "v.yaml:11:27: variants.opposed.expect.seeks.red: expected never, found always",
        "v.yaml:11:50: variants.opposed.expect.war.at_most: expected 0.1, found 0.51",
        "",
        "3 scenarios: 2 passed, 1 failed; 4 expectations",
    ]
    assert done("check", "v.yaml#alike", cwd=folder).startswith("v.yaml#alike: ok\n")
    every = powergame("check", "v.yaml#*", cwd=folder).stdout
    assert every.startswith("v.yaml#calm: valid, expects nothing\nv.yaml#alike: ok\nv.yaml#opposed: FAILED\n")
    assert powergame("check", "-", stdin=MET + VARIANTS, cwd=folder).returncode == 1
    out = powergame("check", ".", "--format", "github", cwd=folder).stdout
    assert "::error file=v.yaml,line=11,col=27,title=expectation::variants.opposed.expect.seeks.red: " in out


def test_a_change_is_made_to_variants_too(folder):
    (folder / "v.yaml").write_text(MET + VARIANTS)
    done("check", "v.yaml", "--set", "alignment.red.blue=1", cwd=folder)


def test_a_variant_s_expectation_of_nothing_is_an_error(folder):
    (folder / "v.yaml").write_text(MET + VARIANTS.replace("seeks: {red: never}, war", "seeks: {green: never}, war"))
    ended = powergame("check", "v.yaml", cwd=folder)
    assert ended.returncode == 2
    assert "v.yaml:11:22: variants.opposed.expect.seeks: there is no actor 'green'" in ended.stdout


def test_standard_input_is_read_once_only(folder):
    ended = powergame("check", "-", "-", stdin=MET, cwd=folder)
    assert (ended.returncode, ended.stderr) == (2, "powergame: standard input (-) can be read once only\n")


def test_a_job_in_a_subfolder_has_its_annotations_at_the_root_of_the_checkout(folder, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    ended = powergame("check", "a.yaml", "--format", "github", "--report", "junit=x.xml", cwd=folder / "missed")
    assert ended.stdout.startswith("::error file=missed/a.yaml,line=6,col=23,title=expectation::")
    (case,) = ElementTree.parse(folder / "missed" / "x.xml").iter("testcase")
    assert case.get("file") == "missed/a.yaml"


@pytest.mark.parametrize("path", [".", "./@met", "*/*.yaml"])
def test_files_in_a_folder_whose_name_begins_as_those_of_shipped_scenarios_do_are_checked(folder, path):
    (folder / "met").rename(folder / "@met")
    shutil.rmtree(folder / "missed")
    assert "./@met/a.yaml: ok\n" in done("check", path, cwd=folder)
