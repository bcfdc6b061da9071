"""Arrows: who wants what, with how much power, and what others' power is worth to each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke

from powergame.analysis.display import marked
from powergame.analysis.solve import Answer
from powergame.analysis.solve.amounts import rounded
from powergame.arrays import FloatArray
from powergame.errors import UsageError
from powergame.report.documents.solve import doubts
from powergame.report.documents.solved.words import headline
from powergame.report.numbers import number
from powergame.report.pictures.arrows import ArrowPlane, View, plane, view
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing import labels
from powergame.report.pictures.drawing.fonts import Weight, families
from powergame.report.pictures.drawing.labels import Box
from powergame.report.pictures.drawing.layout import MARGIN, Colour, Page, check_width, page, shares
from powergame.report.pictures.drawing.style import (
    FAINT,
    INK,
    LINE,
    PAPER,
    POINT,
    SMALL,
    TEXT,
    WIDTH,
    directed,
    fitted,
    look,
    picture_style,
    share,
    width_of,
)
from powergame.report.pictures.words import minus
from powergame.scenario.scenario import Scenario
from powergame.text import printable

NARROW_PANEL, WIDE_PANEL = 4.6, 9.0
"""Least width of panels abreast, and greatest width of a single one, in centimetres."""

GAP = 0.5
AROUND = 0.55
"""Centimetres around the arrows, for their names."""

LANE = 0.13
"""Centimetres between an axis and the projections beside it."""

ROW = 0.42
"""Centimetres between arrows where all are on one line."""

MOST_PANELS = 6
"""Panels that are drawn by default; the arrows of all actors are in each of them."""

PARALLEL = math.radians(2)
"""Angle in radians; arrows that differ by less are drawn side by side."""

LISTED = 5
"""Other actors at most whose projections are listed one by one."""

MOST_NAMED = 9
"""Actors up to which every arrow is named and projected; of more, the actor's own and those that are listed."""

NOTHING = 1e-12
"""Share of all power that is rounding error of 0: alignments are computed."""

MINUS = "\N{MINUS SIGN}"

DOES = {"always": "always seeks power", "never": "never seeks power", "depends": "may seek power"}

LINE_HEIGHT = SMALL * POINT * 1.45


def draw_vectors(
    answer: Answer, width: float = WIDTH, actors: Sequence[str] = (), captions: Captions = OWN_WORDS
) -> Figure:
    """Draw every actor's arrow, its length its share of power, with the others' projections on one actor's direction.

    Parameters
    ----------
    width
        In centimetres.
    actors
        Whose directions the others are projected on, a panel each; by default the first `MOST_PANELS`.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where there is no scenario, or no such actor.
    """
    check_width(width)
    scenario, views, on = _seen(answer, actors)
    with picture_style():
        return _draw(answer, scenario, views, on, width, captions)


def describe_vectors(answer: Answer, actors: Sequence[str] = ()) -> str:
    """Say in a sentence what the picture shows."""
    scenario, views, _ = _seen(answer, actors)
    held = ", ".join(f"{name} holds {share(power)}" for name, power in zip(scenario.names, views[0].power, strict=True))
    worth = ", ".join(f"{minus(number(view.value))} to {scenario.names[view.actor]}" for view in views)
    return f"{answer.name}: arrows as long as power. {held}; all of it is worth {worth}. {headline(answer)}"


def _seen(answer: Answer, actors: Sequence[str]) -> tuple[Scenario, list[View], ArrowPlane]:
    scenario = answer.scenario
    if scenario is None:
        raise UsageError("a game has no preferences; arrows are of scenarios")
    for name in actors:
        if name not in scenario.names:
            raise UsageError(f"there is no actor {printable(name)}; there are {printable(', '.join(scenario.names))}")
    on = plane(scenario)
    chosen = [i for i, name in enumerate(scenario.names) if name in (actors or scenario.names[:MOST_PANELS])]
    return scenario, [view(scenario, i, on) for i in chosen], on


@dataclass(frozen=True, eq=False)
class _Scene:
    """The content of one panel: lines by their ends, in shares of power, and whose arrows are projected and named."""

    view: View
    projected: tuple[int, ...]
    starts: FloatArray
    tips: FloatArray
    feet: FloatArray
    ends: FloatArray


def _scene(view: View, on: ArrowPlane, unit: float) -> _Scene:
    """Place arrows, and projections beside the actor's axis.

    Parameters
    ----------
    unit
        Centimetres that a share of 1 is long.
    """
    n, i = len(view.power), view.actor
    axis = view.direction
    length = float(np.hypot(*axis))
    along = axis / length if length > 0 else np.array([1.0, 0.0])
    across = np.array([0.0, 1.0]) if on.line else np.array([-along[1], along[0]])
    starts = np.zeros((n, 2))
    feet = np.zeros((n, 2))
    lanes = {1: 0, -1: 0}
    others = [j for j in range(n) if j != i] if n <= MOST_NAMED or on.line else sorted(_listed(view)[0])
    for row, j in enumerate(others):
        side = 1 if not on.line and view.arrows[j] @ across > LANE / unit else -1
        lanes[side] += 1
        feet[j] = across * side * LANE * lanes[side] / unit
        if on.line:
            starts[j] = -across * (LANE * n + ROW * (row + 1)) / unit
        else:
            starts[j] = _beside(view, j, across) * LANE / unit
    ends = feet + np.outer(view.projections, axis)
    return _Scene(view, tuple(others), starts, starts + view.arrows, feet, ends)


def _beside(view: View, j: int, across: FloatArray) -> FloatArray:
    """Return by how much arrow j moves aside from earlier ones, and the actor's own, that point the same way."""
    angle = math.atan2(*view.arrows[j][::-1])
    before = [view.actor, *(k for k in range(j) if k != view.actor)]
    alike = 0
    for k in before:
        apart = abs(math.remainder(angle - math.atan2(*view.arrows[k][::-1]), 2 * math.pi))
        alike += apart < PARALLEL and bool(view.arrows[k].any())
    return across * alike


def _draw(
    answer: Answer, scenario: Scenario, views: list[View], on: ArrowPlane, width: float, captions: Captions
) -> Figure:
    inner = width - 2 * MARGIN
    columns = min(len(views), max(1, int((inner + GAP) // (NARROW_PANEL + GAP))))
    columns = math.ceil(len(views) / math.ceil(len(views) / columns))
    wide, lefts = shares(inner, columns, GAP)
    drawn = min(wide, WIDE_PANEL)
    unit, low, size = _window(views, on, drawn)
    tables = [_table(scenario, actor_view) for actor_view in views]
    rows = max(map(len, tables))
    head = 0.5 if len(views) > 1 or len(scenario.actors) > 1 else 0.0
    each = head + size[1] + rows * LINE_HEIGHT + 0.35
    body = math.ceil(len(views) / columns) * each
    title = captions.titled(headline(answer), answer.name)
    made = page(width, body, *title, [*_notes(scenario, views, on), *doubts(answer)])
    for k, (actor_view, table) in enumerate(zip(views, tables, strict=True)):
        row, column = divmod(k, columns)
        left, top = MARGIN + lefts[column], made.top + row * each
        verdict = answer.actors[actor_view.actor].verdict
        does = f": {marked(verdict, proven=False)}" if answer.unproven else f" {DOES[verdict]}"
        heading = fitted(scenario.names[actor_view.actor], wide, TEXT, "bold", behind=does)
        made.say(heading, left, top + 0.32, weight="bold", colour=look(actor_view.actor).ink)
        axes = made.axes(left + (wide - drawn) / 2, top + head, drawn, size[1])
        axes.set_axis_off()
        axes.set(xlim=(low[0], low[0] + drawn / unit), ylim=(low[1], low[1] + size[1] / unit))
        _draw_scene(axes, scenario, _scene(actor_view, on, unit), unit, low, (drawn, size[1]))
        _write_table(made, table, left + (wide - drawn) / 2, top + head + size[1] + 0.1, drawn)
    made.figure.set_label(describe_vectors(answer, [scenario.names[actor_view.actor] for actor_view in views]))
    return made.figure


def _window(views: list[View], on: ArrowPlane, wide: float) -> tuple[float, FloatArray, tuple[float, float]]:
    """Return centimetres per share, the lower left corner in shares, and the size in centimetres of all panels."""
    unit = 1.0
    for _ in range(3):  # what stands beside axes takes centimetres, whatever the unit
        scenes = [_scene(view, on, unit) for view in views]
        points = np.concatenate([np.concatenate((s.starts, s.tips, s.feet, s.ends)) for s in scenes])
        low, high = points.min(axis=0), points.max(axis=0)
        span = high - low
        room = wide - 2 * AROUND
        unit = room / span[0] if span[0] > 0 else math.inf
        if not on.line:
            unit = min(unit, wide / span[1] if span[1] > 0 else math.inf)
    tall = float(span[1] * unit + 2 * AROUND)
    middle = (low + high) / 2
    size = np.array([wide, tall])
    return float(unit), middle - size / unit / 2, (wide, tall)


def _draw_scene(
    axes: Axes, scenario: Scenario, scene: _Scene, unit: float, low: FloatArray, size: tuple[float, float]
) -> None:
    view = scene.view
    ends = np.outer([-3.0, 3.0], view.direction)
    axes.plot(*ends.T, color=LINE, linewidth=0.8, zorder=0)
    ink = [labels.samples(*((ends - low) * unit))]
    for j, power in enumerate(view.power):
        kind = look(j)
        if j in scene.projected:
            axes.plot(*np.stack((scene.tips[j], scene.ends[j])).T, color=FAINT, lw=0.6, ls=(0, (1, 1.6)), zorder=1)
            foot = np.stack((scene.feet[j], scene.ends[j]))
            axes.plot(
                *foot.T,
                color=kind.colour,
                lw=2.0,
                ls=(0, (2.2, 1.0)),
                dash_capstyle="butt",
                zorder=3,
                gid=f"projection-{j}",
            )
            ink += [
                labels.samples(*((foot - low) * unit)),
                labels.samples(*((np.stack((scene.tips[j], scene.ends[j])) - low) * unit)),
            ]
        if power > 0:
            _arrow(axes, scene.starts[j], scene.tips[j], kind.colour, 2.4 if j == view.actor else 1.5)
        ink.append(labels.samples((scene.starts[j] - low) * unit, (scene.tips[j] - low) * unit))
    axes.plot(0, 0, "o", ms=2.6, color=INK, zorder=5)
    _name(axes, scenario, scene, np.concatenate(ink), unit, low, size)


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


def _name(
    axes: Axes,
    scenario: Scenario,
    scene: _Scene,
    ink: FloatArray,
    unit: float,
    low: FloatArray,
    size: tuple[float, float],
) -> None:
    named = sorted((scene.view.actor, *scene.projected))
    weights: list[Weight] = ["bold" if j == scene.view.actor else "normal" for j in named]
    names = [
        fitted(scenario.names[j], 0.6 * size[0], SMALL, weight, behind=f" {share(scene.view.power[j])}")
        for j, weight in zip(named, weights, strict=True)
    ]
    tips = (scene.tips[named] - low) * unit
    arrows = scene.view.arrows[named]
    lengths = np.hypot(*arrows.T)
    toward = [tuple(a / r) if r > 0 else (0.0, 0.0) for a, r in zip(arrows, lengths, strict=True)]
    sizes = [
        (width_of(name, SMALL, weight) + 0.06, SMALL * POINT * 1.1) for name, weight in zip(names, weights, strict=True)
    ]
    boxes = labels.place([tuple(t) for t in tips.tolist()], sizes, toward, ink, Box(0.0, 0.0, *size))
    for j, name, box, weight in zip(named, names, boxes, weights, strict=True):
        x, y = np.array(box.centre) / unit + low
        axes.text(
            x,
            y,
            directed(name),
            family=families(name),
            size=SMALL,
            color=look(j).ink,
            path_effects=[withStroke(linewidth=2, foreground=PAPER)],
            ha="center",
            va="center",
            parse_math=False,
            zorder=6,
            weight=weight,
        )


_Table = list[tuple[str, str, str, Colour]]
"""Rows of a table: a name, words behind it, a number and a colour."""


def _table(scenario: Scenario, view: View) -> _Table:
    """Return what the world is worth to an actor, and what destruction would cost it, or gain it."""
    listed, rest = _listed(view)
    parts = [view.power[view.actor], *(view.projections[j] for j in listed), float(view.projections[rest].sum())]
    amounts = rounded([float(part) for part in parts], NOTHING)
    shown = [f"{_sign(x)}{amounts.text(x)}" for x in amounts.parts]
    rows: _Table = [("", "its own power", shown[0], look(view.actor).ink)]
    rows += [
        (scenario.names[j], "'s, projected", text if text[0] == MINUS else f"+{text}", look(j).ink)
        for j, text in zip(listed, shown[1:], strict=False)
    ]
    if rest:
        total = shown[-1] if shown[-1][0] == MINUS else f"+{shown[-1]}"
        rows.append(("", f"{len(rest)} others', projected", total, INK))
    rows.append(("", "worth to it, all in all", f"{_sign(amounts.total)}{amounts.text(amounts.total)}", INK))
    rows.append(("", f"{share(view.severity)} destroyed: {_destruction(view.loss)}", number(abs(view.loss)), INK))
    return rows


def _listed(view: View) -> tuple[list[int], list[int]]:
    """Return whose projections are listed one by one, the longest first, and the others."""
    others = sorted((j for j in range(len(view.power)) if j != view.actor), key=lambda j: -abs(view.projections[j]))
    count = len(others) if len(others) <= LISTED else LISTED - 1
    return others[:count], others[count:]


def _destruction(loss: float) -> str:
    """Say what destruction does to an actor that loses this by it: those who hold power may be its adversaries."""
    if abs(loss) <= NOTHING:
        return "it loses nothing"
    return "it loses" if loss > 0 else "it gains"


def _write_table(made: Page, table: _Table, left: float, top: float, wide: float) -> None:
    for k, (name, words, amount, colour) in enumerate(table):
        y = top + (k + 0.8) * LINE_HEIGHT
        weight: Weight = "bold" if k == len(table) - 1 else "normal"
        room = wide - width_of(amount, SMALL, weight) - 0.2
        shown = fitted(name, room, SMALL, weight, behind=words)
        made.say(shown, left, y, size=SMALL, colour=colour, weight=weight)
        made.say(amount, left + wide, y, size=SMALL, colour=colour, side="right", weight=weight)


def _notes(scenario: Scenario, views: list[View], on: ArrowPlane) -> list[str]:
    notes = ["Arrows are as long as shares of power. Dashed: others' arrows, projected on the actor's own direction."]
    if on.principal:
        notes.append(f"The plane of the two principal directions shows {share(on.shown)} of the arrows' length.")
    elif scenario.outcomes and not on.line:
        notes.append(f"Across: {scenario.outcomes[0]}. Up: {scenario.outcomes[1]}.")
    if len(views) < len(scenario.actors):
        notes.append(f"{len(views)} of {len(scenario.actors)} actors' views.")
    if len(scenario.actors) > MOST_NAMED and not on.line:
        notes.append("Of the others' arrows those are named and projected whose projections are longest.")
    if any(view.believes for view in views):
        notes.append("Each sees what it believes.")
    return notes


def _sign(x: float) -> str:
    return MINUS if x < 0 else ""
