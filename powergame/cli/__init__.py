"""The command line: one small file a command. Commands read options, call the analysis and hand on to the report."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the console script's entry."""
    try:
        from powergame.cli.app import app

        app()
    except KeyboardInterrupt:
        sys.exit(130)
