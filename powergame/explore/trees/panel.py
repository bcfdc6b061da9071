"""Who deceives whom, or who seeks power over the rounds, as the page shows it: words, tables and cards."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from powergame.analysis.deceive import Deception, deceive
from powergame.analysis.solve import solve
from powergame.analysis.solve.tree.result import TreeAnswer
from powergame.errors import UsageError
from powergame.plain import Json
from powergame.report.document import Block, Heading, Paragraph
from powergame.report.documents import deceive as deceived
from powergame.report.documents import solve as solved
from powergame.report.documents.deception.cards import cards
from powergame.scenario.scenario import Scenario

if TYPE_CHECKING:
    from powergame.equilibrium.concept import Concept

QUICK_SECONDS, FULL_SECONDS = 10.0, 60.0
"""Seconds that an answer may take while something is moved, and with all that is told once it is not."""


def quick_result(scenario: Scenario, concept: Concept) -> Deception | TreeAnswer:
    """Solve quickly: without a search for all equilibria in pure strategies, and without other priors."""
    if scenario.has_types:
        at = concept.rationality
        return deceive(scenario, pure=False, over_prior=False, rationality=at, time_limit=QUICK_SECONDS)
    return _of_rounds(scenario, concept, QUICK_SECONDS)


def full_result(scenario: Scenario, concept: Concept) -> Deception | TreeAnswer:
    """Solve as the commands do."""
    if scenario.has_types:
        return deceive(scenario, rationality=concept.rationality, time_limit=FULL_SECONDS)
    return _of_rounds(scenario, concept, FULL_SECONDS)


def _of_rounds(scenario: Scenario, concept: Concept, seconds: float) -> TreeAnswer:
    answer = solve(scenario, concept=concept, time_limit=seconds)
    if not isinstance(answer, TreeAnswer):
        raise UsageError(
            "one round of known actors is no tree; expected two rounds, or powergame explore --set rounds=1"
        )
    return answer


def tree_view(result: Deception | TreeAnswer) -> dict[str, Json]:
    """Return what the page shows of a result."""
    document = deceived.document(result) if isinstance(result, Deception) else solved.document(result)
    first, *blocks = document.blocks
    assert isinstance(first, Paragraph), "a document of a result begins with its headline"
    selected = next((each for each in result.equilibria if each.selected), None)
    tree = cards(result.names, selected) if selected else None
    return {
        "headline": first.text.text,
        "war": selected.war if selected else None,
        "destroyed": selected.destroyed if selected else None,
        "blocks": [block_to_dict(block) for block in blocks],
        "actors": list(result.names.actors),
        "typed": any(result.names.private),
        "tree": cast("Json", asdict(tree)) if tree else None,
    }


def block_to_dict(block: Block) -> dict[str, Json]:
    """Return a block of a document as the page reads it."""
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text}
    kind = "paragraph" if isinstance(block, Paragraph) else "table"
    return {"kind": kind, **cast("dict[str, Json]", asdict(block))}
