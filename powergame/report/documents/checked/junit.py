"""A report of `check` as JUnit XML: a suite for each scenario, a case for each expectation.

A scenario is solved once for all that it expects, so that a case has an equal share of its suite's time: the times of
cases sum to those of suites, and these to the whole. No two runs take the same time, so that this is the one report
that is not the same bytes twice.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from powergame.analysis.check import Checked, CheckReport, Statement
from powergame.errors import Fault
from powergame.report.documents.checked.checkout import in_checkout
from powergame.report.documents.checked.words import fault_of, file_of, first_faults
from powergame.text import printable, uncommanded_markup


def junit(report: CheckReport, workspace: str = "") -> str:
    """Return a report as JUnit XML; `workspace` is the folder of the checkout, where the server says it."""
    root = ET.Element("testsuites", name="powergame check", time=_time(sum(c.seconds for c in report.scenarios)))
    for checked in report.scenarios:
        _add_suite(root, checked, workspace)
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return uncommanded_markup(text) + "\n"


def _add_suite(root: ET.Element, checked: Checked, workspace: str) -> None:
    whole = bool(checked.faults or not checked.statements)  # a case of the scenario as a whole
    cases = len(checked.statements) + whole
    suite = ET.SubElement(
        root,
        "testsuite",
        name=_xml(checked.source),
        tests=str(cases),
        failures=str(sum(not statement.holds for statement in checked.statements)),
        errors=str(int(bool(checked.faults))),
        skipped=str(int(checked.status == "unchecked")),
        time=_time(checked.seconds),
    )
    seconds = checked.seconds / cases
    for statement in checked.statements:
        fault = fault_of(checked, statement)
        _say(_case(suite, checked, statement.path, seconds, fault, workspace), statement, fault)
    if whole:
        name = "has an answer" if checked.statements else "is valid"
        first = checked.faults[0] if checked.faults else Fault("")
        case = _case(suite, checked, name, seconds, first, workspace)
        if checked.faults:
            error = ET.SubElement(case, "error", message=_xml(str(first)))
            error.text = "\n".join(_xml(str(fault)) for fault in first_faults(checked))
        else:
            ET.SubElement(case, "skipped", message="the scenario is valid and expects nothing")


def _say(case: ET.Element, statement: Statement, fault: Fault) -> None:
    """Say in a case what is wrong with an expectation, if anything is."""
    sentence = _xml(str(fault))
    if not statement.holds:
        ET.SubElement(case, "failure", message=sentence).text = sentence
    if not statement.proven:
        ET.SubElement(case, "system-out").text = sentence


def _case(suite: ET.Element, checked: Checked, name: str, seconds: float, fault: Fault, workspace: str) -> ET.Element:
    """Add a case to a suite, with its time and its file, and its place there, if that is known."""
    case = ET.SubElement(suite, "testcase", classname=_xml(checked.source), name=_xml(name), time=_time(seconds))
    case.set("file", _xml(in_checkout(file_of(checked, fault), workspace)))
    if fault.line:
        case.set("line", str(fault.line))
        case.set("column", str(fault.column))
    return case


def _time(seconds: float) -> str:
    return f"{seconds:.6f}"


def _xml(text: str) -> str:
    """Return text without what XML 1.0 cannot hold."""
    return "".join(c for c in printable(text.replace("\n", " | ")) if ord(c) >= 0x20 and ord(c) & 0xFFFE != 0xFFFE)
