"""Scenarios of one round without private types: who seeks power, in pictures and over a plane, and in variants."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.solve import Answer, solve
from powergame.analysis.sweep.phase.ask import phase
from powergame.digits import percent
from powergame.report.documents import solve as documents
from powergame.report.documents.solved.words import headline
from powergame.report.page.pictures import KINDS
from powergame.report.pictures.phase.draw import draw_phase
from powergame.scenario.scenario import Scenario
from powergame.sources.load import load
from sitemaker.drawings import figure
from sitemaker.gallery.section import READING, Section, answered, changes
from sitemaker.markdown import table

MANY = 4
"""Actors beyond whom what turns verdicts takes long to look for, and is left out."""


def sections(name: str, scenario: Scenario) -> Iterator[Section]:
    """Yield what is asked of a scenario."""
    many = len(scenario.actors) > MANY
    answer = _solved(scenario, look_for_turns=not many)
    command = f"powergame solve @{name}{' --no-turns' if many else ''}"
    yield Section("The answer", (READING, answered(command, documents.document(answer))))
    yield Section("In pictures", tuple(_pictures(name, answer)))
    diagram = phase(scenario)
    yield Section(
        "Over two numbers",
        (
            figure(
                "phase",
                lambda width: draw_phase(diagram, width=width),
                f"powergame plot @{name} --kind phase -o map.svg",
            ),
        ),
    )
    if scenario.variants:
        yield Section("Variants", (_variants(name, scenario),))


def _solved(scenario: Scenario, *, look_for_turns: bool = False) -> Answer:
    answer = solve(scenario, look_for_turns=look_for_turns)
    assert isinstance(answer, Answer), "without private types and rounds"
    return answer


def _pictures(name: str, answer: Answer) -> Iterator[str]:
    for kind in KINDS:
        if kind.of(answer):
            command = f"powergame plot @{name} --kind {kind.name} -o {kind.name}.svg"
            yield figure(kind.name, lambda width, draw=kind.draw: draw(answer, width), command)


def _variants(name: str, scenario: Scenario) -> str:
    rows = []
    for variant in scenario.variants:
        answer = _solved(load(f"@{name}#{variant.name}"))
        war = percent(answer.happening.war).replace(" ", "\u00a0") if answer.happening else "–"
        rows.append((variant.name, changes(variant), headline(answer), war))
    return table(("variant", "changes", "answer", "war"), rows)
