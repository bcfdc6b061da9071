"""`powergame new`: a commented scenario to start from."""

from __future__ import annotations

from typing import Annotated

import typer

from powergame.cli import options
from powergame.errors import OutputError
from powergame.files import is_standard_output, target_of
from powergame.text import printable

EXAMPLES = """
powergame new crisis.yaml
"""


def new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write it; - for standard output.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Write a commented scenario to start from."""
    from powergame.report.formats.output import write
    from powergame.scenario.writing.template import new_scenario

    if not is_standard_output(file) and target_of(file).exists() and not force:
        raise OutputError(f"{printable(file)}: exists already (--force replaces it)")
    write(new_scenario(), file)
    return 0
