"""`powergame report`: one self-contained page that works offline."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powergame.cli import loading, options
from powergame.cli.guard import guarded
from powergame.cli.progress import working
from powergame.cli.rendering import status

if TYPE_CHECKING:
    from powergame.analysis.solve import Answer
    from powergame.deadline import Deadline
    from powergame.equilibrium.concept import Concept, Solver


EXAMPLES = """
powergame report crisis.yaml -o crisis.html
powergame report crisis.yaml 'crisis.yaml#*' -o crisis.html
"""


@guarded
def report(
    scenarios: options.Sources,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The HTML file to write.")],
    set_: options.Sets = None,
    solver: options.SolverOption = "auto",
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    require_complete: options.RequireComplete = False,
    max_size: options.MaxSize = 512.0,
    time_limit: options.TimeLimit = options.SECONDS,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Write one HTML page that explains scenarios, to be mailed or printed.

    It needs no network. It has the answer in words, pictures, payoffs, certified equilibria, what turns the verdicts,
    scenarios side by side, their text, and how all of it was computed.
    """
    from powergame.analysis.report import report as collect
    from powergame.report.formats.output import check, write
    from powergame.report.page.render import render

    loading.refuse_standard_input_twice(scenarios)
    concept = options.concept(solution, rationality)
    inputs = loading.files(*scenarios)
    check(output, inputs=inputs)
    answers = [
        answer
        for source in scenarios
        for answer in _answers(source, set_, solver, concept, max_size, time_limit, quiet)
    ]
    command = _command_line(scenarios, set_, solver, solution, rationality, output)
    with working("collecting thresholds and diagrams", time_limit, quiet=quiet):
        collected = collect(answers, time_limit)
    write(render(collected, command=command), output, inputs=inputs)
    complete = all(answer.solution.complete for answer in answers)
    return status(complete=complete, required=require_complete, quiet=quiet)


def _answers(
    source: str,
    sets: list[str] | None,
    solver: Solver,
    concept: Concept,
    max_size: float,
    time_limit: Deadline,
    quiet: bool,
) -> list[Answer]:
    from powergame.analysis.solve import solve

    game = loading.game_answer(
        source, sets, solver=solver, concept=concept, max_size=max_size, time_limit=time_limit, quiet=quiet
    )
    if game is not None:
        return [game]
    loaded = loading.load_all([source], sets, quiet=quiet)
    with working("solving", time_limit, quiet=quiet):
        return [
            solve(scenario, solver=solver, concept=concept, max_mebibytes=max_size, time_limit=time_limit)
            for scenario in loaded
        ]


def _command_line(
    scenarios: list[str],
    sets: list[str] | None,
    solver: str,
    solution: str | None,
    rationality: str | None,
    output: Path,
) -> str:
    """Return the command that makes the same report; options that do not change it are left out."""
    words = ["powergame", "report", *scenarios]
    for change in sets or ():
        words += ["--set", change]
    words += ["--solver", solver] if solver != "auto" else []
    words += ["--solution", solution] if solution else []
    words += ["--rationality", rationality] if rationality else []
    return shlex.join([*words, "-o", output.name])
