"""Options that several commands share, and what they turn into."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from powergame.cli.guard import say
from powergame.errors import UsageError
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.equilibrium.concept import Concept
    from powergame.report.document import Document
    from powergame.scenario.scenario import Scenario

FormatName = Literal["table", "json", "csv", "markdown"]

Source = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help="A scenario file, FILE#VARIANT, a game (.nfg), or - for standard input."),
]
Sources = Annotated[
    list[str], typer.Argument(metavar="SCENARIO...", help="Scenario files or FILE#VARIANT; FILE#* is all variants.")
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value first, for example actors.red.power=2."),
]
SolverOption = Annotated[
    Literal["auto", "nashpy", "exact", "gambit"],
    typer.Option("--solver", help="Which solver finds the equilibria; gambit needs the extra of that name."),
]
SolutionOption = Annotated[
    Literal["nash", "logit"] | None,
    typer.Option("--solution", help="Nash equilibria, or quantal response: logit (the limit without --rationality)."),
]
Rationality = Annotated[
    str | None,
    typer.Option("--rationality", metavar="L", help="lambda of the quantal response, >= 0; inf is the limit."),
]
Format = Annotated[FormatName, typer.Option("--format", help="How the result is written.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here instead of standard output.")
]
RequireComplete = Annotated[
    bool, typer.Option("--require-complete", help="Exit with 3 unless all equilibria are proven to be found.")
]
MaxSize = Annotated[
    float, typer.Option("--max-size", metavar="MIB", min=0.0, help="The most that a game's payoffs may take.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No warnings on standard error.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show a traceback where something breaks inside.")]


def changes(sets: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """Split each ``PATH=VALUE``; at the last equals sign, since names may hold one and values do not."""
    found = []
    for text in sets or ():
        path, equals, value = text.rpartition("=")
        if not equals or not path:
            raise UsageError(f"--set {printable(text)}: PATH=VALUE is wanted, for example actors.red.power=2")
        found.append((path.strip(), value))
    return tuple(found)


def concept(solution: str | None, rationality: str | None) -> Concept:
    """Return the solution concept that ``--solution`` and ``--rationality`` ask for."""
    from powergame.equilibrium.concept import Concept
    from powergame.scenario.values import parse_value

    if rationality is None:
        return Concept("logit" if solution == "logit" else "nash")
    if solution == "nash":
        raise UsageError("--rationality belongs to --solution logit")
    value = math.inf if rationality in ("inf", ".inf") else parse_value(rationality)
    if not isinstance(value, int | float) or isinstance(value, bool) or not value >= 0:
        raise UsageError(f"--rationality {printable(rationality)}: a number >= 0, or inf, is wanted")
    return Concept("logit", None if math.isinf(value) else float(value))


def load_all(sources: Sequence[str], sets: Sequence[str] | None, *, quiet: bool) -> tuple[Scenario, ...]:
    """Load scenarios with their changes, and say on standard error what looks like a slip in them."""
    from powergame.scenario.reading.load import load_all as load_source

    if sum(source == "-" for source in sources) > 1:
        raise UsageError("standard input (-) can be read once only")
    asked = changes(sets)
    scenarios = tuple(scenario for source in sources for scenario in load_source(source, sets=asked))
    if not quiet:
        for scenario in scenarios:
            for warning in scenario.warnings:
                say(f"powergame: warning: {printable(scenario.source)}: {printable(warning)}")
    return scenarios


def show(document: Document, format_: FormatName, path: Path | None) -> str:
    """Return a document as a table for where it goes, or as Markdown."""
    if format_ == "markdown":
        from powergame.report.formats import markdown

        return markdown.render(document)
    from powergame.report.formats import terminal

    return terminal.render(document, terminal.Screen() if path else terminal.screen_of(sys.stdout))
