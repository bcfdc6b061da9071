"""Single unknowns before and after: densities of numbers, bars of choices and types, mean arrows of directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from powergame.analysis.infer.result import (
    ChoiceMarginal,
    Density,
    DirectionMarginal,
    Inference,
    Marginal,
    NumberMarginal,
    Types,
)
from powergame.report.pictures.captions import Captions
from powergame.report.pictures.drawing.canvas import Canvas, canvas
from powergame.report.pictures.drawing.layout import LEADING, MARGIN, Lines, Page
from powergame.report.pictures.drawing.style import (
    COLOURS,
    FAINT,
    INK,
    LINE,
    PAPER,
    POINT,
    SMALL,
    fitted,
    share,
    tint,
    width_of,
    wrapped_within,
)
from powergame.report.pictures.inverse import words
from powergame.report.pictures.inverse.reach import Reach, per_place
from powergame.scenario.scenario import Scenario

BEFORE, AFTER = LINE, COLOURS[0]
"""Colours of the prior and of the posterior."""

PLAIN_BEFORE, PLAIN_AFTER = tint(BEFORE, 0.55), tint(AFTER, 0.3)
"""Fills of the areas below the densities."""

BEFORE_DASH = (0, (3.0, 1.6))

DENSITY = 2.0
"""Height of a density's panel in centimetres, without its ticks."""

TICKS = 0.5
"""Centimetres below a panel for its ticks."""

BAR = 0.52
"""Height of a choice's row, in centimetres."""

MOST_BARS = 10
"""Values of a choice that have a bar; the most probable ones of more."""

COMPASS = 2.2
"""Centimetres across of a direction's circle."""

GAP = 0.5
TITLE_LINES = 3


@dataclass(frozen=True)
class MarginalPanel:
    """The panel of an unknown: a title, and what is drawn below it.

    Attributes
    ----------
    title, bits
        What is unknown, in words, and how much the deeds tell of it.
    height
        Of what is drawn, in centimetres.
    """

    title: str
    bits: str
    of: Marginal | Types
    height: float

    def head(self, width: float) -> Lines:
        """Return the title in lines, with its bits."""
        return Lines(tuple(wrapped_within(self.title, width, TITLE_LINES, SMALL, "bold")), SMALL, "bold")


def panel(marginal: Marginal | Types, scenario: Scenario, captions: Captions) -> MarginalPanel:
    """Return the panel of an unknown, or of an actor's types."""
    if isinstance(marginal, Types):
        return MarginalPanel(f"type of {marginal.actor}", "", marginal, BAR * min(len(marginal.types), MOST_BARS) + 0.1)
    title, bits = captions.words(scenario, marginal.path), words.bits(marginal.bits)
    if isinstance(marginal, ChoiceMarginal):
        return MarginalPanel(title, bits, marginal, BAR * min(len(marginal.values), MOST_BARS) + 0.1)
    if isinstance(marginal, DirectionMarginal):
        rows = len(marginal.prior)
        return MarginalPanel(title, bits, marginal, COMPASS if rows == 2 else BAR * min(rows, MOST_BARS) + 0.1)
    return MarginalPanel(title, bits, marginal, DENSITY + TICKS)


def draw_panel(
    made: Page,
    shown: MarginalPanel,
    place: tuple[float, float, float],
    body: float,
    inference: Inference,
    reach: dict[str, Reach],
) -> None:
    """Draw a panel.

    Parameters
    ----------
    place
        Its left edge, its top, and its width, in centimetres.
    body
        Where what is drawn begins, below the titles of all panels beside it.
    """
    left, top, width = place
    top = made.write(shown.head(width), left, top)
    if shown.bits:
        made.write(Lines((shown.bits,), SMALL, colour=FAINT), left, top)
    top = body
    marginal = shown.of
    if isinstance(marginal, NumberMarginal):
        axes = made.axes(left, top + 0.05, width, DENSITY - 0.05)
        draw_density(axes, marginal.density, reach[marginal.path])
        reach[marginal.path].set_ticks(axes, "x", width)
    elif isinstance(marginal, Types):
        before = [chance.prior for _, chance in marginal.types]
        after = [chance.posterior for _, chance in marginal.types]
        on = canvas(made, left, top, width, shown.height)
        _bars(on, [name for name, _ in marginal.types], before, after)
    elif isinstance(marginal, ChoiceMarginal):
        on = canvas(made, left, top, width, shown.height)
        _bars(on, [words.choice(value) for value in marginal.values], marginal.prior, marginal.posterior)
    else:
        on = canvas(made, left, top, width, shown.height)
        names = inference.scenario.outcomes or tuple(map(str, range(1, len(marginal.prior) + 1)))
        (_compass if len(marginal.prior) == 2 else _components)(on, names, marginal.prior, marginal.posterior)


def draw_density(axes: Axes, density: Density, reach: Reach) -> None:
    """Draw the density after over the one before."""
    places, before, after = per_place(density, reach)
    axes.stairs(before, places, fill=True, color=PLAIN_BEFORE, linewidth=0, zorder=1)
    axes.stairs(after, places, fill=True, color=PLAIN_AFTER, linewidth=0, zorder=2)
    axes.stairs(before, places, color=FAINT, linewidth=0.8, linestyle=BEFORE_DASH, zorder=3)
    axes.stairs(after, places, color=AFTER, linewidth=1.2, zorder=4)
    inside = (places[1:] > reach.ends[0]) & (places[:-1] < reach.ends[1])
    top = float(max(before[inside].max(), after[inside].max()))
    axes.set(ylim=(0, 1.06 * top or 1.0), yticks=[], xlim=reach.ends)
    axes.spines["left"].set_visible(False)


def _bars(on: Canvas, names: Sequence[str], before: Sequence[float], after: Sequence[float]) -> None:
    """Draw two bars a value, its probability before above the one after."""
    order = sorted(range(len(names)), key=lambda k: -max(before[k], after[k]))[:MOST_BARS]
    numbers = 2.0
    name = min(0.45 * on.width, max(width_of(n, SMALL) for n in names) + 0.1)
    room = max(0.6, on.width - name - numbers)
    for row, k in enumerate(sorted(order)):
        y = row * BAR
        on.say(fitted(names[k], name - 0.08, SMALL), 0, y + BAR / 2, size=SMALL)
        on.box(name, y + 0.08, room * before[k], 0.15, fill=BEFORE, line=FAINT, thick=0.4)
        on.box(name, y + 0.25, room * after[k], 0.19, fill=AFTER)
        on.line([(name, y + 0.02), (name, y + BAR - 0.02)], FAINT, 0.6)
        text = f"{share(before[k])} → {share(after[k])}"
        on.say(text, name + room * max(before[k], after[k]) + 0.1, y + BAR / 2, size=SMALL)


def _compass(on: Canvas, names: Sequence[str], before: Sequence[float], after: Sequence[float]) -> None:
    """Draw mean arrows within the circle of directions: of one that is known for certain it would reach the circle."""
    radius = COMPASS / 2 - 0.15
    x, y = radius + 0.1, COMPASS / 2
    angles = np.linspace(0, 2 * np.pi, 97)
    circle = [(x + radius * float(np.cos(a)), y - radius * float(np.sin(a))) for a in angles]
    on.line(circle, LINE, 0.8)
    on.line([(x - radius, y), (x + radius, y)], LINE, 0.5)
    on.line([(x, y - radius), (x, y + radius)], LINE, 0.5)
    right = on.width - x - radius - 0.1
    on.say(fitted(names[0], max(right, 0.6), SMALL), x + radius + 0.08, y, size=SMALL, colour=FAINT)
    on.say(fitted(names[1], on.width - x, SMALL), x + 0.08, y - radius + 0.12, size=SMALL, colour=FAINT)
    for mean, colour, thick in ((before, FAINT, 1.0), (after, AFTER, 2.2)):
        _arrow(on, (x, y), (radius * mean[0], -radius * mean[1]), colour, thick)


def _arrow(on: Canvas, start: tuple[float, float], by: tuple[float, float], colour: str, thick: float) -> None:
    length = float(np.hypot(*by))
    tip = (start[0] + by[0], start[1] + by[1])
    if length < 0.02:
        on.mark(*start, "o", 4.0, colour, PAPER)
        return
    on.line([start, tip], colour, thick, layer=4)
    head = min(0.22, 0.5 * length)
    along = np.array(by) / length
    across = np.array([-along[1], along[0]])
    for side in (-1, 1):
        barb = np.array(tip) - head * along + side * 0.45 * head * across
        on.line([tip, (float(barb[0]), float(barb[1]))], colour, thick, layer=4)


def _components(on: Canvas, names: Sequence[str], before: Sequence[float], after: Sequence[float]) -> None:
    """Draw a mean arrow of three and more numbers as its parts, from -1 to 1."""
    name = min(0.45 * on.width, max(width_of(n, SMALL) for n in names) + 0.1)
    half = (on.width - name) / 2
    middle = name + half
    order = sorted(range(len(names)), key=lambda k: -max(abs(before[k]), abs(after[k])))[:MOST_BARS]
    for row, k in enumerate(sorted(order)):
        y = row * BAR
        on.say(fitted(names[k], name - 0.08, SMALL), 0, y + BAR / 2, size=SMALL)
        for value, at, high, fill in ((before[k], 0.08, 0.15, BEFORE), (after[k], 0.25, 0.19, AFTER)):
            on.box(middle + min(0.0, half * value), y + at, abs(half * value), high, fill=fill)
        on.line([(middle, y + 0.02), (middle, y + BAR - 0.02)], FAINT, 0.6)


def panels_height(rows: Sequence[Sequence[MarginalPanel]], width: float) -> list[float]:
    """Return the heights of rows of panels, titles and gaps included."""
    return [_head(row, width) + max(p.height for p in row) + GAP for row in rows]


def _head(row: Sequence[MarginalPanel], width: float) -> float:
    """Return the height of the titles of panels beside each other."""
    return max(p.head(width).height + (SMALL * LEADING * POINT if p.bits else 0.0) for p in row)


def draw_panels(
    made: Page,
    rows: Sequence[Sequence[MarginalPanel]],
    top: float,
    inner: float,
    inference: Inference,
    reach: dict[str, Reach],
) -> float:
    """Draw rows of panels below a height; return where they end."""
    columns = max(len(row) for row in rows)
    width, lefts = divided(inner, columns)
    for row, height in zip(rows, panels_height(rows, width), strict=True):
        for shown, left in zip(row, lefts, strict=False):
            place = MARGIN + left, top, width
            draw_panel(made, shown, place, top + _head(row, width), inference, reach)
        top += height
    return top


def divided(inner: float, columns: int) -> tuple[float, tuple[float, ...]]:
    """Return the width of each of some columns, and where they begin."""
    gap = 0.6
    width = (inner - gap * (columns - 1)) / columns
    return width, tuple(k * (width + gap) for k in range(columns))


def draw_key(made: Page, top: float, *, left: float = MARGIN) -> None:
    """Draw what the two looks mean."""
    on = canvas(made, left, top, 7.0, 0.35)
    on.box(0, 0.05, 0.5, 0.24, fill=BEFORE)
    on.line([(0, 0.05), (0.5, 0.05)], FAINT, 0.8, BEFORE_DASH)
    on.say("before the deeds", 0.62, 0.17, size=SMALL)
    x = 0.62 + width_of("before the deeds", SMALL) + 0.4
    on.box(x, 0.05, 0.5, 0.24, fill=PLAIN_AFTER)
    on.line([(x, 0.05), (x + 0.5, 0.05)], AFTER, 1.2)
    on.say("after them", x + 0.62, 0.17, size=SMALL, colour=INK)
