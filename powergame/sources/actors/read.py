"""A scenario of the actors of a table, and its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from powergame.scenario.fields import MAX_ACTORS
from powergame.scenario.writing.dump import as_yaml
from powergame.scenario.yaml.written import Plain
from powergame.sources.actors.columns import ActorColumns, ToldColumns, find_columns
from powergame.sources.actors.wants import read_alignments, read_directions, scale_shown
from powergame.sources.tables.numbers import decimal_mark, number_at
from powergame.sources.tables.sheet import Sheet
from powergame.text import MAX_NAME, listed, printable, repeated

ODDS, SEVERITY = 0.6, 0.5
"""Destruction of which a table says nothing, as the commented scenario has it."""

UNTOLD = f"the table says nothing of the conflict: odds of destruction {ODDS:g} and severity {SEVERITY:g} are assumed"
"""Warning of what is not in the table."""

CONFLICT = f"""\
conflict:
  # The table says nothing of the conflict: think these values over. `powergame new` without --from explains the keys.
  destruction: {{odds: {ODDS:g}, severity: {SEVERITY:g}}}
"""


@dataclass(frozen=True)
class ActorTable:
    """What a table says of actors.

    Attributes
    ----------
    values
        What a scenario file has of it: actors, and outcomes or alignments.
    about
        How the table was read, in sentences.
    """

    values: Mapping[str, Plain]
    about: str

    def text(self, name: str) -> str:
        """Return the file of a scenario with these actors."""
        head = as_yaml({"name": name, "about": f"{self.about}\n"})
        return f"{head}{as_yaml(self.values)}ladder: binary\n{CONFLICT}"


def read_actors(sheet: Sheet, told: ToldColumns) -> ActorTable:
    """Return the actors of a table.

    Raises
    ------
    ScenarioError, UsageError
        With the row and column of its first fault, as a spreadsheet shows them.
    """
    sheet = sheet.part([i for i, row in enumerate(sheet.rows) if any(row)])
    if len(sheet.rows) > MAX_ACTORS + 1:
        raise sheet.without_place(f"has {len(sheet.rows) - 1:,} actors; a scenario has at most {MAX_ACTORS:,}")
    columns = find_columns(sheet, told)
    names = _names(sheet, columns.name)
    outcomes = [sheet.name_at(0, j, "an outcome", MAX_NAME, dots=False) for j in columns.positions]
    mark = decimal_mark(sheet, sheet.cells(columns.numbers))
    powers = _powers(sheet, columns, mark)
    sentences = list(_about_power(sheet, columns))
    if columns.alignments:
        alignments = read_alignments(sheet, columns.name, columns.alignments, mark)
        actors: dict[str, Plain] = {name: {"power": power} for name, power in zip(names, powers, strict=True)}
        values: dict[str, Plain] = {"actors": actors, "alignments": alignments}
        sentences.append("The alignments are the table's.")
    else:
        directions = read_directions(sheet, columns.positions, told.scale, mark)
        actors = {
            name: {"power": power, "preferences": list(vector)}
            for name, power, vector in zip(names, powers, directions.vectors, strict=True)
        }
        values = {"outcomes": outcomes, "actors": actors}
        sentences.extend(_about_positions(outcomes, scale_shown(directions)))
    if columns.left_out:
        sentences.append(f"Not read: {_quoted(sheet, columns.left_out)}.")
    source = repeated(sheet.source.replace("\\", "/").rpartition("/")[2])
    return ActorTable(values, "\n".join([f"From {'standard input' if source == '-' else source}.", *sentences]))


def _names(sheet: Sheet, column: int) -> list[str]:
    names: dict[str, int] = {}
    for i in range(1, len(sheet.rows)):
        name = sheet.name_at(i, column, "an actor", MAX_NAME, dots=False)
        if name in names:
            raise sheet.fault(i, column, f"row {sheet.row_names[names[name]]} has this actor; expected each actor once")
        names[name] = i
    return list(names)


def _powers(sheet: Sheet, columns: ActorColumns, mark: str) -> list[float]:
    powers = [Fraction(1)] * (len(sheet.rows) - 1)
    for j in columns.factors:
        for i in range(1, len(sheet.rows)):
            number = number_at(sheet, i, j, mark)
            if number < 0:
                raise sheet.fault(i, j, "expected a number of 0 or more")
            powers[i - 1] *= Fraction(number)
    return [float(power) for power in powers]


def _about_power(sheet: Sheet, columns: ActorColumns) -> Iterator[str]:
    times = "" if columns.salience is None else f" times {_quoted(sheet, (columns.salience,))}"
    yield f"Power is {_quoted(sheet, (columns.power,))}{times}."


def _about_positions(outcomes: list[str], scale: str) -> Iterator[str]:
    which = f"'{outcomes[0]}' to '{outcomes[-1]}'" if len(outcomes) > 1 else f"'{outcomes[0]}'"
    yield f"Preferences are the directions of the positions {which} about {scale}."
    if len(outcomes) == 1:
        yield "Of a single position only the side counts: any two actors are aligned by 1 or -1."


def _quoted(sheet: Sheet, columns: tuple[int, ...]) -> str:
    names = [
        f"'{repeated(sheet.rows[0][j])}'" if sheet.rows[0][j] else f"column {sheet.column_names[j]}" for j in columns
    ]
    return printable(listed(names))
