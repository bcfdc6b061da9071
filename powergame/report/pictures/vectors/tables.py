"""What others' power is worth to whom: a list below a single panel, one table below several."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from powergame.analysis.solve.amounts import rounded
from powergame.report.numbers import number
from powergame.report.pictures.drawing.fonts import Weight
from powergame.report.pictures.drawing.layout import Colour, Page
from powergame.report.pictures.drawing.style import INK, POINT, SMALL, fitted, look, share, width_of
from powergame.report.pictures.vectors.plane import View
from powergame.report.pictures.vectors.scene import longest

LISTED = 5
"""Other actors at most that a list has one by one."""

MOST_ROWS = 12
"""Actors at most that a table has one by one."""

NOTHING = 1e-12
"""Share of all power that is rounding error of 0: alignments are computed."""

MINUS = "\N{MINUS SIGN}"
LINE_HEIGHT = SMALL * POINT * 1.45
GAP = 0.16
"""Centimetres from one column of a table to the next, at least."""

LEAST_NAMES, BETWEEN = 1.9, 0.2
"""Centimetres that names of a table's rows have at least, and that are between blocks of its columns."""

SLACK = 0.1
"""Centimetres behind the longest name of a table."""

WIDEST_COLUMN = 2.3
"""Centimetres of a table's column at most."""


@dataclass(frozen=True)
class WorthRow:
    """A line of a list or a table: a name, words behind it, and numbers; `actor` is whose power the line is about."""

    name: str
    behind: str
    amounts: tuple[str, ...]
    colour: Colour
    weight: Weight = "normal"
    actor: int | None = None


def listed_rows(names: Sequence[str], view: View, *, numbered: bool) -> list[WorthRow]:
    """Return what the world is worth to an actor, and what destruction would cost it, or gain it.

    Parameters
    ----------
    numbered
        Whether numbers stand for the actors in the picture.
    """
    others = longest(view)
    count = len(others) if len(others) <= LISTED else LISTED - 1
    shown, rest = others[:count], others[count:]
    numbers, total = _amounts(view, [view.actor, *shown], rest)
    called = [f"{j + 1}  " if numbered else "" for j in (view.actor, *shown)]
    rows = [WorthRow("", f"{called[0]}its own power", (numbers[0],), look(view.actor).ink)]
    rows += [
        WorthRow(f"{mark}{names[j]}", "'s, projected", (_plus(text),), look(j).ink)
        for j, mark, text in zip(shown, called[1:], numbers[1:], strict=False)
    ]
    if rest:
        rows.append(WorthRow("", f"{len(rest)} others', projected", (_plus(numbers[-1]),), INK))
    rows.append(WorthRow("", "worth to it, all in all", (total,), INK))
    destroyed = f"{share(view.severity)} destroyed: {_destruction(view.loss)}"
    return [*rows, WorthRow("", destroyed, (number(abs(view.loss)),), INK, "bold")]


def table_rows(names: Sequence[str], views: Sequence[View]) -> list[WorthRow]:
    """Return what everybody's power is worth to each of some actors, and what destruction would cost them."""
    n = len(names)
    order = sorted(range(n), key=lambda j: -max(abs(view.projections[j]) for view in views))
    shown = sorted(order[: n if n <= MOST_ROWS else MOST_ROWS - 1])
    rest = [j for j in range(n) if j not in shown]
    columns = [_amounts(view, shown, rest) for view in views]
    rows = [
        WorthRow(f"{j + 1}  {names[j]}", "", tuple(numbers[k] for numbers, _ in columns), look(j).ink, actor=j)
        for k, j in enumerate(shown)
    ]
    if rest:
        rows.append(WorthRow(f"{len(rest)} others", "", tuple(numbers[-1] for numbers, _ in columns), INK))
    rows.append(WorthRow("all in all", "", tuple(total for _, total in columns), INK))
    rows.append(WorthRow("destroyed", "", tuple(share(view.severity) for view in views), INK))
    losses = tuple(f"{MINUS if view.loss < -NOTHING else ''}{number(abs(view.loss))}" for view in views)
    return [*rows, WorthRow("loss by that", "", losses, INK, "bold")]


def _amounts(view: View, shown: Sequence[int], rest: Sequence[int]) -> tuple[list[str], str]:
    """Return what actors' power is worth, that of the rest together at the end, and the total; as printed, they add."""
    parts = [*(view.projections[j] for j in shown), *([float(view.projections[list(rest)].sum())] if rest else [])]
    amounts = rounded([float(part) for part in parts], NOTHING)
    return [_signed(x, amounts.text(x)) for x in amounts.parts], _signed(amounts.total, amounts.text(amounts.total))


def _signed(x: float, text: str) -> str:
    return f"{MINUS if x < 0 else ''}{text}"


def _plus(text: str) -> str:
    return text if text[0] == MINUS else f"+{text}"


def _destruction(loss: float) -> str:
    """Say what destruction does to an actor that loses this by it: those who hold power may be its adversaries."""
    if abs(loss) <= NOTHING:
        return "it loses nothing"
    return "it loses" if loss > 0 else "it gains"


def write_list(made: Page, rows: Sequence[WorthRow], left: float, top: float, wide: float) -> None:
    """Write a list below a panel."""
    for k, row in enumerate(rows):
        y = top + (k + 0.8) * LINE_HEIGHT
        (amount,) = row.amounts
        room = wide - width_of(amount, SMALL, row.weight) - 0.2
        shown = fitted(row.name, room, SMALL, row.weight, behind=row.behind)
        made.say(shown, left, y, size=SMALL, colour=row.colour, weight=row.weight)
        made.say(amount, left + wide, y, size=SMALL, colour=row.colour, side="right", weight=row.weight)


@dataclass(frozen=True)
class WorthTable:
    """Rows, and where their numbers stand: blocks of as many views abreast as leave room for names.

    Attributes
    ----------
    room
        Centimetres for names.
    step
        Centimetres from one column to the next.
    """

    rows: list[WorthRow]
    names: Sequence[str]
    views: Sequence[View]
    room: float
    step: float
    abreast: int

    @property
    def heads(self) -> list[str]:
        """What is above the columns: numbers with names where all names fit, else numbers alone."""
        named = [f"{view.actor + 1}  {self.names[view.actor]}" for view in self.views]
        fit = all(width_of(head, SMALL, "bold") <= self.step - GAP for head in named)
        return named if fit else [f"{view.actor + 1}" for view in self.views]

    @property
    def height(self) -> float:
        """Height with heads, in centimetres."""
        blocks = math.ceil(len(self.views) / self.abreast)
        return LINE_HEIGHT * (1 + blocks * (len(self.rows) + 1)) + BETWEEN * (blocks - 1)


def table(names: Sequence[str], views: Sequence[View], wide: float) -> WorthTable:
    """Return the table of some views, laid out in so many centimetres."""
    rows = table_rows(names, views)
    widest = max(width_of(text, SMALL, "bold") for row in rows for text in row.amounts) + GAP
    called = max(width_of(row.name, SMALL, row.weight) for row in rows) + SLACK
    room = min(called, max(LEAST_NAMES, wide - len(views) * widest))
    most = max(1, int((wide - room) / widest))
    abreast = math.ceil(len(views) / math.ceil(len(views) / most))
    room = min(called, wide - abreast * widest)
    return WorthTable(rows, names, views, room, min(WIDEST_COLUMN, (wide - room) / abreast), abreast)


def write_table(made: Page, laid: WorthTable, left: float, top: float) -> None:
    """Write a table with a column for each view, headed by the actors' numbers, and by their names where they fit."""
    made.say("What power is worth to", left, top + 0.8 * LINE_HEIGHT, size=SMALL, weight="bold")
    for start in range(0, len(laid.views), laid.abreast):
        _write_block(made, laid, range(start, min(start + laid.abreast, len(laid.views))), left, top + LINE_HEIGHT)
        top += LINE_HEIGHT * (len(laid.rows) + 1) + BETWEEN


def _write_block(made: Page, laid: WorthTable, which: range, left: float, top: float) -> None:
    """Write the columns of some views."""
    for line, row in enumerate(laid.rows, 1):
        shown = fitted(row.name, laid.room, SMALL, row.weight)
        made.say(shown, left, top + (line + 0.8) * LINE_HEIGHT, size=SMALL, colour=row.colour, weight=row.weight)
    heads = laid.heads
    for column, k in enumerate(which, 1):
        i = laid.views[k].actor
        x, ink = left + laid.room + column * laid.step, look(i).ink
        made.say(heads[k], x, top + 0.8 * LINE_HEIGHT, size=SMALL, colour=ink, side="right", weight="bold")
        for line, row in enumerate(laid.rows, 1):
            y = top + (line + 0.8) * LINE_HEIGHT
            weight: Weight = "bold" if i == row.actor else row.weight
            made.say(row.amounts[k], x, y, size=SMALL, colour=row.colour, side="right", weight=weight)
