"""Signals at any moment: the promised status, no traceback, nothing half written, nothing swallowed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

import pytest
from support.installed import COMMAND, PATIENCE, SMALLEST

ENDS = {signal.SIGTERM: 143, signal.SIGINT: 130}

SWALLOWED = """
import os, signal, sys, time
from powergame.cli import app, signals
import powergame.cli.guard as guard

number = signal.Signals[sys.argv[1]]

class Dying:
    def __del__(self):
        os.kill(os.getpid(), number)
        for _ in range(1000):
            pass

def in_a_destructor():
    Dying()

def in_a_callback_of_c():
    import ctypes
    call = ctypes.CFUNCTYPE(None)(lambda: os.kill(os.getpid(), number))
    call()

def caught_by_somebody():
    try:
        os.kill(os.getpid(), number)
        time.sleep(1)
    except BaseException:
        pass

def caught_again_and_again():
    for _ in range(5):
        caught_by_somebody()

def tidied_up():
    try:
        os.kill(os.getpid(), number)
        time.sleep(5)
    finally:
        time.sleep(0.3)
        print("tidy", flush=True)

def command(arguments):
    globals()[arguments[0]]()
    time.sleep(20)
    return 0

guard._command = command
sys.argv[1:] = sys.argv[2:]
from powergame.cli import main
main()
"""


@pytest.mark.parametrize("number", ENDS)
@pytest.mark.parametrize(
    "place", ["in_a_destructor", "in_a_callback_of_c", "caught_by_somebody", "caught_again_and_again", "tidied_up"]
)
def test_a_signal_that_is_swallowed_ends_the_program_all_the_same(place, number):
    command = [sys.executable, "-c", SWALLOWED, number.name, place]
    run = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (run.returncode, run.stderr) == (ENDS[number], "")
    assert run.stdout == ("tidy\n" if place == "tidied_up" else "")


def test_a_program_that_does_not_come_to_an_end_is_ended(tmp_path):
    script = SWALLOWED.replace("finally:\n        time.sleep(0.3)", "finally:\n        time.sleep(60)")
    script = script.replace("guard._command", "signals.PATIENCE = 0.5\nguard._command")
    command = [sys.executable, "-c", script, "SIGTERM", "tidied_up"]
    assert subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False).returncode == 143


COMMANDS = {
    "solve": (0.7, ("solve", "small.yaml")),
    "plot": (2.0, ("plot", "small.yaml", "-o", "picture.svg")),
    "report": (4.0, ("report", "small.yaml", "-o", "report.html")),
    "sweep": (3.0, ("sweep", "small.yaml", "--vary", "conflict.stakes=0:1:2000", "-o", "out.csv", "--workers", "1")),
    "explore": (3.0, ("explore", "small.yaml", "--no-browser")),
}
"""Commands, and seconds in which they are somewhere on their way."""


@pytest.mark.parametrize("number", ENDS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_signal_at_any_moment_ends_a_command_with_its_status(tmp_path, name, number):
    """Before Python itself is up, the system ends it, with the same status in a shell, or Python its own start."""
    (tmp_path / "small.yaml").write_text(SMALLEST)
    lasts, words = COMMANDS[name]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen([COMMAND, *words], cwd=tmp_path, **pipes)
    time.sleep(random.uniform(0.05, lasts))
    process.send_signal(number)
    out, error = process.communicate(timeout=PATIENCE)
    if b"Fatal Python error: init" in error:
        return  # it was half up
    assert process.returncode in (0, ENDS[number], -number), error
    assert b"Traceback" not in error or process.returncode == -number
    if process.returncode == 0:
        whole = subprocess.run([COMMAND, *words], cwd=tmp_path, capture_output=True, check=True)
        assert out == whole.stdout
    assert not list(tmp_path.glob(".*"))
