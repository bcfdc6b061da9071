"""`powergame solve`: who seeks power at equilibrium, why, and what happens then."""

from __future__ import annotations

from powergame.cli import loading, options
from powergame.cli.progress import working
from powergame.cli.rendering import Target, status, unfit

EXAMPLES = """
powergame solve crisis.yaml
powergame solve crisis.yaml --set alignment.red.blue=0.2 --format json
powergame solve 'crisis.yaml#no oversight' --rationality 50
"""


def solve(
    scenario: options.Source,
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
    """Say who seeks power at equilibrium, why, and what happens then."""
    from powergame.analysis.solve import Answer
    from powergame.analysis.solve import solve as solve_loaded
    from powergame.report.documents import solve as documents

    concept = options.concept(solution, rationality)
    instead = "; powergame compare takes several"
    loaded = loading.load(scenario, set_, quiet=quiet, command="solve", instead=instead)
    target = Target(output, format_, metadata, loaded.files, cite)
    target.check()
    with working("solving", time_limit, quiet=quiet):
        answer = solve_loaded(
            loaded,
            solver=solver,
            concept=concept,
            max_mebibytes=max_size,
            look_for_turns=not no_turns,
            time_limit=time_limit,
        )
    header, rows = documents.csv_table(answer)
    target.write(
        answer,
        document=lambda: documents.document(answer),
        header=header,
        rows=rows,
    )
    if problems := () if isinstance(answer, Answer) else answer.solution.problems:
        return unfit(problems, quiet=quiet)
    complete, what = answer.solution.complete, "the list of equilibria"
    return status(complete=complete, required=require_complete, quiet=quiet, what=what)
