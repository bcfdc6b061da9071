"""What `sweep` says: how often who seeks power, over all points; and what a sweep would take."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.sweep import Sweep
from powergame.analysis.sweep.estimate import Estimate
from powergame.report.document import Block, Column, Document, Paragraph, Table, Text
from powergame.report.documents.solve import VERDICT_TONES
from powergame.report.formats.csv import Cell
from powergame.report.numbers import percent
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis

ORDER = ("always", "depends", "never")

CSV_HEADER = ("scenario", "actor", *ORDER, "points", "war", "destroyed", "unanswered", "complete", "exact")

ESTIMATE_HEADER = ("points", "workers", "bytes", "seconds", "measured")

BYTES = ("B", "kB", "MB", "GB", "TB", "PB")


def document(found: Sweep) -> Document:
    """Return a sweep's summary, ready to be shown."""
    return Document(found.plan.scenario.name, _subtitle(found.plan.scenario), tuple(_blocks(found)))


def csv_rows(found: Sweep) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each actor, with what holds of the whole sweep repeated; see `CSV_HEADER`."""
    tally = found.tally
    for name in found.plan.scenario.names:
        yield (
            found.plan.scenario.name, name, *(found.share(name, verdict) for verdict in ORDER), tally.rows,
            found.war, found.destroyed, tally.rows - tally.answered, tally.complete / tally.rows,
            tally.exact / tally.rows,
        )  # fmt: skip


def estimated(found: Estimate) -> Document:
    """Return an estimate, ready to be shown."""
    plan = found.plan
    blocks: list[Block] = [
        Paragraph(Text(f"{plan.points:,} points: {_axes(plan.axes)}.", "strong")),
        Paragraph(
            Text(
                f"About {size(found.bytes)} as {plan.format}, as much again while it is made, and about "
                f"{duration(found.seconds)} on {found.workers} {'core' if found.workers == 1 else 'cores'}."
            )
        ),
        Paragraph(Text(f"Measured on {found.measured:,} points from all over the grid.", "faint")),
    ]
    return Document(plan.scenario.name, _subtitle(plan.scenario), tuple(blocks))


def estimate_rows(found: Estimate) -> Iterator[tuple[Cell, ...]]:
    """Yield the one row of an estimate; see `ESTIMATE_HEADER`."""
    yield found.plan.points, found.workers, found.bytes, found.seconds, found.measured


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


def _subtitle(scenario: Scenario) -> str:
    return f"{scenario.source}  sha256 {scenario.sha256[:12]}" if scenario.source else ""


def _blocks(found: Sweep) -> Iterator[Block]:
    tally, plan = found.tally, found.plan
    yield Paragraph(Text(f"{tally.rows:,} points: {_axes(plan.axes)}.", "strong"))
    columns = (Column("seeks power"), *(Column(verdict, True) for verdict in ORDER))
    rows = [
        (Text(name, "strong"), *(Text(percent(found.share(name, v)), VERDICT_TONES[v]) for v in ORDER))
        for name in plan.scenario.names
    ]
    yield Table(columns, tuple(rows))
    if found.war is not None and found.destroyed is not None:
        yield Paragraph(
            Text(f"War: {percent(found.war)} on average. Destroyed: {percent(found.destroyed)} of all power.")
        )
    yield Paragraph(Text(_certainty(found), "faint"))
    if found.path is not None:
        yield Paragraph(Text(f"All points are in {found.path}.", "faint"))


def _certainty(found: Sweep) -> str:
    tally = found.tally
    parts = []
    if found.plan.concept.name == "nash":
        parts.append(f"Lists of equilibria are proven complete at {percent(tally.complete / tally.rows)} of the points")
    else:
        rationality = found.plan.concept.rationality
        at = "in the limit of full rationality" if rationality is None else f"at rationality {rationality:g}"
        parts.append(f"Quantal response {at}")
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
        return f"from {axis.start:g} to {axis.stop:g} ({axis.count:,}{scale})"
    if len(axis) <= 3:
        return f"at {', '.join(f'{value:g}' for value in axis.values)}"
    return f"at {len(axis):,} values from {min(axis.values):g} to {max(axis.values):g}"
