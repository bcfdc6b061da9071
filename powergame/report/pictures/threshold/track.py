"""A path in the picture of thresholds: its name, what turns along it, what does not, and its axis."""

from __future__ import annotations

from powergame.analysis.threshold import PathThresholds, Thresholds
from powergame.report.documents.threshold import course
from powergame.report.documents.thresholds.words import what_else
from powergame.report.pictures.captions import Captions
from powergame.report.pictures.drawing.canvas import Canvas, canvas
from powergame.report.pictures.drawing.layout import MARGIN, Lines, Page
from powergame.report.pictures.drawing.rulers import ruler
from powergame.report.pictures.drawing.style import FAINT, INK, PAPER, SMALL, TEXT, wrapped
from powergame.report.pictures.threshold.bands import ActorBand, rung_fills, verdict_fills
from powergame.report.pictures.threshold.curve import NumberCurve
from powergame.report.pictures.threshold.places import Places
from powergame.text import listed

GAP = 0.2
AXIS = 0.7
"""Height of the axis, in centimetres."""

ABOVE = 0.1
"""Centimetres that are free above the axis."""

TICK = 1.3
"""Least distance of two ticks, in centimetres."""

BESIDE = 0.45
"""Centimetres that are kept free at both ends, so that numbers there fit."""

LABELS = 1.05
"""Centimetres left of a curve, for its levels."""


class Track:
    """A path and what turns along it: first laid out, then drawn.

    Attributes
    ----------
    lanes
        Bands of the actors whose verdicts or rungs turn; or the curve of a number that moves.
    height
        In centimetres.
    """

    def __init__(self, result: Thresholds, path: PathThresholds, width: float, captions: Captions) -> None:
        self.path, self.width = path, width
        self.marks = result.concept.name == "nash"
        self.here = path.now if path.start <= path.now <= path.stop else None
        left = BESIDE if path.course is None else LABELS
        self.places = Places(ruler(result.scenario, path), width, left, BESIDE)
        self.lanes = self._lanes(result)
        name = captions.words(result.scenario, path.path)
        self.head = Lines(tuple(wrapped(f"{name} →" if self.lanes else name, width, TEXT, "bold")), TEXT, "bold")
        still = [line for text in self._still(result) for line in wrapped(text, width, SMALL)]
        self.still = Lines(tuple(still), SMALL, colour=FAINT)
        self.drawn = sum(lane.height for lane in self.lanes) + ABOVE if self.lanes else 0.0
        self.height = self.head.height + self.still.height + self.drawn + (AXIS if self.lanes else 0.0) + GAP

    @property
    def omitted(self) -> int:
        """Numbers that do not fit."""
        return sum(lane.omitted for lane in self.lanes)

    def draw(self, made: Page, top: float) -> None:
        """Draw the path below a height of the page."""
        top = made.write(self.head, MARGIN, top)
        top = made.write(self.still, MARGIN, top)
        if not self.lanes:
            return
        on = canvas(made, MARGIN, top, self.width, self.drawn + AXIS)
        y = 0.0
        for lane in self.lanes:
            lane.draw(on, y)
            if self.here is not None:
                lane.draw_own(on, self.places.at(self.here), y)
            y += lane.height
        self._axis(on, self.drawn)
        if self.here is not None:
            for diameter, colour in ((8.5, PAPER), (6.5, INK), (4.9, PAPER), (2.6, INK)):
                on.mark(self.places.at(self.here), self.drawn, "o", diameter, colour, layer=5)

    def named(self) -> set[str]:
        """Return the verdicts or rungs that a band names."""
        bands = (lane for lane in self.lanes if isinstance(lane, ActorBand))
        return {word for band in bands for part in band.actor.intervals if (word := part.verdict)} - set(self.unnamed())

    def unnamed(self) -> list[str]:
        """Return the verdicts or rungs that no band has room to name."""
        words = (verdict for lane in self.lanes if isinstance(lane, ActorBand) for verdict in lane.unnamed())
        return [word for word in dict.fromkeys(words) if word is not None]

    def _lanes(self, result: Thresholds) -> list[ActorBand] | list[NumberCurve]:
        path, scenario = self.path, result.scenario
        if path.course is not None:
            return [NumberCurve(path.course, result.aspect.levels, self.places)] if path.course.moves else []
        bands = []
        for actor in path.actors:
            if not actor.flips:
                continue
            i = scenario.names.index(actor.name)
            rungs = [rung.name for rung in scenario.ladder_of(scenario.actors[i])]
            fills = rung_fills(i, rungs) if result.aspect.kind == "plays" else verdict_fills(i)
            bands.append(ActorBand(actor, i, fills, self.places, self.here, marks=self.marks))
        return bands

    def _still(self, result: Thresholds) -> list[str]:
        """Say of whom nothing turns along the path, and what else to ask where nothing turns at all."""
        courses: dict[str, list[str]] = {}
        for actor in self.path.actors:
            if not actor.flips:
                courses.setdefault(course(actor, marks=self.marks), []).append(actor.name)
        lines = [f"{listed(names)}: {text}." for text, names in courses.items()]
        if self.path.others:
            lines.append(what_else(self.path, result.aspect))
        return lines

    def _axis(self, on: Canvas, y: float) -> None:
        left, stop = self.places.left, self.places.stop
        on.line([(left, y), (stop, y)], FAINT, 0.6)
        for value, text in self.places.ruler.ticks(TICK / (stop - left)):
            x = self.places.at(value)
            on.line([(x, y), (x, y + 0.08)], FAINT, 0.6)
            on.say(text, x, y + 0.28, size=SMALL, colour=FAINT, side="center")
