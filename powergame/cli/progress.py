"""Progress of long work: a bar on standard error where that is a terminal, else nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext


def progress(points: int, *, quiet: bool) -> AbstractContextManager[Callable[[int], None] | None]:
    """Return a context with the function that takes the number of points done; None where nothing is shown."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():  # None: closed before the program began
        return nullcontext()
    from powergame.cli.bar import bar

    return bar(points)
