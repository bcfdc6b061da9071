"""Word of long work on standard error.

On a terminal that is a bar, or what is done for how long; anywhere it is what would have made the work faster.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from powergame.cli.guard import say
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.packages import installing

SILENT = 1.5
"""Seconds of work before a word is said of it."""

LONG = 5.0
"""Seconds of work after which it is said what would make it faster."""


@contextmanager
def progress(points: int | None, *, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """Yield the function that takes the number of points done; None where nothing is shown.

    Where nobody knows how many points there will be, `points` is None.
    """
    with _advising(quiet):
        if not _shown(quiet):
            yield None
            return
        from powergame.cli.bar import bar

        with bar(points) as watch:
            yield watch


@contextmanager
def working(doing: str, deadline: Deadline, *, quiet: bool) -> Iterator[None]:
    """Tell every second what is being done, and when it will end at the latest; the line goes when the work is done."""
    with _advising(quiet), _telling(doing, deadline, quiet=quiet):
        yield


@contextmanager
def _advising(quiet: bool) -> Iterator[None]:
    """Say, once the work is done and has taken long, what would have made it faster: kernels that were asked for."""
    begun = time.monotonic()
    try:
        yield
    finally:
        if not quiet and time.monotonic() - begun > LONG and "powergame.jit.cache" in sys.modules:
            from powergame.jit.cache import was_missed

            if was_missed():
                faster = f"many games are solved some hundred times faster with numba: {installing('numba')}"
                say(f"powergame: note: {faster}")


@contextmanager
def _telling(doing: str, deadline: Deadline, *, quiet: bool) -> Iterator[None]:
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
