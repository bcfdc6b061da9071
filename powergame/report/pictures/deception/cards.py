"""Cards of the tree: a history with power, beliefs and play; or an end with beliefs, sides taken, and war."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from powergame.analysis.rounds.result import HistoryPlay, JointMove, TreeEquilibrium, TreeNames
from powergame.report.documents.deception.beliefs import Histories
from powergame.report.documents.deception.words import AT_FIRST, SEEN_LITTLE, side_in_words
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


@dataclass(frozen=True)
class Row:
    """A row of a card.

    Attributes
    ----------
    actor
        The place of the actor whose colour it has; -1 for none.
    belief
        The bar's length, and the number beside it; None for no bar.
    seeks
        The probability of seeking power, as a filled part of a square; None for no square.
    """

    name: str
    actor: int
    belief: float | None
    text: str = ""
    seeks: float | None = None


@dataclass(frozen=True)
class Card:
    """A history, or an end of the game.

    Attributes
    ----------
    head, reached
        What was played last, and how probable it is that this is reached.
    power
        What each actor has, in shares of all power at the start; empty at an end.
    rows
        Types with what is believed of them and what they play, sides taken, and war.
    onward
        What may follow.
    """

    head: str
    reached: float
    power: tuple[float, ...]
    rows: tuple[Row, ...]
    onward: tuple[Card, ...] = ()

    @property
    def height(self) -> float:
        """The card's height, in centimetres."""
        return 2 * PAD + HEAD + (POWER if self.power else 0.0) + ROW * len(self.rows)


@dataclass(frozen=True)
class Scene:
    """What all cards of a tree have in common.

    Attributes
    ----------
    most
        The greatest sum of power in any of its histories.
    """

    names: TreeNames
    equilibrium: TreeEquilibrium
    histories: Histories
    kept: frozenset[tuple[tuple[str, ...], ...]]
    most: float


def tree(scene: Scene) -> Card:
    """Return the card of the beginning, with all that follow."""
    first = scene.equilibrium.histories[0]
    return replace(_card(scene, first, (), AT_FIRST), head="round 1")


def _card(scene: Scene, history: HistoryPlay, before: tuple[Row, ...], head: str) -> Card:
    onward = tuple(_onward(scene, history)) if history.after in scene.kept else ()
    rows = (*before, *_played(scene.names, history))
    return Card(head, history.reached, history.power, rows, onward)


def _onward(scene: Scene, history: HistoryPlay) -> Iterator[Card]:
    """Yield what may follow a history: further ones, and ends."""
    children = {
        other.after[-1]: other
        for other in scene.equilibrium.histories
        if other.after[:-1] == history.after and len(other.after) == len(history.after) + 1
    }
    made = {move.rungs: move for move in history.moves}
    for rungs in dict.fromkeys((*made, *children)):
        move, child = made.get(rungs), children.get(rungs)
        war = (_war(move),) if move is not None and move.war else ()
        if child is not None and child.after in scene.kept:
            yield _card(scene, child, war, _moved(rungs))
        elif move is not None and history.reached * move.probability >= SEEN_LITTLE:
            news = (*_believed(scene.names, history, move), *_sides(scene.names, history, move))
            yield Card(_moved(rungs), history.reached * move.probability, (), (*news, *war))


def _moved(rungs: Sequence[str]) -> str:
    return ", ".join(rungs)


def _war(move: JointMove) -> Row:
    return Row("war", -1, move.war)


def _played(names: TreeNames, history: HistoryPlay) -> Iterator[Row]:
    """Yield a row for each type that may be there: what is believed of it, and what it plays."""
    for i, actor in enumerate(names.actors):
        for t, kind in enumerate(names.types[i]):
            if not history.beliefs[i][t] or len(names.rungs[i]) == 1:
                continue
            seeks = sum(p for p, is_seeking in zip(history.play[i][t], names.seeks[i], strict=True) if is_seeking)
            text = _in_short(names.rungs[i], history.play[i][t], names.seeks[i])
            belief = history.beliefs[i][t] if names.private[i] else None
            yield Row(_called(names, i, kind) if names.private[i] else actor, i, belief, text, seeks)


def _called(names: TreeNames, i: int, kind: str) -> str:
    return kind if sum(names.private) == 1 else f"{names.actors[i]} {kind}"


def _in_short(rungs: Sequence[str], play: Sequence[float], seeks: Sequence[bool]) -> str:
    """Say what is played, in few words: of a mixture the likeliest rung that seeks power, with its probability."""
    played = [r for r, p in enumerate(play) if p]
    if len(played) == 1:
        return rungs[played[0]]
    seeking = [r for r in played if seeks[r]] or played
    best = max(seeking, key=lambda r: play[r])
    return f"{rungs[best]} {share(play[best])}"


def _believed(names: TreeNames, history: HistoryPlay, move: JointMove) -> Iterator[Row]:
    """Yield what is believed once rungs are seen, of actors of whom they tell something."""
    for i, rung in enumerate(move.rungs):
        after = history.beliefs_after[i][names.rungs[i].index(rung)]
        if max(abs(a - b) for a, b in zip(after, history.beliefs[i], strict=True)) >= SEEN_LITTLE:
            yield from (Row(_called(names, i, kind), i, p) for kind, p in zip(names.types[i], after, strict=True))


def _sides(names: TreeNames, history: HistoryPlay, move: JointMove) -> Iterator[Row]:
    """Yield the sides that defenders take once rungs are seen."""
    for taken in history.siding:
        if taken.rungs == move.rungs and taken.view is None:
            sides = [(side, p) for side, p in taken.sides if p]
            text = ", ".join(side_in_words(side) + ("" if p == 1 else f" {share(p)}") for side, p in sides)
            yield Row(taken.actor, names.actors.index(taken.actor), None, f"sides with {text}")


def draw_card(on: Canvas, card: Card, left: float, top: float, width: float, scene: Scene) -> None:
    """Draw a card at a place."""
    on.box(left, top, width, card.height, fill=PAPER, layer=1.5)
    x, y, inner = left + PAD, top + PAD, width - 2 * PAD
    number = share(card.reached)
    room = inner - width_of(number, SMALL) - 0.2
    on.say(fitted(card.head, room, SMALL, "bold"), x, y + HEAD / 2 - 0.03, size=SMALL, weight="bold")
    on.say(number, x + inner, y + HEAD / 2 - 0.03, size=SMALL, side="right")
    y += HEAD
    if card.power:
        _draw_power(on, card.power, x, y, inner / scene.most)
        y += POWER
    names = min(NAMES * inner, max((width_of(row.name, SMALL) for row in card.rows), default=0.0) + 0.1)
    for row in card.rows:
        _draw_row(on, row, (x, y), inner, names)
        y += ROW
    dash = (0, ()) if card.reached else (0, (3, 2))
    corners = [(left, top), (left + width, top), (left + width, top + card.height), (left, top + card.height)]
    on.line([*corners, corners[0]], FAINT, 0.7, dash, layer=3)


def _draw_power(on: Canvas, power: Sequence[float], x: float, y: float, unit: float) -> None:
    """Draw what each actor has as parts of one bar, which is as long as all power there."""
    total = sum(power)
    for i, part in enumerate(power):
        width = part * unit
        on.box(x, y, width, POWER - 0.1, fill=look(i).ink, line=PAPER, thick=0.6, layer=2)
        text = share(part / total)
        if width_of(text, SMALL) + 0.1 < width:
            on.say(text, x + width / 2, y + (POWER - 0.1) / 2, size=SMALL, colour=PAPER, side="center")
        x += width


def _draw_row(on: Canvas, row: Row, at: tuple[float, float], inner: float, names: float) -> None:
    """Draw a row of a card: a name, a bar with its number, and what is played."""
    x, y = at
    middle = y + ROW / 2
    ink: Colour = INK if row.actor < 0 else look(row.actor).ink
    on.say(fitted(row.name, names - 0.06, SMALL), x, middle, size=SMALL, colour=ink)
    bar, number = BAR * inner, width_of(NUMBER, SMALL) + 0.12
    if row.belief is not None:
        left = x + names
        on.box(left, y + 0.08, bar, ROW - 0.16, fill=PAPER, line=LINE, thick=0.5, layer=2)
        fill = INK if row.actor < 0 else tint(look(row.actor).colour, 0.75)
        on.box(left, y + 0.08, bar * row.belief, ROW - 0.16, fill=fill, layer=2)
        on.say(share(row.belief), left + bar + 0.08, middle, size=SMALL)
    wide = row.seeks is None and row.belief is None
    left = x + names + (0.0 if wide else bar + number)
    if row.seeks is not None:
        top = middle - MARK / 2
        on.box(left, top + MARK * (1 - row.seeks), MARK, MARK * row.seeks, fill=INK, layer=2)
        on.box(left, top, MARK, MARK, line=INK, thick=0.7, layer=2)
        left += MARK + 0.1
    on.say(fitted(row.text, max(x + inner - left, 0.3), SMALL), left, middle, size=SMALL)
