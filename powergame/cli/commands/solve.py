"""`powergame solve`: who seeks power at equilibrium, why, and what happens then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from powergame.cli import options
from powergame.cli.guard import guarded, say
from powergame.errors import NoAnswerError, UsageError

if TYPE_CHECKING:
    from powergame.analysis.solve import Answer
    from powergame.equilibrium.concept import Concept, Solver


EXAMPLES = """
powergame solve crisis.yaml
powergame solve crisis.yaml --set alignment.red.blue=0.2 --format json
powergame solve 'crisis.yaml#no oversight' --rationality 50
"""


@guarded
def solve(
    scenario: options.Source,
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
    """Say who seeks power at equilibrium, why, and what happens then."""
    from powergame.report.formats.output import write

    answer = _answer(scenario, set_, solver, options.concept(solution, rationality), max_size, quiet)
    write(_rendered(answer, format_, output), output, inputs=(answer.source.partition("#")[0], scenario))
    if require_complete and not answer.solution.complete:
        if not quiet:
            say("powergame: the list of equilibria is not proven complete (--require-complete)")
        return NoAnswerError.exit_status
    return 0


def _answer(
    source: str, sets: list[str] | None, solver: Solver, concept: Concept, max_size: float, quiet: bool
) -> Answer:
    from powergame.analysis.solve import solve as solve_scenario
    from powergame.cli.games import game_answer

    if source.endswith(".nfg"):
        if sets:
            raise UsageError("--set changes scenarios; a game file has no paths")
        return game_answer(source, solver, concept, max_size)
    scenarios = options.load_all([source], sets, quiet=quiet)
    if len(scenarios) != 1:
        raise UsageError(f"{source}: solve takes one scenario; powergame compare takes several")
    return solve_scenario(scenarios[0], solver=solver, concept=concept, max_mebibytes=max_size)


def _rendered(answer: Answer, format_: options.FormatName, output: Path | None) -> str:
    from powergame.report.documents import solve as solved
    from powergame.report.formats import csv, json

    if format_ == "json":
        return json.render(answer.to_dict())
    if format_ == "csv":
        header, rows = (solved.CSV_HEADER, solved.csv_rows(answer)) if answer.actors else solved.game_csv(answer)
        return csv.render(header, rows)
    return options.show(solved.document(answer), format_, output)
