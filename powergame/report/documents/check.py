"""Report of `check` for people; those for CI servers are in `checked`."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.check import Checked, CheckReport
from powergame.analysis.display import UNPROVEN
from powergame.report.document import Block, Document, Paragraph, Text, Tone
from powergame.report.documents.checked.words import fault_of, first_faults, summary

MARKS: dict[str, tuple[str, Tone]] = {
    "unchecked": ("valid, expects nothing", "open"),
    "passed": ("ok", "good"),
    "failed": ("FAILED", "bad"),
    "error": ("ERROR", "bad"),
}
"""Marks of scenarios by their status, in the order in which they are listed: what has to be mended stands last."""


def document(report: CheckReport, *, quiet: bool = False) -> Document:
    """Return a report for people, what failed at its end; `quiet` leaves all else out."""
    blocks = tuple(
        block
        for status in MARKS
        if not quiet or status in ("failed", "error")
        for checked in report.scenarios
        if checked.status == status
        for block in _blocks(checked)
    )
    if quiet:
        return Document("", "", blocks)
    gap = (Paragraph(Text("")),) if blocks else ()
    return Document("", "", (*blocks, *gap, Paragraph(Text(summary(report), "strong"), whole=True)))


def _blocks(checked: Checked) -> Iterator[Block]:
    mark, tone = MARKS[checked.status]
    if checked.status == "passed" and not all(statement.proven for statement in checked.statements):
        mark, tone = f"{mark}, {UNPROVEN}", "open"
    yield Paragraph(Text(mark, tone), checked.source, whole=True)
    yield from (Paragraph(Text(line), whole=True) for line in _lines(checked))


def _lines(checked: Checked) -> Iterator[str]:
    yield from (str(fault) for fault in first_faults(checked))
    for statement in checked.statements:
        if not statement.holds:
            yield str(fault_of(checked, statement))
        elif not statement.proven:
            yield str(fault_of(checked, statement, "warning: "))
