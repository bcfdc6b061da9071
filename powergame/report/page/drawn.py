"""Bands along a path, small drawings that take the page's own colours, light or dark."""

from __future__ import annotations

import math
from dataclasses import dataclass

from powergame.analysis.threshold import ActorThresholds, PathThresholds
from powergame.digits import significant
from powergame.report.documents import threshold as thresholds
from powergame.report.page.view import colour
from powergame.text import sentence

WIDTH = 1000.0
"""Width of a band, in the units of its drawing."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a band with one verdict, and whether that is proven."""

    x: str
    width: str
    verdict: str
    proven: bool


@dataclass(frozen=True)
class Band:
    """One actor's verdicts along a path; `touches` are single points with another verdict."""

    actor: str
    colour: int
    pieces: tuple[Piece, ...]
    touches: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Strip:
    """Verdicts along one path; `here` is where the scenario itself is, if that is in the range."""

    path: str
    start: str
    stop: str
    bands: tuple[Band, ...]
    here: str | None
    sentence: str
    notes: tuple[str, ...]


def strip(path: PathThresholds) -> Strip:
    """Return the drawing of the verdicts along a path."""
    inside = path.start <= path.now <= path.stop
    return Strip(
        path=path.path,
        start=significant(path.start),
        stop=significant(path.stop),
        bands=tuple(_band(path, i, actor) for i, actor in enumerate(path.actors)),
        here=_unit(_along(path, path.now)) if inside else None,
        sentence=thresholds.own_point(path),
        notes=tuple(map(sentence, path.notes)),
    )


def _along(path: PathThresholds, x: float) -> float:
    """Return where a value lies on the band."""
    if path.spacing == "log":
        return WIDTH * math.log(x / path.start) / math.log(path.stop / path.start)
    return WIDTH * (x - path.start) / (path.stop - path.start)


def _unit(x: float) -> str:
    return f"{round(x, 1) + 0.0:.1f}".removesuffix(".0")


def _band(path: PathThresholds, i: int, actor: ActorThresholds) -> Band:
    ends = [(_along(path, interval.start), _along(path, interval.stop), interval) for interval in actor.intervals]
    return Band(
        actor=actor.name,
        colour=colour(i),
        pieces=tuple(Piece(_unit(a), _unit(max(b - a, 0.0)), str(held.verdict), held.proven) for a, b, held in ends),
        touches=tuple(_unit(_along(path, flip.at)) for flip in actor.flips if flip.touch),
        sentence=thresholds.course(actor),
    )
