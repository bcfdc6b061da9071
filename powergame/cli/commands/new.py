"""`powergame new`: a commented scenario to start from, or one with the actors of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from powergame.cli import loading, options
from powergame.errors import OutputError, UsageError
from powergame.files import input_file, is_shipped, is_standard_output, target_of
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.files import NamedFile
    from powergame.sources.actors.columns import ToldColumns

EXAMPLES = """
powergame new crisis.yaml
powergame new crisis.yaml --from actors.csv
powergame new crisis.yaml --from @cuban-missile-crisis
powergame new eu.yaml --from eu.csv --power gdp --preferences tax:defence
"""

From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE|@NAME",
        help="Take the actors of a table, one a row: .csv, .tsv, or - (CSV); or a shipped scenario: @NAME.",
    ),
]
Power = Annotated[
    str | None,
    typer.Option(
        "--power",
        metavar="COLUMN",
        help="The column with the power; by default the one named power, influence, capability or capabilities.",
    ),
]
Preferences = Annotated[
    str | None,
    typer.Option(
        "--preferences",
        metavar="FIRST:LAST",
        help="The columns with the positions; by default all others that have numbers.",
    ),
]
Scale = Annotated[
    str | None,
    typer.Option(
        "--scale",
        metavar="LOW:HIGH",
        help="The scale of the positions, about whose midpoint they are directions; by default 0:1, -1:1 or 0:100, the "
        "first that holds them all; else the least and the greatest.",
    ),
]


def new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write it; - for standard output.")],
    from_: From = None,
    power: Power = None,
    preferences: Preferences = None,
    scale: Scale = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Write a scenario to start from: a commented one, a shipped one, or with the actors of a table.

    A table has an actor in each row: its name, its power (times its salience, if there is such a column), and its
    positions, or its alignments with all actors.
    """
    from powergame.report.formats.output import write
    from powergame.scenario.writing.template import new_scenario
    from powergame.sources.actors.columns import ToldColumns
    from powergame.sources.load import file_of

    told = ToldColumns(power, preferences, scale)
    shipped = from_ is not None and is_shipped(from_)
    if (from_ is None or shipped) and told != ToldColumns():
        raise UsageError("--power, --preferences and --scale tell the columns of a table; expected --from FILE too")
    inputs = () if from_ is None else (file_of(from_) if shipped else input_file(from_),)
    if not is_standard_output(file) and target_of(file, inputs).exists() and not force:
        raise OutputError(f"{printable(file)}: exists already (--force replaces it)")
    if from_ is None:
        text = new_scenario()
    elif shipped:
        from powergame.sources.copied import shipped_text

        text = shipped_text(from_)
    else:
        text = _of_table(from_, told, inputs, quiet=quiet)
    write(text, file, inputs=inputs)
    return 0


def _of_table(source: str, told: ToldColumns, inputs: tuple[NamedFile, ...], *, quiet: bool) -> str:
    """Return the scenario file of a table of actors, and print warnings."""
    from powergame.errors import PowergameError
    from powergame.scenario.reading.reader import read_bytes
    from powergame.sources.encoding import MAX_BYTES
    from powergame.sources.table import file_of_actors

    try:
        text, warnings = file_of_actors(source, read_bytes(source, MAX_BYTES), told)
    except PowergameError as error:
        error.files = inputs
        raise
    loading.warn(source, warnings, quiet=quiet)
    return text
