"""The posterior as it grew: every unknown after each observation in turn, and the bits told until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from powergame.analysis.infer.result import ChoiceMarginal, Inference, NumberSummary
from powergame.arrays import FloatArray
from powergame.errors import UsageError
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing.fonts import families, literal
from powergame.report.pictures.drawing.layout import LEADING, MARGIN, Page, check_width, page
from powergame.report.pictures.drawing.style import (
    COLOURS,
    INK,
    POINT,
    SMALL,
    WIDTH,
    directed,
    fitted,
    look,
    picture_style,
    share,
    tint,
    width_of,
)
from powergame.report.pictures.inverse import words
from powergame.report.pictures.inverse.marginals import AFTER
from powergame.report.pictures.inverse.posterior import finding
from powergame.report.pictures.inverse.reach import Reach, reaches
from powergame.scenario.paths.words import words_of_path

BANDS = (((0, 4), tint(AFTER, 0.22)), ((1, 3), tint(AFTER, 0.5)))
"""Places of the quantiles between which 90 % and 50 % lie, and the fills of these bands."""

PANEL = 2.1
"""Height of an unknown's panel, in centimetres."""

BITS = 1.5
"""Height of the panel of bits, in centimetres."""

TITLE = 0.55
"""Centimetres above a panel for its name."""

GAP = 0.25
TICKS_LEFT = 1.0
AT_RIGHT = 0.3
NAMED = 0.4
"""Least centimetres from one observation to the next at which each is named on the axis."""

LONGEST = 4.5
"""Centimetres of an observation's name at most."""

NUMBERS = 0.5
"""Centimetres for the numbers of observations on the axis."""

MARKED = 40
"""Observations up to which lines have markers."""

NOTE = "Bands hold 50 % and 90 % of the probability, around the median; at the left end nothing has been observed."


@dataclass(frozen=True)
class _Lines:
    """Probabilities after each step, a line each; in one panel.

    Attributes
    ----------
    probabilities : (K, steps)
        Of each name.
    """

    title: str
    names: tuple[str, ...]
    probabilities: FloatArray


def draw_trace(inference: Inference, width: float = WIDTH, captions: Captions = OWN_WORDS) -> Figure:
    """Draw the posterior after each observation in turn.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where it was not followed from one observation to the next.
    """
    if len(inference.trace) < 2:
        raise UsageError("the posterior was not followed along the observations; expected --trace, and an observation")
    check_width(width)
    with picture_style():
        return _draw(inference, width, captions)


def describe_trace(inference: Inference) -> str:
    """Say in a sentence what the picture shows."""
    first, last = inference.trace[0], inference.trace[-1]
    parts = [
        f"{words_of_path(inference.scenario, path)}: median {before.median:.3g} at first, {after.median:.3g} at last"
        for (path, before), (_, after) in zip(first.numbers, last.numbers, strict=True)
    ]
    parts += [
        f"{text}: {share(before)} at first, {share(after)} at last"
        for (text, before), (_, after) in zip(first.hypotheses, last.hypotheses, strict=True)
    ]
    return f"{inference.scenario.name}: {finding(inference)}, after each in turn. {'; '.join(parts)}."


def _draw(inference: Inference, width: float, captions: Captions) -> Figure:
    lines = list(_lines(inference, captions))
    steps = inference.trace
    wide = width - 2 * MARGIN - TICKS_LEFT - AT_RIGHT
    names = _names(inference, wide, captions)
    below = max((width_of(name, SMALL) for name in names), default=0.0) + 0.25 if names else NUMBERS
    panels = len(steps[0].numbers) + len(lines)
    keys = sum(SMALL * LEADING * POINT * len(_key_rows(one, wide)) for one in lines)
    body = panels * (TITLE + PANEL + GAP) + keys + TITLE + BITS + below + 0.5
    subject = words.subject(inference.scenario, inference.given)
    title = captions.titled(finding(inference), subject)
    made = page(width, body, *title, [NOTE] if steps[0].numbers else [])
    top, reach = made.top, reaches(inference)
    for k, (path, _) in enumerate(steps[0].numbers):
        _title(made, captions.words(inference.scenario, path), top)
        axes = made.axes(MARGIN + TICKS_LEFT, top + TITLE, wide, PANEL)
        _draw_bands(axes, [step.numbers[k][1] for step in steps], reach[path])
        top += TITLE + PANEL + GAP
    for one in lines:
        top = _draw_lines(made, one, top, wide)
    _title(made, "bits told", top)
    axes = made.axes(MARGIN + TICKS_LEFT, top + TITLE, wide, BITS)
    _draw_bits(axes, [step.bits for step in steps])
    _name_steps(axes, names, len(steps), wide)
    said = "observations, in their order →"
    made.say(said, width - MARGIN - AT_RIGHT, top + TITLE + BITS + below + 0.3, size=SMALL, side="right")
    made.figure.set_label(describe_trace(inference))
    return made.figure


def _title(made: Page, text: str, top: float) -> None:
    made.say(fitted(text, made.width - 2 * MARGIN, SMALL, "bold"), MARGIN, top + 0.35, size=SMALL, weight="bold")


def _lines(inference: Inference, captions: Captions) -> list[_Lines]:
    """Return the panels of choices and of hypotheses."""
    steps = inference.trace
    made = []
    for k, (path, first) in enumerate(steps[0].choices):
        marginal = next((m for m in inference.marginals if m.path == path), None)
        values = marginal.values if isinstance(marginal, ChoiceMarginal) else tuple(range(1, len(first) + 1))
        title = captions.words(inference.scenario, path) if isinstance(marginal, ChoiceMarginal) else path
        probabilities = np.array([step.choices[k][1] for step in steps]).T
        made.append(_Lines(f"probability of each {title}", tuple(map(words.choice, values)), probabilities))
    if steps[0].hypotheses:
        texts = tuple(text for text, _ in steps[0].hypotheses)
        probabilities = np.array([[p for _, p in step.hypotheses] for step in steps]).T
        made.append(_Lines("probability of each hypothesis", texts, probabilities))
    return made


def _plain(axes: Axes, steps: int) -> None:
    axes.set_xlim(0, steps - 1)
    axes.set_xticks([])


def _draw_bands(axes: Axes, summaries: Sequence[NumberSummary], reach: Reach) -> None:
    quantiles = np.array([[*reach.at(each.quantiles)] for each in summaries])
    x = np.arange(len(summaries))
    for (low, high), fill in BANDS:
        axes.fill_between(x, quantiles[:, low], quantiles[:, high], color=fill, linewidth=0, zorder=1)
    marker = "o" if len(summaries) <= MARKED else ""
    medians = reach.at([each.median for each in summaries])
    axes.plot(x, medians, color=look(0).ink, linewidth=1.6, marker=marker, markersize=3.0, zorder=3, clip_on=False)
    _plain(axes, len(summaries))
    reach.set_ticks(axes, "y", PANEL)


def _draw_lines(made: Page, one: _Lines, top: float, wide: float) -> float:
    """Draw probabilities as lines, with a key above; return where that ends."""
    _title(made, one.title, top)
    top += TITLE
    step = SMALL * LEADING * POINT
    for row in _key_rows(one, wide):
        x = MARGIN + TICKS_LEFT
        for k, text in row:
            on = made.axes(x, top - 0.02, 0.7, step)
            on.set_axis_off()
            on.plot([0, 1], [0.5, 0.5], color=look(k).ink, linestyle=look(k).dash, linewidth=1.5)
            made.say(text, x + 0.85, top + 0.2, size=SMALL)
            x += 0.85 + width_of(text, SMALL) + 0.5
        top += step
    axes = made.axes(MARGIN + TICKS_LEFT, top, wide, PANEL)
    steps = one.probabilities.shape[1]
    for k, probabilities in enumerate(one.probabilities):
        axes.plot(
            np.arange(steps),
            probabilities,
            color=look(k).ink,
            linestyle=look(k).dash,
            linewidth=1.5,
            marker=look(k).marker if steps <= MARKED else "",
            markersize=3.2,
            clip_on=False,
            zorder=3,
        )
    _plain(axes, steps)
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    return top + PANEL + GAP


def _key_rows(one: _Lines, wide: float) -> list[list[tuple[int, str]]]:
    rows: list[list[tuple[int, str]]] = []
    x = wide
    for k, name in enumerate(one.names):
        text = fitted(name, wide - 0.85, SMALL)
        needed = 0.85 + width_of(text, SMALL)
        if not rows or x + needed > wide:
            rows.append([])
            x = 0.0
        rows[-1].append((k, text))
        x += needed + 0.5
    return rows


def _draw_bits(axes: Axes, bits: Sequence[float]) -> None:
    x = np.arange(len(bits))
    axes.fill_between(x, 0, bits, color=tint(COLOURS[1], 0.3), linewidth=0, zorder=1)
    axes.plot(x, bits, color=look(1).ink, linewidth=1.4, zorder=2, clip_on=False)
    _plain(axes, len(bits))
    most = max(0.1, *bits)
    axes.set_ylim(0, 1.05 * most)
    Reach(0.0, 1.05 * most, logarithmic=False).set_ticks(axes, "y", BITS)


def _names(inference: Inference, wide: float, captions: Captions) -> list[str]:
    """Return the observations' names; none where there is no room for all."""
    if wide / (len(inference.trace) - 1) < NAMED:
        return []
    told = ((d.number, words.deed(d.observation, inference.scenario, captions)) for d in inference.deeds)
    return [fitted(f"{number}  {text}", LONGEST, SMALL) for number, text in told]


def _name_steps(axes: Axes, names: Sequence[str], steps: int, wide: float) -> None:
    """Name the observations on the axis, from top to bottom; number some of them where there are many."""
    if not names:
        every = max(1, int(np.ceil((steps - 1) * 0.8 / wide)))
        every = next(k for k in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, every) if k >= every)
        places = list(range(every, steps, every))
        axes.set_xticks(places, [f"{k}" for k in places])
        return
    axes.set_xticks(range(1, steps), [""] * (steps - 1))
    for k, name in enumerate(names, 1):
        shown = literal(name)
        axes.text(
            k,
            -0.15 / BITS,
            directed(shown),
            transform=axes.get_xaxis_transform(),
            fontfamily=families(shown),
            fontsize=SMALL,
            color=INK,
            rotation=90,
            ha="center",
            va="top",
            parse_math=False,
        )
