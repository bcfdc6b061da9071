"""`powergame compare`: scenarios side by side, the first is the baseline, what differs is marked."""

from __future__ import annotations

from typing import Annotated

import typer

from powergame.cli import options
from powergame.cli.guard import guarded, say
from powergame.errors import NoAnswerError

TABLE_HOLDS = 2
"""Scenarios beside the baseline in a table for a terminal of 80 columns."""


EXAMPLES = """
powergame compare now.yaml later.yaml --only-changed
powergame compare crisis.yaml 'crisis.yaml#*' --format csv
"""


@guarded
def compare(
    scenarios: options.Sources,
    only_changed: Annotated[
        bool, typer.Option("--only-changed", help="Leave out what is the same in all scenarios.")
    ] = False,
    set_: options.Sets = None,
    solver: options.SolverOption = "auto",
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    format_: options.Format = "table",
    output: options.Output = None,
    require_complete: options.RequireComplete = False,
    max_size: options.MaxSize = 512.0,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Set scenarios side by side.

    The first is the baseline, and what differs from it is marked.
    """
    from powergame.analysis.compare import compare as compare_scenarios
    from powergame.report.documents import compare as compared
    from powergame.report.formats import csv, json
    from powergame.report.formats.output import write

    loaded = options.load_all(scenarios, set_, quiet=quiet)
    concept = options.concept(solution, rationality)
    found = compare_scenarios(loaded, solver=solver, concept=concept, max_mebibytes=max_size)
    if format_ == "json":
        text = json.render(found.to_dict())
    elif format_ == "csv":
        text = csv.render(compared.csv_header(found), compared.csv_rows(found, only_changed=only_changed))
    else:
        abreast = TABLE_HOLDS if format_ == "table" else None
        page = compared.document(found, only_changed=only_changed, abreast=abreast)
        text = options.show(page, format_, output)
    write(text, output, inputs=tuple(source.partition("#")[0] for source in scenarios))
    if require_complete and not all(answer.solution.complete for answer in found.answers):
        if not quiet:
            say("powergame: a list of equilibria is not proven complete (--require-complete)")
        return NoAnswerError.exit_status
    return 0
