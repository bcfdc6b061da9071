"""Word of long work on standard error, where that is a terminal, else nothing: a bar, or what is done for how long."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from powergame.deadline import NO_DEADLINE, Deadline

SILENT = 1.5
"""Seconds of work before a word is said of it."""


def progress(points: int | None, *, quiet: bool) -> AbstractContextManager[Callable[[int], None] | None]:
    """Return a context with the function that takes the number of points done; None where nothing is shown.

    Where nobody knows how many points there will be, `points` is None.
    """
    if not _shown(quiet):
        return nullcontext()
    from powergame.cli.bar import bar

    return bar(points)


@contextmanager
def working(doing: str, deadline: Deadline, *, quiet: bool) -> Iterator[None]:
    """Tell every second what is being done, and when it will end at the latest; the line goes when the work is done."""
    if not _shown(quiet):
        yield
        return
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=(doing, deadline, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(doing: str, deadline: Deadline, done: threading.Event) -> None:
    begun, written = time.monotonic(), 0
    most = "" if deadline is NO_DEADLINE else f" of at most {deadline.seconds:g} s (--time-limit)"
    wait = SILENT
    while not done.wait(wait):
        line = f"{doing}: {time.monotonic() - begun:.0f} s{most}"
        written = _over(line, written)
        wait = 1.0
    if written:
        _over("", written)
        sys.stderr.write("\r")
        sys.stderr.flush()


def _over(line: str, before: int) -> int:
    """Write a line over the one before it, without escape sequences; return its length."""
    sys.stderr.write(f"\r{line.ljust(before)}")
    sys.stderr.flush()
    return len(line)


def _shown(quiet: bool) -> bool:
    return not quiet and sys.stderr is not None and sys.stderr.isatty()  # None: closed before the program began
