"""Processor seconds, the least of several runs: what other work on the machine changes least."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).with_name("powergame")
NASHPY = (sys.executable, "-c", "import nashpy")
"""What commands are measured against: about as much Python as a small command needs."""


def of(work: Callable[[], object]) -> float:
    """Return the processor seconds of a call, those of its threads included."""
    start = time.process_time()
    work()
    return time.process_time() - start


def of_command(*command: str) -> float:
    """Return the processor seconds of a command, those of its own processes included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def least(measured: Mapping[str, Callable[[], float]], runs: int) -> dict[str, float]:
    """Return the least of several measurements of each; they take turns, and the first round only warms up."""
    rounds = [{name: measure() for name, measure in measured.items()} for _ in range(runs + 1)]
    return {name: min(one[name] for one in rounds[1:]) for name in measured}
