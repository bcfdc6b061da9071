"""The document of `threshold`: each actor's verdicts along the path in words, then every flip in a table."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.aspect import Aspect
from powergame.analysis.display import marked
from powergame.analysis.threshold import ActorThresholds, Flip, PathThresholds, Thresholds
from powergame.analysis.threshold.flips import RESOLUTION
from powergame.analysis.threshold.result import Holds
from powergame.digits import significant
from powergame.report.document import Block, Column, Document, Heading, Paragraph, Table, Text, Tone
from powergame.report.documents.solved.words import VERDICT_TONES
from powergame.report.documents.thresholds.words import (
    BRIEF,
    FULL,
    UNSELECTED,
    asked,
    digits_along,
    number_blocks,
    side_change,
    what_else,
)
from powergame.report.formats.csv import Cell
from powergame.report.names import source_line
from powergame.text import sentence

MAX_INTERVALS_SAID = 12
"""Intervals that an actor's sentence names at most; of more, the first ones and the last."""

MAX_TOUCHES_SAID = 4
"""Touches that an actor's sentence names; the table has all."""


def document(thresholds: Thresholds) -> Document:
    """Return the document of a result."""
    scenario = thresholds.scenario
    marks = thresholds.concept.name == "nash"
    blocks = (block for path in thresholds.paths for block in _blocks(path, thresholds.aspect, marks))
    return Document(scenario.name, source_line(scenario), (*blocks, *_cut(thresholds)))


def _cut(thresholds: Thresholds) -> Iterator[Block]:
    """Say that the time limit left paths out."""
    if thresholds.limited:
        yield Paragraph(Text("The time limit ran out before the other paths were searched.", "bad"))


def csv_table(thresholds: Thresholds) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """Return header and rows of the CSV: a row for each flip."""
    rows = (
        tuple(x if isinstance(x, bool | int | float | str) else None for x in row.values()) for row in thresholds.rows()
    )
    return ("scenario", *thresholds.columns), ((thresholds.scenario.name, *row) for row in rows)


def course(actor: ActorThresholds, *, marks: bool = True) -> str:
    """Say what an actor's verdict is along the path: `never below 0.6, always above`.

    Parameters
    ----------
    marks
        Whether to mark what is unproven.
    """
    parts = actor.intervals
    told = [marked(_word(part.verdict), proven=part.proven or not marks) for part in parts]
    ends = [end for part in parts for end in (part.start, part.stop)]
    digits = digits_along([*ends, *(flip.at for flip in actor.flips)], BRIEF)
    if not parts:
        verdicts = "no verdict holds for longer than a point"
    elif len(parts) == 1:
        verdicts = f"{told[0]}, all along"
    else:
        between = [
            f"{verdict} from {significant(interval.start, digits)} to {significant(interval.stop, digits)}"
            for verdict, interval in zip(told[1:-1], parts[1:-1], strict=True)
        ]
        if len(between) > MAX_INTERVALS_SAID - 2:
            hidden = len(between) - MAX_INTERVALS_SAID + 3
            between[MAX_INTERVALS_SAID - 3 :] = [f"{hidden} more intervals"]
        last = f"{told[-1]} above" + (f" {significant(parts[-1].start, digits)}" if between else "")
        verdicts = ", ".join([f"{told[0]} below {significant(parts[0].stop, digits)}", *between, last])
    touches = [flip for flip in actor.flips if flip.touch]
    exceptions = [
        f"{marked(_word(flip.at_point), proven=flip.proven or not marks)} at {significant(flip.at, digits)} itself"
        for flip in touches[:MAX_TOUCHES_SAID]
    ]
    if len(touches) > MAX_TOUCHES_SAID:
        exceptions.append(f"and {len(touches) - MAX_TOUCHES_SAID} more such points")
    return "; ".join([verdicts, *exceptions])


def own_point(path: PathThresholds, *, marks: bool = True, holds: Holds = "verdict") -> str:
    """Say where the scenario itself is on the path; `marks` as for `course`, `holds` is what may turn."""
    digits = digits_along([path.now, *_numbers(path)], BRIEF)
    at = f"The scenario itself is at {significant(path.now, digits)}"
    if not path.start <= path.now <= path.stop:
        return f"{at}, outside of this range."
    distances = [(abs(flip.at - path.now), actor.name) for actor in path.actors for flip in actor.flips]
    turning = dict.fromkeys(name for distance, name in distances if distance <= _same(path))
    if turning:
        exactly = all(distance == 0 for distance, _ in distances if distance <= _same(path))
        return f"{at}, {'exactly' if exactly else 'but for rounding'} where the {holds} of {', '.join(turning)} turns."
    bounds = [flip.at for actor in path.actors for flip in actor.flips if not flip.touch]
    below = max((x for x in bounds if x < path.now), default=None)
    above = min((x for x in bounds if x > path.now), default=None)
    verdicts = ", ".join(
        f"{actor.name} {marked(_word(actor.now), proven=actor.now_proven is not False or not marks)}"
        for actor in path.actors
    )
    if below is not None and above is not None:
        return f"{at}, in the interval from {significant(below, digits)} to {significant(above, digits)}: {verdicts}."
    if above is not None:
        return f"{at}, below {significant(above, digits)}: {verdicts}."
    if below is not None:
        return f"{at}, above {significant(below, digits)}: {verdicts}."
    return f"{at}: {verdicts}."


def _blocks(path: PathThresholds, aspect: Aspect, marks: bool) -> Iterator[Block]:
    digits = digits_along([path.start, path.stop], BRIEF)
    ends = f"from {significant(path.start, digits)} to {significant(path.stop, digits)}"
    yield Heading(f"{asked(aspect)} along {path.path} {ends}")
    if path.course is not None:
        yield from number_blocks(path, path.course, aspect, marks=marks)
    else:
        yield from _actor_blocks(path, marks, "rung" if aspect.kind == "plays" else "verdict")
    for change in path.sides:
        yield Paragraph(Text(side_change(path, change)))
    if path.others:
        yield Paragraph(Text(what_else(path, aspect), "strong"))
    for note in path.notes:
        yield Paragraph(Text(sentence(note), "faint"))


def _same(path: PathThresholds) -> float:
    """Return the distance up to which a flip and another number of a path are the same."""
    return RESOLUTION * (path.stop - path.start)


def _numbers(path: PathThresholds) -> list[float]:
    return [path.start, path.stop, *(flip.at for actor in path.actors for flip in actor.flips)]


def _actor_blocks(path: PathThresholds, marks: bool, holds: Holds) -> Iterator[Block]:
    for actor in path.actors:
        tone = _tone(actor.intervals[0].verdict) if len(actor.intervals) == 1 else "strong"
        yield Paragraph(Text(course(actor, marks=marks), tone), actor.name)
    yield Paragraph(Text(own_point(path, marks=marks, holds=holds)))
    if any(actor.flips for actor in path.actors):
        yield _table(path, marks)


def _table(path: PathThresholds, marks: bool) -> Table:
    """Return the table of all flips, without columns that would be empty."""
    pairs, digits = _in_order(path), digits_along(_numbers(path), FULL)
    touches = any(flip.touch for _, flip in pairs)
    formulas = any(flip.closed_form is not None for _, flip in pairs)
    doubts = marks and not all(flip.proven for _, flip in pairs)
    columns = [Column("actor"), Column("at", True), Column("below"), Column("at it"), Column("above")]
    columns += [Column("")] * touches + [Column("closed form", True)] * formulas + [Column("proven")] * doubts
    rows = [
        (
            Text(actor.name, "strong"),
            Text(significant(flip.at, digits)),
            _verdict(flip.below),
            _verdict(flip.at_point),
            _verdict(flip.above),
            *[Text("touch" if flip.touch else "flip")] * touches,
            *[Text("–" if flip.closed_form is None else significant(flip.closed_form, FULL))] * formulas,
            *[Text("yes" if flip.proven else "no")] * doubts,
        )
        for actor, flip in pairs
    ]
    return Table(tuple(columns), tuple(rows))


def _in_order(path: PathThresholds) -> list[tuple[ActorThresholds, Flip]]:
    pairs = [(actor, flip) for actor in path.actors for flip in actor.flips]
    return sorted(pairs, key=lambda pair: pair[1].at)


def _verdict(verdict: str | None) -> Text:
    return Text("–") if verdict is None else Text(verdict, _tone(verdict))


def _tone(verdict: str | None) -> Tone:
    """Return the tone of a verdict; rungs have none."""
    return VERDICT_TONES.get(verdict or "", "plain")


def _word(verdict: str | None) -> str:
    """Say a verdict or a rung."""
    return UNSELECTED if verdict is None else verdict
