"""`solve` on several rounds without secrets: what is told of the whole game, and of its first round."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest
from support.installed import ROOT, SCHEMAS, SMALLEST

from powergame.analysis.solve import solve
from powergame.scenario.reading.load import load, load_text

DILEMMA = load(str(ROOT / "scenarios" / "security-dilemma.yaml"))
TWICE = solve(DILEMMA.with_values({"rounds": 2}))


def test_an_actor_seeks_if_it_does_in_some_round_that_is_reached():
    waits = load_text(
        "actors: {blue: {power: 1, preferences: [1, 0], growth: 0.2}, red: {power: 1, preferences: [1, 0.5], "
        "growth: 3, ladder: [{name: hold}, {name: seek, grab: 0.3, provokes: 0.3}]}}\n"
        "ladder: [{name: hold}]\nconflict: {destruction: {odds: 0.9, severity: 0.9}}\nrounds: 2\n"
    )
    for text in (waits, waits.with_values({"alignment.red.blue": -1.0})):
        answer = solve(text)
        first, *later = answer.equilibria[answer.selected].histories
        chance = first.play[1][0][1]
        chance += sum(h.reached * h.play[1][0][1] for h in later if h.after[0][1] == "hold")
        assert answer.actor("red").seeks.selected == pytest.approx(chance)
        assert answer.actor("blue").verdict == "never"


def test_verdicts_are_over_the_equilibria_found_and_unproven():
    chances = {equilibrium.histories[0].play[0][0] for equilibrium in TWICE.equilibria}
    assert {(1.0, 0.0), (0.0, 1.0)} <= chances
    assert TWICE.actor("west").verdict == "depends"
    assert not TWICE.actor("west").proven


def test_what_is_left_is_what_war_has_not_destroyed():
    for happening in TWICE.happenings:
        assert sum(happening.power_after) == pytest.approx(1 - happening.destroyed, abs=1e-12)
    grown = solve(DILEMMA.with_values({"rounds": 2, "actors.west.growth": 2.0}))
    peaceful = next(h for h, e in zip(grown.happenings, grown.equilibria, strict=True) if e.war == 0)
    assert peaceful.power_after == pytest.approx((1.0, 0.5))


def test_reasons_are_of_the_first_round_with_all_that_follows():
    """The terms add up to what one rung pays more than the other, by the payoffs after either."""
    for equilibrium in TWICE.equilibria:
        if not equilibrium.selected:
            continue
        west = TWICE.actor("west").kinds[0]
        assert west.stakes.advantage > 0
        assert west.why.startswith("In the first round, seeking gains it")
        assert west.motive is None
        once = solve(DILEMMA, look_for_turns=False).actor("west").stakes
        # the war of the first round is the same; what peace is worth is not
        assert (west.stakes.war, west.stakes.war_probability) == (
            pytest.approx(once.war),
            pytest.approx(once.war_probability),
        )
        assert west.stakes.peace != pytest.approx(once.peace)


def test_one_move_at_the_first_history_never_pays_more_than_the_terms_say():
    answer = solve(load_text(SMALLEST + "rounds: 3\n"))
    selected = answer.equilibria[answer.selected]
    for actor in answer.actors:
        (kind,) = actor.kinds
        assert kind.played.advantage >= -1e-9
    assert selected.regret <= 1e-9


def test_war_that_is_certain_ends_the_game_in_the_first_round():
    text = SMALLEST + "rounds: 3\nladder: [{name: strike, grab: 0.1, provokes: 1}]\n"
    answer = solve(load_text(text))
    assert (answer.rounds, answer.happening.war) == (1, 1)
    assert {actor.verdict for actor in answer.actors} == {"always"}
    assert answer.to_dict()["game"] is None


def test_the_json_is_of_the_schema_with_strategies_of_the_first_round():
    import jsonschema

    data = json.loads(json.dumps(TWICE.to_dict(), allow_nan=False))
    jsonschema.validate(data, json.loads((SCHEMAS / "solve.schema.json").read_text()))
    assert data["game"] is None
    for equilibrium in data["equilibria"]:
        first = equilibrium["histories"][0]
        assert {name: play["known"] for name, play in first["strategies"].items()} == equilibrium["strategies"]
        assert isinstance(equilibrium["payoffs"]["west"], float)


def worth(tree_answer, equilibrium, i):
    """Return what an actor gets in an equilibrium, by what it has in the end: of linear utility, no cost, aligned."""
    happening = tree_answer.happenings[tree_answer.equilibria.index(equilibrium)]
    actors = tree_answer.scenario.actors
    directions = [np.array(a.preferences) / np.linalg.norm(a.preferences) for a in actors]
    return sum(directions[i] @ d * m for d, m in zip(directions, happening.power_after, strict=True))


def test_payoffs_are_what_power_in_the_end_is_worth():
    for equilibrium, i in product(TWICE.equilibria, range(2)):
        assert equilibrium.payoffs[i][0] == pytest.approx(worth(TWICE, equilibrium, i), abs=1e-9)
