"""The command line, a file for each command. Commands read options, ask the analysis and write by the report."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from powergame.cli import signals

OBJECTS = 200_000
"""Objects that are made until garbage is looked for first: loading a command makes a quarter as many, all to stay."""


def main() -> None:
    """Run the command line; the console script's entry."""
    signals.heed()
    gc.set_threshold(OBJECTS)
    # threads start when NumPy is loaded, and matrices are too small for them
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        _open_streams()
        from powergame.cli.guard import run

        status = run(sys.argv[1:])
    except SystemExit as end:  # a signal, outside of the guard
        status = int(end.code or 0)
    gc.freeze()  # at its end Python looks for garbage in all that is not frozen, a sixth of a small command's time
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
