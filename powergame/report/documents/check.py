"""Reports of `check`, for people, for CI servers and for GitHub."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.check import Checked, CheckReport, Statement
from powergame.report.document import Block, Document, Paragraph, Text, Tone
from powergame.text import printable

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
    """Say in a line how many scenarios passed."""
    counts = (("passed", "passed"), ("failed", "failed"), ("error", "in error"), ("unchecked", "expect nothing"))
    parts = [f"{report.count(status)} {word}" for status, word in counts if report.count(status)]
    expectations = sum(len(checked.statements) for checked in report.scenarios)
    of = f"{len(report.scenarios)} scenario{'' if len(report.scenarios) == 1 else 's'}"
    return f"{of}: {', '.join(parts) or 'none'}; {expectations} expectation{'' if expectations == 1 else 's'}"


def _blocks(report: CheckReport) -> Iterator[Block]:
    for checked in report.scenarios:
        mark, tone = MARKS[checked.status]
        yield Paragraph(Text(mark, tone), checked.source)
        yield from (Paragraph(Text(f"  {line}")) for line in _lines(checked))


def _lines(checked: Checked) -> Iterator[str]:
    yield from (str(fault) for fault in checked.faults)
    yield from (_sentence(statement) for statement in checked.statements if not statement.holds)


def _sentence(statement: Statement) -> str:
    return f"expect.{statement.path}: expected {statement.expected}, found {statement.found}"


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
            tests=str(len(checked.statements) + (not checked.statements)),
            failures=str(failures),
            errors=str(int(bool(checked.faults))),
            skipped=str(int(checked.status == "unchecked")),
        )
        for statement in checked.statements:
            case = ET.SubElement(suite, "testcase", classname=_xml(checked.source), name=_xml(statement.path))
            if not statement.holds:
                ET.SubElement(case, "failure", message=_xml(_sentence(statement)))
        if not checked.statements:
            case = ET.SubElement(suite, "testcase", classname=_xml(checked.source), name="is valid")
            if checked.faults:
                error = ET.SubElement(case, "error", message=_xml(str(checked.faults[0])))
                error.text = _xml("\n".join(str(fault) for fault in checked.faults))
            else:
                ET.SubElement(case, "skipped", message="the scenario is valid and expects nothing")
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f"{text}\n"


def _xml(text: str) -> str:
    """Return text without what XML 1.0 cannot hold."""
    return "".join(c for c in printable(text.replace("\n", " | ")) if ord(c) >= 0x20 and ord(c) & 0xFFFE != 0xFFFE)


def github(report: CheckReport) -> str:
    """Return a report as workflow commands, which GitHub shows beside the lines in question."""
    lines = [line for checked in report.scenarios for line in _annotations(checked)]
    return "".join(f"{line}\n" for line in [*lines, printable(summary(report))])


def _annotations(checked: Checked) -> Iterator[str]:
    for fault in checked.faults:
        place = f",line={fault.line},col={fault.column}" if fault.line else ""
        file = _property(fault.source or checked.source)
        yield f"::error file={file}{place},title=scenario::{_message(f'{fault.path}: {fault.message}'.strip(': '))}"
    for statement in checked.statements:
        if not statement.holds:
            yield f"::error file={_property(checked.source)},title=expectation::{_message(_sentence(statement))}"
    for warning in checked.warnings:
        yield f"::warning file={_property(checked.source)},title=scenario::{_message(warning)}"


def _message(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    return _message(text.partition("#")[0]).replace(":", "%3A").replace(",", "%2C")
