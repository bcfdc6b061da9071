"""Two matrices under one another, one an actor: the payoffs of the first, and those of the second."""

from __future__ import annotations

from collections.abc import Sequence

from powergame.sources.matrices.labelled import COLUMN, ROW, Labelled, Payoffs, actors_named, is_caption
from powergame.sources.tables.numbers import decimal_mark, is_number, number_at
from powergame.sources.tables.sheet import Sheet
from powergame.text import repeated


def parts_of(sheet: Sheet) -> list[Sheet]:
    """Return the matrices of a table, one under another.

    A matrix begins after an empty row, and where the names of the first one's columns stand again. A row that has a
    text in its first cell only is the title of what follows, also over an empty row.
    """
    filled = [i for i, row in enumerate(sheet.rows) if any(row)]
    names = next((sheet.rows[i][1:] for i in filled if not is_caption(sheet, i)), ())
    repeating = not all(map(is_number, names))
    begins: list[int] = []
    for k, i in enumerate(filled):
        after_title = k > 0 and is_caption(sheet, filled[k - 1])
        if k == 0:
            begins.append(k)
        elif repeating and sheet.rows[i][1:] == names and begins[-1] < k - after_title:
            begins.append(k - after_title)
        elif filled[k - 1] < i - 1 and not (after_title and begins[-1] == k - 1):
            begins.append(k)
    ends = [*begins[1:], len(filled)]
    return [sheet.part(filled[start:stop]) for start, stop in zip(begins, ends, strict=True)]


def read_blocks(blocks: Sequence[Labelled]) -> Payoffs:
    """Return the game of two matrices.

    Raises
    ------
    ScenarioError
        Where their names differ, or a cell has no number.
    """
    first, second = blocks
    _check_names(second, "rows", second.rows, first.rows)
    _check_names(second, "columns", second.columns, first.columns)
    marks = [decimal_mark(block.sheet, block.cells()) for block in blocks]
    mark = "," if "," in marks else "."
    numbers = [number_at(block.sheet, i, j, mark) for block in blocks for i, j, _ in block.cells()]
    return Payoffs("", _actors(first, second), (first.rows, first.columns), numbers)


def _check_names(second: Labelled, what: str, names: tuple[str, ...], expected: tuple[str, ...]) -> None:
    if names == expected:
        return
    k = next((k for k, pair in enumerate(zip(names, expected, strict=False)) if pair[0] != pair[1]), -1)
    if k < 0:
        place = second.sheet.place(second.top, 0)
        message = f"the matrix at {place} has {len(names)} {what}, and the first one {len(expected)}"
        raise second.sheet.without_place(f"{message}; expected the same names in both")
    i, j = (second.top + 1 + k, 0) if what == "rows" else (second.top, 1 + k)
    raise second.sheet.fault(i, j, f"expected '{repeated(expected[k])}', as in the first matrix")


def _actors(first: Labelled, second: Labelled) -> tuple[str, str]:
    """Return the actors' names: those of both corners or titles, or of one corner that names both."""
    both = first.both_actors()
    if both is not None:
        return actors_named(first.sheet, both, first.top, 0)
    names = first.title or first.corner, second.title or second.corner
    if not any(names):
        return ROW, COLUMN
    for block, name in zip((first, second), names, strict=True):
        if not name:
            raise block.sheet.fault(block.top, 0, "expected the name of the actor, as the other matrix has it")
    return actors_named(second.sheet, names, 0, 0)
