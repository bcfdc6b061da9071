"""`powergame threshold`: the points along a path at which each actor's verdict flips."""

from __future__ import annotations

from typing import Annotated

import typer

from powergame.cli import loading, options
from powergame.cli.progress import working
from powergame.cli.rendering import Target, cut, status
from powergame.errors import UsageError

Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="PATH[=AXIS]",
        help="A number that varies, and its range (0:1:101); by default all that it can be. "
        "Repeat for more, each varied by itself; without any, the scenario's `vary`.",
    ),
]

EXAMPLES = """
powergame threshold crisis.yaml --vary alignment.red.blue
powergame threshold crisis.yaml --vary conflict.destruction.odds=0:0.5:101
"""


def threshold(
    scenario: options.ScenarioSource,
    vary: Vary = None,
    of: options.Of = "seeks",
    level: options.Levels = None,
    set_: options.Sets = None,
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    format_: options.Format = None,
    output: options.Output = None,
    metadata: options.Metadata = False,
    cite: options.Cite = False,
    require_complete: options.RequireComplete = False,
    max_size: options.MaxSize = 512.0,
    time_limit: options.TimeLimit = options.SECONDS,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Find where along a path each actor's verdict flips.

    It lists every flip of every actor, with the verdicts on both sides and at the point itself.
    """
    from powergame.analysis.threshold import thresholds
    from powergame.report.documents import threshold as documents

    loaded = loading.load_scenario(scenario, set_, quiet=quiet, command="threshold")
    target = Target(output, format_, metadata, loaded.files, cite)
    target.check()
    paths = [options.path_and_range(loaded, text) for text in vary or ()] or list(loaded.vary)
    if not paths:
        raise UsageError("nothing to vary: give --vary PATH, or `vary` in the scenario")
    concept = options.concept(solution, rationality)
    with working("searching", time_limit, quiet=quiet):
        result = thresholds(
            loaded, paths, concept=concept, max_mebibytes=max_size, time_limit=time_limit, of=of, levels=level
        )
    header, rows = documents.csv_table(result)
    target.write(
        result,
        document=lambda: documents.document(result),
        header=header,
        rows=rows,
    )
    if result.limited:
        return cut(time_limit, quiet=quiet)
    return status(complete=result.complete, required=require_complete, quiet=quiet)
