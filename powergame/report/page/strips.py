"""Bands along a path, in the page's own colours: verdicts of those whose verdicts turn, with numbers at the flips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from powergame.analysis.display import marked
from powergame.analysis.threshold import ActorThresholds, PathThresholds
from powergame.digits import significant
from powergame.report.documents import threshold as thresholds
from powergame.report.numbers import apart
from powergame.report.page.view import colour
from powergame.scenario.paths.words import words_of_path
from powergame.scenario.scenario import Scenario
from powergame.text import listed, sentence

if TYPE_CHECKING:
    from powergame.report.pictures.drawing.rulers import Ruler

WIDTH = 1000.0
"""Width of a band, in the units of its drawing."""

NARROWEST = 320.0
"""Pixels of a band on a phone: numbers that fit there fit everywhere."""

LETTER, AROUND = 6.4, 8.0
"""Pixels of a character, about, and free beside a number."""

MOST_ROWS = 2
"""Rows of numbers below a band at most; the sentence below it has those that do not fit."""

TICKS = 0.25
"""Share of a band between two ticks of its axis, at least."""

EDGE = 6.0
"""Percent of a band at its ends within which numbers are set flush with the end."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a band with one verdict, and whether that is proven."""

    x: str
    width: str
    verdict: str
    proven: bool


@dataclass(frozen=True)
class StripNumber:
    """A number below a band: where it stands, in percent, on which side of that, and in which row."""

    x: str
    text: str
    anchor: str
    row: int = 0


@dataclass(frozen=True)
class Band:
    """One actor's verdicts along a path; `touches` are single points with another verdict."""

    actor: str
    colour: int
    pieces: tuple[Piece, ...]
    touches: tuple[str, ...]
    numbers: tuple[StripNumber, ...]
    sentence: str

    @property
    def rows(self) -> int:
        """Number of rows of numbers."""
        return max((number.row + 1 for number in self.numbers), default=0)


@dataclass(frozen=True)
class Strip:
    """Verdicts along one path.

    Attributes
    ----------
    words, path
        What varies, in words and by its path.
    bands, same
        Of those whose verdicts turn; and a sentence on the others.
    ticks
        Round numbers along the path.
    here
        Where the scenario itself is, if that is in the range.
    """

    words: str
    path: str
    start: str
    stop: str
    bands: tuple[Band, ...]
    same: str
    ticks: tuple[StripNumber, ...]
    here: str | None
    sentence: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Strips:
    """Verdicts along several paths, each by itself.

    Attributes
    ----------
    turning
        Along those on which some verdict turns.
    still
        The sentence on the others.
    doubtful
        Whether some verdict along one of these is unproven.
    """

    turning: tuple[Strip, ...]
    still: str
    doubtful: bool


def strips(scenario: Scenario, paths: Sequence[PathThresholds]) -> Strips:
    """Return the drawings of the verdicts along some paths."""
    still = [f"{words_of_path(scenario, p.path)} ({_range(p)}){_unproven(p)}" for p in paths if not p.turns]
    return Strips(
        tuple(_strip(scenario, path) for path in paths if path.turns),
        f"Nobody's verdict turns along {listed(still)}." if still else "",
        any(not interval.proven for path in paths for actor in path.actors for interval in actor.intervals),
    )


def _range(path: PathThresholds) -> str:
    return f"{significant(path.start)} to {significant(path.stop)}"


def _unproven(path: PathThresholds) -> str:
    return "" if all(i.proven for actor in path.actors for i in actor.intervals) else ", unproven"


def _strip(scenario: Scenario, path: PathThresholds) -> Strip:
    from powergame.report.pictures.drawing.rulers import ruler

    along = ruler(scenario, path)
    turning = [(i, actor) for i, actor in enumerate(path.actors) if actor.turns]
    return Strip(
        words=words_of_path(scenario, path.path),
        path=path.path,
        start=significant(path.start),
        stop=significant(path.stop),
        bands=tuple(_band(along, i, actor) for i, actor in turning),
        same=_same(actor for actor in path.actors if not actor.turns),
        ticks=tuple(_number(along, value, text) for value, text in along.ticks(TICKS)),
        here=_unit(WIDTH * along.along(path.now)) if path.start <= path.now <= path.stop else None,
        sentence=thresholds.own_point(path),
        notes=tuple(map(sentence, path.notes)),
    )


def _same(actors: Iterator[ActorThresholds]) -> str:
    """Say what holds all along of those whose verdicts do not turn: the actors of each verdict together."""
    verdicts: dict[str, list[str]] = {}
    for actor in actors:
        told = [marked(str(part.verdict), proven=part.proven) for part in actor.intervals[:1]]
        verdicts.setdefault(told[0] if told else "never", []).append(actor.name)
    parts = [f"{listed(names)}: {verdict}" for verdict, names in verdicts.items()]
    return f"All along, {'; '.join(parts)}." if parts else ""


def _unit(x: float) -> str:
    return f"{round(x, 1) + 0.0:.1f}".removesuffix(".0")


def _number(along: Ruler, value: float, text: str, row: int = 0) -> StripNumber:
    x = 100 * along.along(value)
    anchor = "start" if x < EDGE else "end" if x > 100 - EDGE else "middle"
    return StripNumber(_unit(x), text.replace("-", "\N{MINUS SIGN}"), anchor, row)


def _band(along: Ruler, i: int, actor: ActorThresholds) -> Band:
    ends = [(WIDTH * along.along(part.start), WIDTH * along.along(part.stop), part) for part in actor.intervals]
    return Band(
        actor=actor.name,
        colour=colour(i),
        pieces=tuple(Piece(_unit(a), _unit(max(b - a, 0.0)), str(held.verdict), held.proven) for a, b, held in ends),
        touches=tuple(_unit(WIDTH * along.along(flip.at)) for flip in actor.flips if flip.touch),
        numbers=tuple(_numbers(along, [flip.at for flip in actor.flips])),
        sentence=thresholds.course(actor),
    )


def _numbers(along: Ruler, flips: Sequence[float]) -> Iterator[StripNumber]:
    """Yield the numbers of flips that fit below a band, each in the first row with room."""
    taken = [-AROUND] * MOST_ROWS
    for value, text in zip(flips, apart(flips, 4), strict=True):
        middle, half = NARROWEST * along.along(value), LETTER * len(text) / 2
        left = min(max(middle - half, 0.0), NARROWEST - 2 * half)
        row = next((r for r in range(MOST_ROWS) if left >= taken[r] + AROUND), None)
        if row is not None:
            taken[row] = left + 2 * half
            yield _number(along, value, text, row)
