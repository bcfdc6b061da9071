"""The command line: one small file a command. Commands read options, call the analysis and hand on to the report."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command line; the console script's entry."""
    _open_streams()
    try:
        from powergame.cli.app import app

        app()
    except KeyboardInterrupt:
        sys.exit(130)


def _open_streams() -> None:
    """Give standard streams that whoever started us has closed a place to go to, or another file would take theirs."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (until the end)
