"""`powergame compare`: scenarios side by side, differences from the first one marked."""

from __future__ import annotations

from typing import Annotated

import typer

from powergame.cli import loading, options
from powergame.cli.progress import working
from powergame.cli.rendering import Target, status

EXAMPLES = """
powergame compare now.yaml later.yaml
powergame compare crisis.yaml 'crisis.yaml#*' --format csv
"""


def compare(
    scenarios: options.Sources,
    everything: Annotated[
        bool,
        typer.Option(
            "--all/--only-changed", help="Show what is the same in all scenarios, and defaults, too; or what differs."
        ),
    ] = False,
    set_: options.Sets = None,
    solver: options.SolverOption = "auto",
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    no_turns: options.NoTurns = False,
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
    """Compare scenarios side by side.

    The first is the baseline. What differs from it is shown, and with --all what does not, too.
    """
    from powergame.analysis.compare import compare as compare_scenarios
    from powergame.report.documents import compare as documents

    loaded = loading.load_all(scenarios, set_, quiet=quiet)
    inputs = loading.files(loaded)
    target = Target(output, format_, metadata, inputs, cite)
    target.check()
    concept = options.concept(solution, rationality)
    look = target.format == "json" and not no_turns  # no other format shows them
    with working("solving", time_limit, quiet=quiet):
        comparison = compare_scenarios(
            loaded,
            solver=solver,
            concept=concept,
            max_mebibytes=max_size,
            look_for_turns=look,
            time_limit=time_limit,
        )
    target.write(
        comparison,
        document=lambda: documents.document(comparison, everything=everything),
        header=documents.csv_header(comparison),
        rows=documents.csv_rows(comparison, everything=everything),
    )
    complete = all(answer.solution.complete for answer in comparison.answers)
    return status(complete=complete, required=require_complete, quiet=quiet)
