"""A command starts with what it needs, and nothing else."""

from __future__ import annotations

import html
import json
import subprocess

import pytest
from support.installed import COMMAND, SMALLEST, powergame
from typer.main import get_command

from powergame.cli.app import GROUPS, application

LOADED = """\
import sys
from powergame.cli import main
try:
    main()
except SystemExit:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALLEST + "expect: {seeks: {red: never}}\n")
    return str(path)


def test_only_the_command_that_is_named_is_made():
    assert list(get_command(application(["solve", "crisis.yaml"])).commands) == ["solve"]
    for words in ([], ["--help"], ["slove"], ["completion", "bash"]):
        assert list(get_command(application(words)).commands) == list(GROUPS)


@pytest.mark.parametrize("command", [["solve", "--no-turns"], ["check"], ["compare", "--format", "csv"]])
def test_where_no_turns_are_asked_for_nothing_that_looks_for_them_is_loaded(small, command):
    name, *options = command
    scenarios = [small, small] if name == "compare" else [small]
    python = [COMMAND.with_name("python"), "-c", LOADED]
    run = subprocess.run([*python, name, *scenarios, *options], capture_output=True, text=True, check=True)
    loaded = set(run.stderr.split())
    assert "powergame.analysis.solve.run" in loaded
    unneeded = {"tomllib", "tempfile", "numpy.ma"}
    unneeded |= {
        "powergame.analysis.threshold",
        "powergame.batch",
        "scipy",
        "nashpy",
        "numba",
        "jinja2",
        "xml",
    }
    assert not unneeded & loaded


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        *([name, "--help"] for name in ("solve", "plot", "report", "sweep", "infer")),
        ["scenarios"],
        ["explain", "regret"],
    ],
)
def test_help_and_lists_load_neither_numpy_nor_any_analysis(words):
    run = subprocess.run(
        [COMMAND.with_name("python"), "-c", LOADED, *words], capture_output=True, text=True, check=True
    )
    unneeded = {"json", "numpy", "powergame.analysis", "powergame.scenario", "tempfile", "yaml"}
    assert not unneeded & set(run.stderr.split())


def test_without_turns_there_is_no_sentence_on_them_and_json_has_null(small):
    assert "Its verdict would" in powergame("solve", small).stdout
    assert "Its verdict would" not in powergame("solve", small, "--no-turns").stdout
    answer = json.loads(powergame("solve", small, "--no-turns", "--format", "json").stdout)
    assert [actor["turns"] for actor in answer["actors"].values()] == [None, None]
    assert answer["options"]["turns"] is False
    assert "verdict" not in answer["actors"]["red"]["why"]
    compared = json.loads(powergame("compare", small, small, "--no-turns", "--format", "json").stdout)
    assert compared["options"]["turns"] is False
    assert compared["scenarios"] == [answer, answer]


def test_a_report_without_turns_tells_its_command(small, tmp_path):
    run = powergame("report", small, "--no-turns", "-o", "r.html", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    page = html.unescape((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert "--no-turns" in page
    assert "Nearest changes" not in page
