"""An actor's verdicts or rungs along a path, as a band with every flip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from powergame.analysis.threshold import ActorThresholds, Interval
from powergame.report.documents.thresholds.words import UNSELECTED
from powergame.report.pictures.drawing.canvas import Canvas
from powergame.report.pictures.drawing.layout import Colour
from powergame.report.pictures.drawing.style import (
    FAINT,
    INK,
    PAPER,
    SMALL,
    TEXT,
    contrast,
    fitted,
    look,
    tint,
    width_of,
)
from powergame.report.pictures.phase.panels import FULLEST, PALEST
from powergame.report.pictures.threshold.places import PlacedNumber, Places, height_of, numbers, omitted, write_numbers

NAME = 0.5
"""Centimetres above a band for the actor's name."""

BAND = 0.5
"""Height of a band, in centimetres."""

NO_FLIPS = 0.12
"""Centimetres below a band without numbers."""


@dataclass(frozen=True)
class BandLook:
    """The look of an interval: its colour, stripes over it, and whether words on it are light."""

    colour: Colour
    stripes: Colour | None
    dark: bool


class ActorBand:
    """An actor's band: first laid out, then drawn.

    Parameters
    ----------
    i
        The actor's place in the scenario, which is its look.
    fills
        The look of each verdict or rung.
    now
        The scenario's own value, if it is in the range.
    marks
        Whether unproven intervals are dotted.
    """

    def __init__(
        self,
        actor: ActorThresholds,
        i: int,
        fills: Mapping[str | None, BandLook],
        places: Places,
        now: float | None,
        *,
        marks: bool,
    ) -> None:
        self.actor, self.i, self.fills, self.places, self.now, self.marks = actor, i, fills, places, now, marks
        self.numbers: tuple[PlacedNumber, ...] = numbers([flip.at for flip in actor.flips], places)
        self.omitted = omitted(self.numbers)
        self.height = NAME + BAND + max(height_of(self.numbers), NO_FLIPS)

    def draw(self, on: Canvas, top: float) -> None:
        """Draw the band, its actor's name above it and its numbers below it."""
        left, width = self.places.left, self.places.stop - self.places.left
        name = fitted(self.actor.name, 0.6 * width, TEXT, "bold")
        on.say(name, left, top + NAME - 0.21, weight="bold", colour=look(self.i).ink)
        top += NAME
        for interval in self.actor.intervals:
            self._fill(on, interval, top)
        on.box(left, top, width, BAND, line=FAINT, thick=0.6, layer=4)
        for flip in self.actor.flips:
            x = self.places.at(flip.at)
            if flip.touch:
                on.mark(x, top + BAND / 2, "d", 5.0, PAPER, INK, thick=0.9)
            else:
                on.line([(x, top - 0.04), (x, top + BAND + 0.08)], INK, 1.1, layer=4)
        write_numbers(on, self.numbers, self.places, top + BAND)

    def draw_own(self, on: Canvas, x: float, top: float) -> None:
        """Draw the scenario's own value over the band."""
        ends = [(x, top + NAME - 0.06), (x, top + NAME + BAND + 0.06)]
        on.line(ends, PAPER, 2.4, layer=4.4)
        on.line(ends, INK, 1.0, (0, (2, 1.4)), layer=4.5)

    def unnamed(self) -> list[str | None]:
        """Return the verdicts or rungs that no interval has room to name."""
        named = {part.verdict for part in self.actor.intervals if self._middle(part) is not None}
        return [part.verdict for part in self.actor.intervals if part.verdict not in named]

    def _fill(self, on: Canvas, interval: Interval, top: float) -> None:
        fill = self.fills[interval.verdict]
        left, right = self.places.at(interval.start), self.places.at(interval.stop)
        on.box(left, top, right - left, BAND, fill=fill.colour, layer=1)
        if fill.stripes is not None:
            on.stripes(left, top, right - left, BAND, fill.stripes, layer=2)
        doubtful = self.marks and not interval.proven
        if doubtful:
            on.dots(left, top, right - left, BAND, layer=2.5)
        middle = self._middle(interval)
        if middle is None:
            return
        word = word_of(interval)
        if fill.stripes is not None or doubtful:
            half = _half(word)
            on.box(middle - half, top + 0.08, 2 * half, BAND - 0.16, fill=fill.colour if fill.dark else PAPER, layer=3)
        on.say(word, middle, top + BAND / 2, size=SMALL, colour=PAPER if fill.dark else INK, side="center")

    def _middle(self, interval: Interval) -> float | None:
        """Return the middle for an interval's word, away from the scenario's own value; None without room."""
        left, right = self.places.at(interval.start), self.places.at(interval.stop)
        half = _half(word_of(interval))
        if right - left <= 2 * half + 0.14:
            return None
        middle, room = (left + right) / 2, half + 0.12
        if self.now is None:
            return middle
        now = self.places.at(self.now)
        if abs(now - middle) >= room:
            return middle
        best = max((now - room, now + room), key=lambda x: min(x - half - left, right - half - x))
        return best if min(best - half - left, right - half - best) > 0 else None


def word_of(interval: Interval) -> str:
    """Return an interval's verdict or rung."""
    return UNSELECTED if interval.verdict is None else interval.verdict


def _half(word: str) -> float:
    return width_of(word, SMALL) / 2 + 0.08


def verdict_fills(i: int) -> dict[str | None, BandLook]:
    """Return the looks of an actor's verdicts."""
    colour = look(i).colour
    pale = tint(colour, 0.05)
    return {
        "always": BandLook(look(i).ink, None, dark=True),
        "depends": BandLook(pale, tint(colour, 1.0), dark=False),
        "never": BandLook(pale, None, dark=False),
    }


def rung_fills(i: int, rungs: list[str]) -> dict[str | None, BandLook]:
    """Return the looks of an actor's rungs, as phase diagrams have them: the further up its ladder, the fuller."""
    shades = [tint(look(i).colour, PALEST + (FULLEST - PALEST) * k / max(len(rungs) - 1, 1)) for k in range(len(rungs))]
    fills: dict[str | None, BandLook] = {
        rung: BandLook(shade, None, dark=contrast(shade) > DARK) for rung, shade in zip(rungs, shades, strict=True)
    }
    return {**fills, None: BandLook(PAPER, FAINT, dark=False)}


DARK = 3.0
"""Contrast with paper above which words on a ground are light."""
