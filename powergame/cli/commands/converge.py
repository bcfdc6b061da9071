"""`powergame converge`: the share of preferences for which each actor seeks power."""

from __future__ import annotations

from typing import Annotated

import typer

from powergame.cli import loading, options
from powergame.cli.progress import progress
from powergame.cli.rendering import Target, cut, status
from powergame.errors import UsageError
from powergame.text import printable

MAX_COUNTS = 64
"""Numbers of dimensions in one run at most."""

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
        "--draws",
        metavar="N",
        help="Number of draws, rounded up to a power of 2; by default 65536, or 1024 where games are large.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Seed of the quasi-random draws.")]


EXAMPLES = """
powergame converge crisis.yaml --actor red
powergame converge crisis.yaml --dimensions 1,2,3,10,100
powergame converge crisis.yaml --of war --level 0.5
"""


def converge(
    scenario: options.ScenarioSource,
    actor: Actors = None,
    dimensions: Dimensions = None,
    draws: Draws = None,
    seed: Seed = 0,
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
    """Tell whether seeking power is instrumentally convergent: for what share of preferences an actor seeks it.

    The scenario's `unknown` is drawn; without it, all actors' preferences, uniformly over all directions.
    """
    from powergame.analysis.converge import run as analysis
    from powergame.report.documents import converge as documents

    loaded = loading.load_scenario(scenario, set_, quiet=quiet, command="converge", lacks="preferences to draw")
    target = Target(output, format_, metadata, loaded.files, cite)
    target.check()
    actors, counts, concept = actor or [], _numbers(dimensions), options.concept(solution, rationality)
    if not actors:
        options.refuse_set(loaded, set_, (path for path, _ in loaded.unknown), "is unknown, and drawn")
    with progress(analysis.games(loaded, actors, counts, draws, concept), quiet=quiet) as watch:
        result = analysis.converge(
            loaded,
            actors=actors,
            dimensions=counts,
            draws=draws,
            seed=seed,
            concept=concept,
            watch=watch,
            max_mebibytes=max_size,
            time_limit=time_limit,
            of=of,
            levels=level,
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
    complete = not any(shares.incomplete for shares in result.found) and result.limit_proven is not False
    return status(complete=complete, required=require_complete, quiet=quiet)


def _numbers(text: str | None) -> list[int]:
    parts = text.split(",") if text is not None else []
    numbers = [int(part) for part in parts if part.strip().isdecimal() and len(part.strip()) < len("1000000")]
    if len(numbers) < len(parts) or (text is not None and not numbers) or len(set(numbers)) < len(numbers):
        raise UsageError(
            f"--dimensions {printable(text or '')}: expected whole numbers, each once, such as 1,2,3,10,100"
        )
    if len(numbers) > MAX_COUNTS:
        raise UsageError(f"--dimensions: {len(numbers)} numbers; expected at most {MAX_COUNTS}")
    return numbers
