"""Which commands work on a machine that lacks a package, and what the others say, as the page on commands has it."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from support.installed import SCENARIOS

import powergame.jit.cache  # noqa: F401  (whose numba may be missing)
from powergame.cli.progress import progress, working
from powergame.deadline import NO_DEADLINE
from powergame.packages import installing

SCRIPT = textwrap.dedent(
    """
    import contextlib, io, json, sys

    missing = sys.argv[1].split(",")

    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name.partition(".")[0] in missing:
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

SCENARIO, COUP = (str(SCENARIOS / f"{name}.yaml") for name in ("strong-and-misaligned", "surprise-coup"))
INFER = ("infer", SCENARIO, "--unknown", "conflict.stakes={uniform: [0, 1]}", "--observe", "strong=seek")
ODDS, STAKES = ("--vary", "conflict.destruction.odds=0:1:3"), ("--vary", "conflict.stakes=0:1:3")
LONG = ("--vary", "conflict.destruction.odds=0:1:2500")
"""Points enough for compiled kernels."""

ENDINGS = (".csv", ".svg", ".html", ".parquet", ".arrow")
"""Of files that commands write."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "solve": ("solve", SCENARIO),
    "solve, JSON": ("solve", SCENARIO, "--format", "json"),
    "compare": ("compare", SCENARIO, SCENARIO),
    "check": ("check", SCENARIO),
    "threshold": ("threshold", SCENARIO, "--vary", "conflict.destruction.odds"),
    "converge": ("converge", SCENARIO, "--draws", "1024"),
    "infer": INFER,
    "infer to CSV": (*INFER, "--save", "points.csv"),
    "infer to Arrow": (*INFER, "--save", "points.arrow"),
    "deceive": ("deceive", COUP),
    "sweep to CSV": ("sweep", SCENARIO, *ODDS, "-o", "table.csv"),
    "sweep printed": ("sweep", SCENARIO, *ODDS, "-o", "-"),
    "sweep to CSV with a picture": ("sweep", SCENARIO, *ODDS, *STAKES, "-o", "drawn.csv", "--plot", "drawn.svg"),
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

PICTURES = {"sweep with a picture", "sweep to CSV with a picture", "plot", "plot of a sweep", "report"}
ARROW = {"sweep to Parquet", "infer to Arrow"}
EXTRAS = "numba,pyarrow,distributed,starlette,uvicorn,websockets,arviz_base,netCDF4,pygambit,pandas"
"""What a plain installation lacks."""

LACKING = {"pyarrow": (EXTRAS, ARROW), "matplotlib": ("matplotlib", PICTURES)}
"""Packages that are missing together, and the commands that fail then, by the package that these name."""


def done_without(packages: str, folder: Path) -> dict[str, tuple[int, str, str]]:
    """Run all commands in a process of its own; return their exit statuses, outputs and errors."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, packages],
        input=json.dumps(list(COMMANDS.values())),
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(COMMANDS, map(tuple, json.loads(run.stdout)), strict=True))


@pytest.fixture(scope="module")
def with_all(tmp_path_factory):
    """What commands do with all packages, and the folder of what they write."""
    folder = tmp_path_factory.mktemp("all")
    return done_without("nothing", folder), folder


@pytest.mark.parametrize("package", LACKING)
def test_without_a_package_commands_do_the_same_or_say_in_a_line_what_needs_it(package, with_all, tmp_path):
    packages, fail = LACKING[package]
    done, (done_with_all, folder) = done_without(packages, tmp_path), with_all
    for name, (status, out, told) in done.items():
        error = "".join(line for line in told.splitlines(keepends=True) if " note: many games" not in line)
        if name in fail:
            assert (status, out) == (2, ""), name
            assert f" needs {package}, which cannot be imported" in error, name
            assert error.endswith(f": {installing(package)}\n"), name
            assert error.count("\n") == 1, name
        elif name in ("sweep to Parquet", "sweep, dry run"):  # say which engine answered, or how long it takes
            assert (status, error) == (0, ""), name
        else:
            assert (status, out, error) == done_with_all[name], name
    lacking = {word for command in fail for word in COMMANDS[command] if word.endswith(ENDINGS)}
    made, expected = ({path.name for path in of.iterdir()} for of in (tmp_path, folder))
    assert made == expected - lacking - {f"{name}.json" for name in lacking}
    differ = {
        name
        for name in made
        if name.endswith(ENDINGS) and (tmp_path / name).read_bytes() != (folder / name).read_bytes()
    }
    assert differ <= {"table.parquet", "points.csv"}, "which hold which engine answered, and likelihoods to rounding"


def test_who_waits_for_kernels_that_are_missing_is_told_once_what_brings_them(monkeypatch, capsys):
    for quiet, missed in ((True, True), (False, False), (False, True)):
        monkeypatch.setattr("powergame.cli.progress.LONG", -1.0)
        monkeypatch.setattr("powergame.jit.cache.was_missed", lambda missed=missed: missed)
        with progress(None, quiet=quiet):
            pass
        with working("solving", NO_DEADLINE, quiet=quiet):
            pass
    note = "powergame: note: many games are solved some hundred times faster with numba: pip install 'powergame[fast]'"
    assert capsys.readouterr().err.splitlines() == [note, note]


def test_with_all_packages_every_command_works(with_all):
    assert [name for name, (status, _, _) in with_all[0].items() if status] == []


def test_what_works_without_which_package_is_documented():
    page = (SCENARIOS.parent / "docs" / "reference" / "commands.md").read_text()
    assert [package for package in ("numba", *LACKING) if f"| {package} |" not in page] == []
