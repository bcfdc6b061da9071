"""Maps over two paths, small drawings that take the page's own colours, light or dark."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from powergame.analysis.sweep.phase.diagram import BETWEEN, PhaseDiagram
from powergame.analysis.sweep.phase.outlines import Line, Outlines, outlines
from powergame.arrays import FloatArray
from powergame.digits import percent, significant
from powergame.report.page.view import colour
from powergame.scenario.paths.words import words_of_path
from powergame.scenario.types import ALWAYS, DEPENDS, VERDICTS
from powergame.text import listed, sentence

MAP = (214.0, 200.0)
"""Width and height of a map, in the units of its drawing."""

ROUNDING = 1e-9
"""Steps by which an end may lie beside a number of the axis and still have it."""

TICKS = 5
"""Numbers at an axis at most, about."""


@dataclass(frozen=True)
class Map:
    """One actor's map: shapes where it always seeks, and where it depends, and the lines where its verdict turns."""

    actor: str
    colour: int
    always: str
    depends: str
    lines: str
    described: str


@dataclass(frozen=True)
class Maps:
    """A phase diagram: a map for each actor, over the same two paths; places in units of `MAP`, from the upper left.

    Attributes
    ----------
    words
        What varies across and upwards, in words.
    size
        Points along x and y.
    x_ticks, y_ticks
        Places along the axes, and what is written there.
    maps, same
        Maps of the actors whose verdicts differ within them; and a sentence on the others.
    instead
        Where no verdict does: what else differs, in a sentence; empty elsewhere.
    unproven
        Shapes of the points whose verdicts are unproven; empty where all are proven.
    here
        The scenario's own point; None where it is outside.
    """

    x: str
    y: str
    words: tuple[str, str]
    x_ticks: tuple[tuple[str, str], ...]
    y_ticks: tuple[tuple[str, str], ...]
    size: tuple[int, int]
    maps: tuple[Map, ...]
    same: str
    instead: str
    here: tuple[str, str] | None
    now: tuple[str, str]
    unproven: str


def maps(diagram: PhaseDiagram) -> Maps:
    """Return the drawing of a phase diagram of one panel, its values rising."""
    (verdicts,) = diagram.verdicts
    x, y = (_Axis(values, log) for values, log in zip((diagram.x, diagram.y), diagram.logarithmic, strict=True))
    same = {i: int(codes.flat[0]) for i, codes in enumerate(verdicts) if (codes == codes.flat[0]).all()}
    here = None
    if diagram.shows_own:
        across, up = (float(axis.along(now)) for axis, now in zip((x, y), diagram.own, strict=True))
        here = (_unit(MAP[0] * across), _unit(MAP[1] * (1 - up)))
    doubtful = _Layer(diagram, x, y, None, (~diagram.proven[0]).astype(np.int8)).shape(1)
    return Maps(
        x=diagram.x_path,
        y=diagram.y_path,
        words=(words_of_path(diagram.scenario, diagram.x_path), words_of_path(diagram.scenario, diagram.y_path)),
        x_ticks=tuple((_unit(MAP[0] * place), text) for place, text in x.ticks()),
        y_ticks=tuple((_unit(MAP[1] * (1 - place)), text) for place, text in y.ticks()),
        size=(len(diagram.x), len(diagram.y)),
        maps=tuple(_map(diagram, i, x, y) for i in range(len(diagram.actors)) if i not in same),
        same=_told(diagram, same),
        instead=f"What does turn here: {'; '.join(diagram.instead)}." if diagram.instead else "",
        here=here,
        now=(significant(diagram.own[0]), significant(diagram.own[1])),
        unproven=doubtful,
    )


def _told(diagram: PhaseDiagram, same: dict[int, int]) -> str:
    """Say of whom each verdict holds all over the map."""
    parts = []
    for code, verdict in enumerate(VERDICTS):
        names = [diagram.actors[i] for i, held in same.items() if held == code]
        if names:
            parts.append(f"{verdict}, all over the map: {listed(names)}")
    return sentence("; ".join(parts)) if parts else ""


@dataclass(frozen=True, eq=False)
class _Axis:
    """Rising values, and whether equal ratios are equally far apart."""

    values: FloatArray
    logarithmic: bool

    def along(self, values: FloatArray | float) -> FloatArray:
        """Return where values stand between the ends, from 0 to 1."""
        low, high = float(self.values[0]), float(self.values[-1])
        if self.logarithmic:
            return np.asarray(np.log(np.asarray(values) / low) / math.log(high / low))
        return np.asarray((np.asarray(values) - low) / ((high - low) or 1.0))

    def ticks(self) -> list[tuple[float, str]]:
        """Return places, from 0 to 1, and what is written there."""
        low, high = float(self.values[0]), float(self.values[-1])
        chosen = _decades(low, high) if self.logarithmic else _steps(low, high)
        return [(float(self.along(value)), significant(value)) for value in chosen]


def _steps(low: float, high: float) -> list[float]:
    """Return multiples of 1, 2 or 5 and a power of ten within a range."""
    if not low < high:
        return [low]
    for step in (m * 10.0**e for e in range(math.floor(math.log10(high - low)) - 1, 400) for m in (1, 2, 5)):
        first, last = math.ceil(low / step - ROUNDING), math.floor(high / step + ROUNDING)
        if last - first < TICKS + 1:
            return [float(f"{k * step:.12g}") for k in range(first, last + 1)]
    return [low, high]


def _decades(low: float, high: float) -> list[float]:
    """Return powers of ten within a range, with 2 and 5 of each where they are few; else the ends."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for leading in ((1, 2, 5), (1, 3), (1,)):
        every = [m * 10.0**e for e in exponents for m in leading]
        chosen = [value for value in every if low <= value * (1 + ROUNDING) <= high * (1 + 2 * ROUNDING)]
        if len(chosen) <= TICKS:
            break
    return chosen[:: math.ceil(len(chosen) / TICKS)] if len(chosen) > 1 else [low, high]


@dataclass(frozen=True, eq=False)
class _Layer:
    """Codes of a diagram, one for each point: an actor's verdicts, say; without a place their borders are halfway."""

    diagram: PhaseDiagram
    x: _Axis
    y: _Axis
    place: int | None
    codes: np.ndarray[tuple[int, ...], np.dtype[np.int8]]

    @property
    def drawn(self) -> Outlines:
        """Its outlines in units of `MAP`, from the upper left."""
        known = self.diagram.crossings
        rows, columns = self.codes.shape
        if known is None or self.place is None:
            across, along = np.full((rows, columns - 1), BETWEEN), np.full((rows - 1, columns), BETWEEN)
        else:
            across, along = known.across[0, self.place], known.along[0, self.place]
        x, y = MAP[0] * self.x.along(self.x.values), MAP[1] * self.y.along(self.y.values)
        return outlines(self.codes, across, along, x, y)

    def shape(self, code: int) -> str:
        """Return the closed lines around the regions of a code."""
        return "".join(f"{_line(loop)}z" for loop in self.drawn.loops.get(code, []))


def _map(diagram: PhaseDiagram, i: int, x: _Axis, y: _Axis) -> Map:
    verdicts, name = diagram.verdicts[0, i], diagram.actors[i]
    layer = _Layer(diagram, x, y, i, verdicts)
    shares = [f"{verdict} over {percent(float((verdicts == k).mean()))}" for k, verdict in enumerate(VERDICTS)]
    lines = "".join(map(_line, layer.drawn.lines))
    always, depends = layer.shape(ALWAYS), layer.shape(DEPENDS)
    return Map(name, colour(i), always, depends, lines, f"{name}: {', '.join(shares)} of the map")


def _line(points: Line) -> str:
    """Return a line as the path of a drawing, its height from the top."""
    return "M" + "L".join(f"{_unit(x)} {_unit(MAP[1] - y)}" for x, y in points.tolist())


def _unit(x: float) -> str:
    """Return a length with two decimals at most."""
    return f"{round(x, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
