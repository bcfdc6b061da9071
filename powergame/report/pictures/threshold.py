"""Thresholds: each actor's verdict along a path, a band each, with every flip and the scenario's own point."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from matplotlib.figure import Figure

from powergame.analysis.threshold import ActorThresholds, PathThresholds, Thresholds
from powergame.errors import UsageError
from powergame.report.documents import threshold as thresholds
from powergame.report.numbers import apart
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing.canvas import Canvas, canvas
from powergame.report.pictures.drawing.layout import MARGIN, Colour, Lines, Page, check_width, page
from powergame.report.pictures.drawing.rulers import ruler
from powergame.report.pictures.drawing.scales import labels
from powergame.report.pictures.drawing.style import (
    FAINT,
    INK,
    PAPER,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    look,
    picture_style,
    tint,
    width_of,
    wrapped,
)
from powergame.report.pictures.words import minus
from powergame.text import listed, sentence

NAME = 0.5
"""Centimetres above a band for the actor's name."""

BAND = 0.5
"""Height of a band, in centimetres."""

FLIPS = 0.4
"""Height of a row of numbers below a band, in centimetres."""

MOST_ROWS = 2
"""Rows of numbers below a band at most; a note counts the numbers that do not fit."""

NO_FLIPS = 0.12
MOST_SAID = 2
"""Different courses of verdicts at most that the title says in words."""

MOST_FLIPS_SAID = 4
"""Flips at most that the title says in words."""

GAP = 0.2
AXIS = 0.7
"""Height of the axis, in centimetres."""

ABOVE = 0.1
"""Centimetres that are free above the axis."""

TICK = 1.3
"""Least distance of two ticks, in centimetres."""

BESIDE = 0.45
"""Centimetres that are kept free at both ends, so that numbers there fit."""

OWN = "◉ the scenario's own value"
CURVED = {"log": "Equal ratios are equally far apart.", "share": "Equal shares of all power are equally far apart."}


def draw_threshold(result: Thresholds, width: float = WIDTH, captions: Captions = OWN_WORDS) -> Figure:
    """Draw every actor's verdict along each path of a result.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where it has no path.
    """
    if not result.paths:
        raise UsageError("no path varies, and thresholds lie along one")
    check_width(width)
    with picture_style():
        return _draw(result, width, captions)


def describe_threshold(result: Thresholds) -> str:
    """Say in a sentence what the picture shows."""
    parts = []
    for path in result.paths:
        verdicts = "; ".join(f"{actor.name}: {_course(result, actor)}" for actor in path.actors)
        parts.append(f"Along {path.path} from {_brief(path.start)} to {_brief(path.stop)}: {verdicts}")
    return f"{result.scenario.name}: who seeks power. {'. '.join(parts)}."


def _draw(result: Thresholds, width: float, captions: Captions) -> Figure:
    inner = width - 2 * MARGIN
    tracks = [_Track(result, path, inner, captions) for path in result.paths]
    body = sum(track.height for track in tracks) + 0.1
    title = captions.titled(_finding(result), result.scenario.name)
    made = page(width, body, *title, _notes(result, tracks))
    top = made.top
    for track in tracks:
        track.draw(made, top)
        top += track.height
    made.figure.set_label(describe_threshold(result))
    return made.figure


def _finding(result: Thresholds) -> str:
    """Say in a sentence where verdicts turn."""
    if len(result.paths) > 1:
        return "Who seeks power, one number at a time"
    path = result.paths[0]
    flips = [flip for actor in path.actors for flip in actor.flips if not flip.touch]
    if not flips:
        return "No verdict turns along this path"
    courses: dict[str, list[str]] = {}
    for actor in path.actors:
        if any(not flip.touch for flip in actor.flips):
            courses.setdefault(_course(result, actor), []).append(actor.name)
    if len(courses) <= MOST_SAID and len(flips) <= MOST_FLIPS_SAID:
        return "; ".join(f"{listed(names)}: {course}" for course, names in courses.items())
    return f"{len(flips)} flips along this path, of {sum(map(len, courses.values()))} actors"


def _course(result: Thresholds, actor: ActorThresholds) -> str:
    return thresholds.course(actor, marks=result.concept.name == "nash")


class _Track:
    """A path and its bands: first laid out, then drawn."""

    def __init__(self, result: Thresholds, path: PathThresholds, width: float, captions: Captions) -> None:
        self.path = path
        self.marks = result.concept.name == "nash"
        self.width = width
        self.ruler = ruler(result.scenario, path)
        self.head = Lines(
            tuple(wrapped(f"{captions.words(result.scenario, path.path)} →", width, TEXT, "bold")), TEXT, "bold"
        )
        self.rows = [_placed(actor, self) for actor in path.actors]
        self.bands = sum(_height(rows) for rows in self.rows) + ABOVE
        self.height = self.head.height + self.bands + AXIS + GAP
        self.omitted = sum(place is None for rows in self.rows for _, place in rows)

    def at(self, value: float) -> float:
        """Return where a value is, in centimetres from the left."""
        return BESIDE + self.ruler.along(value) * (self.width - 2 * BESIDE)

    def draw(self, made: Page, top: float) -> None:
        """Draw the path below a height of the page."""
        top = made.write(self.head, MARGIN, top)
        on = canvas(made, MARGIN, top, self.width, self.bands + AXIS)
        y = 0.0
        for i, (actor, rows) in enumerate(zip(self.path.actors, self.rows, strict=True)):
            self._band(on, i, actor, y + NAME)
            self._flips(on, actor, rows, y + NAME)
            y += _height(rows)
        self._axis(on, self.bands)
        if self.path.start <= self.path.now <= self.path.stop:
            self._own(on)

    def _band(self, on: Canvas, i: int, actor: ActorThresholds, top: float) -> None:
        on.say(
            fitted(actor.name, 0.6 * self.width, TEXT, "bold"),
            BESIDE,
            top - 0.21,
            weight="bold",
            colour=look(i).ink,
        )
        for interval in actor.intervals:
            left, right = self.at(interval.start), self.at(interval.stop)
            verdict = str(interval.verdict)
            _fill(on, i, verdict, left, top, right - left)
            doubtful = self.marks and not interval.proven
            if doubtful:
                on.dots(left, top, right - left, BAND, layer=2.5)
            if right - left > width_of(verdict, SMALL) + 0.3:
                dark = verdict == "always"
                half = width_of(verdict, SMALL) / 2 + 0.08
                if (middle := self._beside_own(left, right, half)) is None:
                    continue
                if verdict == "depends" or doubtful:
                    ground = look(i).ink if dark else PAPER
                    on.box(middle - half, top + 0.08, 2 * half, BAND - 0.16, fill=ground, layer=3)
                on.say(verdict, middle, top + BAND / 2, size=SMALL, colour=PAPER if dark else INK, side="center")
        on.box(BESIDE, top, self.width - 2 * BESIDE, BAND, line=FAINT, thick=0.6, layer=4)

    def _beside_own(self, left: float, right: float, half: float) -> float | None:
        """Return the middle for words between two places, away from the scenario's own value; None without room."""
        middle, room = (left + right) / 2, half + 0.12
        if not self.path.start <= self.path.now <= self.path.stop:
            return middle
        now = self.at(self.path.now)
        if abs(now - middle) >= room:
            return middle
        best = max((now - room, now + room), key=lambda x: min(x - half - left, right - half - x))
        return best if min(best - half - left, right - half - best) > 0 else None

    def _flips(
        self, on: Canvas, actor: ActorThresholds, rows: Sequence[tuple[str, tuple[float, int] | None]], top: float
    ) -> None:
        for flip, (text, place) in zip(actor.flips, rows, strict=True):
            x = self.at(flip.at)
            if flip.touch:
                on.mark(x, top + BAND / 2, "d", 5.0, PAPER, INK, thick=0.9)
            else:
                on.line([(x, top - 0.04), (x, top + BAND + 0.08)], INK, 1.1, layer=4)
            if place is None:
                continue
            middle, row = place
            if row:
                on.line([(x, top + BAND + 0.04), (x, top + BAND + FLIPS * row + 0.06)], FAINT, 0.4)
            on.say(text, middle, top + BAND + FLIPS * (row + 0.55), size=SMALL, side="center")

    def _axis(self, on: Canvas, y: float) -> None:
        on.line([(BESIDE, y), (self.width - BESIDE, y)], FAINT, 0.6)
        for value, text in self.ruler.ticks(TICK / (self.width - 2 * BESIDE)):
            x = self.at(value)
            on.line([(x, y), (x, y + 0.08)], FAINT, 0.6)
            on.say(text, x, y + 0.28, size=SMALL, colour=FAINT, side="center")

    def _own(self, on: Canvas) -> None:
        x = self.at(self.path.now)
        y = NAME
        for rows in self.rows:
            on.line([(x, y - 0.06), (x, y + BAND + 0.06)], PAPER, 2.4, layer=4.4)
            on.line([(x, y - 0.06), (x, y + BAND + 0.06)], INK, 1.0, (0, (2, 1.4)), layer=4.5)
            y += _height(rows)
        for diameter, colour in ((8.5, PAPER), (6.5, INK), (4.9, PAPER), (2.6, INK)):
            on.mark(x, self.bands, "o", diameter, colour, layer=5)


def _fill(on: Canvas, i: int, verdict: str, left: float, top: float, width: float) -> None:
    full: Colour = tint(look(i).colour, 1.0)
    if verdict == "always":
        on.box(left, top, width, BAND, fill=look(i).ink, layer=1)
    else:
        on.box(left, top, width, BAND, fill=tint(look(i).colour, 0.05), layer=1)
        if verdict == "depends":
            on.stripes(left, top, width, BAND, full, layer=2)


def _placed(actor: ActorThresholds, track: _Track) -> list[tuple[str, tuple[float, int] | None]]:
    """Return the numbers of an actor's flips, and the middle and row at which each fits; None where it does not."""
    texts = [minus(text) for text in apart([flip.at for flip in actor.flips], 4)]
    taken = [0.0] * MOST_ROWS
    placed: list[tuple[str, tuple[float, int] | None]] = []
    for flip, text in zip(actor.flips, texts, strict=True):
        half = width_of(text, SMALL) / 2
        middle = min(max(track.at(flip.at), half), track.width - half)
        row = next((r for r in range(MOST_ROWS) if middle - half >= taken[r]), None)
        if row is not None:
            taken[row] = middle + half + 0.15
        placed.append((text, None if row is None else (middle, row)))
    return placed


def _height(rows: Sequence[tuple[str, tuple[float, int] | None]]) -> float:
    """Return the height of an actor's name, band and numbers."""
    return NAME + BAND + (FLIPS * max(1, _depth(rows)) if rows else NO_FLIPS)


def _depth(rows: Sequence[tuple[str, tuple[float, int] | None]]) -> int:
    return max((place[1] + 1 for _, place in rows if place), default=0)


def _notes(result: Thresholds, tracks: list[_Track]) -> list[str]:
    lines = ["Full: always seeks power. Striped: it depends on the equilibrium. Pale: never."]
    if any(path.start <= path.now <= path.stop for path in result.paths):
        lines[0] = f"{OWN}. {lines[0]}"
    if any(flip.touch for path in result.paths for actor in path.actors for flip in actor.flips):
        lines[0] += " ◊: another verdict at this very point."
    if any(not i.proven for t in tracks if t.marks for actor in t.path.actors for i in actor.intervals):
        lines[0] += " Dotted: unproven."
    for path in result.paths:
        if not path.start <= path.now <= path.stop:
            lines.append(f"{path.path} is {_brief(path.now)} in the scenario itself, outside of this range.")
    lines += [CURVED[spacing] for spacing in dict.fromkeys(path.spacing for path in result.paths) if spacing in CURVED]
    omitted = sum(track.omitted for track in tracks)
    lines += [f"{omitted} flips more than there is room for numbers: powergame threshold lists all."] if omitted else []
    return lines + [sentence(note) for note in _remarks(result)]


def _remarks(result: Thresholds) -> Iterator[str]:
    """Yield the paths' notes: those of all paths once, and others with the path that they are of."""
    for path in result.paths:
        for note in path.notes:
            if not all(note in other.notes for other in result.paths):
                yield f"along {path.path}: {note}"
            elif path is result.paths[0]:
                yield note


def _brief(x: float) -> str:
    return "infinite" if math.isinf(x) else labels([x])[0]
