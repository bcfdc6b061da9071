"""Whether the progress of a long work is shown: on a terminal only, and then by a bar on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext


def progress(points: int, *, quiet: bool) -> AbstractContextManager[Callable[[int], None] | None]:
    """Return what is to be told how many points are done; None where nobody sees it."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():  # None: closed before the program began
        return nullcontext()
    from powergame.cli.bar import bar

    return bar(points)
