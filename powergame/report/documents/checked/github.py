"""A report of `check` as workflow commands, which GitHub shows beside the lines in question.

GitHub takes a command's file as relative to the root of the checkout, and shows ten errors and ten warnings of a step;
its log has all of them, without their places, which therefore stand in the message, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.check import Checked, CheckReport
from powergame.analysis.display import UNPROVEN
from powergame.errors import Fault
from powergame.report.documents.checked.checkout import in_checkout
from powergame.report.documents.checked.words import fault_of, file_of, first_faults, summary
from powergame.text import printable


def github(report: CheckReport, workspace: str = "", *, quiet: bool = False) -> str:
    """Return a report as workflow commands, with a line that sums it up.

    Parameters
    ----------
    workspace
        The folder of the checkout, where the server says it.
    quiet
        Whether there are errors alone: no warnings, and no line that sums it up.
    """
    lines = [line for checked in report.scenarios for line in _annotations(checked, workspace)]
    if quiet:
        return "".join(f"{line}\n" for line in lines if line.startswith("::error "))
    return "".join(f"{line}\n" for line in [*lines, printable(summary(report))])


def _annotations(checked: Checked, workspace: str) -> Iterator[str]:
    def annotation(kind: str, title: str, fault: Fault) -> str:
        return _annotation(kind, title, fault, in_checkout(file_of(checked, fault), workspace))

    yield from (annotation("error", "scenario", fault) for fault in first_faults(checked))
    for statement in checked.statements:
        fault = fault_of(checked, statement)
        if not statement.holds:
            yield annotation("error", "expectation", fault)
        if not statement.proven:
            yield annotation("warning", UNPROVEN, fault)
    yield from (annotation("warning", "scenario", Fault(warning)) for warning in checked.warnings)


def _annotation(kind: str, title: str, fault: Fault, file: str) -> str:
    place = f",line={fault.line},col={fault.column}" if fault.line else ""
    where = f"{file}:{fault.line}:{fault.column}" if fault.line else file
    message = ": ".join(part for part in (fault.path, fault.message) if part)
    return f"::{kind} file={_property(file)}{place},title={title}::{_message(f'{message} ({where})')}"


def _message(text: str) -> str:
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
