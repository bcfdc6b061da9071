"""The payoff matrix: what everybody gets in each profile of rungs, best replies and equilibria marked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from powergame.analysis.solve import Answer
from powergame.arrays import BoolArray, ObjectArray
from powergame.errors import UsageError
from powergame.report.documents.solve import eyes, play
from powergame.report.numbers import payoffs_shown
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing.canvas import Canvas, canvas
from powergame.report.pictures.drawing.layout import MARGIN, check_width, page, shares
from powergame.report.pictures.drawing.style import (
    INK,
    LINE,
    POINT,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    look,
    picture_style,
    tint,
    width_of,
    wrapped_within,
)
from powergame.report.pictures.words import minus, title

MOST_RUNGS = 6
MOST_SLICES = 6
"""Rungs of a third actor at most, each with a matrix of its own."""

MIXED_LISTED = 3
"""Equilibria in mixed strategies at most that are listed in words."""

MOST_ACTORS = 3
PAD = 0.12
WIDEST_CELL = 3.2
LINE_HEIGHT = SMALL * POINT * 1.7
HEAD = 0.5
"""Centimetres above a matrix for the second actor's name, and again for a line of its rungs."""

MOST_LINES, NAME_HEIGHT = 3, 0.36
"""Lines of a rung's name at most, and the height of each, in centimetres."""

GAP = 0.5


def why_not(answer: Answer) -> str | None:
    """Return the reason why an answer has no such picture; None where it has one."""
    shape = answer.game.shape
    if len(shape) > MOST_ACTORS:
        return f"a matrix of {len(shape)} actors cannot be read; two or three can be drawn (see --kind ladder)"
    if max(shape[:2]) > MOST_RUNGS or (len(shape) > 2 and shape[2] > MOST_SLICES):
        size = " x ".join(map(str, shape))
        return f"a matrix of {size} rungs cannot be read; up to {MOST_RUNGS} each can be drawn (see --kind ladder)"
    return None


def draw_payoffs(answer: Answer, width: float = WIDTH, captions: Captions = OWN_WORDS) -> Figure:
    """Draw the payoff matrix; with three actors, one for each rung of the third.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where it would be too large to read; see `why_not`.
    """
    if (reason := why_not(answer)) is not None:
        raise UsageError(reason)
    check_width(width)
    with picture_style():
        return _draw(answer, width, captions)


def describe_payoffs(answer: Answer) -> str:
    """Say in a sentence what the picture shows."""
    size = " by ".join(map(str, answer.game.shape))
    pure = [play(answer, k) for k, equilibrium in enumerate(answer.solution.equilibria) if equilibrium.pure]
    finding = f"Equilibria in pure strategies: {' | '.join(pure)}" if pure else "No equilibrium is in pure strategies"
    return f"{answer.name}: the payoff matrix, {size} rungs, of {', '.join(answer.game.actors)}. {finding}."


@dataclass(frozen=True, eq=False)
class _Matrix:
    """The words and the size of the cells of all slices.

    Attributes
    ----------
    texts : (n, L_1, L_2, L_3), of the payoffs
    best : the same shape
        Which are best replies.
    marked
        Profiles that are equilibria, and whether they are selected.
    header
        Centimetres left of the cells for the first actor's rungs.
    rows, columns
        The names of the first two actors' rungs, in lines.
    """

    answer: Answer
    texts: ObjectArray
    best: BoolArray
    marked: dict[tuple[int, ...], bool]
    header: float
    cell: tuple[float, float]
    text: float
    rows: tuple[list[str], ...]
    columns: tuple[list[str], ...]

    @property
    def head(self) -> float:
        """Centimetres above the cells: the second actor's name, and its rungs'."""
        return 2 * HEAD + (max(map(len, self.columns)) - 1) * NAME_HEIGHT


def _matrix(answer: Answer, width: float) -> _Matrix:
    game = answer.game
    n = len(game.actors)
    slices = game.payoffs if n == 3 else game.payoffs[..., None]
    texts = np.vectorize(minus, otypes=[object])(payoffs_shown(game.payoffs)).reshape(slices.shape)
    widest = max(width_of(text, SMALL, "bold") for text in set(texts.ravel()))
    columns = game.shape[1]
    names = max(width_of(rung, TEXT) for rung in game.rungs[0])
    beside = LINE_HEIGHT + 0.3
    header = beside + min(names + 0.05, max(0.26 * width, width - columns * WIDEST_CELL - beside))
    wide = min(WIDEST_CELL, (width - header) / columns)
    size = min(SMALL, SMALL * (wide - 0.1) / widest)
    tall = n * LINE_HEIGHT + 2 * PAD
    marked: dict[tuple[int, ...], bool] = {}
    for equilibrium in answer.solution.equilibria:
        if equilibrium.pure:
            place = tuple(strategy.index(1) for strategy in equilibrium.profile)
            marked[place] = equilibrium.selected
    lines = min(MOST_LINES, int(tall / NAME_HEIGHT))
    room = header - 0.3 - LINE_HEIGHT
    return _Matrix(
        answer,
        texts,
        game.best_replies,
        marked,
        header,
        (wide, tall),
        size,
        tuple(wrapped_within(rung, room, lines, TEXT) for rung in game.rungs[0]),
        tuple(wrapped_within(rung, wide - 0.1, MOST_LINES, TEXT) for rung in game.rungs[1]),
    )


def _draw(answer: Answer, width: float, captions: Captions) -> Figure:
    game = answer.game
    inner = width - 2 * MARGIN
    slices = game.shape[2] if len(game.shape) == 3 else 1
    abreast = 2 if slices > 1 and inner > 13 and game.shape[1] <= 3 else 1
    wide, lefts = shares(inner, abreast, GAP)
    matrix = _matrix(answer, wide)
    head = (0.55 if slices > 1 else 0.0) + matrix.head
    each = head + game.shape[0] * matrix.cell[1] + 0.3
    made = page(width, -(-slices // abreast) * each, *captions.titled(title(answer), answer.name), _notes(answer))
    for s in range(slices):
        row, column = divmod(s, abreast)
        total = matrix.header + game.shape[1] * matrix.cell[0]
        left = MARGIN + lefts[column] + (0.0 if slices > 1 else max(0.0, (wide - total) / 2))
        on = canvas(made, left, made.top + row * each, total, each)
        if slices > 1:
            text = f"{game.actors[2]}: {game.rungs[2][s]}"
            on.say(fitted(text, total, TEXT, "bold"), 0.0, 0.25, weight="bold", colour=look(2).ink)
        _draw_slice(on, matrix, s, head)
    made.figure.set_label(describe_payoffs(answer))
    return made.figure


def _draw_slice(on: Canvas, matrix: _Matrix, s: int, top: float) -> None:
    game = matrix.answer.game
    rows, columns = game.shape[:2]
    wide, tall = matrix.cell
    left, bottom = matrix.header, top + rows * tall
    first, second = (look(i).ink for i in (0, 1))
    on.say(
        fitted(game.actors[1], columns * wide, TEXT, "bold"),
        left + columns * wide / 2,
        top - matrix.head + 0.5 * HEAD,
        weight="bold",
        colour=second,
        side="center",
    )
    on.say(
        fitted(game.actors[0], rows * tall, TEXT, "bold"),
        0.15,
        (top + bottom) / 2,
        weight="bold",
        colour=first,
        side="center",
        upright=True,
    )
    for c, lines in enumerate(matrix.columns):
        for k, line in enumerate(reversed(lines)):
            y = top - 0.5 * HEAD - k * NAME_HEIGHT
            on.say(line, left + (c + 0.5) * wide, y, colour=second, side="center")
    for r, lines in enumerate(matrix.rows):
        for k, line in enumerate(lines):
            y = top + (r + 0.5) * tall + (k - (len(lines) - 1) / 2) * NAME_HEIGHT
            on.say(line, left - 0.12, y, colour=first, side="right")
        for c in range(columns):
            _draw_cell(on, matrix, (r, c, s), left + c * wide, top + r * tall)
    for r, c in np.ndindex(rows, columns):
        place = (r, c, s)[: len(game.shape)]
        if place in matrix.marked:
            thick = 2.0 if matrix.marked[place] else 1.1
            on.box(left + c * wide, top + r * tall, wide, tall, line=INK, thick=thick, layer=4)


def _draw_cell(on: Canvas, matrix: _Matrix, at: tuple[int, int, int], left: float, top: float) -> None:
    """Write the payoffs of a profile, the first actor's lower left, the last one's upper right."""
    wide, tall = matrix.cell
    n = len(matrix.answer.game.actors)
    place = at[:n]
    fill = tint(INK, 0.1) if place in matrix.marked else None
    on.box(left, top, wide, tall, fill=fill, line=LINE, layer=1)
    for i in range(n):
        text = str(matrix.texts[i][at])
        best = bool(matrix.best[i][place])
        length = width_of(text, matrix.text, "bold" if best else "normal")
        along = 0.5 if n == 1 else i / (n - 1)
        slack = max(0.0, min(wide - 0.2, max(2.2 * length, 1.4)) - length)
        x = left + (wide - length - slack) / 2 + along * slack
        y = top + PAD + (n - 1 - i + 0.5) * LINE_HEIGHT
        on.say(
            text,
            x,
            y,
            size=matrix.text,
            weight="bold" if best else "normal",
            colour=look(i).ink if best else tint(INK, 0.75),
        )
        if best:
            below = y + matrix.text * POINT * 0.62
            on.line([(x, below), (x + length, below)], look(i).colour, 1.1, layer=3)


def _notes(answer: Answer) -> list[str]:
    names = answer.game.actors
    where = f"Lower left: {names[0]}. " + (f"Middle: {names[1]}. " if len(names) == 3 else "")
    notes = [f"{where}Upper right: {names[-1]}. Underlined: a best reply to the others' rungs."]
    if answer.believers:
        notes.append(eyes(answer))
    if answer.concept.name == "logit":
        return [*notes, f"Quantal response: {play(answer, 0)}."]
    pure = [equilibrium for equilibrium in answer.solution.equilibria if equilibrium.pure]
    mixed = [k for k, equilibrium in enumerate(answer.solution.equilibria) if not equilibrium.pure]
    if pure:
        several = len(answer.solution.equilibria) > 1
        notes.append(f"Framed: an equilibrium{'; thick: the selected one' if several and _selected(answer) else ''}.")
    for k in mixed[:MIXED_LISTED]:
        chosen = ", selected" if answer.solution.equilibria[k].selected and len(answer.solution.equilibria) > 1 else ""
        notes.append(f"Equilibrium in mixed strategies{chosen}: {play(answer, k)}.")
    if len(mixed) > MIXED_LISTED:
        notes.append(f"{len(mixed) - MIXED_LISTED} more equilibria are in mixed strategies.")
    if answer.solution.convex and max(map(len, answer.solution.convex)) > 1:
        notes.append("Between some of these all mixtures are equilibria, too.")
    if not answer.solution.complete:
        notes.append("There may be more equilibria, in mixed strategies.")
    return notes


def _selected(answer: Answer) -> bool:
    return any(equilibrium.selected and equilibrium.pure for equilibrium in answer.solution.equilibria)
