"""Tasks for runners of chunks, which worker processes must be able to import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from powergame.errors import UsageError


def number(k):
    return f"chunk {k}".encode()


def lethal(folder, victim, deaths, k):
    """Kill its own worker in one chunk, the first so many times."""
    if k == victim:
        for death in range(deaths):
            mark = Path(folder) / f"death {death}"
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    return number(k)


def refused(k):
    if k == 3:
        raise UsageError("chunk 3 cannot be")
    return number(k)


def telling(folder, k):
    """Leave the process's number behind, and take a while."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(0.2)
    return number(k)


def long(k: int) -> bytes:
    """Make a chunk that a pipe does not hold: whoever writes it waits for its reader."""
    return bytes(64 << 20)
