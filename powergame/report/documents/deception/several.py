"""Scenarios side by side, and measures along one or two numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from powergame.analysis.deceive.result import Deception, DeceptionCurves, Deceptions, TypeAnswer
from powergame.digits import significant
from powergame.report.document import Block, Column, Heading, Paragraph, Table, Text
from powergame.report.documents.deception.types import LEGEND, NOT_TOLD, cells, columns, ranged, signed
from powergame.report.documents.deception.words import TONES, headline
from powergame.report.names import short_title
from powergame.scenario.paths.words import words_of_path
from powergame.text import sentence

CURVES_LEGEND = (
    "withholds: holds in round 1 though it would seek power if known; coup: does so, and strikes later; shows: seeks "
    "power though it would hold if known; gain: of not being known; (a–b): over the equilibria found"
)
"""What the titles of the measures mean."""

POINTS_SHOWN = 21
"""Points of a curve at most that are shown, evenly spaced; the JSON and the CSV have all."""


def side_by_side(answers: Deceptions) -> Iterator[Block]:
    """Yield what several scenarios say, type by type."""
    for k, each in enumerate(answers.deceptions):
        source = f"  ({each.scenario.source})" if each.scenario.source else ""
        baseline = ", the baseline" if k == 0 else ""
        yield Paragraph(Text(f"{short_title(each.scenario.name)}{baseline}{source}"), label(k))
        yield Paragraph(Text(headline(each), "strong"), label(k))
    for actor, kind in types_in(answers.deceptions):
        rows = [
            (Text(label(k)), *cells(answer))
            for k, each in enumerate(answers.deceptions)
            if (answer := type_of(each, actor, kind)) is not None
        ]
        yield Heading(f"{actor}: {kind}")
        yield Table(columns("scenario"), tuple(rows))
    for k, each in enumerate(answers.deceptions):
        yield from (Paragraph(Text(sentence(problem), "bad"), label(k)) for problem in each.problems)
    yield Paragraph(Text(LEGEND, "faint"))


def label(k: int) -> str:
    """Return the label of a scenario among others."""
    return f"[{k + 1}]"


def types_in(answers: tuple[Deception, ...]) -> list[tuple[str, str]]:
    """Return the types of all scenarios, by their actors' names and their own."""
    every = ((actor.name, kind.name) for each in answers for actor in each.actors for kind in actor.types)
    return list(dict.fromkeys(every))


def type_of(answer: Deception, actor: str, kind: str) -> TypeAnswer | None:
    """Return what is told of a type; None where the scenario has none of this name."""
    every = (t for a in answer.actors if a.name == actor for t in a.types)
    return next((t for t in every if t.name == kind), None)


def along(curves: DeceptionCurves) -> Iterator[Block]:
    """Yield a table for each type whose measures change along the axes, and a line for each other one."""
    last = len(curves.points) - 1
    count = min(len(curves.points), POINTS_SHOWN)
    shown = sorted({round(last * k / max(1, count - 1)) for k in range(count)})
    titles = [words_of_path(curves.scenario, path) for path, _ in curves.axes]
    measures = ("withholds", "coup", "shows", "gain")
    for actor, kind in types_in(tuple(answer for _, answer in curves.points)):
        points = [(values, _point(type_of(answer, actor, kind))) for values, answer in curves.points]
        if len({cells for _, cells in points}) == 1:
            verdict, *numbers = (cell.text for cell in points[0][1])
            same = ", ".join(f"{name} {x}" for name, x in zip(measures, numbers, strict=True))
            yield Paragraph(Text(f"{verdict} all along ({same})"), f"{actor} ({kind})")
            continue
        yield Heading(f"{actor}: {kind}")
        columns = (*(Column(title, numeric=True) for title in titles), Column("verdict"))
        rows = ((*(Text(significant(x)) for x in points[k][0]), *points[k][1]) for k in shown)
        yield Table((*columns, *(Column(name, numeric=True) for name in measures)), tuple(rows), heads=len(titles))
    yield Paragraph(Text(CURVES_LEGEND, "faint"))
    if len(shown) < len(curves.points):
        yield Paragraph(Text("All points are in --format json and csv.", "faint"))
    problems = dict.fromkeys(problem for _, answer in curves.points for problem in answer.problems)
    yield from (Paragraph(Text(sentence(problem), "bad")) for problem in problems)


def _point(kind: TypeAnswer | None) -> tuple[Text, ...]:
    """Return a type's word and measures at a point."""
    if kind is None or kind.disguise is None:
        return tuple(Text(NOT_TOLD) for _ in range(5))
    told = kind.disguise
    shares = (ranged(measure) for measure in (told.withholds, told.coup, told.shows))
    return (Text(told.verdict, TONES[told.verdict]), *map(Text, shares), Text(signed(told.value_of_concealment)))


def turns(curves: DeceptionCurves) -> str:
    """Say where along one number words turn."""
    parts = []
    for actor, kind in types_in(tuple(answer for _, answer in curves.points)):
        words = [
            (values[0], told.disguise.verdict)
            for values, answer in curves.points
            if (told := type_of(answer, actor, kind)) is not None and told.disguise is not None
        ]
        steps = [f"from {significant(x, 3)} on {b}" for (_, a), (x, b) in pairwise(words) if a != b]
        if steps:
            parts.append(f"{actor} ({kind}): {words[0][1]}, {', '.join(steps)}")
    return f"{'; '.join(parts) or 'no word turns along this path'}."


def turns_in_words(curves: DeceptionCurves) -> str:
    """Say where along one number words turn, and which number that is; nothing where there are two."""
    if len(curves.axes) > 1:
        return ""
    words = words_of_path(curves.scenario, curves.axes[0][0])
    return f"Along {words if ': ' in words else f'the {words}'}: {turns(curves)}"
