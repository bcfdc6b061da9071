"""The maps of a phase diagram: their regions, with names and looks, and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from powergame.analysis.aspect import UNDECIDED
from powergame.analysis.sweep.phase.diagram import BETWEEN
from powergame.analysis.sweep.phase.outlines import Outlines, outlines
from powergame.arrays import BoolArray, ByteArray, FloatArray, IntArray
from powergame.digits import percent
from powergame.report.pictures.drawing.layout import Colour
from powergame.report.pictures.drawing.regions import Fill, Rgb, Stripe
from powergame.report.pictures.drawing.scales import Scale
from powergame.report.pictures.drawing.style import COLOURS, INK, PAPER, look, tint
from powergame.scenario.types import ALWAYS, DEPENDS, VERDICTS

if TYPE_CHECKING:
    from powergame.analysis.sweep.phase.diagram import PhaseDiagram

Title = tuple[str, str]
Area = tuple[int, int]
"""A region: the place of a layer, and a code in it."""

PALEST, FULLEST = 0.05, 0.85
"""Tints of the lowest and the highest step, or rung."""

HUES = {"war": COLOURS[1], "destroyed": COLOURS[3]}
"""Colours of what is a number."""

NOWHERE = "no equilibrium selected"
NOTHING = "nothing turns"


@dataclass(frozen=True)
class Paint:
    """One coat: a ground, or stripes, over a region, or over what two regions share; later ones cover earlier ones."""

    areas: tuple[Area, ...]
    colour: Rgb
    stripe: Stripe | None = None


@dataclass(frozen=True, eq=False)
class Panel:
    """One map.

    Attributes
    ----------
    place
        Of its value of the third path.
    title
        Words that may be shortened, and what stands behind them.
    regions : (Ny, Nx)
        Places in the lists of names and fills.
    unproven : (Ny, Nx)
        Points whose answers are unproven.
    areas
        What makes up each region, in the order of their names: what these areas share.
    layers, paints
        Outlines, and the coats that are painted by them.
    labels
        Words for the lines of each layer; empty where lines need none.
    """

    place: int
    title: Title
    colour: Colour
    regions: IntArray
    names: list[str]
    fills: list[Fill]
    areas: list[tuple[Area, ...]]
    unproven: BoolArray
    layers: tuple[Outlines, ...]
    paints: tuple[Paint, ...]
    labels: tuple[str, ...] = ()

    def extent(self, region: int) -> float:
        """Return how much of a map a region is at most, as a fraction; about 0 where it is a line."""
        return min(self.layers[layer].share(code) for layer, code in self.areas[region])


@dataclass(frozen=True)
class PhaseMaps:
    """All maps of a diagram.

    Attributes
    ----------
    same
        What is the same all over the maps and has none of its own, in sentences.
    named
        Whether regions are named within the maps, where there is room; else they are in the key.
    """

    panels: list[Panel]
    same: tuple[str, ...] = ()
    named: bool = True


def maps(diagram: PhaseDiagram, x: Scale, y: Scale, titles: Sequence[Title]) -> PhaseMaps:
    """Return the maps of a diagram with rising values.

    Parameters
    ----------
    titles
        Of its values of the third path.
    """
    if diagram.aspect.is_number:
        return PhaseMaps([_by_level(diagram, k, x, y, title) for k, title in enumerate(titles)], named=False)
    if diagram.aspect.kind == "plays":
        return PhaseMaps([_by_rung(diagram, k, x, y, title) for k, title in enumerate(titles)])
    if len(diagram.actors) == 2:
        return PhaseMaps([_together(diagram, k, x, y, title) for k, title in enumerate(titles)])
    return _apart(diagram, x, y, titles)


def lines_of(diagram: PhaseDiagram, panel: int, layer: int, x: Scale, y: Scale) -> Outlines:
    """Return the outlines of a layer, in positions on the two scales."""
    codes = diagram.layers[panel, layer]
    known = diagram.crossings
    if known is None:
        across, along = (
            np.full((len(y.values), len(x.values) - 1), BETWEEN),
            np.full((len(y.values) - 1, len(x.values)), BETWEEN),
        )
    else:
        across, along = known.across[panel, layer], known.along[panel, layer]
    at_x, at_y = positions(x), positions(y)
    if len(x.values) == 1:
        codes, along = np.repeat(codes, 2, axis=1), np.repeat(along, 2, axis=1)
        across = np.full((len(y.values), 1), BETWEEN)
    if len(y.values) == 1:
        codes, across = np.repeat(codes, 2, axis=0), np.repeat(across, 2, axis=0)
        along = np.full((1, codes.shape[1]), BETWEEN)
    return outlines(codes, across, along, at_x, at_y)


def positions(axis: Scale) -> FloatArray:
    """Return the positions of an axis's points; of a single one, half a unit to both sides of it."""
    at = axis.at(axis.values)
    return at if len(at) > 1 else np.array([at[0] - 0.5, at[0] + 0.5])


def _together(diagram: PhaseDiagram, k: int, x: Scale, y: Scale, title: Title) -> Panel:
    """Return a map with both of two actors' verdicts."""
    codes = diagram.verdicts[:, 0].astype(np.int64) * 3 + diagram.verdicts[:, 1]
    every = np.unique(codes)
    pairs = [divmod(code, 3) for code in every.tolist()]
    fills = [_fill(first, second) for first, second in pairs]
    paints = []
    for (first, second), fill in zip(pairs, fills, strict=True):  # what nobody seeks first: later grounds cover stripes
        paints.append(Paint(((0, first), (1, second)), fill.ground))
        if fill.level:
            paints.append(Paint(((1, second),), fill.level, "level"))
    for layer, stripe in ((0, "rising"), (1, "falling")):
        colour = tint(look(layer).colour, 0.9)
        paints.append(Paint(((layer, DEPENDS),), colour, "rising" if stripe == "rising" else "falling"))
    return Panel(
        k,
        title,
        INK,
        np.searchsorted(every, codes[k]),
        [_called(first, second, diagram.actors) for first, second in pairs],
        fills,
        [((0, first), (1, second)) for first, second in pairs],
        ~diagram.proven[k],
        tuple(lines_of(diagram, k, layer, x, y) for layer in range(2)),
        tuple(paints),
    )


def _apart(diagram: PhaseDiagram, x: Scale, y: Scale, titles: Sequence[Title]) -> PhaseMaps:
    """Return a map for each value of the third path and each actor whose verdict turns."""
    verdicts = diagram.verdicts
    same = {i: int(verdicts[0, i, 0, 0]) for i in range(len(diagram.actors)) if _is_even(verdicts[:, i])}
    kept = [i for i in range(len(diagram.actors)) if i not in same]
    panels = []
    for k, title in enumerate(titles):
        for i in kept:
            pale, full = tint(look(i).colour, 0.04), tint(look(i).colour, 0.75)
            whole = ", ".join(part for part in (diagram.actors[i], title[0]) if part), title[1]
            panels.append(
                Panel(
                    k,
                    whole,
                    look(i).ink,
                    verdicts[k, i].astype(np.int64),
                    list(VERDICTS),
                    [Fill(pale), Fill(full), Fill(pale, rising=full)],
                    [((0, code),) for code in range(len(VERDICTS))],
                    ~diagram.proven[k],
                    (lines_of(diagram, k, i, x, y),),
                    (
                        *(Paint(((0, code),), full if code == ALWAYS else pale) for code in range(len(VERDICTS))),
                        Paint(((0, DEPENDS),), full, "rising"),
                    ),
                )
            )
    words = []
    for code, verdict in enumerate(VERDICTS):
        names = [diagram.actors[i] for i, held in same.items() if held == code]
        if names:
            words.append(f"{verdict}, all over: {', '.join(names)}")
    return PhaseMaps(panels or [_empty(diagram, x, y)], tuple(words))


def _is_even(codes: ByteArray) -> bool:
    return bool((codes == codes.flat[0]).all())


def _empty(diagram: PhaseDiagram, x: Scale, y: Scale) -> Panel:
    """Return the one map of a diagram in which nothing turns."""
    outline = lines_of(diagram, 0, 0, x, y)
    regions = np.zeros(diagram.verdicts.shape[2:], dtype=np.int64)
    pale = tint(INK, PALEST)
    area = ((0, int(diagram.verdicts[0, 0, 0, 0])),)
    paint = Paint(area, pale)
    return Panel(0, ("", ""), INK, regions, [NOTHING], [Fill(pale)], [area], ~diagram.proven[0], (outline,), (paint,))


def _by_rung(diagram: PhaseDiagram, k: int, x: Scale, y: Scale, title: Title) -> Panel:
    """Return a map of the rungs that an actor plays."""
    codes = diagram.layers[:, 0].astype(np.int64)
    place = diagram.actors.index(diagram.aspect.actor or "")
    rungs = diagram.scenario.ladder_of(diagram.scenario.actors[place])
    every = np.unique(codes).tolist()
    shades = {
        code: tint(look(place).colour, PALEST + (FULLEST - PALEST) * code / max(len(rungs) - 1, 1)) for code in every
    }
    shades[UNDECIDED] = tint(PAPER, 1.0)
    return Panel(
        k,
        title,
        INK,
        np.searchsorted(every, codes[k]),
        [NOWHERE if code == UNDECIDED else rungs[code].name for code in every],
        [Fill(shades[code]) for code in every],
        [((0, code),) for code in every],
        ~diagram.proven[k],
        (lines_of(diagram, k, 0, x, y),),
        tuple(Paint(((0, code),), shades[code]) for code in every),
    )


def _by_level(diagram: PhaseDiagram, k: int, x: Scale, y: Scale, title: Title) -> Panel:
    """Return a map in steps between levels."""
    layers, levels, hue = diagram.layers, diagram.aspect.levels, HUES[diagram.aspect.kind]
    steps = np.where(layers[:, 0] == UNDECIDED, UNDECIDED, np.maximum(layers, 0).sum(axis=1)).astype(np.int64)
    every = np.unique(steps).tolist()
    shades = [tint(hue, PALEST + (FULLEST - PALEST) * step / len(levels)) for step in range(len(levels) + 1)]
    paper = tint(PAPER, 1.0)
    paints = [Paint(((0, 0),), shades[0])]
    paints += [Paint(((step, 1),), shades[step + 1]) for step in range(len(levels))]
    paints.append(Paint(((0, UNDECIDED),), paper))
    return Panel(
        k,
        title,
        INK,
        np.searchsorted(every, steps[k]),
        [NOWHERE if step == UNDECIDED else step_name(levels, step) for step in every],
        [Fill(paper if step == UNDECIDED else shades[step]) for step in every],
        [((0, step) if step <= 0 else (step - 1, 1),) for step in every],
        ~diagram.proven[k],
        tuple(lines_of(diagram, k, step, x, y) for step in range(len(levels))),
        tuple(paints),
        tuple(percent(level) for level in levels),
    )


def step_name(levels: Sequence[float], step: int) -> str:
    """Say between which levels a step lies: below the first, from one to the next, or from the last on."""
    if step == 0:
        return f"below {percent(levels[0])}"
    low = percent(levels[step - 1])
    return f"{low} and more" if step == len(levels) else f"{low} to {percent(levels[step])}"


def _called(first: int, second: int, actors: tuple[str, ...]) -> str:
    """Say who seeks power in a combination of verdicts."""
    surely = [name for name, verdict in zip(actors, (first, second), strict=True) if verdict == ALWAYS]
    perhaps = [name for name, verdict in zip(actors, (first, second), strict=True) if verdict == DEPENDS]
    if not perhaps:
        return ("nobody", f"{surely[0]} seeks" if surely else "", "both seek")[len(surely)]
    if len(perhaps) == 2:
        return "both: it depends"
    return f"{surely[0]} seeks, {perhaps[0]}: it depends" if surely else f"{perhaps[0]}: it depends"


def _fill(first: int, second: int) -> Fill:
    """Return the look of a combination: the ground tells who surely seeks, stripes of whom it depends."""
    colours = look(0).colour, look(1).colour
    deep = tint(INK, 0.48)
    if DEPENDS not in (first, second):
        if first == second:
            return Fill(deep if first == ALWAYS else tint(INK, 0.04))
        if first == ALWAYS:
            return Fill(tint(colours[0], 0.45))
        return Fill(tint(colours[1], 0.32), level=tint(colours[1], 0.62))
    ground = tint(INK, 0.04)
    if first == ALWAYS:
        ground = tint(colours[0], 0.45)
    elif second == ALWAYS:
        ground = tint(colours[1], 0.32)
    return Fill(
        ground,
        rising=tint(colours[0], 0.9) if first == DEPENDS else None,
        falling=tint(colours[1], 0.9) if second == DEPENDS else None,
    )
