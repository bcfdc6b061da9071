"""Games of many actors, of many profiles, of nothing but ties: every command ends soon, with its status and a line."""

from __future__ import annotations

import json

import pytest
from support.in_process import powergame

CONFLICT = 'conflict: {destruction: {odds: 0.6, severity: 0.5}}\nvary: {conflict.destruction.odds: "0:1:3"}\n'
EXPECT = "expect: {seeks: {a0: never}}\n"

WORDS = {
    "solve": ["--no-turns", "--format", "json"],
    "check": ["--format", "json"],
    "sweep": ["--format", "json"],
    "threshold": ["--format", "json"],
    "converge": ["--draws", "2", "--format", "json"],
    "compare": ["two.yaml", "--no-turns", "--format", "json"],
    "report": ["-o", "page.html"],
    "export": ["--format", "nfg", "-o", "game.nfg"],
}


def written(folder, actors, ladder=""):
    body = "".join(f"  a{i}: {{power: {1 + i % 3}, preferences: {{angle: {41 * i}}}{each}}}\n" for i, each in actors)
    for name in ("one.yaml", "two.yaml"):
        (folder / name).write_text(f"actors:\n{body}{ladder}{CONFLICT}{EXPECT}")


def ended(command, folder, *more):
    return powergame(command, "one.yaml", *WORDS[command], *more, cwd=folder)


@pytest.mark.parametrize("command", WORDS)
def test_64_actors_are_refused_in_a_line(command, tmp_path):
    written(tmp_path, [(i, "") for i in range(64)])
    run = ended(command, tmp_path)
    assert run.returncode == 2
    told = run.stdout if command == "check" else run.stderr
    assert "64 actors with about 10^19 profiles" in told
    assert command == "check" or len(run.stderr.splitlines()) == 1
    assert "--format" not in WORDS[command] or command == "export" or json.loads(run.stdout)


@pytest.mark.parametrize("command", [command for command in WORDS if command != "export"])
@pytest.mark.parametrize("seconds", ["0", "0.001"])
def test_no_time_is_a_status_and_a_line(command, seconds, tmp_path):
    """No limit of 0 is taken; of a thousandth of a second nothing is reached in a game of 5^8 profiles."""
    rungs = "".join(f"  - {{name: r{k}, grab: {k / 10}, provokes: {k / 10}}}\n" for k in range(5))
    written(tmp_path, [(i, "") for i in range(8)], f"ladder:\n{rungs}")
    run = ended(command, tmp_path, "--time-limit", seconds)
    refused = seconds == "0" or command == "threshold"  # which would compare too many payoffs
    assert run.returncode == (2 if refused else 3)
    assert "--format" not in WORDS[command] or json.loads(run.stdout)
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize("command", ["solve", "check", "sweep", "compare", "export"])
@pytest.mark.parametrize("actors", [3, 4])
def test_where_all_is_tied_something_is_answered(command, actors, tmp_path):
    """No rung makes any difference; verdicts are known all the same, since no rung seeks power."""
    written(tmp_path, [(i, "") for i in range(actors)], "ladder: [{name: p}, {name: q}]\n")
    run = ended(command, tmp_path)
    assert run.returncode == 0
    assert command in ("export", "report") or json.loads(run.stdout)


def test_30_actors_of_whom_five_can_choose_are_a_game_of_32_profiles(tmp_path):
    """The others have one rung each."""
    written(tmp_path, [(i, "" if i < 5 else ", ladder: [{name: stay}]") for i in range(30)])
    run = ended("solve", tmp_path)
    assert run.returncode == 0
    assert len(json.loads(run.stdout)["actors"]) == 30


def test_payoffs_beyond_all_measure_are_refused(tmp_path):
    numbers = " ".join("1e300" for _ in range(24))
    (tmp_path / "one.yaml").write_text(f'NFG 1 R "g" {{ "a" "b" "c" }} {{ 2 2 2 }}\n\n{numbers}\n')
    (tmp_path / "two.yaml").write_text((tmp_path / "one.yaml").read_text())
    for command in ("solve", "check", "compare", "report", "export"):
        run = ended(command, tmp_path)
        assert run.returncode == 2, command
        assert "expected a payoff of at most 1e+100" in run.stdout + run.stderr, command
