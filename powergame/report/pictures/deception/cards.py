"""Drawing of a card of the tree: its power as a bar, a row for each type, squares that tell who seeks power."""

from __future__ import annotations

from collections.abc import Sequence

from powergame.report.documents.deception.cards import Card, Row
from powergame.report.pictures.drawing.canvas import Canvas
from powergame.report.pictures.drawing.layout import Colour
from powergame.report.pictures.drawing.style import (
    FAINT,
    INK,
    LINE,
    PAPER,
    SMALL,
    fitted,
    look,
    share,
    tint,
    width_of,
)

ROW = 0.36
"""Height of a card's row, in centimetres."""

HEAD = 0.44
"""Height of a card's first line, in centimetres."""

POWER = 0.34
"""Height of the bar of power with what is free around it, in centimetres."""

PAD = 0.12
"""Centimetres between a card's frame and what is in it."""

NAMES = 0.34
"""Share of a card's width that names of types take at most."""

BAR = 0.2
"""Share of a card's width that a belief of 1 takes."""

MARK = 0.2
"""Side of the square that tells who seeks power, in centimetres."""

NUMBER = "> 99 %"

GROUND, ABOVE, FRAME = 1.5, 2.0, 3.0
"""Layers of a card's paper, of what is drawn on it, and of its frame; branches are below."""


def height(card: Card) -> float:
    """Return a card's height, in centimetres."""
    return 2 * PAD + HEAD + (POWER if card.power else 0.0) + ROW * len(card.rows)


def draw_card(on: Canvas, card: Card, left: float, top: float, width: float, unit: float) -> None:
    """Draw a card at a place; `unit` is how long the bar of all power at the start is, in centimetres."""
    on.box(left, top, width, height(card), fill=PAPER, layer=GROUND)
    x, y, inner = left + PAD, top + PAD, width - 2 * PAD
    number = share(card.reached)
    room = inner - width_of(number, SMALL) - 0.2
    on.say(fitted(card.head, room, SMALL, "bold"), x, y + HEAD / 2 - 0.03, size=SMALL, weight="bold")
    on.say(number, x + inner, y + HEAD / 2 - 0.03, size=SMALL, side="right")
    y += HEAD
    if card.power:
        _draw_power(on, card.power, x, y, unit)
        y += POWER
    names = min(NAMES * inner, max((width_of(row.name, SMALL) for row in card.rows), default=0.0) + 0.1)
    for row in card.rows:
        _draw_row(on, row, (x, y), inner, names)
        y += ROW
    dash = (0, ()) if card.reached else (0, (3.0, 2.0))
    right, bottom = left + width, top + height(card)
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    on.line(corners, FAINT, 0.7, dash, layer=FRAME)


def _draw_power(on: Canvas, power: Sequence[float], x: float, y: float, unit: float) -> None:
    """Draw what each actor has as parts of one bar, which is as long as all power there."""
    total = sum(power)
    for i, part in enumerate(power):
        width = part * unit
        on.box(x, y, width, POWER - 0.1, fill=look(i).ink, line=PAPER, thick=0.6, layer=ABOVE)
        text = share(part / total)
        if width_of(text, SMALL) + 0.1 < width:
            on.say(text, x + width / 2, y + (POWER - 0.1) / 2, size=SMALL, colour=PAPER, side="center")
        x += width


def _draw_row(on: Canvas, row: Row, at: tuple[float, float], inner: float, names: float) -> None:
    """Draw a row of a card: a name, a bar with its number, and what is done."""
    x, y = at
    middle = y + ROW / 2
    ink: Colour = INK if row.actor < 0 else look(row.actor).ink
    on.say(fitted(row.name, names - 0.06, SMALL), x, middle, size=SMALL, colour=ink)
    bar, number = BAR * inner, width_of(NUMBER, SMALL) + 0.12
    if row.belief is not None:
        left = x + names
        on.box(left, y + 0.08, bar, ROW - 0.16, fill=PAPER, line=LINE, thick=0.5, layer=ABOVE)
        fill = INK if row.actor < 0 else tint(look(row.actor).colour, 0.75)
        on.box(left, y + 0.08, bar * row.belief, ROW - 0.16, fill=fill, layer=ABOVE)
        on.say(share(row.belief), left + bar + 0.08, middle, size=SMALL)
    is_wide = row.seeks is None and row.belief is None
    left = x + names + (0.0 if is_wide else bar + number)
    if row.seeks is not None:
        top = middle - MARK / 2
        on.box(left, top + MARK * (1 - row.seeks), MARK, MARK * row.seeks, fill=INK, layer=ABOVE)
        on.box(left, top, MARK, MARK, line=INK, thick=0.7, layer=ABOVE)
        left += MARK + 0.1
    on.say(row_text(row, max(x + inner - left, 0.3)), left, middle, size=SMALL)


def row_text(row: Row, room: float) -> str:
    """Return what is done, in so many centimetres: of a mixture at least how often it seeks power."""
    done = ", ".join(name if p == 1 else f"{name} {share(p)}" for name, p in row.does)
    text = f"{row.lead} {done}".strip()
    if row.seeks and row.seeks < 1 and width_of(text, SMALL) > room:
        text = share(row.seeks)
    return fitted(text, room, SMALL)
