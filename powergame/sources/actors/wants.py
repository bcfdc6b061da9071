"""What actors want, as a table has it: positions, which become directions, or alignments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from powergame.errors import UsageError
from powergame.sources.tables.numbers import number_at, number_of
from powergame.sources.tables.sheet import Sheet
from powergame.text import printable

SCALES = ((0, 1), (-1, 1), (0, 100))
"""Scales of positions; the first that holds all of a table's is taken."""


@dataclass(frozen=True)
class Stances:
    """Preferences of the actors of a table.

    Attributes
    ----------
    low, high
        The scale; directions are about its midpoint.
    vectors
        For each actor its positions, from -1, the lower end of the scale, to 1.
    """

    low: Fraction
    high: Fraction
    vectors: tuple[tuple[float, ...], ...]


def read_directions(sheet: Sheet, columns: Sequence[int], scale: str | None, mark: str) -> Stances:
    """Return the directions of positions about the midpoint of their scale.

    Raises
    ------
    ScenarioError
        Where a cell has no number or one beyond the scale, and where an actor stands at the midpoint of all.
    UsageError
        For a scale that is none.
    """
    places = [[(i, j) for j in columns] for i in range(1, len(sheet.rows))]
    positions = [[Fraction(number_at(sheet, i, j, mark)) for i, j in row] for row in places]
    every = [x for row in positions for x in row]
    low, high = _scale(scale) if scale is not None else _usual_scale(min(every), max(every))
    if low == high:
        raise sheet.without_place(f"all positions are {_shown(low)}; expected some that differ, or --scale LOW:HIGH")
    middle, half = (low + high) / 2, (high - low) / 2
    for cells, row in zip(places, positions, strict=True):
        for (i, j), x in zip(cells, row, strict=True):
            if not low <= x <= high:
                raise sheet.fault(i, j, f"expected a position on the scale from {_shown(low)} to {_shown(high)}")
        if all(x == middle for x in row):
            message = f"this actor stands at the midpoint of all scales, {_shown(middle)}, and so has no direction"
            raise sheet.fault(*cells[0], f"{message}; expected another position, or another --scale")
    return Stances(low, high, tuple(tuple(float((x - middle) / half) for x in row) for row in positions))


def _usual_scale(least: Fraction, greatest: Fraction) -> tuple[Fraction, Fraction]:
    usual = next(((low, high) for low, high in SCALES if low <= least and greatest <= high), (least, greatest))
    return Fraction(usual[0]), Fraction(usual[1])


def _scale(told: str) -> tuple[Fraction, Fraction]:
    low, _, high = told.partition(":")
    try:
        ends = Fraction(number_of(low.strip(), ".")), Fraction(number_of(high.strip(), "."))
    except ValueError:
        raise UsageError(f"--scale {printable(told)}: expected LOW:HIGH, two numbers: 0:100") from None
    if ends[0] >= ends[1]:
        raise UsageError(f"--scale {printable(told)}: expected the lower end first: 0:100")
    return ends


def _shown(number: Fraction) -> str:
    return f"{float(number):.10g}"


def scale_shown(directions: Stances) -> str:
    """Return how a scale is told, and its midpoint."""
    low, high = directions.low, directions.high
    return f"{_shown((low + high) / 2)}, the midpoint of the scale {_shown(low)}:{_shown(high)}"


def read_alignments(sheet: Sheet, name: int, columns: Sequence[int], mark: str) -> dict[str, dict[str, float]]:
    """Return the alignments of a square table, each pair once, with the actor that stands first.

    A pair may stand above the diagonal, below it, or in both places; the diagonal is 1, or empty.

    Raises
    ------
    ScenarioError
        Where a cell has no number from -1 to 1, a pair differs in its two places, or is in none.
    """
    every = [(i, j) for i in range(1, len(sheet.rows)) for j in columns]
    cosines = {(i, j): Fraction(number_at(sheet, i, j, mark)) for i, j in every if sheet.rows[i][j]}
    for (i, j), cosine in cosines.items():
        if not -1 <= cosine <= 1:
            raise sheet.fault(i, j, "expected an alignment from -1 to 1")
    actors = [row[name] for row in sheet.rows[1:]]
    alignments: dict[str, dict[str, float]] = {}
    for a, actor in enumerate(actors):
        if cosines.get((a + 1, columns[a]), 1) != 1:
            raise sheet.fault(a + 1, columns[a], "expected 1, the alignment of an actor with itself, or nothing")
        for b in range(a + 1, len(actors)):
            cosine = _both(sheet, cosines, (a + 1, columns[b]), (b + 1, columns[a]))
            alignments.setdefault(actor, {})[actors[b]] = float(cosine)
    return alignments


def _both(
    sheet: Sheet, cosines: dict[tuple[int, int], Fraction], above: tuple[int, int], below: tuple[int, int]
) -> Fraction:
    """Return the alignment of a pair, which has two places."""
    if above not in cosines and below not in cosines:
        raise sheet.fault(*above, f"expected the alignment of this pair, here or in {sheet.place(*below)}")
    first, second = cosines.get(above, cosines.get(below)), cosines.get(below, cosines.get(above))
    assert first is not None, "one of the two is there"
    if first != second:
        mirrored = f"{sheet.place(*below)} has '{sheet.rows[below[0]][below[1]]}' for the same pair"
        raise sheet.fault(*above, f"{mirrored}; expected one alignment")
    return first
