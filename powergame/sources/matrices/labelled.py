"""A matrix in a table: its title, its corner, and the names of its rows and columns around what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from powergame.model.game import Number
from powergame.sources.matrices.pairs import is_pair
from powergame.sources.tables.sheet import Sheet
from powergame.text import MAX_LABEL, repeated

BOTH_NAMES = re.compile(r"\s*[\\/|]\s*|\s+vs\.?\s+")
"""Pattern of what parts the names of two actors: row \\ column."""

ROW, COLUMN = "row", "column"
"""Names of actors that a table does not name."""


@dataclass(frozen=True)
class Payoffs:
    """What a table says of a game.

    Attributes
    ----------
    title
        Its title; empty where it has none.
    actors, rungs
        Names.
    numbers
        The payoffs of the first actor in all profiles, the last actor's rung fastest; then the next actor's.
    """

    title: str
    actors: tuple[str, ...]
    rungs: tuple[tuple[str, ...], ...]
    numbers: list[Number]


@dataclass(frozen=True, eq=False)
class Labelled:
    """A matrix with the names of its rows and columns.

    Attributes
    ----------
    sheet
        The table; the matrix begins below its row `top`, and to the right of its first column.
    title
        The text above the matrix; empty without one.
    rows, columns
        The names.
    """

    sheet: Sheet
    top: int
    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def corner(self) -> str:
        """The text of the corner."""
        return self.sheet.rows[self.top][0]

    def cells(self) -> Iterator[tuple[int, int, str]]:
        """Yield the places and texts of all cells, row by row."""
        for i in range(self.top + 1, len(self.sheet.rows)):
            yield from ((i, j, self.sheet.rows[i][j]) for j in range(1, self.sheet.width))

    def both_actors(self) -> tuple[str, str] | None:
        r"""Return the actors' names of a corner such as ``blue \ red``; None where it names no two."""
        names = BOTH_NAMES.split(self.corner)
        return (names[0], names[1]) if len(names) == 2 and all(names) else None


def labelled(sheet: Sheet) -> Labelled:
    """Return the matrix of a table.

    Raises
    ------
    ScenarioError
        Where a name is missing, is none, or stands twice.
    """
    top = int(is_caption(sheet, 0))
    if top == len(sheet.rows):
        raise sheet.fault(0, 0, "expected a matrix below this title, or nothing")
    names = [(top, j) for j in range(1, sheet.width)] + [(i, 0) for i in range(top + 1, len(sheet.rows))]
    for i, j in names:
        if is_pair(sheet.rows[i][j]):
            raise sheet.fault(i, j, "expected the name of a rung: the first row and the first column name the rungs")
    if sheet.width < 2 or len(sheet.rows) < top + 2:
        raise sheet.without_place(
            "expected a table: the first row and the first column name the rungs, and cells have payoffs: 3, 0"
        )
    return Labelled(
        sheet,
        top,
        title=sheet.rows[0][0] if top else "",
        rows=_names(sheet, [(i, 0) for i in range(top + 1, len(sheet.rows))]),
        columns=_names(sheet, [(top, j) for j in range(1, sheet.width)]),
    )


def is_caption(sheet: Sheet, i: int) -> bool:
    """Whether a row has nothing but a text in its first cell."""
    row = sheet.rows[i]
    return bool(row[0]) and not any(row[1:])


def _names(sheet: Sheet, places: list[tuple[int, int]]) -> tuple[str, ...]:
    names: dict[str, tuple[int, int]] = {}
    for i, j in places:
        if not sheet.rows[i][j]:
            raise sheet.fault(i, j, _no_name(sheet))
        name = sheet.name_at(i, j, "a rung", MAX_LABEL, dots=True)
        if name in names:
            raise sheet.fault(i, j, f"{sheet.place(*names[name])} has the same name; expected another one")
        names[name] = (i, j)
    return tuple(names)


def _no_name(sheet: Sheet) -> str:
    cure = ', and quotation marks around a pair with a comma: "3, 0"' if sheet.separator == "," else ""
    return f"expected the name of a rung{cure}"


def actors_named(sheet: Sheet, names: tuple[str, str], i: int, j: int) -> tuple[str, str]:
    """Return the names of two actors that a cell gives, where they differ."""
    if names[0] == names[1]:
        raise sheet.fault(i, j, f"both actors are named '{repeated(names[0])}'; expected two names")
    return names
