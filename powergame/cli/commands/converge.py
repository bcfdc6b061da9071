"""`powergame converge`: for what share of preferences each actor seeks power."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from powergame.cli import options
from powergame.cli.guard import guarded, say
from powergame.errors import NoAnswerError, UsageError
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.analysis.converge import Watch

MAX_ASKED = 64
"""Numbers of dimensions in one run."""

Actors = Annotated[
    list[str] | None,
    typer.Option("--actor", metavar="NAME", help="Draw only this actor's preferences, uniformly; repeatable."),
]
Dimensions = Annotated[
    str | None,
    typer.Option("--dimensions", metavar="K,K,...", help="Numbers of outcomes to draw preferences in: 2,3,10,100."),
]
Draws = Annotated[
    int | None,
    typer.Option(
        "--draws", metavar="N", help="How many, up to the next power of 2; by default 65536, or 1024 of many actors."
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Of the quasi-random draws.")]


EXAMPLES = """
powergame converge crisis.yaml --actor red
powergame converge crisis.yaml --dimensions 1,2,3,10,100
"""


@guarded
def converge(
    scenario: options.Source,
    actor: Actors = None,
    dimensions: Dimensions = None,
    draws: Draws = None,
    seed: Seed = 0,
    set_: options.Sets = None,
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    format_: options.Format = "table",
    output: options.Output = None,
    require_complete: options.RequireComplete = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Tell whether seeking power is instrumentally convergent: for what share of preferences an actor seeks it.

    What the scenario's `unknown` says is drawn; without one, all actors' preferences, in all directions alike.
    """
    from powergame.analysis.converge import run as analysis
    from powergame.report.documents import converge as report
    from powergame.report.formats import csv, json
    from powergame.report.formats.output import write

    if scenario.endswith(".nfg"):
        raise UsageError(f"{printable(scenario)}: a game file has no preferences to draw")
    loaded = options.load_all([scenario], set_, quiet=quiet)
    if len(loaded) != 1:
        raise UsageError(f"{printable(scenario)}: converge takes one scenario")
    one, actors, asked = loaded[0], actor or [], _numbers(dimensions)
    with _watching(analysis.games(one, actors, asked, draws), quiet) as watch:
        found = analysis.converge(
            one,
            actors=actors,
            dimensions=asked,
            draws=draws,
            seed=seed,
            concept=options.concept(solution, rationality),
            watch=watch,
        )
    if format_ == "json":
        text = json.render(found.to_dict())
    elif format_ == "csv":
        text = csv.render(report.csv_header(found), report.csv_rows(found))
    else:
        text = options.show(report.document(found), format_, output)
    write(text, output, inputs=(one.source.partition("#")[0], scenario))
    if require_complete and any(there.incomplete for there in found.found):
        if not quiet:
            say("powergame: a list of equilibria is not proven complete (--require-complete)")
        return NoAnswerError.exit_status
    return 0


def _numbers(text: str | None) -> list[int]:
    parts = text.split(",") if text is not None else []
    numbers = [int(part) for part in parts if part.strip().isdecimal() and len(part.strip()) < len("1000000")]
    if len(numbers) < len(parts) or (text is not None and not numbers) or len(set(numbers)) < len(numbers):
        raise UsageError(
            f"--dimensions {printable(text or '')}: whole numbers are wanted, each once, such as 1,2,3,10,100"
        )
    if len(numbers) > MAX_ASKED:
        raise UsageError(f"--dimensions: {len(numbers)} numbers; at most {MAX_ASKED} are wanted")
    return numbers


def _watching(games: int, quiet: bool) -> AbstractContextManager[Watch | None]:
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    from powergame.cli.progress import progress

    return progress(games)
