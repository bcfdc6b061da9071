"""Ladders: what each rung is worth to its actor while the others play the selected equilibrium."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from powergame.analysis.replies import rung_values
from powergame.analysis.solve import Answer
from powergame.arrays import BoolArray, FloatArray
from powergame.errors import UsageError
from powergame.report.numbers import at_rationality, chance, figures
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing.canvas import Canvas, canvas
from powergame.report.pictures.drawing.fonts import Weight
from powergame.report.pictures.drawing.layout import MARGIN, check_width, page, shares
from powergame.report.pictures.drawing.style import (
    FAINT,
    INK,
    LINE,
    PAPER,
    SMALL,
    TEXT,
    WIDTH,
    look,
    picture_style,
    tint,
    width_of,
    wrapped_within,
)
from powergame.report.pictures.words import minus, title

NARROW_PANEL = 7.0
"""Least width of a panel beside another one, in centimetres."""

MOST_COLUMNS = 3
"""Panels abreast at most."""

MOST_RUNGS = 60
"""Rungs of all actors together at most: more cannot be read."""

GAP = 0.7
ROW, LINE_HEIGHT = 0.52, 0.36
"""Centimetres of a row with a name of one line, and of each further line."""

HEAD, FOOT = 0.62, 0.42
LEAST_SCALE = 1.8
"""Centimetres of a scale at least, where names leave it no more."""

MOST_LINES = 2
"""Lines of a name at most where panels stand beside each other: longer ones have the width of the picture."""

SEEKS = " ↑"
"""Mark behind the names of rungs that seek power."""

LEAST_UNIT = 1e-3
"""Least range of a scale, as a share of all power: a smaller one would exaggerate differences."""

TOLERANCE = 1e-12
"""Difference, relative to the largest payoff, by which rounding may set equally good rungs apart."""

FREE_ENDS = 0.04
"""Share of the scale's width that is kept free at each end."""


def draw_ladder(answer: Answer, width: float = WIDTH, captions: Captions = OWN_WORDS) -> Figure:
    """Draw for each actor the expected payoff of each of its rungs, given the others' play in the selected equilibrium.

    Where none is selected, the first that was found. All actors' scales have the same unit, so that what is at stake
    for them can be compared.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where there are too many rungs to read.
    """
    if (count := sum(answer.game.shape)) > MOST_RUNGS:
        raise UsageError(f"ladders of {count} rungs cannot be read; up to {MOST_RUNGS} in all can be drawn")
    check_width(width)
    with picture_style():
        return _draw(answer, width, captions)


def describe_ladder(answer: Answer) -> str:
    """Say in a sentence what the picture shows."""
    parts = []
    for ladder in _ladders(answer):
        worth = ", ".join(f"{rung} {text}" for rung, text in zip(ladder.rungs, ladder.texts, strict=True))
        parts.append(f"to {ladder.name} {worth}")
    return f"{answer.name}: what each rung is worth while the others play {_which(answer)}: {'; '.join(parts)}."


@dataclass(frozen=True, eq=False)
class _Ladder:
    """One actor's rungs: their worth, the words for it, their chances of play, the best ones, those that seek power."""

    name: str
    rungs: tuple[str, ...]
    worth: FloatArray
    texts: list[str]
    played: list[str]
    best: BoolArray
    seeks: tuple[bool, ...]


def _ladders(answer: Answer) -> list[_Ladder]:
    game = answer.game
    profile = answer.solution.equilibria[answer.selected or 0].profile
    worth = rung_values(game, profile)
    ends = np.cumsum([len(values) for values in worth]).tolist()
    groups = [range(end - len(values), end) for end, values in zip(ends, worth, strict=True)]
    texts = map(minus, figures(np.concatenate(worth).tolist(), groups))
    return [
        _Ladder(
            name,
            game.rungs[i],
            worth[i],
            [next(texts) for _ in game.rungs[i]],
            [chance(p) if p else "" for p in profile[i]],
            worth[i] >= worth[i].max() - TOLERANCE * max(1.0, float(np.abs(worth[i]).max())),
            tuple(rung.seeks for rung in answer.scenario.ladder_of(answer.scenario.actors[i]))
            if answer.scenario
            else (False,) * len(game.rungs[i]),
        )
        for i, name in enumerate(game.actors)
    ]


def _which(answer: Answer) -> str:
    """Name the equilibrium that the others play."""
    if answer.concept.name == "logit":
        return f"quantal response {at_rationality(answer.concept.rationality)}"
    if len(answer.solution.equilibria) == 1:
        return "the equilibrium"
    return "the first equilibrium found (none is selected)" if answer.selected is None else "the selected equilibrium"


@dataclass(frozen=True)
class _Plan:
    """The layout of all panels.

    Attributes
    ----------
    wide, lefts
        Centimetres of a panel, and where those beside each other begin.
    names, amounts, played
        Centimetres of the columns of a panel: names of rungs, what they are worth, how likely they are played.
    """

    wide: float
    lefts: tuple[float, ...]
    names: float
    amounts: float
    played: float

    @property
    def scale(self) -> tuple[float, float]:
        """Both ends of the scale, in centimetres from the left edge of a panel."""
        return self.names + 0.2, self.wide - self.played - self.amounts - 0.45

    def lines(self, ladder: _Ladder, k: int, most: int) -> list[str]:
        """Return the name of a rung."""
        mark = SEEKS if ladder.seeks[k] else ""
        return wrapped_within(ladder.rungs[k], self.names, most, TEXT, "bold" if ladder.best[k] else "normal", mark)

    def head(self, ladder: _Ladder) -> list[str]:
        """Return the name of an actor."""
        return wrapped_within(ladder.name, self.scale[1] - 0.1, MOST_LINES + 1, TEXT, "bold")

    def heights(self, ladder: _Ladder) -> tuple[float, list[float]]:
        """Return the height of a panel's head, and of each of its rows."""
        rows = (len(self.lines(ladder, k, MOST_LINES + 1)) for k in range(len(ladder.rungs)))
        return HEAD + (len(self.head(ladder)) - 1) * LINE_HEIGHT, [ROW + (count - 1) * LINE_HEIGHT for count in rows]

    def height(self, ladder: _Ladder) -> float:
        """Return the height of a panel."""
        head, rows = self.heights(ladder)
        return head + sum(rows) + FOOT


def _plan(ladders: list[_Ladder], inner: float) -> _Plan:
    """Return the layout with the most panels beside each other in which names are whole."""
    amounts = max(width_of(text, SMALL, "bold") for ladder in ladders for text in ladder.texts)
    played = max([width_of("played", SMALL), *(width_of(text, SMALL) for ladder in ladders for text in ladder.played)])
    longest = max(width_of(rung + SEEKS, TEXT, "bold") for ladder in ladders for rung in ladder.rungs) + 0.1
    most = min(len(ladders), MOST_COLUMNS, max(1, int((inner + GAP) // (NARROW_PANEL + GAP))))
    for columns in range(most, 0, -1):
        wide, lefts = shares(inner, columns, GAP)
        room = wide - amounts - played - 0.65 - LEAST_SCALE
        plan = _Plan(wide, lefts, min(longest, room), amounts, played)
        lines = (len(plan.lines(ladder, k, 99)) for ladder in ladders for k in range(len(ladder.rungs)))
        if columns == 1 or max(lines) <= MOST_LINES:
            break
    return plan


def _draw(answer: Answer, width: float, captions: Captions) -> Figure:
    ladders = _ladders(answer)
    plan = _plan(ladders, width - 2 * MARGIN)
    columns = len(plan.lefts)
    rows = [ladders[k : k + columns] for k in range(0, len(ladders), columns)]
    heights = [max(map(plan.height, row)) for row in rows]
    made = page(width, sum(heights), *captions.titled(title(answer), answer.name), _notes(answer, ladders))
    unit = max(float(np.ptp(ladder.worth)) for ladder in ladders)
    if answer.scenario and unit:
        unit = max(unit, LEAST_UNIT)
    top = made.top
    for r, (row, height) in enumerate(zip(rows, heights, strict=True)):
        for c, ladder in enumerate(row):
            on = canvas(made, MARGIN + plan.lefts[c], top, plan.wide, height)
            _panel(on, ladder, r * columns + c, unit, plan)
        top += height
    made.figure.set_label(describe_ladder(answer))
    return made.figure


def _panel(on: Canvas, ladder: _Ladder, i: int, unit: float, plan: _Plan) -> None:
    """Draw an actor's rungs, the best ones' payoff at the right end of the scale."""
    colour, ink = look(i).colour, look(i).ink
    for k, line in enumerate(plan.head(ladder)):
        on.say(line, 0.0, 0.3 + k * LINE_HEIGHT, weight="bold", colour=ink)
    left, right = plan.scale
    amounts = right + 0.2 + plan.amounts
    on.say("worth", amounts, 0.3, size=SMALL, colour=FAINT, side="right")
    on.say("played", on.width, 0.3, size=SMALL, colour=FAINT, side="right")
    best = float(ladder.worth.max())
    slack = FREE_ENDS * (right - left) + 0.12
    scale = (right - left - 2 * slack) / unit if unit > 0 else 0.0
    head, rows = plan.heights(ladder)
    at_best = right - slack
    on.line([(at_best, head), (at_best, head + sum(rows))], LINE, 0.8, layer=1)
    top = head
    for k, height in enumerate(rows):
        y = top + height / 2
        x = at_best - (best - float(ladder.worth[k])) * scale
        is_best = bool(ladder.best[k])
        weight: Weight = "bold" if is_best else "normal"
        lines = plan.lines(ladder, k, MOST_LINES + 1)
        for j, line in enumerate(lines):
            on.say(line, 0.0, y + (j - (len(lines) - 1) / 2) * LINE_HEIGHT, weight=weight, colour=INK)
        on.line([(left, y), (right, y)], tint(INK, 0.12), 0.5, layer=0)
        if not is_best:
            on.line([(x, y), (at_best, y)], colour, 1.6)
        on.mark(x, y, look(i).marker, 6.0, colour if is_best else PAPER, colour, thick=1.4)
        on.say(ladder.texts[k], amounts, y, size=SMALL, weight=weight, side="right")
        on.say(ladder.played[k], on.width, y, size=SMALL, colour=FAINT, side="right")
        top += height


def _notes(answer: Answer, ladders: list[_Ladder]) -> list[str]:
    notes = [f"Worth in expectation, while the others play {_which(answer)}. Filled: the best; lines: what is lost."]
    remarks = [f"{SEEKS.strip()} seeks power."] if any(any(ladder.seeks) for ladder in ladders) else []
    remarks += ["All scales have the same unit."] if len(ladders) > 1 else []
    notes += [" ".join(remarks)] if remarks else []
    if answer.scenario and any(actor.beliefs for actor in answer.scenario.actors):
        notes.append("By what each believes.")
    return notes
