"""One actor's panel of arrows: where they lie, what is projected, and how they are named."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke

from powergame.arrays import FloatArray
from powergame.report.pictures.drawing import labels
from powergame.report.pictures.drawing.fonts import Weight, families
from powergame.report.pictures.drawing.labels import Box
from powergame.report.pictures.drawing.style import (
    FAINT,
    INK,
    LINE,
    PAPER,
    POINT,
    SMALL,
    directed,
    fitted,
    look,
    share,
    width_of,
)
from powergame.report.pictures.vectors.plane import ArrowPlane, View

AROUND, AROUND_NUMBERS = 0.55, 0.3
"""Centimetres around the arrows, for their names or for numbers in place of them."""

LANE = 0.13
"""Centimetres between an axis and the projections beside it."""

ROW = 0.42
"""Centimetres between arrows where all are on one line."""

PARALLEL = math.radians(2)
"""Angle in radians; arrows that differ by less are drawn side by side."""

MOST_PROJECTED, LONGEST = 9, 4
"""Actors up to which every other arrow is projected, and how many of more are: those whose projections are longest."""

BARB = 0.2
"""Length of an arrow's head, in centimetres."""

LED = 0.2
"""Centimetres from a label to its arrow's tip from which on a line leads there."""


@dataclass(frozen=True, eq=False)
class Scene:
    """The content of one panel: lines by their ends, in shares of power, and whose arrows are projected.

    Attributes
    ----------
    names
        What each arrow is called.
    numbered
        Whether these are numbers in place of names.
    """

    view: View
    names: tuple[str, ...]
    numbered: bool
    projected: tuple[int, ...]
    starts: FloatArray
    tips: FloatArray
    feet: FloatArray
    ends: FloatArray


@dataclass(frozen=True, eq=False)
class Window:
    """What all panels show: centimetres a share of power, the lower left corner in shares, the size in centimetres."""

    unit: float
    low: FloatArray
    size: tuple[float, float]


def longest(view: View) -> list[int]:
    """Return the other actors, those whose projections are longest first."""
    others = (j for j in range(len(view.power)) if j != view.actor)
    return sorted(others, key=lambda j: -abs(view.projections[j]))


def scene(view: View, names: tuple[str, ...], on: ArrowPlane, unit: float, *, numbered: bool) -> Scene:
    """Place arrows, and projections beside the actor's axis.

    Parameters
    ----------
    names
        Of all actors.
    unit
        Centimetres that a share of 1 is long.
    numbered
        Whether arrows are called by their actors' numbers.
    """
    n, i = len(view.power), view.actor
    axis = view.direction
    length = float(np.hypot(*axis))
    along = axis / length if length > 0 else np.array([1.0, 0.0])
    across = np.array([0.0, 1.0]) if on.line else np.array([-along[1], along[0]])
    starts = np.zeros((n, 2))
    feet = np.zeros((n, 2))
    lanes = {1: 0, -1: 0}
    others = [j for j in range(n) if j != i] if n <= MOST_PROJECTED or on.line else sorted(longest(view)[:LONGEST])
    for row, j in enumerate(others):
        side = 1 if not on.line and view.arrows[j] @ across > LANE / unit else -1
        lanes[side] += 1
        feet[j] = across * side * LANE * lanes[side] / unit
        if on.line:
            starts[j] = -across * (LANE * n + ROW * (row + 1)) / unit
        else:
            starts[j] = _beside(view, j, across) * LANE / unit
    ends = feet + np.outer(view.projections, axis)
    called = tuple(f"{j + 1}" if numbered else name for j, name in enumerate(names))
    return Scene(view, called, numbered, tuple(others), starts, starts + view.arrows, feet, ends)


def _beside(view: View, j: int, across: FloatArray) -> FloatArray:
    """Return by how much arrow j moves aside from earlier ones, and the actor's own, that point the same way."""
    angle = math.atan2(*view.arrows[j][::-1])
    before = [view.actor, *(k for k in range(j) if k != view.actor)]
    alike = 0
    for k in before:
        apart = abs(math.remainder(angle - math.atan2(*view.arrows[k][::-1]), 2 * math.pi))
        alike += apart < PARALLEL and bool(view.arrows[k].any())
    return across * alike


def window(views: list[View], names: tuple[str, ...], on: ArrowPlane, wide: float, *, numbered: bool) -> Window:
    """Return what panels of so many centimetres' width show."""
    unit, around = 1.0, AROUND_NUMBERS if numbered else AROUND
    for _ in range(3):  # what stands beside axes takes centimetres, whatever the unit
        scenes = [scene(view, names, on, unit, numbered=numbered) for view in views]
        points = np.concatenate([np.concatenate((s.starts, s.tips, s.feet, s.ends)) for s in scenes])
        low, high = points.min(axis=0), points.max(axis=0)
        span = high - low
        room = wide - 2 * around
        unit = room / span[0] if span[0] > 0 else math.inf
        if not on.line:
            unit = min(unit, wide / span[1] if span[1] > 0 else math.inf)
    size = wide, float(span[1] * unit + 2 * around)
    return Window(float(unit), (low + high) / 2 - np.array(size) / unit / 2, size)


def draw_scene(axes: Axes, scene: Scene, window: Window) -> None:
    """Draw a panel."""
    unit, low, size = window.unit, window.low, window.size
    axes.set_axis_off()
    axes.set(xlim=(low[0], low[0] + size[0] / unit), ylim=(low[1], low[1] + size[1] / unit))
    view = scene.view
    ends = np.outer([-3.0, 3.0], view.direction)
    axes.plot(*ends.T, color=LINE, linewidth=0.8, zorder=0)
    ink = [labels.samples(*((ends - low) * unit))]
    for j, power in enumerate(view.power):
        kind = look(j)
        if j in scene.projected:
            ink += _project(axes, scene, j, window)
        if power > 0:
            _arrow(axes, scene.starts[j], scene.tips[j], kind.colour, 2.4 if j == view.actor else 1.5)
        start, tip = (scene.starts[j] - low) * unit, (scene.tips[j] - low) * unit
        ink += [labels.samples(start, tip), *_barbs(start, tip)]
    axes.plot(0, 0, "o", ms=2.6, color=INK, zorder=5)
    _name(axes, scene, np.concatenate(ink), window)


def _barbs(start: FloatArray, tip: FloatArray) -> list[FloatArray]:
    """Return samples of the edges of an arrow's head, in centimetres."""
    length = float(np.hypot(*(tip - start)))
    if length == 0:
        return []
    along = (tip - start) / length * min(BARB, length)
    aside = np.array([-along[1], along[0]]) / 2
    return [labels.samples(tip, tip - along + side * aside) for side in (1, -1)]


def _project(axes: Axes, scene: Scene, j: int, window: Window) -> list[FloatArray]:
    """Draw an arrow's projection, and return samples of its lines."""
    dropped, foot = np.stack((scene.tips[j], scene.ends[j])), np.stack((scene.feet[j], scene.ends[j]))
    axes.plot(*dropped.T, color=FAINT, lw=0.6, ls=(0, (1, 1.6)), zorder=1)
    axes.plot(
        *foot.T,
        color=look(j).colour,
        lw=2.0,
        ls=(0, (2.2, 1.0)),
        dash_capstyle="butt",
        zorder=3,
        gid=f"projection-{j}",
    )
    return [labels.samples(*((line - window.low) * window.unit)) for line in (foot, dropped)]


def _arrow(axes: Axes, start: FloatArray, tip: FloatArray, colour: str, width: float) -> None:
    axes.add_patch(
        FancyArrowPatch(
            (float(start[0]), float(start[1])),
            (float(tip[0]), float(tip[1])),
            arrowstyle="-|>,head_length=4,head_width=2",
            shrinkA=0,
            shrinkB=0,
            mutation_scale=1.0 if width < 2 else 1.25,
            color=colour,
            linewidth=width,
            zorder=4,
            joinstyle="miter",
            capstyle="butt",
        )
    )


def _name(axes: Axes, scene: Scene, ink: FloatArray, window: Window) -> None:
    """Name the arrows at their tips, where that hides least; a line leads to those whose names stand off."""
    unit, low, size = window.unit, window.low, window.size
    view = scene.view
    named = [view.actor, *longest(view)]  # whose names matter most are placed first
    weights: list[Weight] = ["bold" if j == view.actor else "normal" for j in named]
    behind = ["" if scene.numbered else f" {share(view.power[j])}" for j in named]
    texts = [
        fitted(scene.names[j], 0.6 * size[0], SMALL, weight, behind=words)
        for j, weight, words in zip(named, weights, behind, strict=True)
    ]
    tips = (scene.tips[named] - low) * unit
    arrows = view.arrows[named]
    lengths = np.hypot(*arrows.T)
    toward = [tuple(a / r) if r > 0 else (0.0, 0.0) for a, r in zip(arrows, lengths, strict=True)]
    sizes = [
        (width_of(text, SMALL, weight) + 0.06, SMALL * POINT * 1.1) for text, weight in zip(texts, weights, strict=True)
    ]
    boxes = labels.place([tuple(t) for t in tips.tolist()], sizes, toward, ink, Box(0.0, 0.0, *size))
    for j, text, box, tip, weight in zip(named, texts, boxes, tips, weights, strict=True):
        x, y = np.array(box.centre) / unit + low
        nearest = np.clip(tip, (box.left, box.bottom), (box.right, box.top))
        if np.hypot(*(nearest - tip)) > LED:
            axes.plot(*(np.stack((nearest, tip)) / unit + low[:, None].T).T, color=look(j).ink, lw=0.5, zorder=5)
        axes.text(
            x,
            y,
            directed(text),
            family=families(text),
            size=SMALL,
            color=look(j).ink,
            path_effects=[withStroke(linewidth=2, foreground=PAPER)],
            ha="center",
            va="center",
            parse_math=False,
            zorder=6,
            weight=weight,
            gid=f"name-{j}",
        )
