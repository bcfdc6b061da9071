"""Every command works where the wheel alone is installed, without extras and far from the repository."""

from __future__ import annotations

import os
import re
import subprocess

import pytest
from support.installed import PATIENCE, ROOT

from powergame.cli.app import GROUPS

STAKES = ("--vary", "conflict.stakes=0:1:5")

COMMANDS = {
    "solve": [("solve", "@cuban-missile-crisis#no deal", "--no-turns"), ("solve", "@coup", "--rationality", "5")],
    "compare": [("compare", "@chip-controls", "@chip-controls#*", "-o", "compared.csv")],
    "check": [("check", "@security-dilemma", "@pure-opposition")],
    "sweep": [("sweep", "@strong-and-misaligned", *STAKES),
              ("sweep", "@strong-and-misaligned", *STAKES, "-o", "swept.csv")],
    "threshold": [("threshold", "@strong-and-misaligned", "--vary", "conflict.stakes")],
    "converge": [("converge", "@strong-and-misaligned", "--draws", "64")],
    "infer": [("infer", "@soviet-union-withdraws", "--method", "reweight", "--draws", "64", "--ess", "1")],
    "deceive": [("deceive", "@loyal-general", "--no-pure")],
    "plot": [("plot", "@strong-and-misaligned", "-o", "arrows.svg")],
    "report": [("report", "@pure-opposition", "--no-turns", "-o", "page.html")],
    "explore": [],
    "scenarios": [("scenarios",)],
    "explain": [("explain", "restrained")],
    "again": [("solve", "@coup", "--no-turns", "-o", "answer.json"), ("again", "answer.json")],
    "new": [("new", "mine.yaml", "--from", "@kingmaker"), ("check", "mine.yaml")],
    "init": [("init", "rivals"), ("check", "rivals/scenarios")],
    "schema": [("schema",)],
    "export": [("export", "@kingmaker", "-o", "game.nfg"), ("solve", "game.nfg"),
               ("export", "@loyal-general", "--format", "efg")],
    "completion": [("completion", "bash"), ("completion", "bash", "--answer", "--", "powergame solve @king", "@")],
}  # fmt: skip
"""Lines that must succeed, by the command that they try."""

REFUSED = {
    "explore": ("explore", "@kingmaker"),
    "tables": ("sweep", "@strong-and-misaligned", *STAKES, "-o", "swept.parquet"),
}
"""Lines that need an extra, by its name."""


@pytest.fixture
def run(plain, tmp_path):
    """Runs a command line in an empty folder, with nothing of the repository in its environment."""
    kept = {"HOME": str(tmp_path), "PATH": f"{plain}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}

    def running(*words):
        return subprocess.run(
            words, cwd=tmp_path, env=kept, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    return running


def test_the_environment_has_the_wheel_and_nothing_of_the_repository(run):
    code = (
        "import powergame, sys; print(powergame.__file__, *sys.path, *map(bool, [sys.modules.get('numba')]), sep='\\n')"
    )
    package, *path = run("python", "-c", code).stdout.splitlines()
    assert package.startswith(f"{ROOT / '.venv-wheel'}{os.sep}")
    assert str(ROOT) not in path


@pytest.mark.parametrize("name", GROUPS)
def test_a_command_does_what_it_is_for(run, name):
    for words in COMMANDS[name]:
        ended = run("powergame", *words)
        assert ended.returncode == 0, (words, ended.stderr)
        assert ended.stdout or re.search(r"-o|new", " ".join(words)), words
    assert run("powergame", name, "--help").stdout.startswith("Usage: powergame")


@pytest.mark.parametrize("extra", REFUSED)
def test_what_needs_an_extra_says_so_in_a_line(run, extra):
    ended = run("powergame", *REFUSED[extra])
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"pip install 'powergame[{extra}]'" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_library_works_as_well(run):
    code = "import powergame as pg; print(pg.solve(pg.load('@kingmaker')).actor('challenger').verdict)"
    assert run("python", "-c", code).stdout == "always\n"
