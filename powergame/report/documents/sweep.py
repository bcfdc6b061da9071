"""The document of `sweep`: how often each actor seeks power over all points; and what a sweep would take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from powergame.analysis.sweep import Sweep
from powergame.analysis.sweep.estimate import Estimate
from powergame.digits import percent
from powergame.report.document import Block, Column, Document, Paragraph, Table, Text
from powergame.report.documents.solved.words import VERDICT_TONES
from powergame.report.formats.csv import Cell
from powergame.report.names import source_line
from powergame.report.numbers import apart, at_rationality
from powergame.scenario.types import Axis

ORDER = ("always", "depends", "never")

CSV_HEADER = ("scenario", "actor", *ORDER, "points", "war", "destroyed", "unanswered", "complete", "exact")

ESTIMATE_HEADER = ("points", "workers", "bytes", "seconds", "measured")

FEW = 16
"""Points below which an estimate says that it was measured on few."""

ALIKE = 2.0
"""Ratio of times below which one of them is told for both."""

BYTES = ("B", "kB", "MB", "GB", "TB", "PB")


def document(sweep: Sweep) -> Document:
    """Return the document of a sweep."""
    return Document(sweep.plan.scenario.name, source_line(sweep.plan.scenario), tuple(_blocks(sweep)))


def csv_table(sweep: Sweep) -> tuple[Sequence[str], Iterator[tuple[Cell, ...]]]:
    """Return header and rows of the CSV: a row for each actor, with what holds of the whole sweep repeated."""
    return CSV_HEADER, _csv_rows(sweep)


def _csv_rows(sweep: Sweep) -> Iterator[tuple[Cell, ...]]:
    tally = sweep.tally
    for name in sweep.plan.scenario.names:
        yield (
            sweep.plan.scenario.name, name, *(sweep.share(name, verdict) for verdict in ORDER), tally.rows,
            sweep.war, sweep.destroyed, tally.rows - tally.answered, tally.complete / tally.rows,
            tally.exact / tally.rows,
        )  # fmt: skip


def estimated(estimate: Estimate) -> Document:
    """Return the document of an estimate."""
    plan = estimate.plan
    blocks: list[Block] = [
        Paragraph(Text(f"{plan.points:,} points: {_axes(plan.axes)}.", "strong")),
        Paragraph(
            Text(
                f"About {size(estimate.bytes)} as {plan.format}, as much again while it is made, and "
                f"{_how_long(estimate)} on {estimate.workers} {'core' if estimate.workers == 1 else 'cores'}."
            )
        ),
        Paragraph(Text(_measured(estimate), "faint")),
    ]
    return Document(plan.scenario.name, source_line(plan.scenario), tuple(blocks))


def _how_long(estimate: Estimate) -> str:
    """Say how long a sweep takes: as a range, where the parts that were measured differ much."""
    quickest, slowest = estimate.spread
    if estimate.parts == 1 and estimate.measured < FEW:
        return f"roughly {duration(estimate.seconds)}"
    if slowest < ALIKE * quickest:
        return f"about {duration(estimate.seconds)}"
    return f"roughly {duration(estimate.seconds)}, between {duration(quickest)} and {duration(slowest)},"


def _measured(estimate: Estimate) -> str:
    if estimate.measured >= FEW:
        return f"Measured on {estimate.measured:,} points from all over the grid."
    if estimate.measured < estimate.plan.points:
        points = "a single point" if estimate.measured == 1 else f"{estimate.measured} points"
        return f"Measured on {points} alone: others may take much longer, or less."
    return f"Measured on all {estimate.measured} points."


def estimate_rows(estimate: Estimate) -> Iterator[tuple[Cell, ...]]:
    """Yield the one row of an estimate; see `ESTIMATE_HEADER`."""
    yield estimate.plan.points, estimate.workers, estimate.bytes, estimate.seconds, estimate.measured


def size(number: int) -> str:
    """Show a number of bytes: ``12 kB``, ``3.4 GB``."""
    value, unit = float(number), 0
    while value >= 999.5 and unit < len(BYTES) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.0f} {BYTES[unit]}" if unit == 0 or value >= 99.5 else f"{value:.2g} {BYTES[unit]}"


def duration(seconds: float) -> str:
    """Show a time: ``0.4 s``, ``12 s``, ``3 min``, ``5 h``, ``2 days``."""
    for unit, name in ((86_400.0, "days"), (3600.0, "h"), (60.0, "min")):
        if seconds >= 1.5 * unit:
            return f"{seconds / unit:.2g} {name}"
    return f"{seconds:.0f} s" if seconds >= 10 else f"{max(seconds, 0.1):.1f} s"


def _blocks(sweep: Sweep) -> Iterator[Block]:
    tally, plan = sweep.tally, sweep.plan
    yield Paragraph(Text(f"{tally.rows:,} points: {_axes(plan.axes)}.", "strong"))
    columns = (Column("seeks power"), *(Column(verdict, True) for verdict in ORDER))
    rows = [
        (Text(name, "strong"), *(Text(percent(sweep.share(name, v)), VERDICT_TONES[v]) for v in ORDER))
        for name in plan.scenario.names
    ]
    yield Table(columns, tuple(rows))
    if sweep.war is not None and sweep.destroyed is not None:
        yield Paragraph(
            Text(f"War: {percent(sweep.war)} on average. Destroyed: {percent(sweep.destroyed)} of all power.")
        )
    yield Paragraph(Text(_certainty(sweep), "faint"))
    if sweep.path is not None:
        yield Paragraph(Text(f"All points are in {sweep.path}.", "faint"))


def _certainty(sweep: Sweep) -> str:
    tally = sweep.tally
    parts = []
    if sweep.plan.concept.name == "nash":
        others = "" if tally.complete == tally.rows else ", and verdicts are unproven at the others"
        share = percent(tally.complete / tally.rows)
        parts.append(f"Lists of equilibria are proven complete at {share} of the points{others}")
    else:
        at = at_rationality(sweep.plan.concept.rationality)
        alone = ": verdicts are of the selected equilibrium alone" if sweep.plan.concept.rationality is None else ""
        parts.append(f"Quantal response {at}{alone}")
    if 0 < tally.exact < tally.rows:
        parts.append(f"{tally.exact:,} borderline ones went to the exact solver")
    if (open_ := tally.rows - tally.answered) > 0:
        parts.append(f"no equilibrium is selected at {open_:,}")
    return "; ".join(parts) + "."


def _axes(axes: tuple[tuple[str, Axis], ...]) -> str:
    return " x ".join(f"{path} {_span(axis)}" for path, axis in axes)


def _span(axis: Axis) -> str:
    if axis.values is None:
        scale = ", equal ratios" if axis.scale == "log" else ""
        return f"from {' to '.join(apart([axis.start, axis.stop]))} ({axis.count:,}{scale})"
    if len(axis) <= 3:
        return f"at {', '.join(apart(axis.values))}"
    return f"at {len(axis):,} values from {' to '.join(apart([min(axis.values), max(axis.values)]))}"
