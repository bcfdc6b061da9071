"""`powergame new`: a commented scenario to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from powergame.cli import options
from powergame.cli.guard import guarded
from powergame.errors import OutputError
from powergame.text import printable

EXAMPLES = """
powergame new crisis.yaml
"""


@guarded
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; - for standard output.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Write a commented scenario to start from."""
    from powergame.report.formats.output import write
    from powergame.scenario.writing.template import new_scenario

    if str(file) != "-" and file.exists() and not force:
        raise OutputError(f"{printable(str(file))}: exists already (--force replaces it)")
    write(new_scenario(), None if str(file) == "-" else file)
    return 0
