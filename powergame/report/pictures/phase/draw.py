"""The phase diagram on a page: maps with ticks, names of regions, the scenario's own point, and a key."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from powergame.analysis.sweep.phase.diagram import own_value, rising, some_panels
from powergame.arrays import IntArray
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing import regions
from powergame.report.pictures.drawing.fonts import families, literal
from powergame.report.pictures.drawing.frames import name_frame
from powergame.report.pictures.drawing.key import ROW, Entry, draw_key, rows_of
from powergame.report.pictures.drawing.layout import MARGIN, Lines, Page, check_width, page, shares
from powergame.report.pictures.drawing.regions import Fill
from powergame.report.pictures.drawing.scales import Scale, labels, set_ticks
from powergame.report.pictures.drawing.style import (
    INK,
    PAPER,
    SMALL,
    TEXT,
    WIDTH,
    directed,
    fitted,
    picture_style,
    width_of,
    wrapped,
)
from powergame.report.pictures.phase import areas
from powergame.report.pictures.phase.panels import Panel, PhaseMaps, maps, positions
from powergame.report.pictures.phase.words import SPECK, cut, describe, finding, instead, subject

if TYPE_CHECKING:
    from powergame.analysis.sweep.phase.diagram import PhaseDiagram

NARROW_PANEL = 2.9
"""Least width of a panel in centimetres, where the picture is as wide."""

MOST_COLUMNS = 4
MOST_PANELS = 36
"""Panels at most; of more values of the third path, as many are picked evenly."""

TALLEST = 9.5
"""Greatest height of a panel, in centimetres."""

TICKS_LEFT, TICKS_BELOW, TICKS_RIGHT = 0.95, 0.5, 0.15
GAP = 0.4
SHORT = 6
"""Characters of a panel's value that are all shown; of longer ones three digits are."""

EQUALS = " = "
"""Between a path and its value in the title of a panel."""

LINE_ONLY = 1e-6
"""Share of a map below which a region is no more than its border."""

OWN = "◉ the scenario's own values"
SPECKS = "specks: the answer turns there"
UNPROVEN = "dotted: unproven"

_Spots = dict[int, tuple[float, float]]
"""Places of regions' names, as fractions of a panel, by the regions' numbers."""

FINE = 20.0
"""Dots per centimetre of the grid on which room for names is sought."""


def draw_phase(
    diagram: PhaseDiagram, width: float = WIDTH, captions: Captions = OWN_WORDS, *, animate: bool = False
) -> Figure:
    """Draw a phase diagram.

    One map with a colour for each combination of two actors' verdicts; a map an actor whose verdict turns for more of
    them; one map of steps between levels, or of rungs. Each of them once for every value of the third path, if there is
    one.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.
    animate
        Whether the maps of all values of the third path are at the same place, and shown one after another: as SVG.
    """
    check_width(width)
    with picture_style():
        return _draw(rising(diagram), width, captions, animate=animate and len(diagram.panels) > 1)


def _draw(diagram: PhaseDiagram, width: float, captions: Captions, *, animate: bool) -> Figure:
    every = _maps(diagram, captions)
    most = max(1, MOST_PANELS * len(diagram.panels) // len(every.panels))
    if not animate and len(diagram.panels) > most:
        diagram = some_panels(diagram, most)
        every = _maps(diagram, captions)
    x, y = _scales(diagram)
    panels = every.panels
    count = len(panels) // len(diagram.panels) if animate else len(panels)
    grid = _grid(max(count, 1), width, headed=len(panels) > 1)
    ends = _ends(x, y)
    point = _own(diagram, x, y, ends) if diagram.shows_own else None
    seen = [_raster(panel, x, y, grid.panel) for panel in panels]
    spots = [_spots(panel, which, point) if every.named else {} for panel, which in zip(panels, seen, strict=True)]
    full = width - 2 * MARGIN
    words = [captions.words(diagram.scenario, path) for path in (diagram.x_path, diagram.y_path)]
    above = Lines(tuple(wrapped(f"{words[1]} ↑", full, SMALL)), SMALL)
    below = Lines(tuple(wrapped(f"{words[0]} →", full, SMALL)), SMALL)
    key = _key(every, seen, spots, point is not None, full)
    body = above.height + 0.12 + grid.height + below.height + len(key) * ROW + 0.15
    same = (f"{text[0].upper()}{text[1:]}." for text in every.same)
    notes = [note for note in (*same, instead(diagram), cut(diagram)) if note]
    made = page(width, body, *captions.titled(finding(diagram), _subtitle(diagram, captions)), notes)
    top = made.write(above, MARGIN, made.top) + 0.12
    titles = _titles(panels, grid.panel[0], captions)
    for k, (panel, named) in enumerate(zip(panels, spots, strict=True)):
        at = k % count
        axes = _draw_panel(made, panel, grid, at, top, ends, titles[k] if len(panels) > 1 else "")
        for axis, on, each in (("x", x, 1.3), ("y", y, 0.9)):
            set_ticks(axes, axis, on, max(2, int(grid.panel[axis == "y"] / each)))
        axes.set(xlim=ends[:2], ylim=ends[2:])
        axes.tick_params(labelbottom=at + grid.columns >= count, labelleft=at % grid.columns == 0)
        _name(axes, panel, named)
        if point:
            _mark(axes, point)
        if animate:
            name_frame(axes, panel.place, at, still=panel.place == _still(diagram))
    made.write(below, width - MARGIN, top + grid.height, "right")
    draw_key(made, key, top + grid.height + below.height + 0.15)
    made.figure.set_label(describe(diagram))
    return made.figure


def _still(diagram: PhaseDiagram) -> int:
    """Return the place of the value of the third path that is shown where nothing is to move: the scenario's own."""
    return int(np.argmin(np.abs(diagram.panels - own_value(diagram.scenario, diagram.panel_path or ""))))


def _draw_panel(
    made: Page, panel: Panel, grid: _Grid, k: int, top: float, ends: tuple[float, float, float, float], title: str
) -> Axes:
    left, at = grid.place(k)
    axes = made.axes(left, top + at, *grid.panel)
    if title:
        axes.text(
            0.0,
            1 + 0.12 / grid.panel[1],
            directed(title),
            transform=axes.transAxes,
            fontfamily=families(title),
            fontsize=TEXT,
            fontweight="bold",
            color=panel.colour,
            va="baseline",
            parse_math=False,
        )
    areas.show(axes, panel, ends, grid.panel)
    return axes


def _maps(diagram: PhaseDiagram, captions: Captions) -> PhaseMaps:
    titles = [_panel_title(diagram, k, captions) for k in range(len(diagram.panels))]
    return maps(diagram, *_scales(diagram), titles)


def _scales(diagram: PhaseDiagram) -> tuple[Scale, Scale]:
    x, y = (Scale(values, log) for values, log in zip((diagram.x, diagram.y), diagram.logarithmic, strict=True))
    return x, y


def _ends(x: Scale, y: Scale) -> tuple[float, float, float, float]:
    """Return the positions at the left, the right, the bottom and the top of a map."""
    across, up = positions(x), positions(y)
    return float(across[0]), float(across[-1]), float(up[0]), float(up[-1])


def _own(diagram: PhaseDiagram, x: Scale, y: Scale, ends: tuple[float, float, float, float]) -> tuple[float, float]:
    """Return where the scenario's own point stands, as fractions of a map."""
    left, right, low, high = ends
    across, up = float(x.at(diagram.own[0])), float(y.at(diagram.own[1]))
    return (across - left) / (right - left), (up - low) / (high - low)


def _subtitle(diagram: PhaseDiagram, captions: Captions) -> str:
    panelled = captions.words(diagram.scenario, diagram.panel_path) if diagram.panel_path else ""
    return subject(diagram) + (f"; a panel for each value of {panelled}" if panelled else "")


@dataclass(frozen=True)
class _Grid:
    """The places of panels, in centimetres from the left edge of the page and from the grid's top."""

    columns: int
    panel: tuple[float, float]
    head: float
    lefts: tuple[float, ...]
    height: float

    def place(self, k: int) -> tuple[float, float]:
        row, column = divmod(k, self.columns)
        return MARGIN + TICKS_LEFT + self.lefts[column], self.head + row * (self.head + self.panel[1] + TICKS_BELOW)


def _grid(count: int, width: float, *, headed: bool) -> _Grid:
    inner = width - 2 * MARGIN - TICKS_LEFT - TICKS_RIGHT
    most = min(count, MOST_COLUMNS, max(1, int((inner + GAP) // (NARROW_PANEL + GAP))))
    columns = math.ceil(count / math.ceil(count / most))
    wide, lefts = shares(inner, columns, GAP)
    tall = min(TALLEST, wide * (0.68 if columns == 1 else 0.9))
    head = 0.55 if headed else 0.0
    height = math.ceil(count / columns) * (head + tall + TICKS_BELOW)
    return _Grid(columns, (wide, tall), head, lefts, height)


def _mark(axes: Axes, point: tuple[float, float]) -> None:
    """Mark the scenario's own point by a dot in rings, which is seen on any ground."""
    for diameter, colour in ((8.5, PAPER), (6.5, INK), (4.9, PAPER), (2.6, INK)):
        axes.plot(*point, "o", ms=diameter, color=colour, mew=0, transform=axes.transAxes, clip_on=False, zorder=5)


def _raster(panel: Panel, x: Scale, y: Scale, size: tuple[float, float]) -> IntArray:
    """Return the region at each of the fine places of a map, (H, W)."""
    places = []
    for axis, length in ((y, size[1]), (x, size[0])):
        at, count = positions(axis), max(1, round(length * FINE))
        middles = (at[1:] + at[:-1]) / 2
        centres = at[0] + (np.arange(count) + 0.5) * (at[-1] - at[0]) / count
        places.append(np.minimum(np.searchsorted(middles, centres), len(axis.values) - 1))
    return np.asarray(panel.regions[np.ix_(*places)], dtype=np.int64)


def _spots(panel: Panel, which: IntArray, point: tuple[float, float] | None) -> _Spots:
    """Return where regions can be named, as fractions of the panel, by their places; those too small are left out."""
    tall, wide = which.shape
    taken = np.zeros(which.shape, dtype=np.bool_)
    if point is not None:
        rows, columns = np.ogrid[:tall, :wide]
        taken |= (rows - point[1] * tall) ** 2 + (columns - point[0] * wide) ** 2 < (0.25 * FINE) ** 2
    spots: _Spots = {}
    for region in np.unique(which).tolist():
        width = width_of(panel.names[region], TEXT) + 0.3
        centre = regions.room(which, region, math.ceil(width * FINE), math.ceil(0.5 * FINE), taken)
        if centre is not None:
            spots[region] = (centre[0] / wide, centre[1] / tall)
    return spots


def _name(axes: Axes, panel: Panel, spots: _Spots) -> None:
    for region, at in spots.items():
        regions.name_at(axes, panel.names[region], at, 4)


def _key(
    every: PhaseMaps, seen: list[IntArray], spots: list[_Spots], with_own: bool, width: float
) -> list[list[Entry]]:
    """Return the rows of the key: what the maps themselves do not name."""
    named = {panel.names[k] for panel, places in zip(every.panels, spots, strict=True) for k in places}
    points: dict[str, int] = {}
    fills: dict[str, Fill] = {}
    for panel, which in zip(every.panels, seen, strict=True):
        for name, fill in zip(panel.names, panel.fills, strict=True):
            fills.setdefault(name, fill)
        for k, count in zip(*np.unique(which, return_counts=True), strict=True):
            if panel.extent(k) < LINE_ONLY:
                continue
            points[panel.names[k]] = points.get(panel.names[k], 0) + int(count)
    least = SPECK * sum(points.values())
    entries: list[tuple[str, Fill | None]] = [(OWN, None)] if with_own else []
    entries += [(name, fills[name]) for name in fills if name not in named and points.get(name, 0) >= least]
    if any(0 < points.get(name, 0) < least for name in fills if name not in named):
        entries.append((SPECKS, None))
    if any(panel.unproven.any() for panel in every.panels):
        entries.append((UNPROVEN, Fill(to_rgb(PAPER), dotted=True)))
    return rows_of(entries, width)


def _titles(panels: Sequence[Panel], width: float, captions: Captions) -> list[str]:
    """Return titles of panels: values alone where their path does not fit beside them, and the subtitle names it."""
    each = [panel.title for panel in panels]
    if captions.title is None and any(
        value and width_of(literal(name + value), TEXT, "bold") > width for name, value in each
    ):
        each = [("", value.removeprefix(EQUALS)) if value else (name, value) for name, value in each]
    return [literal(fitted(name, width, TEXT, "bold", value)) for name, value in each]


def _panel_title(diagram: PhaseDiagram, k: int, captions: Captions) -> tuple[str, str]:
    if diagram.panel_path is None:
        return "", ""
    value = float(diagram.panels[k])
    text = labels([value])[0]
    short = text if len(text) <= SHORT else labels([float(f"{value:.3g}")])[0]
    return captions.words(diagram.scenario, diagram.panel_path), f"{EQUALS}{short}"
