"""`powergame report`: one self-contained page that works offline."""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any

import typer

from powergame.cli import loading, options
from powergame.cli.drawing import load_matplotlib
from powergame.cli.progress import working
from powergame.cli.rendering import status
from powergame.files import check_outputs

if TYPE_CHECKING:
    from powergame.analysis.deceive import Deception
    from powergame.analysis.solve import Answer
    from powergame.analysis.solve.tree.result import TreeAnswer
    from powergame.deadline import Deadline
    from powergame.equilibrium.concept import Concept
    from powergame.sources.load import Loaded

EXAMPLES = """
powergame report crisis.yaml -o crisis.html
powergame report crisis.yaml 'crisis.yaml#*' -o crisis.html
"""


def report(
    scenarios: options.Sources,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The HTML file to write; - is standard output.")
    ],
    set_: options.Sets = None,
    solver: options.SolverOption = "auto",
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    no_turns: options.NoTurns = False,
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
    from powergame.report.formats.output import write
    from powergame.report.page.render import render

    concept = options.concept(solution, rationality)
    check_outputs(output)
    load_matplotlib("a report")
    loaded = loading.load_all(scenarios, set_, quiet=quiet)
    inputs = loading.files(loaded)
    check_outputs(output, inputs=inputs)
    with working("solving, and collecting thresholds and diagrams", time_limit, quiet=quiet):
        solved = partial(
            _solved,
            solver=solver,
            concept=concept,
            max_mebibytes=max_size,
            look_for_turns=not no_turns,
            time_limit=time_limit,
        )
        collected = collect([solved(named) for named in loaded], time_limit)
    command = _command_line(scenarios, set_, solver, solution, rationality, output, no_turns=no_turns)
    write(render(collected, command=command), output, inputs=inputs)
    return status(complete=collected.complete, required=require_complete, quiet=quiet)


def _solved(
    named: Loaded, *, concept: Concept, time_limit: Deadline, **options: Any
) -> Answer | TreeAnswer | Deception:
    """Return the answer to a scenario or a game: to one with private types, who deceives whom."""
    from powergame.analysis.deceive import deceive
    from powergame.analysis.solve import solve
    from powergame.scenario.scenario import Scenario

    if isinstance(named, Scenario) and named.has_types:
        return deceive(named, rationality=concept.rationality, time_limit=time_limit)
    return solve(named, concept=concept, time_limit=time_limit, **options)


def _command_line(
    scenarios: list[str],
    sets: list[str] | None,
    solver: str,
    solution: str | None,
    rationality: str | None,
    output: str,
    *,
    no_turns: bool,
) -> str:
    """Return the command that makes the same report; options that do not change it are left out."""
    words = ["powergame", "report", *scenarios]
    for change in sets or ():
        words += ["--set", change]
    words += ["--solver", solver] if solver != "auto" else []
    words += ["--solution", solution] if solution else []
    words += ["--rationality", rationality] if rationality else []
    words += ["--no-turns"] if no_turns else []
    return shlex.join([*words, "-o", PurePath(output).name])
