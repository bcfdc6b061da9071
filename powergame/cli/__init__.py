"""The command line, a file for each command. Commands read options, ask the analysis and write by the report."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

OBJECTS = 200_000
"""Objects that are made until garbage is looked for first: loading a command makes a quarter as many, all to stay."""


def main() -> None:
    """Run the command line; the console script's entry."""
    _open_streams()
    gc.set_threshold(OBJECTS)
    # threads start when NumPy is loaded, and matrices are too small for them
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from powergame.cli.app import application

        application(sys.argv[1:])()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # at its end Python looks for garbage in all that is not frozen, a sixth of a small command's time


def _open_streams() -> None:
    """Open standard streams that were closed at the start, or another file would take their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (until the end)
