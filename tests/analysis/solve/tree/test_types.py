"""`solve` on private types in one round: the answer of known types where there is one, and reasons that add up."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from support.coups import PROVOCATEUR
from support.installed import SCHEMAS
from support.random_scenarios import random_scenario, with_random_beliefs

from powergame.analysis.deceive import deceive
from powergame.analysis.solve import solve
from powergame.analysis.solve.tree.prospects import first_round
from powergame.equilibrium.concept import Concept
from powergame.equilibrium.sequential.find import solve_tree
from powergame.errors import UsageError
from powergame.model.tree.rounds import compile_tree
from powergame.scenario.reading.load import load_text
from powergame.scenario.types import PrivateType

OVERSIGHT = """\
actors:
  overseer: {power: 3, preferences: {angle: 0}}
  system:
    power: 2
    types:
      aligned: {probability: 0.8, preferences: {angle: 20}}
      misaligned: {probability: 0.2, preferences: {angle: 150}, beliefs: {conflict.destruction.odds: 0.4}}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
"""
BOTH_PRIVATE = """\
actors:
  blue:
    power: 3
    types: {calm: {probability: 0.6, preferences: [1, 0.4]}, bold: {probability: 0.4, preferences: [1, -1]}}
  red:
    power: 2
    types: {loyal: {probability: 0.7, preferences: [1, 0.1]}, rival: {probability: 0.3, preferences: [-1, 0.2]}}
conflict: {destruction: {odds: 0.4, severity: 0.3}}
ladder: brinkmanship
"""


def as_only_type(actor):
    """Return an actor whose preferences are those of its only type."""
    return replace(actor, preferences=None, types=(PrivateType("only", 1.0, actor.preferences),))


def believing_nothing_of_preferences(scenario):
    """Return a scenario without beliefs about directions: there are none about those of types."""
    kept = [tuple(b for b in actor.beliefs if not b[0].endswith("preferences")) for actor in scenario.actors]
    return replace(scenario, actors=tuple(replace(a, beliefs=b) for a, b in zip(scenario.actors, kept, strict=True)))


SINGLE = [random_scenario(seed, n=2) for seed in range(6)] + [
    believing_nothing_of_preferences(with_random_beliefs(random_scenario(seed, n=2), seed)) for seed in range(6, 10)
]


@pytest.mark.parametrize("scenario", SINGLE, ids=lambda scenario: scenario.name)
def test_types_that_are_certain_have_the_answer_of_known_actors(scenario):
    known = solve(scenario, look_for_turns=False)
    private = solve(replace(scenario, actors=(scenario.actors[0], *map(as_only_type, scenario.actors[1:]))))
    assert private.happening.war == pytest.approx(known.happening.war, abs=1e-9)
    assert private.happening.destroyed == pytest.approx(known.happening.destroyed, abs=1e-9)
    assert private.happening.power_after == pytest.approx(known.happening.power_after, abs=1e-9)
    selected = known.solution.equilibria[known.selected]
    for i, (actor, told) in enumerate(zip(known.actors, private.actors, strict=True)):
        (kind,) = told.kinds
        assert (told.verdict, kind.verdict, kind.motive) == (actor.verdict, actor.verdict, actor.motive)
        assert private.plays(actor.name) == pytest.approx(known.plays(actor.name), abs=1e-9)
        assert private.equilibria[private.selected].payoffs[i] == pytest.approx((selected.payoffs[i],), abs=1e-9)
        assert kind.alignment == pytest.approx(actor.alignment)
        assert kind.alignment_with_power == pytest.approx(actor.alignment_with_power)
        for mine, other in ((kind.stakes, actor.stakes), (kind.played, actor.played)):
            assert (mine is None) == (other is None)
            if mine and (mine.rung, mine.against) == (other.rung, other.against):
                assert [mine.peace, mine.war, mine.likelier, mine.cost, *mine.war_probability] == pytest.approx(
                    [other.peace, other.war, other.likelier, other.cost, *other.war_probability], abs=1e-9
                )


def worth(answer, i, kind, rung):
    """Return what a rung is worth to a type, by the game of each profile of types, while others play the selected."""
    names, play = answer.names, answer.equilibria[answer.selected].histories[0].play
    total = weight = 0.0
    for case, profile in zip(answer.cases, product(*(range(len(kinds)) for kinds in names.types)), strict=True):
        if profile[i] != kind:
            continue
        likely = np.prod([answer.actors[j].kinds[x].probability for j, x in enumerate(profile) if j != i])
        weight += likely
        for rungs in product(*(range(len(moves)) for moves in names.rungs)):
            if rungs[i] == rung:
                chance = np.prod([play[j][profile[j]][r] for j, r in enumerate(rungs) if j != i])
                total += likely * chance * case.payoffs[(i, *rungs)]
    return total / weight


@pytest.mark.parametrize("text", [OVERSIGHT, BOTH_PRIVATE])
def test_reasons_of_types_add_up_to_what_their_rungs_are_worth(text):
    answer = solve(load_text(text))
    assert answer.solution.complete
    for i, actor in enumerate(answer.actors):
        rungs = answer.names.rungs[i]
        for x, kind in enumerate(actor.kinds):
            for terms in (kind.stakes, kind.played):
                difference = worth(answer, i, x, rungs.index(terms.rung)) - worth(
                    answer, i, x, rungs.index(terms.against)
                )
                assert terms.advantage == pytest.approx(difference, abs=1e-11)


def test_the_game_of_each_profile_of_types_is_told():
    answer = solve(load_text(BOTH_PRIVATE))
    assert [each["types"] for each in answer.to_dict()["game"]["by_types"]] == [
        {"blue": blue, "red": red} for blue in ("calm", "bold") for red in ("loyal", "rival")
    ]
    assert [case.probability for case in answer.cases] == pytest.approx([0.42, 0.18, 0.28, 0.12])
    known = load_text(BOTH_PRIVATE)
    blue, red = (
        replace(actor, preferences=actor.types[k].preferences, types=())
        for actor, k in zip(known.actors, (0, 1), strict=True)
    )
    game = solve(replace(known, actors=(blue, red)), look_for_turns=False).game
    assert np.array_equal(answer.cases[1].payoffs, game.payoffs)


def test_sides_that_hang_on_beliefs_have_no_payoffs_but_consequences():
    answer = solve(load_text(PROVOCATEUR))
    assert np.isnan(answer.cases[0].payoffs).any()
    assert not np.isnan([kind.stakes.advantage for actor in answer.actors[:2] for kind in actor.kinds]).any()
    for happening in answer.happenings:
        assert sum(happening.power_after) == pytest.approx(1 - happening.destroyed, abs=1e-12)
    data = answer.to_dict()
    assert "null" in json.dumps(data["game"]["by_types"][0]["payoffs"]["blue"], allow_nan=False)


ONLOOKER = """\
actors:
  blue: {power: 4, preferences: [1, 0, 0]}
  red:
    power: 1.5
    types:
      aligned: {probability: 0.3, preferences: [1, 0.087, 0]}
      misaligned: {probability: 0.7, preferences: [-1, 0.466, 0]}
  green: {power: 1, preferences: [-1, 0.176, 0], ladder: [{name: watch}]}
  onlooker: {power: 0.5, preferences: [0, 0, 1], ladder: [{name: watch}]}
ladder: [{name: hold}, {name: seek, grab: 0.2, provokes: 0.9}]
conflict: {destruction: {odds: 0.2, severity: 0.1}, third_parties: aligned}
"""


def test_one_who_wants_nothing_but_power_gets_what_it_has_in_the_end():
    answer = solve(load_text(ONLOOKER))
    assert any(history.siding for e in answer.equilibria for history in e.histories)
    for equilibrium, happening in zip(answer.equilibria, answer.happenings, strict=True):
        assert equilibrium.payoffs[3] == pytest.approx((happening.power_after[3],), abs=1e-11)


@pytest.mark.parametrize("text", [PROVOCATEUR, ONLOOKER, PROVOCATEUR + "rounds: 2\n"])
def test_terms_add_up_where_sides_hang_on_beliefs(text):
    scenario = load_text(text)
    tree = compile_tree(scenario)
    for equilibrium in solve_tree(tree).equilibria:
        first = first_round(scenario, tree, equilibrium)
        for i, x in ((0, 0), (1, 0), (1, 1)):
            ahead = first.prospects(i, x)
            assert ahead.terms(1, 0).advantage == pytest.approx(ahead.worth[1] - ahead.worth[0], abs=1e-11)


def test_a_type_of_probability_0_is_told_of_and_counts_for_nothing():
    never = load_text(OVERSIGHT.replace("0.8", "1").replace("0.2", "0"))
    answer = solve(never)
    system = answer.actor("system")
    assert [kind.probability for kind in system.kinds] == [1, 0]
    assert system.verdict == "never"
    assert system.kinds[1].verdict == "always"


def test_the_answer_is_of_the_schema():
    import jsonschema

    schema = json.loads((SCHEMAS / "solve.schema.json").read_text())
    for text in (OVERSIGHT, PROVOCATEUR):
        jsonschema.validate(json.loads(json.dumps(solve(load_text(text)).to_dict())), schema)


def test_strategies_and_payoffs_are_by_type_of_actors_that_have_types():
    data = solve(load_text(OVERSIGHT)).to_dict()
    assert data["game"]["payoffs"] is None
    (equilibrium,) = data["equilibria"]
    assert equilibrium["strategies"] == {
        "overseer": {"hold": 1.0, "seek": 0.0},
        "system": {"aligned": {"hold": 1.0, "seek": 0.0}, "misaligned": {"hold": 0.0, "seek": 1.0}},
    }
    assert set(equilibrium["payoffs"]["system"]) == {"aligned", "misaligned"}
    assert isinstance(equilibrium["payoffs"]["overseer"], float)
    system = data["actors"]["system"]
    assert not {"alignment", "motive", "why", "stakes", "played"} & system.keys()
    assert {"alignment", "motive", "why", "stakes", "played"} <= system["types"]["aligned"].keys()
    assert system["types"]["misaligned"]["beliefs"] == {"conflict.destruction.odds": {"believed": 0.4, "true": 0.5}}


def test_an_answer_shows_itself_in_notebooks():
    answer = solve(load_text(OVERSIGHT))
    assert "system (misaligned) seeks power in every equilibrium." in answer._repr_html_()
    assert "| 80 % | 40 % |" in answer._repr_markdown_()
    assert repr(answer) == "<TreeAnswer 'scenario' in 1 round: overseer never, system depends>"


def test_solve_and_deceive_tell_of_the_same_equilibria():
    for text in (OVERSIGHT, BOTH_PRIVATE, PROVOCATEUR):
        scenario = load_text(text)
        solved, deceived = solve(scenario), deceive(scenario, over_prior=False)
        assert solved.equilibria == deceived.equilibria
        for actor in deceived.actors:
            for kind, told in zip(actor.types, solved.actor(actor.name).kinds, strict=True):
                assert told.seeks.selected == pytest.approx(kind.disguise.seeks_first)
                assert told.alignment_with_power == kind.alignment_with_power


def test_the_limit_of_quantal_response_is_the_selected_equilibrium_alone():
    answer = solve(load_text(BOTH_PRIVATE), concept=Concept("logit"))
    assert [equilibrium.selected for equilibrium in answer.equilibria] == [True]
    assert not answer.solution.complete


def test_at_a_rationality_each_type_answers_what_its_rungs_are_worth_to_it():
    answer = solve(load_text(BOTH_PRIVATE), concept=Concept("logit", 20.0))
    (response,) = answer.equilibria
    for i, of_actor in enumerate(response.histories[0].play):
        for x, play in enumerate(of_actor):
            worths = [worth(answer, i, x, rung) for rung in range(len(play))]
            for rung in (1, 2):
                odds = np.log(play[rung] / play[0])
                assert odds == pytest.approx(20 * (worths[rung] - worths[0]), abs=1e-6)
    assert {actor.verdict for actor in answer.actors} == {"depends"}
    assert not answer.unproven


@pytest.mark.parametrize("solver", ["exact", "nashpy", "gambit"])
def test_solvers_of_matrices_are_refused(solver):
    with pytest.raises(UsageError, match=f"--solver {solver}: .* expected --solver auto"):
        solve(load_text(OVERSIGHT), solver=solver)


def test_types_in_several_rounds_are_left_to_deceive():
    with pytest.raises(UsageError, match=r"private types and 2 rounds; expected one of the two \(powergame deceive"):
        solve(load_text(OVERSIGHT + "rounds: 2\n"))
