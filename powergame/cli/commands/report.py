"""`powergame report`: one self-contained page that works offline."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powergame.cli import options
from powergame.cli.guard import guarded, say
from powergame.errors import NoAnswerError, UsageError
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.analysis.solve import Answer
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
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Write one HTML page that explains scenarios, to be mailed or printed.

    It needs no network: the answer in words, pictures, payoffs, certified equilibria, what turns the verdicts,
    scenarios side by side, their text, and how all of it was computed.
    """
    from powergame.analysis.report import report as collect
    from powergame.report.formats.output import check, write
    from powergame.report.page.render import render

    if scenarios.count("-") > 1:
        raise UsageError("standard input (-) can be read once only")
    concept = options.concept(solution, rationality)
    inputs = tuple(source.partition("#")[0] for source in scenarios)
    check(output, inputs=inputs)
    answers = [one for source in scenarios for one in _answers(source, set_, solver, concept, max_size, quiet)]
    command = _command_line(scenarios, set_, solver, solution, rationality, output)
    write(render(collect(answers), command=command), output, inputs=inputs)
    if require_complete and not all(answer.solution.complete for answer in answers):
        if not quiet:
            say("powergame: a list of equilibria is not proven complete (--require-complete)")
        return NoAnswerError.exit_status
    return 0


def _answers(
    source: str, sets: list[str] | None, solver: Solver, concept: Concept, max_size: float, quiet: bool
) -> list[Answer]:
    from powergame.analysis.solve import solve
    from powergame.cli.games import game_answer

    if source.endswith(".nfg"):
        if sets:
            raise UsageError(f"{printable(source)}: --set changes scenarios; a game file has no paths")
        return [game_answer(source, solver, concept, max_size)]
    loaded = options.load_all([source], sets, quiet=quiet)
    return [solve(one, solver=solver, concept=concept, max_mebibytes=max_size) for one in loaded]


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
