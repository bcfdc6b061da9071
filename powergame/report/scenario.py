"""The document of a scenario, as notebooks show it: its actors, what they may do, and what a war would be."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.digits import percent
from powergame.report.document import Block, Column, Document, Paragraph, Table, Text
from powergame.report.formats.csv import Cell
from powergame.scenario.alignments.table import table_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Ladder
from powergame.text import listed

MAX_NUMBERS = 6
"""Numbers of preferences that are shown; of more it is told how many there are."""


def document(scenario: Scenario) -> Document:
    """Return the document of a scenario."""
    return Document(scenario.name, scenario.source, tuple(_blocks(scenario)))


def csv_table(scenario: Scenario) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]:
    """Return header and rows of the actors, a column for each dimension of their preferences, or each alignment."""
    if scenario.alignments is None:
        dimensions = scenario.outcomes or tuple(f"preference {k + 1}" for k in range(scenario.dimensions))
        wants = [actor.preferences or (None,) * len(dimensions) for actor in scenario.actors]
    else:
        dimensions = tuple(f"alignment with {name}" for name in scenario.names)
        wants = [tuple(row) for row in table_of(scenario).tolist()]
    rows = (
        (actor.name, actor.power, actor.effectiveness, actor.risk_aversion, *of_actor)
        for actor, of_actor in zip(scenario.actors, wants, strict=True)
    )
    return ("actor", "power", "effectiveness", "risk_aversion", *dimensions), rows


def _blocks(scenario: Scenario) -> Iterator[Block]:
    if scenario.about:
        yield Paragraph(Text(" ".join(scenario.about.strip().split("\n\n")[0].split())))
    total = sum(actor.power for actor in scenario.actors)
    wants = "preferences" if scenario.alignments is None else "aligned with"
    columns = (Column("actor"), Column("power", True), Column("share", True), Column(wants), Column("rungs"))
    rows = [
        (
            Text(actor.name, "strong"),
            Text(f"{actor.power:.6g}"),
            Text(percent(actor.power / total)),
            Text(_preferences(scenario, actor)),
            Text(_rungs(scenario.ladder_of(actor))),
        )
        for actor in scenario.actors
    ]
    yield Table(columns, tuple(rows))
    yield Paragraph(Text(_war(scenario)), "war")
    yield from (Paragraph(Text(text), label) for label, text in _others(scenario) if text)


def _preferences(scenario: Scenario, actor: Actor) -> str:
    if scenario.alignments is not None:
        row = table_of(scenario)[scenario.names.index(actor.name)]
        others = [f"{name} {x:.3g}" for name, x in zip(scenario.names, row, strict=True) if name != actor.name]
        return ", ".join(others) if len(others) <= MAX_NUMBERS else f"{len(others)} others"
    if actor.types:
        return f"by type: {listed([private.name for private in actor.types])}"
    if scenario.alignments is not None:
        return "by the table of alignments"
    wants = actor.preferences or ()
    if len(wants) > MAX_NUMBERS:
        return f"{len(wants)} numbers"
    names = scenario.outcomes or ("",) * len(wants)
    told = zip(names, wants, strict=True)
    return ", ".join(f"{name} {x:.3g}".strip() for name, x in told if x or not scenario.outcomes)


def _rungs(ladder: Ladder) -> str:
    return ", ".join(rung.name for rung in ladder)


def _war(scenario: Scenario) -> str:
    """Say what a war would be."""
    conflict = scenario.conflict
    third = "with whom they agree" if conflict.third_parties == "aligned" else "with the status quo"
    sides = f"; who seeks nothing fights {third}" if len(scenario.actors) > 2 else ""
    return (
        f"{percent(conflict.odds)} that it destroys {percent(conflict.severity)} of everybody's power; decided by the "
        f"{conflict.contest} of strength, decisiveness {conflict.decisiveness:g}; a loser loses "
        f"{percent(conflict.stakes)} of its power{sides}"
    )


def _others(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield "rounds", f"{scenario.rounds}" if scenario.rounds > 1 else ""
    yield "variants", ", ".join(variant.name for variant in scenario.variants)
    yield "varied", ", ".join(path for path, _ in scenario.vary)
    yield "unknown", ", ".join(path for path, _ in scenario.unknown)
    yield "observed", f"{len(scenario.observed)}" if scenario.observed else ""
