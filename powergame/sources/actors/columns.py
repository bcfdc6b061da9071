"""The columns of a table of actors: which has the names, which the power, and which say what actors want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from powergame.errors import UsageError
from powergame.objects.nearest import nearest
from powergame.sources.tables.numbers import is_number
from powergame.sources.tables.sheet import Sheet, counts_rows
from powergame.text import listed, printable, repeated

NAMES = frozenset({"name", "actor"})
POWERS = frozenset({"power", "influence", "capability", "capabilities"})
SALIENCE = "salience"
"""Names of columns, in small letters."""


@dataclass(frozen=True)
class ToldColumns:
    """What a user tells of a table's columns; None where the columns' names decide.

    Attributes
    ----------
    power
        The name of the column with the power.
    preferences
        The names of the first and the last column with positions: ``FIRST:LAST``.
    scale
        Least and greatest position: ``LOW:HIGH``.
    """

    power: str | None = None
    preferences: str | None = None
    scale: str | None = None


@dataclass(frozen=True)
class ActorColumns:
    """Where a table has what, by the numbers of its columns.

    Attributes
    ----------
    salience
        The column by which power is multiplied; None without one.
    positions
        The columns with positions; empty where there is a table of alignments.
    alignments
        The columns with the alignments with each actor, in the order of the actors; empty where there are positions.
    left_out
        The columns that are not read.
    """

    name: int
    power: int
    salience: int | None
    positions: tuple[int, ...]
    alignments: tuple[int, ...]
    left_out: tuple[int, ...]

    @property
    def factors(self) -> tuple[int, ...]:
        """The columns whose product is the power."""
        return (self.power,) if self.salience is None else (self.power, self.salience)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The columns that have numbers."""
        return (*self.factors, *self.positions, *self.alignments)


def is_of_actors(sheet: Sheet) -> bool:
    """Whether a table is one of actors: its first row names a column of names, and one of power."""
    if not sheet.rows:
        return False
    head = [name.casefold() for name in sheet.rows[0]]
    return any(name in POWERS for name in head) and (head[0] == "" or any(name in NAMES for name in head))


def find_columns(sheet: Sheet, told: ToldColumns) -> ActorColumns:
    """Return where a table of actors has what.

    Raises
    ------
    ScenarioError, UsageError
        Where a column is missing, or two may be meant.
    """
    if len(sheet.rows) < 2:
        raise sheet.without_place("expected a table of actors: a row with the columns' names, and a row for each actor")
    head = [name.casefold() for name in sheet.rows[0]]
    names = _only(sheet, [j for j, name in enumerate(head) if name in NAMES], "the actors' names")
    if names is None and head[0]:
        raise sheet.fault(0, 0, f"expected a column of the actors' names: {_either(NAMES)}")
    name = names or 0
    power = _power(sheet, head, told.power)
    salience = _only(sheet, [j for j, word in enumerate(head) if word == SALIENCE], "the salience")
    taken = {name, power, salience}
    rest = [j for j in range(sheet.width) if j not in taken]
    alignments = _of_actors(sheet, name, rest) if told.preferences is None else ()
    if told.preferences is not None:
        positions = _range(sheet, told.preferences, rest)
    else:
        no_positions = {*alignments, *(j for j in rest if head[j] in POWERS), *([0] if counts_rows(sheet) else [])}
        positions = tuple(j for j in rest if j not in no_positions and _has_numbers(sheet, j))
        _refuse_several_saliences(sheet, [j for j in positions if SALIENCE in head[j]])
    _refuse_twice(sheet, (*positions, *alignments))
    _check_wants(sheet, positions, alignments)
    used = {*taken, *positions, *alignments}
    left_out = tuple(j for j in range(sheet.width) if j not in used)
    return ActorColumns(name, power, salience, positions, alignments, left_out)


def _refuse_several_saliences(sheet: Sheet, columns: Sequence[int]) -> None:
    """Refuse saliences of single positions, which would be read as positions."""
    if columns:
        raise sheet.without_place(
            f"{_shown(sheet, columns)} would be positions, and seem to be their saliences; expected one column "
            "named salience, or --preferences FIRST:LAST, which tells the columns of positions"
        )


def _check_wants(sheet: Sheet, positions: Sequence[int], alignments: Sequence[int]) -> None:
    """Check that a table says in one way what its actors want."""
    if positions and alignments:
        raise sheet.without_place(
            f"{_shown(sheet, positions)} would be positions, and {_shown(sheet, alignments)} alignments with actors; "
            "expected one of the two: --preferences FIRST:LAST takes positions, or remove their columns"
        )
    if not positions and not alignments:
        raise sheet.without_place(
            "has no column that says what actors want; expected columns of positions, or of alignments with each actor"
        )


def _refuse_twice(sheet: Sheet, columns: Sequence[int]) -> None:
    """Check that no two columns have one name, of which one would be lost."""
    head = sheet.rows[0]
    for j in (j for j in columns if head[j]):
        before = head.index(head[j])
        if before != j or head[j] in head[j + 1 :]:
            other = before if before != j else head.index(head[j], j + 1)
            raise sheet.fault(
                0, max(j, other), f"column {sheet.column_names[min(j, other)]} has this name; expected another"
            )


def _power(sheet: Sheet, head: Sequence[str], told: str | None) -> int:
    if told is not None:
        return column_named(sheet, told, "--power")
    power = _only(sheet, [j for j, name in enumerate(head) if name in POWERS], "the power", " (--power COLUMN tells)")
    if power is None:
        raise sheet.without_place(
            f"has no column named {_either(POWERS)}; expected one of them, or --power COLUMN, which tells the column"
        )
    return power


def _either(names: frozenset[str]) -> str:
    return listed(sorted(names), last="or")


def _only(sheet: Sheet, columns: Sequence[int], what: str, cure: str = "") -> int | None:
    """Return the one of some columns; None of none."""
    if len(columns) > 1:
        raise sheet.without_place(f"{_shown(sheet, columns)} may all have {what}; expected one{cure}")
    return columns[0] if columns else None


def _shown(sheet: Sheet, columns: Sequence[int]) -> str:
    names = [f"{sheet.column_names[j]} ('{repeated(sheet.rows[0][j])}')" for j in columns[:6]]
    more = [f"{len(columns) - 6} more"] if len(columns) > 6 else []
    return f"column{'s' * (len(columns) > 1)} {listed([*names, *more])}"


def column_named(sheet: Sheet, name: str, option: str) -> int:
    """Return the column of a name, as an option gives it; capitals do not matter where only one has the name so."""
    head = sheet.rows[0]
    exactly = [j for j, text in enumerate(head) if text == name]
    for columns in (exactly, [j for j, text in enumerate(head) if text.casefold() == name.casefold()]):
        if len(columns) == 1:
            return columns[0]
        if columns:
            raise UsageError(f"{option} {printable(name)}: {_shown(sheet, columns)} have this name; expected one")
    guess = nearest(name, [text for text in head if text])
    hint = f"did you mean '{printable(guess)}'?" if guess else f"expected one of {_listed(head)}"
    raise UsageError(f"{option} {printable(name)}: the table has no column of this name; {hint}")


def _listed(head: Sequence[str]) -> str:
    named = [f"'{repeated(name)}'" for name in head if name]
    return listed([*named[:12], *(["more"] if len(named) > 12 else [])])


def _range(sheet: Sheet, told: str, rest: Sequence[int]) -> tuple[int, ...]:
    """Return the columns from the first to the last; names may have colons."""
    option = "--preferences"
    parts = told.split(":")
    splits = [(":".join(parts[:k]), ":".join(parts[k:])) for k in range(1, len(parts))]
    known = {name.casefold() for name in sheet.rows[0]}
    first, last = next(
        (pair for pair in splits if all(name.strip().casefold() in known for name in pair)),
        splits[0] if splits else (told, told),
    )
    start, stop = (column_named(sheet, name.strip(), option) for name in (first, last))
    if stop < start:
        raise UsageError(f"{option} {printable(told)}: the last column stands before the first; expected FIRST:LAST")
    columns = tuple(range(start, stop + 1))
    if taken := [j for j in columns if j not in rest]:
        raise UsageError(f"{option} {printable(told)}: {_shown(sheet, taken)} can be no positions; expected others")
    return columns


def _of_actors(sheet: Sheet, name: int, rest: Sequence[int]) -> tuple[int, ...]:
    """Return the columns that are named as the actors are, in the actors' order: all of them, or none.

    Capitals do not matter where no two actors differ in them only.
    """
    actors = [row[name] for row in sheet.rows[1:]]
    spelled = {actor.casefold(): actor for actor in actors}
    exactly = len(spelled) < len(set(actors))
    head = [text if exactly else spelled.get(text.casefold(), text) for text in sheet.rows[0]]
    places = {head[j]: j for j in rest if head[j]}
    named = list(dict.fromkeys(actor for actor in actors if actor in places))
    if len(named) < 2:
        return ()
    for i, actor in enumerate(actors):
        if actor not in places:
            have = f"there are columns of alignments with {_listed(named)}"
            raise sheet.fault(i + 1, name, f"{have}, and none with this actor; expected one with each")
    return tuple(places[actor] for actor in actors)


def _has_numbers(sheet: Sheet, j: int) -> bool:
    """Whether a column has positions: some number, so that a cell without one is a fault of it."""
    return any(is_number(row[j]) for row in sheet.rows[1:])
