"""Whoever reads or writes us going away: the status is the promised one, whatever is written where."""

from __future__ import annotations

import os
import shlex
import subprocess

import pytest
from support.installed import COMMAND, PATIENCE, SMALLEST

BAD = SMALLEST.replace("power: 3", "powr: 3")

SUCCESSES = {
    "help": "--help",
    "version": "--version",
    "solve --help": "solve --help",
    "schema": "schema",
    "completion": "completion bash",
    "new": "new -",
    "solve": "solve small.yaml",
    "check": "check met.yaml",
    "sweep": "sweep small.yaml --vary conflict.stakes=0:1:3 -o -",
}
"""Command lines that write to standard output and end with 0."""

ERRORS = {
    "nothing at all": ("", 2),
    "no such command": ("nonsense", 2),
    "no such option": ("solve small.yaml --nonsense", 2),
    "no argument": ("compare", 2),
    "a bad number": ("explore small.yaml --port x", 2),
    "no such file": ("solve none.yaml", 2),
    "a bad scenario": ("solve bad.yaml", 2),
    "an error in JSON": ("solve bad.yaml --format json", 2),
    "a bad option in JSON": ("solve --format json --nonsense", 2),
    "no answer": ("solve rest.yaml --require-complete --solution logit", 3),
    "nothing matched": ("check *none*.yaml", 5),
    "an output that cannot be": ("solve small.yaml -o no/such/folder", 2),
}

STREAMS = ("2>/dev/full", "2>&-", ">/dev/full 2>/dev/full")
"""Streams that are full or closed, as a shell redirects them."""

MORE_STREAMS = ("2> >(exec true)", ">&-", ">/dev/full", "<&- >&- 2>&-")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streams")
    (folder / "small.yaml").write_text(SMALLEST)
    (folder / "bad.yaml").write_text(BAD)
    (folder / "met.yaml").write_text(f"{SMALLEST}expect: {{seeks: {{red: never}}}}\n")
    (folder / "rest.yaml").write_text(SMALLEST)
    return folder


def ended(folder, arguments, streams):
    """Return how a command ended, and what could still be read of it."""
    line = f"exec {shlex.quote(str(COMMAND))} {arguments} {streams}"
    run = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, timeout=PATIENCE, check=False)
    assert b"Traceback" not in run.stderr
    assert b"Exception" not in run.stderr
    return run


@pytest.mark.parametrize("case", ERRORS)
def test_an_error_has_its_status_whoever_listens(folder, case):
    arguments, status = ERRORS[case]
    for streams in STREAMS:
        lost = case == "no answer" and streams.startswith(">/dev/full")  # then the result could not be written
        assert ended(folder, arguments, streams).returncode == (2 if lost else status), streams


@pytest.mark.parametrize("streams", MORE_STREAMS)
def test_other_streams_that_nobody_reads_change_no_status(folder, streams):
    for case in ("no such option", "a bad scenario", "an error in JSON"):
        assert ended(folder, *ERRORS[case][:1], streams).returncode == 2


@pytest.mark.parametrize("arguments", SUCCESSES.values(), ids=SUCCESSES.keys())
def test_a_result_that_cannot_be_written_is_2_and_one_that_nobody_reads_141(folder, arguments):
    full = ended(folder, arguments, ">/dev/full")
    assert full.returncode == 2
    assert full.stderr == b"powergame: standard output: cannot be written: No space left on device\n"
    assert ended(folder, arguments, "2>/dev/full").returncode == 0
    reader, writer = os.pipe()
    os.close(reader)
    command = [COMMAND, *shlex.split(arguments)]
    run = subprocess.run(command, cwd=folder, stdout=writer, stderr=subprocess.PIPE, timeout=PATIENCE, check=False)
    os.close(writer)
    assert (run.returncode, run.stderr) == (141, b"")


def test_a_warning_that_nobody_can_read_changes_nothing(folder):
    (folder / "alike.yaml").write_text(SMALLEST.replace("blue:", "Lab 1:").replace("red:", "Lab l:"))
    for streams in ("2>/dev/full", "2>&-"):
        assert ended(folder, "solve alike.yaml", streams).returncode == 0


def test_standard_input_that_is_closed_is_said_to_be(folder):
    run = ended(folder, "solve -", "<&-")
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr == b"powergame: standard input: is closed\n"


def test_a_command_in_a_folder_that_is_gone_is_an_answer_or_one_line(folder, tmp_path):
    lines = (
        f"solve {folder}/small.yaml",
        "solve small.yaml",
        "solve -",
        "check .",
        "new x.yaml",
        "schema",
        f"report {folder}/small.yaml -o r.html",
        f"sweep {folder}/small.yaml --vary conflict.stakes=0:1:3 -o {tmp_path}/o.csv",
        f"plot {folder}/small.yaml -o {tmp_path}/p.svg",
        f"explore {folder}/small.yaml --no-browser",
    )
    for arguments in lines:
        (tmp_path / "gone").mkdir()
        line = f"cd {tmp_path}/gone && rmdir {tmp_path}/gone && exec {COMMAND} {arguments} < /dev/null"
        run = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert run.returncode == 2
        assert run.stderr.startswith("powergame: the working folder is not there any more")
        assert len(run.stderr.splitlines()) == 1
        assert list(tmp_path.iterdir()) == []
