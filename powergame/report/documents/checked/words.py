"""What `check` says of a fault or an expectation, and where that stands."""

from __future__ import annotations

from powergame.analysis.check import Checked, CheckReport, Statement
from powergame.analysis.display import UNPROVEN, marked
from powergame.errors import MAX_SHOWN_FAULTS, Fault
from powergame.scenario.types import Position
from powergame.text import printable


def summary(report: CheckReport) -> str:
    """Say in a line how many scenarios passed, and how many expectations are met or missed without proof."""
    counts = (("passed", "passed"), ("failed", "failed"), ("error", "in error"), ("unchecked", "without `expect`"))
    parts = [f"{report.count(status)} {word}" for status, word in counts if report.count(status)]
    expectations = sum(len(checked.statements) for checked in report.scenarios)
    count = f"{len(report.scenarios)} scenario{'' if len(report.scenarios) == 1 else 's'}"
    scenarios = f"{count}: {', '.join(parts)}" if parts else count
    unproven = sum(not statement.proven for checked in report.scenarios for statement in checked.statements)
    doubt = f", {unproven:,} of them {UNPROVEN}" if unproven else ""
    return f"{scenarios}; {expectations} expectation{'' if expectations == 1 else 's'}{doubt}"


def fault_of(checked: Checked, statement: Statement, kind: str = "") -> Fault:
    """Return an expectation, and what is true instead, as a fault with its place; `kind` stands before it."""
    message = f"{kind}expected {statement.expected}, found {marked(statement.found, proven=statement.proven)}"
    at = statement.position or Position("", 0, 0)
    return Fault(message, f"{checked.expect}.{statement.path}", at.source, at.line, at.column)


def first_faults(checked: Checked) -> tuple[Fault, ...]:
    """Return a scenario's faults, the first of very many, and then how many more there are."""
    shown, more = checked.faults[:MAX_SHOWN_FAULTS], len(checked.faults) - MAX_SHOWN_FAULTS
    return (*shown, Fault(f"... and {more:,} more", source=shown[-1].source)) if more > 0 else shown


def file_of(checked: Checked, fault: Fault) -> str:
    """Return the file in which a fault stands; its own name for that is the one that is printed, or the variant's."""
    file = checked.file or checked.source
    return file if fault.source in ("", printable(file), checked.source) else fault.source
