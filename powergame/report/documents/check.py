"""Reports of `check`, for people, for CI servers and for GitHub."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from powergame.analysis.check import Checked, CheckReport, Statement
from powergame.analysis.display import UNPROVEN, marked
from powergame.errors import Fault
from powergame.report.document import Block, Document, Paragraph, Text, Tone
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Position
from powergame.text import printable, uncommanded_markup

MARKS: dict[str, tuple[str, Tone]] = {
    "passed": ("ok", "good"),
    "failed": ("FAILED", "bad"),
    "error": ("ERROR", "bad"),
    "unchecked": ("valid, expects nothing", "open"),
}


def document(report: CheckReport) -> Document:
    """Return a report for people."""
    return Document(summary(report), "", tuple(_blocks(report)))


def summary(report: CheckReport) -> str:
    """Say in a line how many scenarios passed, and how many expectations are met or missed without proof."""
    counts = (("passed", "passed"), ("failed", "failed"), ("error", "in error"), ("unchecked", "without `expect`"))
    parts = [f"{report.count(status)} {word}" for status, word in counts if report.count(status)]
    expectations = sum(len(checked.statements) for checked in report.scenarios)
    of = f"{len(report.scenarios)} scenario{'' if len(report.scenarios) == 1 else 's'}"
    unproven = sum(not statement.proven for checked in report.scenarios for statement in checked.statements)
    doubt = f", {unproven:,} of them {UNPROVEN}" if unproven else ""
    return f"{of}: {', '.join(parts) or 'none'}; {expectations} expectation{'' if expectations == 1 else 's'}{doubt}"


def _blocks(report: CheckReport) -> Iterator[Block]:
    for checked in report.scenarios:
        mark, tone = MARKS[checked.status]
        if checked.status == "passed" and not all(statement.proven for statement in checked.statements):
            mark, tone = f"{mark}, {UNPROVEN}", "open"
        yield Paragraph(Text(mark, tone), checked.source, whole=True)
        yield from (Paragraph(Text(line), whole=True) for line in _lines(checked))


def _lines(checked: Checked) -> Iterator[str]:
    yield from (str(fault) for fault in checked.faults)
    for statement in checked.statements:
        if not statement.holds:
            yield str(_fault(statement))
        elif not statement.proven:
            yield str(_fault(statement, "warning: "))


def _sentence(statement: Statement) -> str:
    """Say what was expected and what is, behind the place where that stands."""
    return str(_fault(statement))


def _fault(statement: Statement, kind: str = "") -> Fault:
    message = f"{kind}expected {statement.expected}, found {marked(statement.found, proven=statement.proven)}"
    at = statement.position or Position("", 0, 0)
    return Fault(message, f"expect.{statement.path}", at.source, at.line, at.column)


def junit(report: CheckReport) -> str:
    """Return a report as JUnit XML: a suite for each scenario, a case for each expectation."""
    import xml.etree.ElementTree as ET

    root = ET.Element("testsuites", name="powergame check")
    for checked in report.scenarios:
        failures = sum(not statement.holds for statement in checked.statements)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=_xml(checked.source),
            tests=str(len(checked.statements) + bool(checked.faults or not checked.statements)),
            failures=str(failures),
            errors=str(int(bool(checked.faults))),
            skipped=str(int(checked.status == "unchecked")),
        )
        for statement in checked.statements:
            case = ET.SubElement(suite, "testcase", classname=_xml(checked.source), name=_xml(statement.path))
            if statement.position:
                case.set("file", _xml(statement.position.source))
                case.set("line", str(statement.position.line))
            if not statement.holds:
                ET.SubElement(case, "failure", message=_xml(_sentence(statement)))
            if not statement.proven:
                ET.SubElement(case, "system-out").text = _xml(_sentence(statement))
        if checked.faults or not checked.statements:
            name = "has an answer" if checked.statements else "is valid"
            case = ET.SubElement(suite, "testcase", classname=_xml(checked.source), name=name)
            if checked.faults:
                error = ET.SubElement(case, "error", message=_xml(str(checked.faults[0])))
                error.text = _xml("\n".join(str(fault) for fault in checked.faults))
            else:
                ET.SubElement(case, "skipped", message="the scenario is valid and expects nothing")
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return uncommanded_markup(text) + "\n"


def _xml(text: str) -> str:
    """Return text without what XML 1.0 cannot hold."""
    return "".join(c for c in printable(text.replace("\n", " | ")) if ord(c) >= 0x20 and ord(c) & 0xFFFE != 0xFFFE)


def github(report: CheckReport, workspace: str = "") -> str:
    """Return a report as workflow commands, which GitHub shows beside the lines in question.

    Parameters
    ----------
    workspace
        The folder of the checkout: GitHub takes files as relative to it.
    """
    lines = [line for checked in report.scenarios for line in _annotations(checked, workspace)]
    return "".join(f"{line}\n" for line in [*lines, printable(summary(report))])


def _annotations(checked: Checked, workspace: str) -> Iterator[str]:
    variant = checked.scenario.variant if isinstance(checked.scenario, Scenario) else None
    file = checked.source.removesuffix(f"#{variant}") if variant else checked.source
    for fault in checked.faults:
        yield _annotation("error", "scenario", fault, fault.source or file, workspace)
    for statement in checked.statements:
        fault = _fault(statement)
        if not statement.holds:
            yield _annotation("error", "expectation", fault, fault.source or file, workspace)
        if not statement.proven:
            yield _annotation("warning", UNPROVEN, fault, fault.source or file, workspace)
    for warning in checked.warnings:
        yield _annotation("warning", "scenario", Fault(warning), file, workspace)


def _annotation(kind: str, title: str, fault: Fault, file: str, workspace: str) -> str:
    place = f",line={fault.line},col={fault.column}" if fault.line else ""
    message = _message(": ".join(part for part in (fault.path, fault.message) if part))
    return f"::{kind} file={_property(_within(workspace, file))}{place},title={title}::{message}"


def _within(workspace: str, file: str) -> str:
    """Return a file's path within the checkout, where it lies there; else as it is."""
    if not workspace or file == "-":
        return file
    inside = os.path.relpath(os.path.realpath(file), os.path.realpath(workspace))
    return file if inside == os.pardir or inside.startswith(os.pardir + os.sep) else Path(inside).as_posix()


def _message(text: str) -> str:
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
