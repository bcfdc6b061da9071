"""Options that several commands share, and functions that read their values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Final, Literal, cast

import typer

from powergame.deadline import MAX_SECONDS, NO_DEADLINE, Deadline, after
from powergame.errors import UsageError
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.equilibrium.concept import Concept
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.types import Axis

FormatName = Literal["table", "json", "csv", "markdown"]

Source = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO", help="A scenario file, FILE#VARIANT, @NAME, a game (.nfg), a table (.csv), or -."
    ),
]
ScenarioSource = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help="A scenario file, FILE#VARIANT, @NAME, a table of actors (.csv), or -."),
]
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO...",
        help="Scenario files, FILE#VARIANT, FILE#* (all variants), @NAME, games (.nfg), or tables (.csv).",
    ),
]
ScenarioSources = Annotated[
    list[str],
    typer.Argument(metavar="SCENARIO...", help="Scenario files, FILE#VARIANT, FILE#* (all variants), or @NAME."),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value first, for example actors.red.power=2."),
]
SolverOption = Annotated[
    Literal["auto", "nashpy", "exact", "gambit"],
    typer.Option("--solver", help="Solver of the equilibria; gambit needs the extra of that name."),
]
SolutionOption = Annotated[
    Literal["nash", "logit"] | None,
    typer.Option("--solution", help="Nash equilibria, or quantal response: logit (the limit without --rationality)."),
]
Rationality = Annotated[
    str | None,
    typer.Option("--rationality", metavar="L", help="lambda of the quantal response, >= 0; inf is the limit."),
]
Format = Annotated[
    FormatName | None,
    typer.Option(
        "--format", help="Format of the result; by default as the file's name ends: .csv, .json or .md, else a table."
    ),
]
Output = Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="Write here; - is standard output.")]
Metadata = Annotated[
    bool,
    typer.Option(
        "--metadata", help="Say what a CSV is in its first line, behind #; without it a file beside it (.json) does."
    ),
]
Cite = Annotated[
    bool,
    typer.Option(
        "--cite",
        help="Write what to cite instead, as BibTeX: powergame, and sources of the model and of the methods that this "
        "answer used; JSON has it beside the answer.",
    ),
]
RequireComplete = Annotated[
    bool, typer.Option("--require-complete", help="Exit with 3 unless all equilibria are proven to be found.")
]
Of = Annotated[
    str,
    typer.Option(
        "--of",
        metavar="WHAT",
        help="What is asked: seeks (who seeks power), war (its chance), destroyed (the share of all power), or "
        "plays.ACTOR (its rung); all but seeks in the selected equilibrium.",
    ),
]
Levels = Annotated[
    list[float] | None,
    typer.Option(
        "--level", metavar="P", help="For war and destroyed: a level that is told apart; by default .1 .25 .5 .75 .9."
    ),
]
NoTurns = Annotated[
    bool, typer.Option("--no-turns", help="Do not look for what would turn verdicts, which takes most of the time.")
]


def number(text: str) -> float:
    """Read a number as files write it: what only Python takes for one, such as ``1_0`` or ``٣``, is none."""
    plain = text.isascii() and "_" not in text and text == text.strip()
    try:
        return float(text) if plain else math.nan
    except ValueError:
        return math.nan


def _mebibytes(text: str) -> float:
    """Read the value of ``--max-size``; the default comes here as a number."""
    value = number(str(text))
    if not 0 < value < math.inf:
        raise typer.BadParameter(f"{printable(text[:40])!r}; expected a number of MiB above 0")
    return value


def _seconds(text: str) -> Deadline:
    """Read the value of ``--time-limit``: the deadline begins here, when the command does."""
    if text == "none":
        return NO_DEADLINE
    try:
        return after(number(text))
    except UsageError:
        expected = f"expected seconds, above 0 and at most {MAX_SECONDS:,.0f}, or none"
        raise typer.BadParameter(f"{printable(text[:40])!r}; {expected}") from None


MaxSize = Annotated[
    float,
    typer.Option("--max-size", metavar="MIB", parser=_mebibytes, help="Largest size of a game's payoffs."),
]
TimeLimit = Annotated[
    Deadline,
    typer.Option(
        "--time-limit",
        metavar="S",
        parser=_seconds,
        help="Seconds after which the answer has what was reached; or none.",
    ),
]
SECONDS: Final = cast("Deadline", "60")
"""Seconds that a command may take where nobody says another number; typer reads it as if it were typed."""

NO_LIMIT: Final = cast("Deadline", "none")
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print no warnings on standard error.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show a traceback on an internal error.")]


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
        raise UsageError(f"--rationality {printable(rationality)}: expected a number >= 0, or inf")
    return Concept("logit", None if math.isinf(value) else float(value))


def path_and_axis(scenario: Scenario, text: str, option: str = "--vary") -> tuple[str, Axis]:
    """Split ``PATH=AXIS``; names in the path may hold equals signs."""
    from powergame.scenario.fields import FieldError
    from powergame.scenario.paths.locate import split

    try:
        path, value = split(scenario, text)
    except FieldError:
        example = "for example actors.red.power=1:9:81"
        raise UsageError(f"{option} {printable(text)}: expected PATH=AXIS, {example}") from None
    return path, _axis(text, value, option)


def path_and_range(scenario: Scenario, text: str, option: str = "--vary") -> tuple[str, Axis | None]:
    """Split ``PATH`` or ``PATH=AXIS``; a text that is a path of the scenario is not split, whatever it contains."""
    from powergame.scenario.fields import FieldError
    from powergame.scenario.paths.locate import locate

    if "=" not in text:
        return text.strip(), None
    try:
        locate(scenario, text)
    except FieldError:
        return path_and_axis(scenario, text, option)
    return text, None


def refuse_set(scenario: Scenario, sets: Sequence[str] | None, paths: Iterable[str], does: str) -> None:
    """Raise `UsageError` where ``--set`` sets what is given other values anyway, and so would do nothing.

    Parameters
    ----------
    paths
        The paths of these values.
    does
        What they do: vary, for example.
    """
    from powergame.scenario.fields import FieldError
    from powergame.scenario.paths.grammar import parse
    from powergame.scenario.paths.locate import split
    from powergame.scenario.paths.overlap import same_value

    try:
        given = [parse(path, scenario.outcomes) for path in paths]
    except FieldError:
        return  # the command says what is wrong with it
    for text in sets or ():
        path = parse(split(scenario, text)[0], scenario.outcomes)
        for other in given:
            if same_value(path, other, scenario.outcomes):
                message = f"{printable(other.text)} {does}; expected one of the two"
                raise UsageError(f"--set {printable(text)}: would do nothing, as {message}")


def _axis(text: str, value: str, option: str) -> Axis:
    from powergame.scenario.axes import axis
    from powergame.scenario.fields import FieldError
    from powergame.scenario.values import parse_value

    try:
        return axis(parse_value(value))
    except (FieldError, UsageError) as error:
        raise UsageError(f"{option} {printable(text)}: {error}") from None
