"""The layout of a picture, in centimetres from its upper left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from powergame.errors import UsageError
from powergame.report.pictures.drawing.fonts import Weight, families, literal
from powergame.report.pictures.drawing.style import (
    BIG,
    CM,
    FAINT,
    INK,
    NARROWEST,
    POINT,
    SMALL,
    TEXT,
    WIDEST,
    directed,
    wrapped,
)

MARGIN = 0.25
LEADING = 1.35
"""Height of a line, in sizes of its text."""

Colour = str | tuple[float, float, float]
Side = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Lines:
    """Wrapped text."""

    lines: tuple[str, ...]
    size: float
    weight: Weight = "normal"
    colour: Colour = INK

    @property
    def height(self) -> float:
        """The height of all lines, in centimetres."""
        return len(self.lines) * self.size * LEADING * POINT


@dataclass(frozen=True)
class Page:
    """A figure of a given width, with a title above and notes below what is drawn.

    Attributes
    ----------
    width
        In centimetres.
    top
        Where the space below the title begins.
    """

    figure: Figure
    width: float
    height: float
    top: float

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return axes that fill a rectangle."""
        bottom = self.height - top - height
        return self.figure.add_axes((left / self.width, bottom / self.height, width / self.width, height / self.height))

    def say(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = TEXT,
        weight: Weight = "normal",
        colour: Colour = INK,
        side: Side = "left",
    ) -> Text:
        """Write a line of literal text whose base line is at y."""
        shown = literal(text)
        return self.figure.text(
            x / self.width,
            1 - y / self.height,
            directed(shown),
            fontfamily=families(shown),
            fontsize=size,
            fontweight=weight,
            color=colour,
            ha=side,
            va="baseline",
            parse_math=False,
        )

    def write(self, block: Lines, x: float, top: float, side: Side = "left") -> float:
        """Write lines below a height, and return where they end."""
        step = block.size * LEADING * POINT
        for k, line in enumerate(block.lines):
            self.say(
                line,
                x,
                top + k * step + block.size * POINT,
                size=block.size,
                weight=block.weight,
                colour=block.colour,
                side=side,
            )
        return top + block.height


def check_width(width: float) -> None:
    """Raise `UsageError` where a picture would be too narrow to read, or too wide."""
    if not NARROWEST <= width <= WIDEST:
        raise UsageError(f"a picture is {NARROWEST:g} to {WIDEST:g} cm wide")


def page(width: float, body: float, title: str, subtitle: str = "", notes: Sequence[str] = ()) -> Page:
    """Return a page for a body of so many centimetres' height, title and notes written.

    Parameters
    ----------
    width
        In centimetres, from `NARROWEST` to `WIDEST`.
    title
        What the picture shows: the finding, in a sentence; empty for none.
    subtitle
        Of which scenario; empty for none.
    notes
        Paragraphs below the body.
    """
    check_width(width)
    inner = width - 2 * MARGIN
    head = [Lines(tuple(wrapped(title, inner, BIG, "bold")), BIG, "bold")] if title else []
    head += [Lines(tuple(wrapped(subtitle, inner, SMALL)), SMALL, colour=FAINT)] if subtitle else []
    foot = [Lines(tuple(wrapped(note, inner, SMALL)), SMALL, colour=FAINT) for note in notes]
    top = MARGIN + sum(block.height for block in head) + 0.2
    height = top + body + sum(block.height for block in foot) + MARGIN
    made = Page(Figure(figsize=(width * CM, height * CM)), width, height, top)
    y = MARGIN
    for block in head:
        y = made.write(block, MARGIN, y)
    y = top + body
    for block in foot:
        y = made.write(block, MARGIN, y)
    return made


def shares(total: float, parts: int, gap: float) -> tuple[float, tuple[float, ...]]:
    """Divide a length into equal parts with gaps; return a part's length, and where each begins."""
    size = (total - gap * (parts - 1)) / parts
    return size, tuple(k * (size + gap) for k in range(parts))
