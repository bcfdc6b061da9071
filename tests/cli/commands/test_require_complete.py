"""--require-complete means the same in every command that tells verdicts: status 3, and the answer all the same."""

from __future__ import annotations

import json

import pytest
from support.in_process import powergame
from support.unproven import ODDS, THREE, unproven  # noqa: F401

REQUIRED = "--require-complete"

COMMANDS = {
    "solve": ["--no-turns", "--format", "json"],
    "compare": ["again.yaml", "--no-turns", "--format", "json"],
    "check": ["--format", "json"],
    "sweep": ["--vary", f"{ODDS}=[0.1, 0.9]", "--format", "json"],
    "converge": ["--draws", "8", "--format", "json"],
    "threshold": ["--vary", f"{ODDS}=0.42:0.44:3", "--format", "json"],
}


@pytest.fixture
def folder(tmp_path):
    for name in ("three.yaml", "again.yaml"):
        (tmp_path / name).write_text(f"{THREE}expect: {{seeks: {{blue: never}}}}\n")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unproven_answer_is_printed_and_has_status_3_where_that_is_asked_for(command, folder, unproven):  # noqa: F811
    words = [command, "three.yaml", *COMMANDS[command], "--quiet"]
    free, bound = powergame(*words, cwd=folder), powergame(*words, REQUIRED, cwd=folder)
    assert (free.returncode, bound.returncode) == (0, 3)
    assert json.loads(bound.stdout)["format"] == f"powergame.{command}"
    assert (free.stdout == bound.stdout) == (command != "check")  # whose JSON has the fault


def test_a_report_that_is_unproven_is_written_and_has_status_3(folder, unproven):  # noqa: F811
    low = f"{ODDS}=0.1"  # has thresholds and diagrams that are quick
    words = ["report", "three.yaml", "--no-turns", "-o", "page.html", "--time-limit", "1", "--quiet", REQUIRED]
    assert powergame(*words, cwd=folder).returncode == 3
    assert "The verdicts are unproven" in (folder / "page.html").read_text()
    assert powergame(*words, "--set", low, cwd=folder).returncode == 0


def test_the_same_is_told_on_standard_error(folder, unproven):  # noqa: F811
    ended = powergame("sweep", "three.yaml", *COMMANDS["sweep"], REQUIRED, cwd=folder)
    assert ended.stderr.splitlines()[-1].endswith("a list of equilibria is not proven complete (--require-complete)")


def test_what_is_proven_has_status_0(folder):
    for command in ("solve", "check", "sweep"):
        words = [command, "three.yaml", *COMMANDS[command], "--set", f"{ODDS}=0.1"]
        words = words if command != "sweep" else [*words[:-2]]
        expected = 1 if command == "check" else 0  # they all seek power there
        assert powergame(*words, REQUIRED, "--quiet", cwd=folder).returncode == expected, command
