"""Places along a path in centimetres, and the numbers that stand below what turns there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from powergame.report.numbers import apart
from powergame.report.pictures.drawing.canvas import Canvas
from powergame.report.pictures.drawing.rulers import Ruler
from powergame.report.pictures.drawing.style import FAINT, SMALL, width_of
from powergame.report.pictures.words import minus

LINE_OF_NUMBERS = 0.4
"""Height of a row of numbers below a band, in centimetres."""

MOST_ROWS = 2
"""Rows of numbers below a band at most; a note counts the numbers that do not fit."""


@dataclass(frozen=True)
class Places:
    """Where a path's numbers are, in centimetres from the left.

    Attributes
    ----------
    width
        Of all that is drawn of a path.
    left, right
        What is kept free at both ends.
    """

    ruler: Ruler
    width: float
    left: float
    right: float

    @property
    def stop(self) -> float:
        """Where the path ends."""
        return self.width - self.right

    def at(self, value: float) -> float:
        """Return where a value is."""
        return self.left + self.ruler.along(value) * (self.stop - self.left)


@dataclass(frozen=True)
class PlacedNumber:
    """A number below a band: of which value it tells, its text, and its middle and row; None where it does not fit."""

    value: float
    text: str
    middle: float
    row: int | None


def numbers(values: Sequence[float], places: Places) -> tuple[PlacedNumber, ...]:
    """Return numbers in rows, left to right, none over another."""
    texts = [minus(text) for text in apart(values, 4)]
    taken = [0.0] * MOST_ROWS
    placed = []
    for value, text in zip(values, texts, strict=True):
        half = width_of(text, SMALL) / 2
        middle = min(max(places.at(value), half), places.width - half)
        row = next((r for r in range(MOST_ROWS) if middle - half >= taken[r]), None)
        if row is not None:
            taken[row] = middle + half + 0.15
        placed.append(PlacedNumber(value, text, middle, row))
    return tuple(placed)


def height_of(placed: Sequence[PlacedNumber]) -> float:
    """Return the height of all rows of numbers, in centimetres."""
    return LINE_OF_NUMBERS * max((number.row + 1 for number in placed if number.row is not None), default=0)


def omitted(placed: Sequence[PlacedNumber]) -> int:
    """Return how many numbers do not fit."""
    return sum(number.row is None for number in placed)


def write_numbers(on: Canvas, placed: Sequence[PlacedNumber], places: Places, top: float) -> None:
    """Write numbers below a height."""
    for number in placed:
        if number.row is None:
            continue
        if number.row:
            x = places.at(number.value)
            on.line([(x, top + 0.04), (x, top + LINE_OF_NUMBERS * number.row + 0.06)], FAINT, 0.4)
        on.say(number.text, number.middle, top + LINE_OF_NUMBERS * (number.row + 0.55), size=SMALL, side="center")
