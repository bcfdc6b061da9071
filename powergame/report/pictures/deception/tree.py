"""The tree of histories: what is believed and played in each, where power goes, and which moves end in war."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure

from powergame.analysis.deceive.result import Deception, DeceptionCurves, Deceptions
from powergame.analysis.rounds.result import TreeEquilibrium
from powergame.analysis.solve.tree.result import TreeAnswer
from powergame.errors import UsageError
from powergame.report.documents.deception.beliefs import Histories
from powergame.report.documents.deception.cards import Card, Tree, cards
from powergame.report.documents.deception.words import headline, types_of
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.deception.cards import PAD, draw_card, height
from powergame.report.pictures.drawing.canvas import Canvas, canvas
from powergame.report.pictures.drawing.layout import MARGIN, check_width, page, shares
from powergame.report.pictures.drawing.style import (
    FAINT,
    SMALL,
    WIDTH,
    fitted,
    look,
    picture_style,
    share,
    width_of,
)

NARROWEST_CARD = 4.2
"""Centimetres of a card at least where those of later rounds stand to the right of earlier ones; else they stand below,
indented."""

GAP, BETWEEN, INDENT = 0.8, 0.22, 0.45
"""Centimetres between columns of rounds, between cards below one another, and by which later rounds are indented."""

THIN, THICK = 0.7, 4.0
"""Points of the lines of branches that are hardly ever taken, and always."""

SWATCH = 0.32
KEY = 0.42
"""Centimetres of a colour in the key, and height of the key's row."""

SQUARES, BARS, LINES = (
    "Filled square: seeks power, in part: so often.",
    "Bars beside names: what is believed.",
    "Thick lines: likely.",
)


@dataclass(frozen=True)
class Placed:
    """A card with its place; `before` is the one that it follows."""

    card: Card
    left: float
    top: float
    before: Placed | None


def draw_tree(
    answer: Deception | TreeAnswer | Deceptions | DeceptionCurves,
    width: float = WIDTH,
    histories: Histories = "reached",
    captions: Captions = OWN_WORDS,
) -> Figure:
    """Draw the selected equilibrium along the histories.

    Parameters
    ----------
    width
        In centimetres.
    histories
        Those that are reached, or all.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where there is no equilibrium, or more than one scenario.
    """
    if not isinstance(answer, Deception | TreeAnswer):
        raise UsageError("the tree is of one scenario as it is; expected one")
    selected = next((each for each in answer.equilibria if each.selected), None)
    if selected is None:
        raise UsageError("no equilibrium was found; expected one, to be drawn along its histories")
    check_width(width)
    with picture_style():
        return _draw(answer, selected, width, histories, captions)


def describe_tree(answer: Deception | TreeAnswer) -> str:
    """Say in a sentence what the picture shows."""
    if isinstance(answer, TreeAnswer):
        return f"{answer.scenario.name}: {_title(answer)}"
    parts = [
        f"{actor.name} ({kind.name}, {share(kind.probability)}) seeks at first {share(told.seeks_first)}, later "
        f"{share(told.seeks_later)}"
        for actor, kind in types_of(answer)
        if (told := kind.disguise) is not None
    ]
    return f"{answer.scenario.name}: {headline(answer)} {'; '.join(parts)}."


def _title(answer: Deception | TreeAnswer) -> str:
    if isinstance(answer, TreeAnswer):
        from powergame.report.documents.solved.words import headline as who_seeks

        return who_seeks(answer)
    return headline(answer)


def _draw(
    answer: Deception | TreeAnswer,
    selected: TreeEquilibrium,
    width: float,
    histories: Histories,
    captions: Captions,
) -> Figure:
    inner = width - 2 * MARGIN
    tree = cards(answer.names, selected, histories)
    columns = _depth(tree.first)
    wide, starts = shares(inner, columns, GAP)
    across = wide >= NARROWEST_CARD
    placed = list(_across(tree.first, starts, 0.0) if across else _below(tree.first))
    bottom = max(each.top + height(each.card) for each in placed)
    key = _key_rows(answer, inner)
    body = bottom + 0.25 + KEY * len(key)
    title = captions.titled(_title(answer), answer.scenario.name)
    made = page(width, body, *title, [_note(answer, tree, histories)])
    on = canvas(made, MARGIN, made.top, inner, body)
    narrowest = wide if across else inner - max(each.left for each in placed if each.card.power)
    unit = (narrowest - 2 * PAD) / tree.most  # the same in all cards, so that power can be compared
    for each in placed:
        draw_card(on, each.card, each.left, each.top, wide if across else inner - each.left, unit)
        if each.before is not None:
            _branch(on, each, each.before, wide if across else None)
    _draw_key(on, key, bottom + 0.25)
    made.figure.set_label(describe_tree(answer))
    return made.figure


def _depth(card: Card) -> int:
    return 1 + max((_depth(each) for each in card.onward), default=0)


def _span(card: Card) -> float:
    """Return the height of a card with all that follow to its right."""
    onward = sum(_span(each) for each in card.onward) + BETWEEN * (len(card.onward) - 1)
    return max(height(card), onward)


def _across(
    card: Card, starts: tuple[float, ...], top: float, depth: int = 0, before: Placed | None = None
) -> Iterator[Placed]:
    """Yield cards, later rounds to the right."""
    span = _span(card)
    here = Placed(card, starts[depth], top + (span - height(card)) / 2, before)
    yield here
    onward = sum(_span(each) for each in card.onward) + BETWEEN * max(0, len(card.onward) - 1)
    y = top + (span - onward) / 2
    for each in card.onward:
        yield from _across(each, starts, y, depth + 1, here)
        y += _span(each) + BETWEEN


def _below(card: Card) -> Iterator[Placed]:
    """Yield cards below one another, later rounds indented."""
    y = 0.0

    def lay(each: Card, depth: int, before: Placed | None) -> Iterator[Placed]:
        nonlocal y
        here = Placed(each, INDENT * depth, y, before)
        yield here
        y += height(each) + BETWEEN
        for following in each.onward:
            yield from lay(following, depth + 1, here)

    yield from lay(card, 0, None)


def _branch(on: Canvas, to: Placed, before: Placed, wide: float | None) -> None:
    """Draw the line to a card from the one before it, as thick as it is likely."""
    thick = THIN + (THICK - THIN) * to.card.reached
    dash = (0, ()) if to.card.reached else (0, (1.5, 1))
    y = to.top + height(to.card) / 2
    if wide is None:
        x = before.left + INDENT / 2
        points = [(x, before.top + height(before.card)), (x, y), (to.left, y)]
    else:
        x, start = to.left - GAP / 2, before.top + height(before.card) / 2
        points = [(before.left + wide, start), (x, start), (x, y), (to.left, y)]
    on.line(points, FAINT, thick, dash, layer=1)


def _note(answer: Deception | TreeAnswer, tree: Tree, histories: Histories) -> str:
    meaning = [SQUARES, *([BARS] if any(answer.names.private) else []), LINES]
    words = f"Moves are in the order {', '.join(answer.names.actors)}. {' '.join(meaning)}"
    dashed = " Dashed: not reached." if histories == "all" else ""
    omitted = f" {tree.omitted} more histories, less likely, are not drawn." if tree.omitted else ""
    return f"{words}{dashed}{omitted}"


def _key_rows(answer: Deception | TreeAnswer, inner: float) -> list[list[tuple[int, str, float]]]:
    """Return the key of colours in rows: an actor, its name, and where its entry begins."""
    rows: list[list[tuple[int, str, float]]] = [[]]
    x = width_of("Power:", SMALL) + 0.25
    for i, name in enumerate(answer.names.actors):
        text = fitted(name, inner - 2.0, SMALL)
        needed = SWATCH + 0.12 + width_of(text, SMALL) + 0.4
        if rows[-1] and x + needed > inner:
            rows.append([])
            x = 0.0
        rows[-1].append((i, text, x))
        x += needed
    return rows


def _draw_key(on: Canvas, rows: list[list[tuple[int, str, float]]], top: float) -> None:
    on.say("Power:", 0, top + KEY / 2, size=SMALL)
    for k, row in enumerate(rows):
        y = top + k * KEY
        for i, text, x in row:
            on.box(x, y + 0.1, SWATCH, KEY - 0.2, fill=look(i).ink)
            on.say(text, x + SWATCH + 0.12, y + KEY / 2, size=SMALL)
