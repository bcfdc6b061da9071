"""What docs and shipped scenarios give as reasons are the reasons: the terms say so, and so does taking them away."""

from __future__ import annotations

import pytest
from support.installed import SCENARIOS

import powergame as pg
from powergame.analysis.solve import solve
from powergame.scenario.reading.load import load


def shipped(name, sets=(), variant=""):
    return solve(load(f"{SCENARIOS / name}.yaml{variant}", sets=sets), look_for_turns=False)


@pytest.mark.parametrize(("provokes", "at"), [(None, -0.2), (0.3, 7 / 19)])
def test_the_strong_one_turns_at_0_368_because_the_weak_one_seeks(provokes, at):
    """docs/questions/threshold.md: with a weak one that always holds its flip is at -0.2."""
    rung = {"name": "a"} if provokes is None else {"name": "a", "grab": 0.3, "provokes": provokes}
    scenario = load(SCENARIOS / "strong-and-aligned.yaml")
    bound = scenario.with_values({"actors.weak.ladder": [rung, rung | {"name": "b"}]})
    flips = pg.threshold(bound, "alignment.weak.strong").paths[0].actor("strong").flips
    assert [flip.at for flip in flips] == pytest.approx([at], abs=1e-8)


def test_the_misaligned_weak_one_gains_by_war_and_the_strong_one_seeks_whatever_it_does():
    strong, weak = shipped("strong-and-misaligned").actors
    assert weak.stakes.likelier > 0
    assert strong.motive == "predatory"
    strong, weak = shipped("strong-and-misaligned", variant="#certain ruin").actors
    assert weak.stakes.likelier > 0
    assert strong.motive == "defensive"


def test_a_small_riser_has_more_to_take_and_no_less_to_lose():
    now, small = (shipped("rising-power", variant=variant).actor("rising").stakes for variant in ("", "#still small"))
    more_to_take = small.peace - now.peace
    less_to_lose = (small.war + small.likelier) - (now.war + now.likelier)
    assert more_to_take > 5 * less_to_lose > 0
    assert now.advantage + more_to_take > 0 > now.advantage + less_to_lose


def test_a_leader_without_fear_has_half_as_much_to_take_as_a_laggard_and_more_to_lose():
    leader = shipped("ai-race", variant="#a leader that knows no fear").actor("A").stakes
    laggard = shipped("ai-race", variant="#a laggard that knows no fear").actor("C").stakes
    assert leader.peace == pytest.approx(laggard.peace / 2, rel=0.1)
    assert leader.war + leader.likelier < laggard.war + laggard.likelier < 0


def test_once_a_bid_is_made_a_pill_makes_the_fight_likelier_and_no_better():
    board = shipped("corporate-takeover").actor("management").played
    assert (board.rung, board.war_probability) == ("leave be", pytest.approx((0.49, 0.7)))
    assert min(board.war, board.likelier, -board.cost) > 0


def test_the_general_strikes_anyway_and_the_president_purges_because_of_that():
    president, general, _ = shipped("coup").actors
    assert (president.motive, general.motive) == ("defensive", "predatory")
    obeys = [{"name": "obey"}, {"name": "obey too"}]
    calm = solve(load(SCENARIOS / "coup.yaml").with_values({"actors.general.ladder": obeys}), look_for_turns=False)
    assert calm.actor("president").verdict == "never"
