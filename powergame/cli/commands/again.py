"""`powergame again`: a result computed again, and whether it comes out the same."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from powergame.cli import options
from powergame.cli.progress import working
from powergame.deadline import NO_DEADLINE
from powergame.files import check_outputs, input_file

EXAMPLES = """
powergame solve crisis.yaml --format json -o answer.json
powergame again answer.json
powergame again crisis.parquet
"""


def again(
    result: Annotated[
        str,
        typer.Argument(
            metavar="RESULT", help="JSON that a command wrote, or a table: .csv, .parquet, .arrow; - for JSON."
        ),
    ],
    format_: Annotated[Literal["table", "json"], typer.Option("--format", help="Format of the comparison.")] = "table",
    output: options.Output = None,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Compute a result again, from the scenario and the options that it has in itself, and compare.

    Exit status: 0 it comes out the same, 1 something differs, 2 it cannot be computed again.
    """
    from powergame.again import again as compute
    from powergame.again.document import document
    from powergame.cli.rendering import table
    from powergame.report.formats import json
    from powergame.report.formats.output import write

    inputs = (input_file(result),)
    check_outputs(output, inputs=inputs)
    with working("computing it again", NO_DEADLINE, quiet=quiet):
        answer = compute(result)
    text = json.render(answer.to_dict()) if format_ == "json" else table(document(answer), output)
    write(text, output, inputs=inputs)
    return 0 if answer.same else 1
