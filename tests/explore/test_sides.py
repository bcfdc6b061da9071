"""If it comes to war: the live page shows who would stand with whom, as `solve` says it."""

from __future__ import annotations

import json

import pytest
from support.installed import SCENARIOS
from support.shown_page import move, opened, settled

from powergame.analysis.solve import solve
from powergame.explore.view import view
from powergame.report.documents.solved.sides import if_war_told, side_in_words
from powergame.scenario.reading.load import load

WIDTHS = "(parts) => parts.map((part) => parseFloat(part.style.width))"


def test_sides_and_sentences_follow_what_is_moved(page, three):
    opened(page, three)
    assert page.locator(".alliances").count() == 0
    move(page, "conflict.destruction.severity", 0.1)
    settled(page)
    answer = solve(load(SCENARIOS / "ai-race.yaml", sets=["conflict.destruction.severity=0.1"]), look_for_turns=False)
    assert page.locator('[data-key="together"]').inner_text() == if_war_told(answer)
    assert page.locator(".forcename").all_inner_texts() == [side_in_words(side) for side in answer.if_war.sides]
    strengths = [100 * x for side in view(answer)["sides"] for x in side["strengths"]]
    assert page.locator(".strengths .part").evaluate_all(WIDTHS) == pytest.approx(strengths, abs=0.01)


def test_what_the_page_gets_is_plain_data_by_places():
    answer = solve(load(SCENARIOS / "first-world-war.yaml"), look_for_turns=False)
    sides = json.loads(json.dumps(view(answer)["sides"]))
    assert [(side["leader"], side["members"]) for side in sides] == [(0, [0, 1]), (None, [2, 3, 4])]
    assert sides[0]["name"] == "Germany + Austria-Hungary"
    calm = solve(load(SCENARIOS / "strong-and-aligned.yaml"), look_for_turns=False)
    assert (view(calm)["sides"], view(calm)["together"]) == ([], "")
