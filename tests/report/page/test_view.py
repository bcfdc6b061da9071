"""What the page says of beliefs, and of an equilibrium that is not selected."""

from __future__ import annotations

from dataclasses import replace

import powergame as pg
from powergame.analysis.solve import solve
from powergame.equilibrium.types import UNSELECTED
from powergame.explore.view import view
from powergame.report.documents.solve import document
from powergame.report.formats import markdown
from powergame.report.page.view import answer_view

BOARD = solve(pg.load("scenarios/openai-board-2023.yaml"), look_for_turns=False)
EYES = "Payoffs are in each actor's own eyes: board believes otherwise than is true."


def test_what_is_believed_stands_at_the_actor_and_above_the_payoffs():
    believed = "actors.chief executive.power 0.5 (true: 3), conflict.destruction.odds 0.2 (true: 0.5)"
    page, text = answer_view(BOARD), markdown.render(document(BOARD))
    assert page.beliefs == (("board", 0, believed),)
    assert page.eyes == view(BOARD)["eyes"] == EYES
    assert EYES in text
    assert text.count("true: 3") == 2


def test_where_nobody_believes_otherwise_nothing_is_said_of_eyes():
    answer = solve(pg.load("scenarios/openai-board-2023-clear-view.yaml"), look_for_turns=False)
    page = answer_view(answer)
    assert (page.beliefs, page.eyes, view(answer)["eyes"]) == ((), "", "")


def test_that_no_equilibrium_is_selected_is_said_once_instead_of_what_happens():
    unselected = [replace(e, selected=False) for e in BOARD.solution.equilibria]
    solution = replace(BOARD.solution, equilibria=tuple(unselected), notes=(f"{UNSELECTED}: a reason",))
    answer = replace(BOARD, solution=solution)
    assert answer_view(answer).happens == "No equilibrium is selected: a reason."
    assert markdown.render(document(answer)).count("equilibrium is selected") == 1
