"""How much each observation tells: bars of bits, alone and on top of all the others."""

from __future__ import annotations

from collections.abc import Sequence

from powergame.analysis.infer.result import Deed
from powergame.report.pictures.captions import Captions
from powergame.report.pictures.drawing.canvas import Canvas, canvas
from powergame.report.pictures.drawing.layout import MARGIN, Lines, Page
from powergame.report.pictures.drawing.style import COLOURS, FAINT, SMALL, TEXT, fitted, width_of
from powergame.report.pictures.inverse.words import deed as in_words
from powergame.scenario.scenario import Scenario

ROW = 0.5
"""Height of an observation's row, in centimetres."""

MOST_ROWS = 12
"""Observations that have bars; of more, those that tell most on top of the others."""

ALONE, LAST = "#ffffff", COLOURS[1]
"""Fills of the bars of what an observation tells alone, and on top of the others."""

LEAST_SCALE = 0.1
"""Bits that the longest bar stands for at least."""

HEAD = 0.95
NUMBERS = "0.00, 0.00"


def height(deeds: Sequence[Deed]) -> float:
    """Return how high the bars are, their heading included, in centimetres."""
    return HEAD + ROW * min(len(deeds), MOST_ROWS) + 0.3 if deeds else 0.0


def draw_deeds(
    made: Page, deeds: Sequence[Deed], top: float, inner: float, scenario: Scenario, captions: Captions
) -> None:
    """Draw two bars an observation below a height of the page."""
    shown = sorted(sorted(deeds, key=lambda d: -max(d.last, 0.0))[:MOST_ROWS], key=lambda d: d.number)
    made.write(Lines(("What each observation tells, in bits",), TEXT, "bold"), MARGIN, top)
    _key(canvas(made, MARGIN, top + 0.45, inner, 0.35))
    on = canvas(made, MARGIN, top + HEAD, inner, ROW * len(shown))
    texts = [f"{deed.number}  {in_words(deed.observation, scenario, captions)}" for deed in shown]
    name = min(0.5 * inner, max(width_of(text, SMALL) for text in texts) + 0.15)
    room = inner - name - width_of(NUMBERS, SMALL) - 0.3
    most = max(LEAST_SCALE, *(max(deed.alone, deed.last) for deed in shown))
    for row, (deed, text) in enumerate(zip(shown, texts, strict=True)):
        y = row * ROW
        on.say(fitted(text, name - 0.12, SMALL), 0, y + ROW / 2, size=SMALL)
        alone, last = (room * max(bits, 0.0) / most for bits in (deed.alone, deed.last))
        on.box(name, y + 0.07, alone, 0.16, fill=ALONE, line=FAINT, thick=0.7)
        on.box(name, y + 0.25, last, 0.18, fill=LAST)
        on.line([(name, y + 0.02), (name, y + ROW - 0.02)], FAINT, 0.6)
        on.say(f"{deed.alone:.2f}, {deed.last:.2f}", name + max(alone, last) + 0.12, y + ROW / 2, size=SMALL)


def omitted(deeds: Sequence[Deed]) -> str:
    """Say how many observations have no bars; nothing where all have."""
    more = len(deeds) - MOST_ROWS
    return f"{more} more observations tell less on top of the others, and have no bars." if more > 0 else ""


def _key(on: Canvas) -> None:
    on.box(0, 0.09, 0.5, 0.16, fill=ALONE, line=FAINT, thick=0.7)
    on.say("alone", 0.62, 0.17, size=SMALL)
    x = 0.62 + width_of("alone", SMALL) + 0.4
    on.box(x, 0.08, 0.5, 0.18, fill=LAST)
    on.say("on top of all the others", x + 0.62, 0.17, size=SMALL)
