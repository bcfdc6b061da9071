"""If it comes to war: the sentences say who stands with whom, and why defenders are where they are."""

from __future__ import annotations

import re

from support.installed import SCENARIOS

from powergame.analysis.solve import solve
from powergame.equilibrium.concept import Concept
from powergame.report.documents.solve import document
from powergame.report.documents.solved.sides import if_war_told
from powergame.scenario.reading.load import load, load_text


def told(name, concept=None, sets=()):
    return if_war_told(solve(load(f"{SCENARIOS}/{name}", sets=sets), concept=concept, look_for_turns=False))


def test_the_alliances_of_1914_come_out():
    assert told("first-world-war.yaml") == (
        "If it comes to war (68.4 %): Germany + Austria-Hungary (55 % of strength, wins with 60 %) against the status "
        "quo: Russia + France + Britain (45 % of strength, wins with 40 %). Austria-Hungary bandwagons with Germany: "
        "it values its victory above the status quo's by 0.497. Russia, France and Britain balance: they stay on the "
        "weaker side, and value its victory above Germany's by 0.272, 0.357 and 0.180."
    )


def test_it_stands_below_what_happens():
    texts = [
        block.text.text
        for block in document(solve(load(SCENARIOS / "kingmaker.yaml"), look_for_turns=False)).blocks[:3]
    ]
    assert texts[1].startswith("War: 64 %")
    assert texts[2].startswith("If it comes to war (64 %): challenger + kingmaker (52.4 % of strength")
    assert "incumbent balances alone: it stays on the weaker side" in texts[2]


def test_where_no_war_can_come_nothing_is_said():
    assert told("cuban-missile-crisis.yaml") == ""
    assert "If it comes" not in str(document(solve(load(SCENARIOS / "strong-and-aligned.yaml"), look_for_turns=False)))


def test_bystanders_keep_out_and_need_no_reason():
    assert told("kingmaker.yaml#fortune decides").endswith("wins with 55.6 %). kingmaker keeps out.")


def test_rungs_of_those_who_mix_are_told():
    west = told("security-dilemma.yaml", Concept("logit", 20.0))
    assert re.match(
        r"If it comes to war \(51.6 %\), most likely where west plays strike and east plays strike \(", west
    )


FIVE = (
    "actors:\n"
    + "".join(f"  a{k}: {{power: 1, preferences: [1, 0.{k}]}}\n" for k in range(5))
    + (
        "  hawk: {power: 9, preferences: [-1, 1], ladder: [{name: seek, grab: 0.3, provokes: 0.2}]}\n"
        "ladder: [{name: hold}]\n"
        "conflict: {third_parties: aligned, destruction: {odds: 0.1, severity: 0.1}}\n"
    )
)


def test_of_many_margins_the_least_is_told():
    assert re.search(
        r"a0, a1, a2, a3 and a4 balance: they stay on the weaker side, and value its victory above hawk's by "
        r"[\d.]+ or more\.$",
        if_war_told(solve(load_text(FIVE), look_for_turns=False)),
    )


def test_who_stays_though_the_other_side_would_be_as_good_is_not_told_to_gain_by_it():
    text = if_war_told(solve(load_text(FIVE, sets=[("conflict.stakes", "0")]), look_for_turns=False))
    assert text.endswith("they stay on the weaker side, and value its victory no less than hawk's.")


def test_defenders_on_the_stronger_side_do_not_balance():
    weak = if_war_told(solve(load_text(FIVE, sets=[("actors.hawk.power", "1")]), look_for_turns=False))
    assert "(16.7 % of strength" in weak
    assert "balance" not in weak


CAMPS = (
    "actors:\n"
    + "".join(f"  a{k}: {{power: {1 + k}, preferences: [{x}, 0.8]}}\n" for k, x in enumerate((1, 0.9, -0.9, -1, 0.8)))
    + "ladder: [{name: hold}]\nconflict: {third_parties: aligned, destruction: {odds: 0.1, severity: 0.1}}\n"
)
SEEK = "[{name: seek, grab: 0.3, provokes: 0.2}]"


def test_the_leader_of_a_side_stands_first_and_followers_of_one_leader_together():
    camps = load_text(CAMPS, sets=[("actors.a1.ladder", SEEK), ("actors.a3.ladder", SEEK)])
    answer = solve(camps, look_for_turns=False)
    assert [side.members for side in answer.if_war.sides] == [("a0", "a1", "a4"), ("a2", "a3")]
    assert [side.leader_first for side in answer.if_war.sides] == [("a1", "a0", "a4"), ("a3", "a2")]
    text = if_war_told(answer)
    assert ": a1 + a0 + a4 (53.3 % of strength, wins with 53.3 %) against a3 + a2 (46.7 % of" in text
    assert text.count("bandwagon") == 2
    assert "a0 and a4 bandwagon with a1: they value its victory above" in text


def test_where_everybody_joins_one_seeker_there_is_one_side():
    answer = solve(load_text(CAMPS.replace("-", ""), sets=[("actors.a1.ladder", SEEK)]), look_for_turns=False)
    assert if_war_told(answer).startswith("If it comes to war (59 %), all others stand with a1. ")


def test_who_fights_without_a_seeker_fights_on_one_side():
    scenario = load_text(
        "actors: {a: {power: 1, preferences: [1]}, b: {power: 1, preferences: [-1]}}\n"
        "ladder: [{name: block, provokes: 0.5}]\nconflict: {destruction: {odds: 0.1, severity: 0.1}}\n"
    )
    assert if_war_told(solve(scenario)) == "If it comes to war (75 %), a and b fight on one side."
