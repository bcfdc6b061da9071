"""Several scenarios on one page: how they are called, and which stand in one table."""

from __future__ import annotations

from support.installed import ROOT, SMALLEST

from powergame.analysis.report import Report, Reported
from powergame.analysis.solve import solve
from powergame.report.document import Table
from powergame.report.names import Names, among
from powergame.report.page.together import side_by_side
from powergame.scenario.reading.load import load, load_text


def test_variants_do_not_repeat_the_name_of_their_scenario():
    assert among(["X"]) == Names("X", ("X",))
    assert among(["X", "X: a", "X: b: c"]) == Names("X", ("as it is", "a", "b: c"))
    assert among(["X: a", "X: b"]) == Names("X", ("a", "b"))
    assert among(["X", "Y"]) == Names("Scenarios side by side", ("X", "Y"))
    assert among(["X", "X"]) == Names("Scenarios side by side", ("X", "X"))
    assert among(["X", "X2: a"]).title == "Scenarios side by side"


def test_tables_side_by_side_have_the_numbers_of_the_page():
    other = solve(load_text(SMALLEST), look_for_turns=False)
    pair = solve(load_text(SMALLEST, sets={"actors.red.power": "2"}), look_for_turns=False)
    first = solve(load(ROOT / "scenarios" / "security-dilemma.yaml"), look_for_turns=False)
    parts = tuple(Reported(one, (), None) for one in (other, first, pair))
    (blocks,) = side_by_side(Report(parts))
    assert [column.title for block in blocks if isinstance(block, Table) for column in block.columns] == (
        ["", "[1]", "[3]"] * 2
    )
