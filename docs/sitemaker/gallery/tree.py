"""Scenarios of private types or several rounds: who deceives whom, or who seeks power when."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.deceive import deceive
from powergame.analysis.deceive.result import Deception
from powergame.analysis.solve import solve
from powergame.analysis.solve.tree.result import TreeAnswer
from powergame.report.document import Document
from powergame.report.documents import deceive as deceived
from powergame.report.documents import solve as solved
from powergame.report.documents.deception.words import headline as of_deception
from powergame.report.documents.solved.words import headline as of_rounds
from powergame.report.pictures.deception.tree import draw_tree
from powergame.scenario.scenario import Scenario
from powergame.sources.load import load
from sitemaker.drawings import figure
from sitemaker.gallery.section import READING, Section, answered, changes
from sitemaker.markdown import table


def sections(name: str, scenario: Scenario) -> Iterator[Section]:
    """Yield what is asked of a scenario."""
    result = _result(scenario)
    command = "deceive" if scenario.has_types else "solve"
    yield Section("The answer", (READING, answered(f"powergame {command} @{name}", _document(result))))
    yield Section(
        "As a tree", (figure("tree", lambda width: draw_tree(result, width), f"powergame plot @{name} -o tree.svg"),)
    )
    if scenario.variants:
        yield Section("Variants", (_variants(name, scenario),))


def _result(scenario: Scenario) -> Deception | TreeAnswer:
    result = deceive(scenario) if scenario.has_types else solve(scenario)
    assert isinstance(result, Deception | TreeAnswer), "of a tree"
    return result


def _document(result: Deception | TreeAnswer) -> Document:
    return deceived.document(result) if isinstance(result, Deception) else solved.document(result)


def _variants(name: str, scenario: Scenario) -> str:
    rows = []
    for variant in scenario.variants:
        changed = load(f"@{name}#{variant.name}")
        rows.append((variant.name, changes(variant), _headline(changed)))
    return table(("variant", "changes", "answer"), rows)


def _headline(scenario: Scenario) -> str:
    if not scenario.is_tree:
        return of_rounds(solve(scenario, look_for_turns=False))
    result = _result(scenario)
    return of_deception(result) if isinstance(result, Deception) else of_rounds(result)
