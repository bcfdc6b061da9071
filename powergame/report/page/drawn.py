"""Small drawings that take the page's own colours, light or dark: bands along a path, maps over two."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from powergame.analysis.sweep.phase.diagram import PhaseDiagram
from powergame.analysis.threshold import ActorThresholds, PathThresholds
from powergame.arrays import BoolArray, ByteArray, FloatArray
from powergame.digits import percent, significant
from powergame.report.documents import threshold as thresholds
from powergame.report.page.view import colour
from powergame.scenario.types import ALWAYS, DEPENDS, VERDICTS
from powergame.text import sentence

WIDTH = 1000.0
"""Width of a band, in the units of its drawing."""

MAP = (214.0, 200.0)
"""Width and height of a map, in the units of its drawing."""


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


@dataclass(frozen=True)
class Map:
    """One actor's part of a phase diagram: outlines of where it always seeks, and of where it depends."""

    actor: str
    colour: int
    always: str
    depends: str
    described: str


@dataclass(frozen=True)
class Maps:
    """A phase diagram: a map for each actor, over the same two paths.

    Attributes
    ----------
    size
        Points along x and y; the maps' units.
    maps, same
        Maps of the actors whose verdicts differ within them; and a sentence on the others.
    unproven
        Outline of the points whose verdicts are unproven, in units of `MAP`; empty where all are proven.
    here
        The scenario's own point in these units, from the upper left corner; None where it is outside.
    """

    x: str
    y: str
    x_ends: tuple[str, str]
    y_ends: tuple[str, str]
    size: tuple[int, int]
    maps: tuple[Map, ...]
    same: str
    here: tuple[str, str] | None
    now: tuple[str, str]
    unproven: str


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


def maps(diagram: PhaseDiagram) -> Maps:
    """Return the drawing of a phase diagram of one panel, its values rising."""
    (verdicts,) = diagram.verdicts
    x, y = (
        _place(values, now, logarithmic)
        for values, now, logarithmic in zip((diagram.x, diagram.y), diagram.own, diagram.logarithmic, strict=True)
    )
    columns, rows = len(diagram.x), len(diagram.y)
    same = {i: int(codes.flat[0]) for i, codes in enumerate(verdicts) if (codes == codes.flat[0]).all()}
    return Maps(
        x=diagram.x_path,
        y=diagram.y_path,
        x_ends=_ends(diagram.x),
        y_ends=_ends(diagram.y),
        size=(columns, rows),
        maps=tuple(_map(name, i, verdicts[i]) for i, name in enumerate(diagram.actors) if i not in same),
        same="; ".join(f"{diagram.actors[i]}: {VERDICTS[code]} all over the map" for i, code in same.items()),
        here=None if x is None or y is None else (_unit(x), _unit(rows - y)),
        now=(significant(diagram.own[0]), significant(diagram.own[1])),
        unproven="".join(_outline(~diagram.proven[0], (MAP[0] / columns, MAP[1] / rows))),
    )


def _ends(values: FloatArray) -> tuple[str, str]:
    return significant(values[0]), significant(values[-1])


def _place(values: FloatArray, now: float, logarithmic: bool) -> float | None:
    """Return where a value lies among points, each in the middle of its unit; None outside."""
    low, high = float(values[0]), float(values[-1])
    if not low <= now <= high:
        return None
    share = math.log(now / low) / math.log(high / low) if logarithmic else (now - low) / (high - low)
    return share * (len(values) - 1) + 0.5


def _map(name: str, i: int, verdicts: ByteArray) -> Map:
    shares = [f"{verdict} over {percent(float((verdicts == k).mean()))}" for k, verdict in enumerate(VERDICTS)]
    always, depends = ("".join(_outline(verdicts == code)) for code in (ALWAYS, DEPENDS))
    return Map(name, colour(i), always, depends, f"{name}: {', '.join(shares)} of the map")


def _outline(mask: BoolArray, unit: tuple[float, float] = (1, 1)) -> Iterator[str]:
    """Yield a rectangle for each run of points in a row; rows are from the low end, drawn from the bottom.

    Parameters
    ----------
    unit
        Width and height of a point.
    """
    rows, (across, up) = len(mask), unit
    for k, row in enumerate(mask):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
        for start, stop in edges.reshape(-1, 2).tolist():
            wide = _unit((stop - start) * across)
            yield f"M{_unit(start * across)} {_unit((rows - k - 1) * up)}h{wide}v{_unit(up)}h-{wide}z"
