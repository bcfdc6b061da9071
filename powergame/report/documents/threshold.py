"""The document of `threshold`: each actor's verdicts along the path in words, then every flip in a table."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.threshold import ROW, ActorThresholds, Flip, PathThresholds, Thresholds
from powergame.report.document import Block, Column, Document, Heading, Paragraph, Table, Text
from powergame.report.documents.solve import VERDICT_TONES
from powergame.report.formats.csv import Cell
from powergame.report.numbers import apart, significant

CSV_HEADER = ("scenario", *ROW)

MAX_TOUCHES_SAID = 4
"""Touches that an actor's sentence names; the table has all."""

DIGITS = 10
"""Significant digits of flips in the table, or as many more as tell them apart."""


def document(thresholds: Thresholds) -> Document:
    """Return the document of a result."""
    scenario = thresholds.scenario
    about = f"{scenario.source}  sha256 {scenario.sha256[:12]}" if scenario.source else ""
    return Document(scenario.name, about, tuple(block for path in thresholds.paths for block in _blocks(path)))


def csv_rows(thresholds: Thresholds) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each flip, in the columns of `CSV_HEADER`."""
    for row in thresholds.rows():
        yield thresholds.scenario.name, *(x if isinstance(x, bool | int | float | str) else None for x in row.values())


def sentence(actor: ActorThresholds) -> str:
    """Say what an actor's verdict is along the path: `never below 0.6, always above`."""
    parts, touches = actor.intervals, [flip for flip in actor.flips if flip.touch]
    places = [x for part in parts for x in (part.start, part.stop)] + [flip.at for flip in touches]
    shown = dict(zip(places, apart(places), strict=True))
    if not parts:
        course = "no verdict holds for longer than a point"
    elif len(parts) == 1:
        course = f"{parts[0].verdict}, all along"
    else:
        between = [f"{part.verdict} from {shown[part.start]} to {shown[part.stop]}" for part in parts[1:-1]]
        last = f"{parts[-1].verdict} above" + (f" {shown[parts[-1].start]}" if between else "")
        course = ", ".join([f"{parts[0].verdict} below {shown[parts[0].stop]}", *between, last])
    exceptions = [f"{flip.at_point} at {shown[flip.at]} itself" for flip in touches[:MAX_TOUCHES_SAID]]
    if len(touches) > MAX_TOUCHES_SAID:
        exceptions.append(f"and {len(touches) - MAX_TOUCHES_SAID} more such points")
    return "; ".join([course, *exceptions])


def own_point(path: PathThresholds) -> str:
    """Say where the scenario itself is on the path."""
    bounds = [flip.at for actor in path.actors for flip in actor.flips if not flip.touch]
    below = max((x for x in bounds if x < path.now), default=None)
    above = min((x for x in bounds if x > path.now), default=None)
    places = [x for x in (path.now, below, above, path.start, path.stop) if x is not None]
    shown = dict(zip(places, apart(places), strict=True))
    at = f"The scenario itself is at {shown[path.now]}"
    if not path.start <= path.now <= path.stop:
        return f"{at}, outside of this range."
    turning = [actor.name for actor in path.actors if any(flip.at == path.now for flip in actor.flips)]
    if turning:
        return f"{at}, exactly where the verdict of {', '.join(turning)} turns."
    verdicts = ", ".join(f"{actor.name} {actor.now}" for actor in path.actors)
    if below is not None and above is not None:
        return f"{at}, in the interval from {shown[below]} to {shown[above]}: {verdicts}."
    if above is not None:
        return f"{at}, below {shown[above]}: {verdicts}."
    return f"{at}{'' if below is None else f', above {shown[below]}'}: {verdicts}."


def _blocks(path: PathThresholds) -> Iterator[Block]:
    yield Heading(f"Who seeks power along {path.path} from {significant(path.start)} to {significant(path.stop)}")
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
    forms = [flip.at if flip.closed_form is None else flip.closed_form for _, flip in pairs]
    places = apart([*(flip.at for _, flip in pairs), *forms], DIGITS)
    rows = [
        (
            Text(actor.name, "strong"),
            Text(at),
            _verdict(flip.below),
            _verdict(flip.at_point),
            _verdict(flip.above),
            *[Text("touch" if flip.touch else "flip")] * touches,
            *[Text("–" if flip.closed_form is None else form)] * formulas,
        )
        for (actor, flip), at, form in zip(pairs, places, places[len(pairs) :], strict=False)
    ]
    return Table(tuple(columns), tuple(rows))


def _in_order(path: PathThresholds) -> list[tuple[ActorThresholds, Flip]]:
    pairs = [(actor, flip) for actor in path.actors for flip in actor.flips]
    return sorted(pairs, key=lambda pair: pair[1].at)


def _verdict(verdict: str | None) -> Text:
    return Text("–") if verdict is None else Text(verdict, VERDICT_TONES[verdict])
