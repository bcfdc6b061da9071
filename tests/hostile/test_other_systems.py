"""Systems that lack what Linux has, imitated: Windows' missing modules and names, file systems without locks."""

from __future__ import annotations

import csv
import os
import subprocess
import sys

import pytest
from support.installed import PATIENCE, SCENARIOS

SCENARIO = str(SCENARIOS / "security-dilemma.yaml")
ODDS, STAKES = ("--vary", "conflict.destruction.odds=0:1:3"), ("--vary", "conflict.stakes=0:1:3")

WINDOWS = """
import os, signal, sys
for module in ("fcntl", "pwd", "grp", "resource", "termios"):
    sys.modules[module] = None
import multiprocessing, subprocess, tempfile, typer
for name in ("SIGHUP", "SIGQUIT", "SIGALRM", "SIGUSR1", "pthread_sigmask", "SIG_BLOCK", "SIG_SETMASK"):
    delattr(signal, name)
for name in ("getuid", "geteuid", "getgid", "O_NOFOLLOW", "sched_getaffinity", "fchmod", "chown", "mkfifo", "killpg"):
    delattr(os, name)
"""

NO_LOCKS = """
import errno, fcntl
def flock(*_):
    raise OSError(errno.{error}, "no locks here")
fcntl.flock = flock
"""

RUN = """
if __name__ == "__main__":
    from powergame.cli import main
    main()
"""


def run_on(system, folder, *arguments):
    """Run a command on an imitated system; its worker processes are of that system, too."""
    script = folder / "command.py"
    script.write_text(system + RUN, encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(script), *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("threshold", SCENARIO, "--vary", "conflict.stakes"),
        ("converge", SCENARIO, "--draws", "128"),
        ("plot", SCENARIO, "--kind", "phase", *ODDS, *STAKES, "-o", "map.png"),
        ("sweep", SCENARIO, *ODDS, "-o", "table.csv"),
        ("sweep", SCENARIO, *ODDS, "-o", "table.csv", "--workers", "2"),
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[2:4]),
)
def test_windows_lacks_nothing_that_commands_need(arguments, tmp_path):
    run = run_on(WINDOWS, tmp_path, *arguments, "--quiet")
    assert (run.returncode, run.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} <= {"command.py", "map.png", "table.csv", "table.csv.json"}


def test_the_live_page_says_that_it_does_not_run_on_windows(tmp_path):
    system = "import sys, typer, powergame.cli.commands.explore\nsys.platform = 'win32'\n"
    run = run_on(system, tmp_path, "explore", SCENARIO, "--no-browser")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("powergame: explore does not run on Windows; ")
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize("error", ["ENOLCK", "ENOSYS", "ENOTSUP"])
def test_on_a_disk_without_locks_a_sweep_is_written_all_the_same(error, tmp_path):
    run = run_on(NO_LOCKS.format(error=error), tmp_path, "sweep", SCENARIO, *ODDS, "-o", "table.csv", "--quiet")
    assert (run.returncode, run.stderr) == (0, "")
    with (tmp_path / "table.csv").open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) == 4
    assert {path.name for path in tmp_path.iterdir()} == {"command.py", "table.csv", "table.csv.json"}
