"""Several scenarios that try to explain the same deeds: how probable each is, and what it makes of the unknowns."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from powergame.analysis.infer.result import Inferences, NumberMarginal
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing.canvas import Canvas, canvas
from powergame.report.pictures.drawing.layout import MARGIN, Lines, check_width, page
from powergame.report.pictures.drawing.style import (
    COLOURS,
    FAINT,
    SMALL,
    TEXT,
    WIDTH,
    fitted,
    look,
    picture_style,
    share,
    tint,
    width_of,
)
from powergame.report.pictures.inverse.reach import TICK, Reach, reach_of
from powergame.report.priors import is_positive

ROW = 0.5
"""Height of a scenario's row, in centimetres."""

HEAD, GAP, AXIS = 0.5, 0.35, 0.5
"""Centimetres above a block, below it, and for its axis."""

NAME = 0.36
"""Share of the width that scenarios' names take at most."""

BANDS = (((0, 4), 0.12), ((1, 3), 0.26))
"""Places of the quantiles between which 90 % and 50 % lie, and how thick their bars are, in centimetres."""

NOTE = "Bars: 90 % and 50 % of the probability after the deeds, thin and thick; the dot is the median."


def draw_several(results: Inferences, width: float = WIDTH, captions: Captions = OWN_WORDS) -> Figure:
    """Draw the scenarios' probabilities, and each one's unknown numbers.

    Parameters
    ----------
    width
        In centimetres.
    captions
        The user's words.
    """
    check_width(width)
    with picture_style():
        return _draw(results, width, captions)


def describe_several(results: Inferences) -> str:
    """Say in a sentence what the picture shows."""
    parts = [
        f"{each.scenario.name}: {share(evidence.probability)}"
        for each, evidence in zip(results.inferences, results.evidence, strict=True)
    ]
    return f"{_finding(results)}: how probable each scenario is after the deeds. {'; '.join(parts)}."


def _finding(results: Inferences) -> str:
    best = max(range(len(results.evidence)), key=lambda k: results.evidence[k].probability)
    return (
        f"{results.inferences[best].scenario.name} foresaw the deeds best ({share(results.evidence[best].probability)})"
    )


def _draw(results: Inferences, width: float, captions: Captions) -> Figure:
    inner = width - 2 * MARGIN
    names = [f"[{k}] {each.scenario.name}" for k, each in enumerate(results.inferences, 1)]
    paths = _paths(results)
    rows = len(names) * ROW
    body = HEAD + rows + GAP + len(paths) * (HEAD + rows + AXIS + GAP)
    title = captions.titled(_finding(results), "Where all were equally probable before")
    made = page(width, body, *title, [NOTE] if paths else [])
    name = min(NAME * inner, max(width_of(text, SMALL) for text in names) + 0.2)
    heading = fitted("Probability of each, after the deeds", inner, TEXT, "bold")
    made.write(Lines((heading,), TEXT, "bold"), MARGIN, made.top)
    on = canvas(made, MARGIN, made.top + HEAD, inner, rows)
    _draw_probabilities(on, results, names, name)
    top = made.top + HEAD + rows + GAP
    for path in paths:
        heading = fitted(captions.words(results.inferences[0].scenario, path), inner, TEXT, "bold")
        made.write(Lines((heading,), TEXT, "bold"), MARGIN, top)
        _draw_number(canvas(made, MARGIN, top + HEAD, inner, rows + AXIS), results, path, names, name)
        top += HEAD + rows + AXIS + GAP
    made.figure.set_label(describe_several(results))
    return made.figure


def _paths(results: Inferences) -> list[str]:
    """Return the numbers that are unknown in two scenarios or more."""
    every = [m.path for each in results.inferences for m in each.marginals if isinstance(m, NumberMarginal)]
    return [path for path in dict.fromkeys(every) if every.count(path) > 1]


def _draw_probabilities(on: Canvas, results: Inferences, names: Sequence[str], name: float) -> None:
    room = on.width - name - 1.4
    for k, evidence in enumerate(results.evidence):
        y = k * ROW
        on.say(fitted(names[k], name - 0.12, SMALL), 0, y + ROW / 2, size=SMALL)
        on.box(name, y + 0.12, room * evidence.probability, ROW - 0.24, fill=COLOURS[0])
        on.line([(name, y + 0.04), (name, y + ROW - 0.04)], FAINT, 0.6)
        on.say(share(evidence.probability), name + room * evidence.probability + 0.12, y + ROW / 2, size=SMALL)


def _draw_number(on: Canvas, results: Inferences, path: str, names: Sequence[str], name: float) -> None:
    known = {
        k: marginal
        for k, each in enumerate(results.inferences)
        for marginal in each.marginals
        if marginal.path == path and isinstance(marginal, NumberMarginal)
    }
    priors = [dict((*each.unknown, *each.assumed)).get(path) for each in results.inferences]
    logarithmic = all(is_positive(path, prior) for prior in priors if prior)
    reach = reach_of([marginal.density for marginal in known.values()], logarithmic=logarithmic)
    low, high = reach.ends
    room, bottom = on.width - name - 0.3, len(names) * ROW

    def along(value: float) -> float:
        return name + room * min(1.0, max(0.0, (float(reach.at([value])[0]) - low) / (high - low)))

    for k, text in enumerate(names):
        y = (k + 0.5) * ROW
        on.say(fitted(text, name - 0.12, SMALL), 0, y, size=SMALL)
        if k not in known:
            on.say("known there", name + 0.1, y, size=SMALL, colour=FAINT)
            continue
        quantiles = known[k].posterior.quantiles
        for (first, last), thick in BANDS:
            left, right = along(quantiles[first]), along(quantiles[last])
            on.box(left, y - thick / 2, right - left, thick, fill=tint(COLOURS[0], 0.45 if first == 0 else 1.0))
        on.mark(along(known[k].posterior.median), y, "o", 5.0, "#ffffff", look(0).ink)
    _axis(on, reach, name, room, bottom)


def _axis(on: Canvas, reach: Reach, left: float, room: float, y: float) -> None:
    low, high = reach.ends
    on.line([(left, y), (left + room, y)], FAINT, 0.6)
    for place, text in reach.ticks(TICK / room):
        x = left + room * (place - low) / (high - low)
        on.line([(x, y), (x, y + 0.08)], FAINT, 0.6)
        on.say(text, x, y + 0.28, size=SMALL, colour=FAINT, side="center")
