"""What questions answer where their time runs out."""

from __future__ import annotations

import itertools

import pytest

import powergame as pg
from powergame.batch.types import most_rows
from powergame.errors import GameTooLargeError, TimeLimitError, UsageError
from powergame.priors.points import blocks_of_points, points

STRONG = "scenarios/strong-and-misaligned.yaml"
ODDS, SEVERITY = "conflict.destruction.odds", "conflict.destruction.severity"


@pytest.fixture
def slow(monkeypatch):
    """A clock that goes on by a second whenever it is read, as often whatever kernels were loaded before."""
    monkeypatch.setattr("powergame.deadline.monotonic", itertools.count().__next__)
    monkeypatch.setattr("powergame.analysis.threshold.gains._has_kernels", lambda _columns: False)


@pytest.mark.usefixtures("slow")
def test_an_answer_without_time_for_turns_has_none_and_says_so():
    scenario = pg.load(STRONG)
    answer = pg.solve(scenario, time_limit=20)
    assert answer.solution.limited == "time"
    assert answer.solution.complete
    assert any("what would turn the verdicts" in note for note in answer.solution.notes)
    assert all(actor.turns is None for actor in answer.actors)
    assert [actor.verdict for actor in answer.actors] == [actor.verdict for actor in pg.solve(scenario).actors]


@pytest.mark.usefixtures("slow")
def test_turns_along_paths_that_were_searched_in_time_are_told():
    scenario = pg.load(STRONG)
    cut, whole = pg.solve(scenario, time_limit=60), pg.solve(scenario)
    assert cut.solution.limited == "time"
    note = "time was left for 4 of the 6 numbers that may turn verdicts"
    assert [note in told for told in cut.solution.notes].count(True) == 1
    for there, all_there in zip(cut.actors, whole.actors, strict=True):
        assert there.turns
        assert set(there.turns) <= set(all_there.turns)
        assert "Its verdict would turn" in there.why


@pytest.mark.usefixtures("slow")
def test_the_paths_that_were_searched_in_time_are_told():
    scenario = pg.load(STRONG)
    whole = pg.analysis.threshold.thresholds(scenario, [(ODDS, None)])
    cut = pg.analysis.threshold.thresholds(scenario, [(ODDS, None), (SEVERITY, None)] * 20, time_limit=200)
    assert cut.limited == cut.to_dict()["limited"] == "time"
    assert 0 < len(cut.paths) < 40
    assert cut.paths[0].to_dict() == whole.paths[0].to_dict()
    with pytest.raises(TimeLimitError):
        pg.threshold(scenario, ODDS, time_limit=2)


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize(
    "ask",
    [
        lambda scenario: pg.solve(scenario, time_limit=0.5),
        lambda scenario: pg.compare([scenario, scenario], time_limit=0.5),
        lambda scenario: pg.sweep(scenario, {ODDS: [0.1, 0.2]}, time_limit=0.5),
        lambda scenario: pg.converge(scenario, draws=4, time_limit=0.5),
    ],
)
def test_what_has_reached_nothing_in_its_time_has_no_answer(ask):
    with pytest.raises(TimeLimitError, match=r"the time limit of 0\.5 s ran out while"):
        ask(pg.load(STRONG))


def test_the_library_refuses_limits_of_time_that_are_none():
    with pytest.raises(UsageError, match="expected more than 0"):
        pg.solve(pg.load(STRONG), time_limit=0)


def test_sizes_are_refused_by_all_questions_of_the_library():
    scenario = pg.load(STRONG)
    for ask in (
        lambda most: pg.solve(scenario, max_mebibytes=most),
        lambda most: pg.compare([scenario, scenario], max_mebibytes=most),
        lambda most: pg.sweep(scenario, {ODDS: [0.1, 0.2]}, max_mebibytes=most),
        lambda most: pg.threshold(scenario, ODDS, max_mebibytes=most),
        lambda most: pg.converge(scenario, draws=4, max_mebibytes=most),
    ):
        with pytest.raises(GameTooLargeError):
            ask(1e-6)


def test_of_large_games_fewer_rows_are_worked_on_together():
    bytes_of_payoffs = 8 * 14 * 2**14
    assert most_rows((2,) * 14, 2**14) * bytes_of_payoffs < 100 << 20
    assert most_rows((2,) * 30, 2**30) == 1


def test_points_in_blocks_are_the_points_in_one(monkeypatch):
    whole = points(64, 3, seed=5)
    monkeypatch.setattr("powergame.priors.points.BLOCK", 3 * 8)
    blocks = list(blocks_of_points(64, 3, seed=5))
    assert [len(block) for block in blocks] == [8] * 8
    assert (whole.ravel() == [x for block in blocks for x in block.ravel()]).all()
