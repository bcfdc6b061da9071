"""Sides: who would stand with whom if it came to war, how strong each side would be, and how likely each would win."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from powergame.analysis.alliances import Alliance, IfWar
from powergame.analysis.solve import Answer
from powergame.digits import percent
from powergame.errors import UsageError
from powergame.report.documents.solved.sides import if_war_told, side_in_words, who_would_win, why_they_side
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing.canvas import Canvas, canvas
from powergame.report.pictures.drawing.layout import MARGIN, Colour, check_width, page
from powergame.report.pictures.drawing.style import (
    FAINT,
    INK,
    LINE,
    PAPER,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    look,
    picture_style,
    tint,
    width_of,
)
from powergame.text import listed

MOST_FIGHTERS = 60
"""Fighters at most: more cannot be read."""

LINE_HEIGHT = 0.42
BAR, GAP = 0.36, 0.12
FOOT = 0.42
PLUS = " + "

LEFT = width_of("strength", SMALL) + 0.2
"""Centimetres of the words before bars."""

RIGHT = 1.1
"""Centimetres of the numbers behind bars."""

WITHIN = 0.12
"""Centimetres that are kept free around a name in its part of a bar."""


def draw_sides(answer: Answer, width: float = WIDTH, captions: Captions = OWN_WORDS) -> Figure:
    """Draw the sides of the most likely war of the selected equilibrium.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where nothing is selected, nobody would fight, too many would, or it is of a game that is no scenario.
    """
    if_war = _if_war(answer)
    check_width(width)
    with picture_style():
        return _draw(answer, if_war, width, captions)


def _if_war(answer: Answer) -> IfWar:
    if answer.scenario is None:
        raise UsageError("a game tells of no war; expected a scenario, of which sides can be drawn")
    if answer.selected is None:
        raise UsageError("no equilibrium is selected; expected one, of which sides can be drawn")
    if answer.if_war is None:
        raise UsageError("nobody fights on the rungs that are played; expected a war whose sides can be drawn")
    if (count := sum(len(side.members) for side in answer.if_war.sides)) > MOST_FIGHTERS:
        raise UsageError(f"sides of {count} fighters cannot be read; up to {MOST_FIGHTERS} can be drawn")
    return answer.if_war


@dataclass(frozen=True)
class _Side:
    """A side; its members' names and places among the actors, leader first; lines of members, and where each begins."""

    side: Alliance
    names: tuple[str, ...]
    places: tuple[int, ...]
    lines: tuple[tuple[tuple[int, float], ...], ...]

    @property
    def lead(self) -> str:
        """What stands before the names."""
        return "" if self.side.leader else "the status quo: "

    @property
    def height(self) -> float:
        """Centimetres of the side on the page."""
        return len(self.lines) * LINE_HEIGHT + 2 * (BAR + GAP) + FOOT


def _side(answer: Answer, side: Alliance, inner: float) -> _Side:
    """Lay out the names of a side within a width."""
    names = side.leader_first
    placed = _Side(side, names, tuple(map(answer.game.actors.index, names)), ())
    lines: list[list[tuple[int, float]]] = [[]]
    x = width_of(placed.lead, TEXT, "bold")
    for k, name in enumerate(names):
        wide = width_of(name if k == len(names) - 1 else name + PLUS, TEXT, "bold")
        if x + wide > inner and lines[-1]:
            lines.append([])
            x = 0.0
        lines[-1].append((k, x))
        x += wide
    return replace(placed, lines=tuple(map(tuple, lines)))


def _draw(answer: Answer, if_war: IfWar, width: float, captions: Captions) -> Figure:
    happening = answer.happening
    war = happening.war if happening else 0.0
    inner = width - 2 * MARGIN
    sides = [_side(answer, side, inner) for side in if_war.sides]
    body = sum(side.height for side in sides)
    finding = who_would_win(if_war, war)
    made = page(width, body, *captions.titled(finding, answer.name), _notes(if_war))
    top = made.top
    for side in sides:
        _panel(canvas(made, MARGIN, top, inner, side.height), side)
        top += side.height
    told = if_war_told(answer) or f"{finding} {'; '.join(map(side_in_words, if_war.sides))}."
    made.figure.set_label(f"{answer.name}: {told}")
    return made.figure


def _panel(on: Canvas, placed: _Side) -> None:
    """Draw a side: its members' names, each in its colour, their strengths in a row, and its chance to win."""
    side, last = placed.side, len(placed.names) - 1
    if placed.lead:
        on.say(placed.lead, 0.0, LINE_HEIGHT / 2, weight="bold")
    for row, names in enumerate(placed.lines):
        for k, x in names:
            y = (row + 0.5) * LINE_HEIGHT
            name = fitted(placed.names[k], on.width - x, TEXT, "bold")
            on.say(name, x, y, weight="bold", colour=look(placed.places[k]).ink)
            if k < last:
                on.say(PLUS.strip(), x + width_of(name + " ", TEXT, "bold"), y, colour=FAINT)
    top, scale = len(placed.lines) * LINE_HEIGHT, on.width - LEFT - RIGHT
    x, brings = LEFT, dict(zip(side.members, side.strengths, strict=True))
    for name, place in zip(placed.names, placed.places, strict=True):
        wide = brings[name] * scale
        on.box(x, top, wide, BAR, fill=tint(look(place).colour, 0.45), line=PAPER)
        if width_of(name, SMALL) + 2 * WITHIN <= wide:
            on.say(name, x + wide / 2, top + BAR / 2, size=SMALL, side="center")
        x += wide
    _measured(on, "strength", top, side.strength, scale)
    below = top + BAR + GAP
    fill: Colour = look(placed.places[0]).colour if side.leader else tint(INK, 0.55)
    on.box(LEFT, below, side.wins * scale, BAR, fill=fill)
    _measured(on, "wins", below, side.wins, scale)


def _measured(on: Canvas, what: str, top: float, share: float, scale: float) -> None:
    """Write what a bar measures, and how much that is; its frame is as long as the whole."""
    on.box(LEFT, top, scale, BAR, line=LINE)
    on.say(what, 0.0, top + BAR / 2, size=SMALL, colour=FAINT)
    on.say(percent(share), on.width, top + BAR / 2, size=SMALL, weight="bold", side="right")


def _notes(if_war: IfWar) -> list[str]:
    rungs = [f"{name}: {rung}" for name, rung in if_war.profile.items()]
    most = f"Most likely war ({percent(if_war.probability)}): " if if_war.profile_probability < 1 else "Played: "
    notes = [f"Strength is a share of all fighters', before decisiveness. {most}{'; '.join(rungs)}."]
    if bystanders := if_war.bystanders:
        notes[0] += f" {listed(bystanders)} {'keeps' if len(bystanders) == 1 else 'keep'} out."
    return [*notes, *([reasons] if (reasons := " ".join(why_they_side(if_war))) else [])]
