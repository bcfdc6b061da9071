"""Which commands work on a machine that lacks a package, and what the others say, as the page on commands has it."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from support.installed import SCENARIOS

SCRIPT = textwrap.dedent(
    """
    import contextlib, io, json, sys

    missing = sys.argv[1]

    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name.partition(".")[0] == missing:
                raise ImportError(f"No module named {name!r}", name=name)

    sys.meta_path.insert(0, Missing())
    from powergame.cli import main

    done = []
    for command in json.load(sys.stdin):
        sys.argv[1:] = command
        out, error, status = io.TextIOWrapper(io.BytesIO()), io.StringIO(), None
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            try:
                main()
            except SystemExit as end:
                status = end.code or 0
        out.flush()
        done.append((status, out.buffer.getvalue().decode(), error.getvalue()))
    print(json.dumps(done))
    """
)

SCENARIO = str(SCENARIOS / "strong-and-misaligned.yaml")
ODDS, STAKES = ("--vary", "conflict.destruction.odds=0:1:3"), ("--vary", "conflict.stakes=0:1:3")
LONG = ("--vary", "conflict.destruction.odds=0:1:2500")
"""Points enough for compiled kernels."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "solve": ("solve", SCENARIO),
    "solve, JSON": ("solve", SCENARIO, "--format", "json"),
    "compare": ("compare", SCENARIO, SCENARIO),
    "check": ("check", SCENARIO),
    "threshold": ("threshold", SCENARIO, "--vary", "conflict.destruction.odds"),
    "converge": ("converge", SCENARIO, "--draws", "1024"),
    "sweep to CSV": ("sweep", SCENARIO, *ODDS, "-o", "table.csv"),
    "sweep to Parquet": ("sweep", SCENARIO, *LONG, "-o", "table.parquet"),
    "sweep, no file": ("sweep", SCENARIO, *ODDS),
    "sweep, dry run": ("sweep", SCENARIO, *ODDS, "--dry-run"),
    "sweep with a picture": ("sweep", SCENARIO, *ODDS, *STAKES, "--plot", "swept.svg"),
    "plot": ("plot", SCENARIO, "-o", "picture.svg"),
    "plot of a sweep": ("plot", SCENARIO, "--kind", "phase", *ODDS, *STAKES, "-o", "phase.svg"),
    "report": ("report", SCENARIO, "-o", "report.html"),
    "export": ("export", SCENARIO, "-o", "game.nfg"),
    "new": ("new", "new.yaml"),
    "init": ("init", "repository"),
    "schema": ("schema",),
}

SWEEPS = {"sweep to CSV", "sweep to Parquet", "sweep, no file", "sweep, dry run", "sweep with a picture"}
PICTURES = {"sweep with a picture", "plot", "plot of a sweep", "report"}

FAILS = {"numba": set(), "pyarrow": SWEEPS | {"plot of a sweep"}, "matplotlib": PICTURES}


def done_without(package: str, folder: Path) -> dict[str, tuple[int, str, str]]:
    """Run all commands in a process of its own; return their exit statuses, outputs and errors."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, package],
        input=json.dumps(list(COMMANDS.values())),
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(COMMANDS, map(tuple, json.loads(run.stdout)), strict=True))


@pytest.fixture(scope="module")
def done_with_all(tmp_path_factory):
    return done_without("nothing", tmp_path_factory.mktemp("all"))


@pytest.mark.parametrize("package", FAILS)
def test_without_a_package_commands_answer_the_same_or_say_in_a_line_what_needs_it(package, done_with_all, tmp_path):
    done = done_without(package, tmp_path)
    for name, (status, out, error) in done.items():
        if name in FAILS[package]:
            assert (status, out) == (2, ""), name
            assert f" needs {package}, which cannot be imported" in error, name
            assert error.count("\n") == 1, name
        elif name in ("sweep to Parquet", "sweep, dry run"):  # say which engine answered, or how long it takes
            assert (status, error) == (0, ""), name
        else:
            assert (status, out, error) == done_with_all[name], name
    made = {path.name for path in tmp_path.iterdir()}
    lacking = {name for command in FAILS[package] for name in COMMANDS[command] if name.endswith((".csv", ".svg"))}
    assert not made & lacking


def test_with_all_packages_every_command_works(done_with_all):
    assert [name for name, (status, _, _) in done_with_all.items() if status] == []


def test_what_works_without_which_package_is_documented():
    page = (SCENARIOS.parent / "docs" / "reference" / "commands.md").read_text()
    assert [package for package in FAILS if f"| {package} |" not in page] == []
