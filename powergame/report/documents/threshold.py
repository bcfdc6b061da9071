"""The document of `threshold`: each actor's verdicts along the path in words, then every flip in a table."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.threshold import ROW, ActorThresholds, Flip, PathThresholds, Thresholds
from powergame.report.document import Block, Column, Document, Heading, Paragraph, Table, Text
from powergame.report.documents.solve import VERDICT_TONES
from powergame.report.formats.csv import Cell

CSV_HEADER = ("scenario", *ROW)

MAX_TOUCHES_SAID = 4
"""Touches that an actor's sentence names; the table has all."""


def document(thresholds: Thresholds) -> Document:
    """Return the document of a result."""
    scenario = thresholds.scenario
    about = f"{scenario.source}  sha256 {scenario.sha256[:12]}" if scenario.source else ""
    return Document(
        scenario.name, about, (*(block for path in thresholds.paths for block in _blocks(path)), *_cut(thresholds))
    )


def _cut(thresholds: Thresholds) -> Iterator[Block]:
    """Say that the time limit left paths out."""
    if thresholds.limited:
        yield Paragraph(Text("The time limit ran out before the other paths were searched.", "bad"))


def csv_rows(thresholds: Thresholds) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each flip, in the columns of `CSV_HEADER`."""
    for row in thresholds.rows():
        yield thresholds.scenario.name, *(x if isinstance(x, bool | int | float | str) else None for x in row.values())


def sentence(actor: ActorThresholds) -> str:
    """Say what an actor's verdict is along the path: `never below 0.6, always above`."""
    parts = actor.intervals
    if not parts:
        course = "no verdict holds for longer than a point"
    elif len(parts) == 1:
        course = f"{parts[0].verdict}, all along"
    else:
        between = [
            f"{interval.verdict} from {_brief(interval.start)} to {_brief(interval.stop)}" for interval in parts[1:-1]
        ]
        last = f"{parts[-1].verdict} above" + (f" {_brief(parts[-1].start)}" if between else "")
        course = ", ".join([f"{parts[0].verdict} below {_brief(parts[0].stop)}", *between, last])
    touches = [flip for flip in actor.flips if flip.touch]
    exceptions = [f"{flip.at_point} at {_brief(flip.at)} itself" for flip in touches[:MAX_TOUCHES_SAID]]
    if len(touches) > MAX_TOUCHES_SAID:
        exceptions.append(f"and {len(touches) - MAX_TOUCHES_SAID} more such points")
    return "; ".join([course, *exceptions])


def own_point(path: PathThresholds) -> str:
    """Say where the scenario itself is on the path."""
    inside = path.start <= path.now <= path.stop
    if not inside:
        return f"The scenario itself is at {_brief(path.now)}, outside of this range."
    at = f"The scenario itself is at {_brief(path.now)}"
    turning = [actor.name for actor in path.actors if any(flip.at == path.now for flip in actor.flips)]
    if turning:
        return f"{at}, exactly where the verdict of {', '.join(turning)} turns."
    bounds = [flip.at for actor in path.actors for flip in actor.flips if not flip.touch]
    below = max((x for x in bounds if x < path.now), default=None)
    above = min((x for x in bounds if x > path.now), default=None)
    verdicts = ", ".join(f"{actor.name} {actor.now}" for actor in path.actors)
    if below is None and above is None:
        return f"{at}: {verdicts}."
    if below is None or above is None:
        side = f"below {_brief(above)}" if above is not None else f"above {_brief(below or 0.0)}"
        return f"{at}, {side}: {verdicts}."
    return f"{at}, in the interval from {_brief(below)} to {_brief(above)}: {verdicts}."


def _blocks(path: PathThresholds) -> Iterator[Block]:
    yield Heading(f"Who seeks power along {path.path} from {_brief(path.start)} to {_brief(path.stop)}")
    for actor in path.actors:
        tone = VERDICT_TONES[actor.intervals[0].verdict] if len(actor.intervals) == 1 else "strong"
        yield Paragraph(Text(sentence(actor), tone), actor.name)
    yield Paragraph(Text(own_point(path)))
    if any(actor.flips for actor in path.actors):
        yield _table(path)
    for note in path.notes:
        yield Paragraph(Text(f"{note[0].upper()}{note[1:]}.", "faint"))


def _table(path: PathThresholds) -> Table:
    """Return the table of all flips, without columns that would be empty."""
    pairs = _in_order(path)
    touches = any(flip.touch for _, flip in pairs)
    formulas = any(flip.closed_form is not None for _, flip in pairs)
    columns = [Column("actor"), Column("at", True), Column("below"), Column("at it"), Column("above")]
    columns += [Column("")] * touches + [Column("closed form", True)] * formulas
    rows = [
        (
            Text(actor.name, "strong"),
            Text(_full(flip.at)),
            _verdict(flip.below),
            _verdict(flip.at_point),
            _verdict(flip.above),
            *[Text("touch" if flip.touch else "flip")] * touches,
            *[Text("–" if flip.closed_form is None else _full(flip.closed_form))] * formulas,
        )
        for actor, flip in pairs
    ]
    return Table(tuple(columns), tuple(rows))


def _in_order(path: PathThresholds) -> list[tuple[ActorThresholds, Flip]]:
    pairs = [(actor, flip) for actor in path.actors for flip in actor.flips]
    return sorted(pairs, key=lambda pair: pair[1].at)


def _verdict(verdict: str | None) -> Text:
    return Text("–") if verdict is None else Text(verdict, VERDICT_TONES[verdict])


def _brief(x: float) -> str:
    return f"{x + 0.0:.6g}"


def _full(x: float) -> str:
    return f"{x + 0.0:.10g}"
