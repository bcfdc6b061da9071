"""A key below a picture: names of looks that have no room for a name in the picture."""

from __future__ import annotations

from dataclasses import dataclass

from powergame.report.pictures.drawing import regions
from powergame.report.pictures.drawing.layout import MARGIN, Page
from powergame.report.pictures.drawing.regions import Fill
from powergame.report.pictures.drawing.style import LINE, POINT, SMALL, fitted, width_of

SWATCH, TALL = 0.5, 0.26
"""Width and height of a swatch, in centimetres."""

ROW = SMALL * POINT * 1.8
"""Height of a row, in centimetres."""


@dataclass(frozen=True)
class Entry:
    """A line of the key: what a fill means; without a fill only the words."""

    text: str
    fill: Fill | None
    left: float


def rows_of(entries: list[tuple[str, Fill | None]], width: float) -> list[list[Entry]]:
    """Return entries in rows of so many centimetres."""
    rows: list[list[Entry]] = []
    x = width
    for name, fill in entries:
        before = SWATCH + 0.15 if fill else 0.0
        text = fitted(name, width - before, SMALL)
        needed = before + width_of(text, SMALL)
        if not rows or x + needed > width:
            rows.append([])
            x = 0.0
        rows[-1].append(Entry(text, fill, x))
        x += needed + 0.5
    return rows


def draw_key(made: Page, key: list[list[Entry]], top: float) -> None:
    """Draw a key below a height."""
    for k, row in enumerate(key):
        for entry in row:
            left, y = MARGIN + entry.left, top + k * ROW
            if entry.fill:
                axes = made.axes(left, y, SWATCH, TALL)
                regions.fill(axes, entry.fill, (SWATCH, TALL))
                axes.spines[:].set(visible=True, color=LINE)
                left += SWATCH + 0.15
            made.say(entry.text, left, y + 0.21, size=SMALL)
