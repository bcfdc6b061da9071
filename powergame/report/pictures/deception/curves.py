"""How concealing and feigning depend on a number: curves and a strip of words a type; over two numbers, maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from powergame.analysis.deceive.result import WORDS, Deception, DeceptionCurves, Deceptions, Disguise, Measure, Word
from powergame.arrays import FloatArray, IntArray
from powergame.errors import UsageError
from powergame.report.documents.deception.several import turns, turns_in_words, type_of, types_in
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing.canvas import Canvas, canvas
from powergame.report.pictures.drawing.key import ROW, draw_key, rows_of
from powergame.report.pictures.drawing.layout import LEADING, MARGIN, Page, check_width, page
from powergame.report.pictures.drawing.regions import Fill, show
from powergame.report.pictures.drawing.scales import Scale, scale, set_ticks
from powergame.report.pictures.drawing.style import (
    FAINT,
    INK,
    LINE,
    PAPER,
    POINT,
    SMALL,
    WIDTH,
    fitted,
    look,
    picture_style,
    tint,
    width_of,
)
from powergame.scenario.paths.words import words_of_path

PANEL = 2.3
"""Height of a type's curves, in centimetres."""

STRIP = 0.42
"""Height of the strip of words below the curves, in centimetres."""

TITLE, TICKS, GAP = 0.5, 0.45, 0.35
"""Centimetres above a panel for its name, below it for numbers, and from one panel to the next."""

LEFT, RIGHT = 1.1, 0.35
"""Centimetres for the numbers to the left of panels, and free to the right."""

MAP = 4.2
"""Height of a map over two numbers, in centimetres."""

MARKED = 30
"""Points up to which curves have markers."""

TICK = 1.4
"""Centimetres from one number of an axis to the next, at least."""

LOOKS = {"withholds": 5, "shows": 3, "coup": 1}
"""Places of the looks of the measures' curves; a coup may hide what is withheld, and is drawn last."""

THICK = {"withholds": 3.4, "shows": 1.6, "coup": 1.6}
"""Points of the curves."""

FILLS: dict[Word, Fill] = {
    "conceals": Fill(to_rgb("#d55e00")),
    "waits": Fill(tint("#d55e00", 0.35), rising=to_rgb("#d55e00")),
    "reassured": Fill(tint("#009e73", 0.35)),
    "feigns": Fill(to_rgb("#cc79a7")),
    "distrusted": Fill(tint("#cc79a7", 0.3), falling=to_rgb("#cc79a7")),
    "suspected": Fill(tint("#0072b2", 0.3), level=to_rgb("#0072b2")),
    "open": Fill(to_rgb("#f1f0ec")),
}
"""Looks of words: told apart by pattern as well as colour."""

NOTE = "Of the cases of each type: bands are the range over the equilibria found, lines the selected one."


@dataclass(frozen=True)
class _Type:
    """A type along the points; None where it has no measures."""

    name: str
    measures: tuple[Disguise | None, ...]

    def words(self) -> list[int]:
        """Return the place of each point's word; that of `open` where there is none."""
        return [WORDS.index(told.verdict if told else "open") for told in self.measures]

    def said(self) -> str:
        """Say the word, where it is the same all along and nothing is concealed or feigned; else nothing."""
        told = [each for each in self.measures if each]
        least = max((getattr(each, name).greatest for each in told for name in LOOKS), default=0.0)
        words = {each.verdict for each in told}
        return f"{self.name}: {words.pop()} all along" if len(words) == 1 and not least else ""


def draw_curves(
    result: Deception | Deceptions | DeceptionCurves, width: float = WIDTH, captions: Captions = OWN_WORDS
) -> Figure:
    """Draw the measures of all types along one number, or their words over two.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where nothing varies.
    """
    if not isinstance(result, DeceptionCurves):
        raise UsageError("nothing varies; expected --vary PATH=AXIS, along which curves are drawn")
    check_width(width)
    with picture_style():
        return _draw(result, width, captions)


def describe_curves(result: DeceptionCurves) -> str:
    """Say in a sentence what the picture shows."""
    paths = " and ".join(words_of_path(result.scenario, path) for path, _ in result.axes)
    return f"{result.scenario.name}: concealing and feigning over {paths}. {turns_in_words(result)}".rstrip()


def _draw(result: DeceptionCurves, width: float, captions: Captions) -> Figure:
    types = _types(result)
    shown = [each for each in types if not each.said()] or types
    inner = width - 2 * MARGIN - LEFT - RIGHT
    two = len(result.axes) > 1
    height = MAP if two else PANEL + STRIP
    entries: list[tuple[str, Fill | None]] = [(word, FILLS[word]) for word in _words(shown)]
    key = rows_of(entries, width - 2 * MARGIN)
    curves = 0.0 if two else SMALL * LEADING * POINT + 0.15
    body = curves + len(shown) * (TITLE + height + TICKS + GAP) + 0.35 + ROW * len(key)
    title = "What each type does, over two numbers" if two else turns(result)
    still = [f"{each.said()}." for each in types if each not in shown]
    axes = [captions.words(result.scenario, path) for path, _ in result.axes]
    note = f"To the right: {axes[-1]}. Upwards: {axes[0]}." if two else NOTE
    made = page(width, body, *captions.titled(title, result.scenario.name), [" ".join([note, *still])])
    top = made.top
    if not two:
        _name_curves(made, top)
        top += curves
    for each in shown:
        name = fitted(each.name, width - 2 * MARGIN, SMALL, "bold")
        made.say(name, MARGIN, top + 0.3, size=SMALL, weight="bold")
        top += TITLE
        (_draw_map if two else _draw_panel)(made, result, each, top, inner)
        top += height + TICKS + GAP
    if not two:
        along = fitted(axes[0], width - 2 * MARGIN, SMALL, behind=" →")
        made.say(along, width - MARGIN - RIGHT, top + 0.05, size=SMALL, side="right")
    draw_key(made, key, top + 0.35)
    made.figure.set_label(describe_curves(result))
    return made.figure


def _types(result: DeceptionCurves) -> list[_Type]:
    answers = tuple(answer for _, answer in result.points)
    types = []
    for actor, kind in types_in(answers):
        told = (type_of(answer, actor, kind) for answer in answers)
        types.append(_Type(f"{actor} ({kind})", tuple(each.disguise if each else None for each in told)))
    return types


def _words(types: Sequence[_Type]) -> list[Word]:
    places = {place for each in types for place in each.words()}
    return [word for place, word in enumerate(WORDS) if place in places]


def _name_curves(made: Page, top: float) -> None:
    """Draw the key of the lines."""
    x = MARGIN + LEFT
    for name in LOOKS:
        on = made.axes(x, top, 0.7, SMALL * LEADING * POINT)
        on.set_axis_off()
        on.plot([0, 1], [0.5, 0.5], color=look(LOOKS[name]).colour, linestyle=_dash(name), linewidth=THICK[name])
        made.say(name, x + 0.82, top + 0.24, size=SMALL)
        x += 0.82 + width_of(name, SMALL) + 0.5


def _draw_panel(made: Page, result: DeceptionCurves, each: _Type, top: float, inner: float) -> None:
    """Draw a type's curves, and the strip of its words below."""
    across = scale(np.array([values[0] for values, _ in result.points]))
    axes = made.axes(MARGIN + LEFT, top, inner, PANEL)
    at = across.at(np.array([values[0] for values, _ in result.points]))
    for name in LOOKS:
        _draw_curve(axes, at, [getattr(told, name) if told else None for told in each.measures], name)
    axes.set_ylim(-0.02, 1.02)
    axes.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    axes.set_xlim(float(across.edges[0]), float(across.edges[-1]))
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.grid(axis="y", color=LINE, linewidth=0.4)
    axes.set_axisbelow(True)
    strip = made.axes(MARGIN + LEFT, top + PANEL, inner, STRIP)
    regions = np.array([each.words()], dtype=np.int64)[:, np.argsort(at, kind="stable")]
    _fill(strip, regions, across, scale(np.array([0.0])), (inner, STRIP))
    strip.set_yticks([])
    set_ticks(strip, "x", across, max(2, int(inner / TICK)))
    _name_runs(canvas(made, MARGIN + LEFT, top + PANEL, inner, STRIP), regions[0], across)


def _dash(name: str) -> tuple[int, tuple[float, ...]]:
    return look(LOOKS[name]).dash if name == "shows" else (0, ())


def _draw_curve(axes: Axes, at: FloatArray, measures: Sequence[Measure | None], name: str) -> None:
    """Draw a measure: the selected equilibrium's, and the range over those found."""
    style = look(LOOKS[name])
    order = np.argsort(at, kind="stable")
    rows = [(m.least, m.selected, m.greatest) if m else (np.nan,) * 3 for m in measures]
    least, selected, greatest = np.array(rows, dtype=float)[order].T
    axes.fill_between(at[order], least, greatest, color=tint(style.colour, 0.25), linewidth=0, zorder=1)
    axes.plot(
        at[order],
        selected,
        color=style.colour,
        linestyle=_dash(name),
        linewidth=THICK[name],
        marker=style.marker if len(at) <= MARKED else "",
        markersize=3.0,
        clip_on=False,
        zorder=3,
    )


def _fill(axes: Axes, regions: IntArray, x: Scale, y: Scale, size: tuple[float, float]) -> None:
    fills = [FILLS[word] for word in WORDS]
    show(axes, regions, x, y, fills, size, np.zeros(regions.shape, dtype=bool))
    axes.spines[:].set(visible=True, color=FAINT)


def _name_runs(on: Canvas, words: IntArray, across: Scale) -> None:
    """Write a word into the strip where its run has room."""
    ends = (across.edges - across.edges[0]) / (across.edges[-1] - across.edges[0]) * on.width
    start = 0
    for k in range(1, len(words) + 1):
        if k < len(words) and words[k] == words[start]:
            continue
        text = WORDS[int(words[start])]
        left, right = float(ends[start]), float(ends[k])
        if width_of(text, SMALL) + 0.3 < right - left:
            half = width_of(text, SMALL) / 2 + 0.08
            middle = (left + right) / 2
            on.box(middle - half, 0.05, 2 * half, on.height - 0.1, fill=PAPER, layer=3)
            on.say(text, middle, on.height / 2, size=SMALL, colour=INK, side="center")
        start = k


def _draw_map(made: Page, result: DeceptionCurves, each: _Type, top: float, inner: float) -> None:
    """Draw a type's words over two numbers: the last one across, the first one upwards."""
    places = np.array([values for values, _ in result.points])
    up, across = scale(places[:, 0]), scale(places[:, 1])
    rows, columns = np.searchsorted(up.values, places[:, 0]), np.searchsorted(across.values, places[:, 1])
    regions = np.full((len(up.values), len(across.values)), WORDS.index("open"), dtype=np.int64)
    regions[rows, columns] = each.words()
    axes = made.axes(MARGIN + LEFT, top, inner, MAP)
    _fill(axes, regions, across, up, (inner, MAP))
    set_ticks(axes, "x", across, max(2, int(inner / TICK)))
    set_ticks(axes, "y", up, 5)
