r"""Cells with two payoffs: ``3, 0``, ``3;0`` or ``3/2 | 0``.

``3,0`` may be a pair or, where the decimal mark is a comma, a number. It is a pair where another cell of the table has
a pair that is parted by a comma and can be nothing else (``3, 0``, ``3,-1`` or ``1.5,0``), and where commas part the
cells themselves, since a decimal comma would have to be in quotes there. Elsewhere it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from powergame.model.game import Number
from powergame.sources.tables.numbers import (
    COMMA,
    KNOWN,
    MINUS,
    THOUSANDS,
    decimal_mark,
    is_number,
    made_by_spreadsheet,
    number_at,
)
from powergame.sources.tables.sheet import Sheet

BRACKETS = re.compile(r"\((.*)\)|\[(.*)\]")

PARTED = (re.compile(r"\s*\|\s*"), re.compile(r"\s*;\s*"), re.compile(r"\s*,\s+|\s+,\s*"))
"""Patterns of what parts a pair and no number: a bar, a semicolon, and a comma with a blank."""


@lru_cache(maxsize=KNOWN)
def pieces(text: str) -> tuple[str, ...]:
    """Return the payoffs of a cell, as it has them; one that may be a pair or a number is not parted.

    Examples
    --------
    >>> [pieces(text) for text in ("3, 0", "(3;0)", "3/2 | 0", "3,-1", "1,5 | 2", "3,0", "hold")]
    [('3', '0'), ('3', '0'), ('3/2', '0'), ('3', '-1'), ('1,5', '2'), ('3,0',), ('hold',)]
    """
    bare = _bare(text)
    for pattern in PARTED:
        if pattern.search(bare):
            return tuple(pattern.split(bare))
    return (bare,) if is_either(text) or "," not in bare else tuple(bare.split(","))


def is_either(text: str) -> bool:
    """Whether a cell may be a pair of whole numbers, or a number with a decimal comma."""
    return COMMA.fullmatch(_bare(text).translate(MINUS)) is not None


def is_pair(text: str) -> bool:
    """Whether a cell has several payoffs, however they are read."""
    several = pieces(text)
    return len(several) > 1 and all(map(is_number, several))


def _bare(text: str) -> str:
    match = BRACKETS.fullmatch(text)
    return (match[match.lastindex or 0]).strip() if match else text


def read_pairs(sheet: Sheet, cells: Iterable[tuple[int, int, str]]) -> list[tuple[Number, Number]]:
    """Return the pairs of cells, each with its row and column.

    Raises
    ------
    ScenarioError
        For a cell that has no two payoffs, or may be read in two ways.
    """
    several = [(i, j, text, pieces(text)) for i, j, text in cells]
    mark = decimal_mark(sheet, ((i, j, piece) for i, j, _, parts in several if len(parts) == 2 for piece in parts))
    proven = any(len(parts) == 2 and _by_comma(text) for _, _, text, parts in several)
    pairs = []
    for i, j, text, parts in several:
        if is_either(text):
            parts = _decided(sheet, i, j, mark, proven)
        if len(parts) > 2:
            raise sheet.fault(i, j, "expected two payoffs: 3, 0; games of three and more actors go in as long rows")
        if len(parts) < 2:
            raise sheet.fault(i, j, made_by_spreadsheet(text) or "expected the payoffs of both actors: 3, 0")
        pairs.append((number_at(sheet, i, j, mark, parts[0]), number_at(sheet, i, j, mark, parts[1])))
    return pairs


def _by_comma(text: str) -> bool:
    return not any(pattern.search(text) for pattern in PARTED[:2])


def _decided(sheet: Sheet, i: int, j: int, mark: str, proven: bool) -> tuple[str, ...]:
    """Return the payoffs of a cell such as ``3,0``."""
    bare = _bare(sheet.rows[i][j])
    both = tuple(bare.split(","))
    pair = f"{both[0]} | {both[1]}"
    if mark == ",":
        raise sheet.fault(i, j, f"is one number where other cells have decimal commas; for a pair write {pair}")
    if proven or (sheet.separator == "," and not THOUSANDS.fullmatch(bare.translate(MINUS))):
        return both
    if sheet.separator == ",":
        raise sheet.fault(
            i, j, f"may be a pair, or {''.join(both)} with its thousands separated; for a pair write {pair}"
        )
    raise sheet.fault(i, j, f"may be a pair, or the number {'.'.join(both)}; for a pair write {pair}")
