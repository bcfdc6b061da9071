"""Sweeps as processes of their own, which can be watched and killed at work."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from support.installed import COMMAND, PATIENCE

GRID = ("--vary", "conflict.destruction.odds=0:1:1100", "--vary", "conflict.destruction.severity=0:1:2000")
"""Some two million points, more than one process solves alone, in 9 chunks."""


class Sweeping:
    """A sweep at work; what is left of it is killed at the end."""

    def __init__(self, scenario, output, *options, grid=GRID, prefix=(), **keywords):
        self.output = Path(output)
        arguments = [*prefix, str(COMMAND), "sweep", str(scenario), *grid, "-o", str(output), *map(str, options)]
        # a session of its own, as a terminal's foreground group has: an interrupt goes to all of it
        self.process = subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **keywords
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    @property
    def folder(self):
        return self.output.with_name(f".{self.output.name}.sweep")

    def chunks(self):
        return sorted(self.folder.glob("*.chunk"))

    def wait_for(self, chunks=3):
        """Return when some chunks are finished, and the sweep is not."""
        self._until(lambda: len(self.chunks()) >= chunks)
        assert self.process.poll() is None, "the sweep was over too early"

    def workers(self):
        """Return the worker processes that are alive."""
        return [pid for pid in descendants(self.process.pid) if "spawn_main" in _command(pid)]

    def interrupt(self, number=signal.SIGINT):
        os.killpg(self.process.pid, number) if number == signal.SIGINT else self.process.send_signal(number)

    def end(self):
        """Return exit status, standard output and standard error."""
        out, error = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, error

    def _until(self, holds, pause=0.005):
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, "nothing happens"
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(pause)


def descendants(pid):
    """Return the processes that a process has started, and those that these have."""
    try:
        own = [int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return own + [grandchild for child in own for grandchild in descendants(child)]


def lives(pid):
    """Whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_gone(pids):
    """Wait until processes are gone; return whether they are."""
    deadline = time.monotonic() + PATIENCE
    while any(map(lives, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not any(map(lives, pids))


def resident(pids):
    """Return the memory of processes together, in MiB; what they share counts for each."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return total / 1024


def _command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
