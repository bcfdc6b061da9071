"""The phase diagram: who seeks power, by two numbers; small multiples over a third."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from powergame.digits import significant
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing import regions
from powergame.report.pictures.drawing.fonts import families, literal
from powergame.report.pictures.drawing.key import ROW, Entry, draw_key, rows_of
from powergame.report.pictures.drawing.layout import MARGIN, Lines, check_width, page, shares
from powergame.report.pictures.drawing.maps import Panel, apart, together
from powergame.report.pictures.drawing.regions import Fill
from powergame.report.pictures.drawing.scales import Scale, labels, scale, set_ticks
from powergame.report.pictures.drawing.style import (
    INK,
    PAPER,
    SMALL,
    TEXT,
    WIDTH,
    directed,
    fitted,
    picture_style,
    share,
    width_of,
    wrapped,
)
from powergame.scenario.types import ALWAYS, DEPENDS, NEVER

if TYPE_CHECKING:
    from powergame.analysis.sweep.phase.diagram import PhaseDiagram

NARROW_PANEL = 2.9
"""Least width of a panel in centimetres, where the picture is as wide."""

MOST_COLUMNS = 4
MOST_PANELS = 36
"""Panels at most; of more values of the third path, as many are picked evenly."""

TALLEST = 9.5
"""Greatest height of a panel, in centimetres."""

TICKS_LEFT, TICKS_BELOW = 0.95, 0.5
NAMED = 3
"""Actors that a title names at most."""

GAP = 0.4
SPECK = 0.005
"""Least share of the maps that a region in the key has; smaller ones are mostly single points on a border."""

OWN = "◉ the scenario's own values"
SPECKS = "specks: the verdict turns there"
UNPROVEN = "dotted: unproven"

_Spots = dict[int, tuple[float, float]]
"""Places of regions' names, as fractions of a panel, by the regions' numbers."""

FINE = 20.0
"""Dots per centimetre of the grid on which room for names is sought."""


def draw_phase(diagram: PhaseDiagram, width: float = WIDTH, captions: Captions = OWN_WORDS) -> Figure:
    """Draw a phase diagram.

    One map with a colour for each combination of two actors' verdicts, a map an actor for more of them; each of them
    once for every value of the third path, if there is one.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.
    """
    check_width(width)
    with picture_style():
        return _draw(_sorted(diagram), width, captions)


def describe_phase(diagram: PhaseDiagram) -> str:
    """Say in a sentence what the picture shows."""
    x, y = (labels([float(v.min()), float(v.max())]) for v in (diagram.x, diagram.y))
    plane = f"{diagram.x_path} from {x[0]} to {x[1]} and {diagram.y_path} from {y[0]} to {y[1]}"
    panels = f", for {len(diagram.panels)} values of {diagram.panel_path}" if diagram.panel_path else ""
    doubt = (
        "" if diagram.proven.all() else f" Verdicts are unproven over {share(float((~diagram.proven).mean()))} of it."
    )
    return f"{_title(diagram)}: a map of who seeks power over {plane}{panels}. {finding(diagram)}.{doubt}"


def finding(diagram: PhaseDiagram) -> str:
    """Say in a sentence over how much of the map who seeks power."""
    always = [float((diagram.verdicts[:, i] == ALWAYS).mean()) for i in range(len(diagram.actors))]
    if (diagram.verdicts == NEVER).all():
        return "Nobody seeks power anywhere on this map"
    if (diagram.verdicts == ALWAYS).all():
        return "Everybody seeks power everywhere on this map"
    order = sorted((i for i, held in enumerate(always) if held), key=lambda i: -always[i])
    parts = []
    for k, i in enumerate(order[:NAMED]):
        parts.append(
            f"{diagram.actors[i]}{' seeks power over' if not k else ' over'} {share(always[i])}"
            + ("" if k else " of this map")
        )
    if len(order) > NAMED:
        parts.append(f"{len(order) - NAMED} more over less")
    depends = float((diagram.verdicts == DEPENDS).any(axis=1).mean())
    text = ", ".join(parts)
    if depends < SPECK:
        return text
    open_ = f"over {share(depends)}{'' if text else ' of this map'} it depends on the equilibrium"
    return f"{text}; {open_}" if text else f"{open_[0].upper()}{open_[1:]} who seeks power"


def _sorted(diagram: PhaseDiagram) -> PhaseDiagram:
    """Return the same with rising values, each once, and no more panels than are drawn."""
    x, columns = np.unique(diagram.x, return_index=True)
    y, rows = np.unique(diagram.y, return_index=True)
    each = 1 if len(diagram.actors) == 2 else len(diagram.actors)
    count = min(len(diagram.panels), max(1, MOST_PANELS // each))
    picked = np.unique(np.linspace(0, len(diagram.panels) - 1, count).round().astype(np.int64))
    return replace(
        diagram,
        x=x,
        y=y,
        verdicts=diagram.verdicts[picked][:, :, rows][:, :, :, columns],
        proven=diagram.proven[picked][:, rows][:, :, columns],
        panels=diagram.panels[picked],
    )


def _title(diagram: PhaseDiagram) -> str:
    """Return the subject of the diagram: the scenario's name, and the values that are held."""
    held = ", ".join(f"{path} = {significant(value)}" for path, value in diagram.held)
    return f"{diagram.scenario.name}{f' ({held})' if held else ''}"


def _draw(diagram: PhaseDiagram, width: float, captions: Captions) -> Figure:
    titles = [_panel_title(diagram, k) for k in range(len(diagram.panels))]
    panels = (together if len(diagram.actors) == 2 else apart)(diagram.actors, diagram.verdicts, diagram.proven, titles)
    x, y = scale(diagram.x), scale(diagram.y)
    grid = _grid(len(panels), width)
    point = (_along(x, diagram.own[0]), _along(y, diagram.own[1])) if diagram.shows_own else None
    spots = [_spots(panel, x, y, grid.panel, point) for panel in panels]
    full = width - 2 * MARGIN
    above = Lines(tuple(wrapped(f"{captions.words(diagram.scenario, diagram.y_path)} ↑", full, SMALL)), SMALL)
    below = Lines(tuple(wrapped(f"{captions.words(diagram.scenario, diagram.x_path)} →", full, SMALL)), SMALL)
    key = _key(panels, spots, point is not None, full)
    body = above.height + 0.12 + grid.height + below.height + len(key) * ROW + 0.15
    panelled = captions.words(diagram.scenario, diagram.panel_path) if diagram.panel_path else ""
    subtitle = _title(diagram) + (f"; a panel for each value of {panelled}" if panelled else "")
    made = page(width, body, *captions.titled(finding(diagram), subtitle))
    top = made.write(above, MARGIN, made.top) + 0.12
    for k, (panel, named) in enumerate(zip(panels, spots, strict=True)):
        left, at = grid.place(k)
        if len(panels) > 1:
            title = fitted(panel.title, grid.panel[0], TEXT, "bold")
            made.say(title, left, top + at - 0.12, colour=panel.colour, weight="bold")
        axes = made.axes(left, top + at, *grid.panel)
        regions.show(axes, panel.regions, x, y, panel.fills, grid.panel, panel.unproven)
        set_ticks(axes, "x", x, max(2, int(grid.panel[0] / 1.3)))
        set_ticks(axes, "y", y, max(2, int(grid.panel[1] / 0.9)))
        axes.tick_params(labelbottom=k + grid.columns >= len(panels), labelleft=k % grid.columns == 0)
        _name(axes, panel, named)
        if point:
            _mark(axes, point)
    made.write(below, width - MARGIN, top + grid.height, "right")
    draw_key(made, key, top + grid.height + below.height + 0.15)
    made.figure.set_label(describe_phase(diagram))
    return made.figure


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


def _grid(count: int, width: float) -> _Grid:
    inner = width - 2 * MARGIN - TICKS_LEFT
    most = min(count, MOST_COLUMNS, max(1, int((inner + GAP) // (NARROW_PANEL + GAP))))
    columns = math.ceil(count / math.ceil(count / most))
    wide, lefts = shares(inner, columns, GAP)
    tall = min(TALLEST, wide * (0.68 if columns == 1 else 0.9))
    head = 0.55 if count > 1 else 0.0
    height = math.ceil(count / columns) * (head + tall + TICKS_BELOW)
    return _Grid(columns, (wide, tall), head, lefts, height)


def _along(axis: Scale, value: float) -> float:
    """Return where a value stands between the ends of an axis, from 0 to 1."""
    return float((axis.at(value) - axis.edges[0]) / (axis.edges[-1] - axis.edges[0]))


def _mark(axes: Axes, point: tuple[float, float]) -> None:
    """Mark the scenario's own point by a dot in rings, which is seen on any ground."""
    for diameter, colour in ((8.5, PAPER), (6.5, INK), (4.9, PAPER), (2.6, INK)):
        axes.plot(*point, "o", ms=diameter, color=colour, mew=0, transform=axes.transAxes, clip_on=False, zorder=5)


def _spots(panel: Panel, x: Scale, y: Scale, size: tuple[float, float], point: tuple[float, float] | None) -> _Spots:
    """Return where regions can be named, as fractions of the panel, by their places; those too small are left out."""
    wide, tall = (max(1, round(length * FINE)) for length in size)
    which = panel.regions[np.ix_(y.cells(tall), x.cells(wide))]
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
        name = literal(panel.names[region])
        axes.text(
            *at,
            directed(name),
            fontfamily=families(name),
            transform=axes.transAxes,
            ha="center",
            va="center",
            bbox={"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85},
            parse_math=False,
            zorder=4,
        )


def _key(panels: list[Panel], spots: list[_Spots], with_own: bool, width: float) -> list[list[Entry]]:
    """Return the rows of the key: what the maps themselves do not name."""
    named = {panel.names[k] for panel, places in zip(panels, spots, strict=True) for k in places}
    points: dict[str, int] = {}
    fills: dict[str, Fill] = {}
    for panel in panels:
        for k, count in zip(*np.unique(panel.regions, return_counts=True), strict=True):
            name = panel.names[k]
            points[name] = points.get(name, 0) + int(count)
            fills.setdefault(name, panel.fills[k])
    least = SPECK * sum(points.values())
    entries: list[tuple[str, Fill | None]] = [(OWN, None)] if with_own else []
    entries += [(name, fills[name]) for name in fills if name not in named and points[name] >= least]
    if any(points[name] < least for name in fills if name not in named):
        entries.append((SPECKS, None))
    if any(panel.unproven.any() for panel in panels):
        entries.append((UNPROVEN, Fill(to_rgb(PAPER), dotted=True)))
    return rows_of(entries, width)


def _panel_title(diagram: PhaseDiagram, k: int) -> str:
    if diagram.panel_path is None:
        return ""
    return f"{diagram.panel_path.rpartition('.')[2]} = {labels([float(diagram.panels[k])])[0]}"
