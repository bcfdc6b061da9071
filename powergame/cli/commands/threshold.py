"""`powergame threshold`: where along a path each actor's verdict flips."""

from __future__ import annotations

from typing import Annotated

import typer

from powergame.cli import loading, options
from powergame.cli.guard import guarded
from powergame.cli.rendering import rendered, status
from powergame.errors import UsageError

Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="PATH[=AXIS]",
        help="The number that varies, and from where to where (0:1:101): by default over all that it can be. "
        "Repeat for more, each by itself; without any, what the scenario's `vary` says.",
    ),
]


EXAMPLES = """
powergame threshold crisis.yaml --vary alignment.red.blue
powergame threshold crisis.yaml --vary conflict.destruction.odds=0:0.5:101
"""


@guarded
def threshold(
    scenario: options.Source,
    vary: Vary = None,
    set_: options.Sets = None,
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    format_: options.Format = "table",
    output: options.Output = None,
    require_complete: options.RequireComplete = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Find where along a path each actor's verdict flips.

    Every flip of every actor, what holds on both sides and at the very point; several paths are answered in turn.
    """
    from powergame.analysis.threshold import thresholds
    from powergame.report.documents import threshold as documents
    from powergame.report.formats.output import write

    loaded = loading.one_scenario(scenario, set_, quiet=quiet, command="threshold")
    asked = [options.path_and_range(loaded, text) for text in vary or ()] or list(loaded.vary)
    if not asked:
        raise UsageError("nothing to vary: give --vary PATH, or `vary` in the scenario")
    result = thresholds(loaded, asked, concept=options.concept(solution, rationality))
    text = rendered(
        result,
        format_,
        output,
        document=lambda: documents.document(result),
        header=documents.CSV_HEADER,
        rows=documents.csv_rows(result),
    )
    write(text, output, inputs=loading.files(loaded.source, scenario))
    return status(complete=result.complete, required=require_complete, quiet=quiet)
