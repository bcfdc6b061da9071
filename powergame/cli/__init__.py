"""The command line, a file for each command. Commands read options, ask the analysis and write by the report."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command line; the console script's entry."""
    _open_streams()
    # games are small matrices: threads make none of them faster, and where others use the cores a hundred times slower
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from powergame.cli.app import app

        app()
    except KeyboardInterrupt:
        sys.exit(130)


def _open_streams() -> None:
    """Open standard streams that were closed at the start, or another file would take their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (until the end)
