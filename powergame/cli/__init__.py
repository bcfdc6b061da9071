"""The command line, a file for each command. Commands read options, ask the analysis and write by the report."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from powergame.cli import signals


def main() -> None:
    """Run the command line; the console script's entry."""
    signals.heed()
    try:
        _open_streams()
        from powergame.cli.guard import run

        status = run(sys.argv[1:])
    except SystemExit as end:  # a signal, outside of the guard
        status = int(end.code or 0)
    sys.exit(signals.ended(status))


def _open_streams() -> None:
    """Open standard streams that were closed at the start, or another file would take their numbers.

    Standard input stays closed for those who ask for it; only its number is taken.
    """
    if sys.stdin is None:
        os.open(os.devnull, os.O_RDONLY)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  (until the end)
