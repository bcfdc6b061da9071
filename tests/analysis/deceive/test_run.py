"""`deceive`: worked cases, what must hold of every answer, and what it refuses."""

from __future__ import annotations

import json
import math

import pytest
from jsonschema import Draft7Validator
from support import deceptions
from support.installed import SCHEMAS

import powergame as pg
from powergame.errors import TimeLimitError, UsageError
from powergame.report.formats import json as as_json

SCHEMA = Draft7Validator(json.loads((SCHEMAS / "deceive.schema.json").read_text()))

COUP = pg.load_text(deceptions.COUP)
PROVOCATEUR = pg.load_text(deceptions.PROVOCATEUR)

ALIKE = """
actors:
  blue: {power: 3, preferences: {angle: 0}}
  red: {power: 2, growth: 2, types: {one: {probability: 0.4, preferences: {angle: 120}},
                                     two: {probability: 0.6, preferences: {angle: 120}}}}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
rounds: 2
"""


@pytest.fixture(scope="module")
def coup():
    return pg.deceive(COUP)


@pytest.fixture(scope="module")
def provocateur():
    return pg.deceive(PROVOCATEUR)


@pytest.fixture(scope="module")
def alike():
    return pg.deceive(pg.load_text(ALIKE))


def kinds(answer, actor=0):
    return {kind.name: kind.disguise for kind in answer.actors[actor].types}


def test_a_misaligned_system_holds_back_until_it_has_grown_and_then_strikes(coup):
    misaligned = kinds(coup)["misaligned"]
    assert misaligned.verdict == "conceals"
    assert (misaligned.open.seeks, misaligned.seeks_first, misaligned.seeks_later) == pytest.approx((1, 0, 1), abs=1e-9)
    assert misaligned.coup.selected == pytest.approx(1, abs=1e-9)
    assert misaligned.value_of_concealment == pytest.approx(0.3979, abs=1e-4)
    assert "hiding what it is gains it 0.398" in misaligned.why


def test_while_it_waits_its_overseer_learns_nothing_and_would_pay_to_know(coup):
    (system,) = coup.actors
    assert (system.play, system.revealed) == ("pooling", pytest.approx(0, abs=1e-9))
    assert dict(system.value_of_information) == {"overseer": pytest.approx(0.0719, abs=1e-4)}
    waited = next(h for h in coup.selected.histories if h.after == (("hold", "hold"),))
    assert waited.beliefs[1] == pytest.approx((0.8, 0.2))
    assert kinds(coup)["misaligned"].surprise == pytest.approx(math.log2(5), abs=1e-6)
    assert "the belief that it is misaligned stays at 20 %" in kinds(coup)["misaligned"].why


def test_the_coup_is_gone_where_waiting_makes_it_weaker():
    shrinking = kinds(pg.deceive(COUP.with_values({"actors.system.growth": 0.5}), over_prior=False))
    assert shrinking["misaligned"].coup.selected == pytest.approx(0, abs=1e-9)
    assert shrinking["misaligned"].verdict == "open"


def test_the_aligned_whom_nobody_believes_is_attacked_for_what_it_is_not():
    turned = COUP.with_values({"actors.system.types.aligned.probability": 0.2})
    aligned = kinds(pg.deceive(turned, over_prior=False))["aligned"]
    assert aligned.verdict == "suspected"
    assert aligned.value_of_concealment == pytest.approx(-0.295, abs=1e-3)


def test_an_aligned_actor_poses_as_a_rebel_so_that_a_third_party_falls_with_it(provocateur):
    aligned = kinds(provocateur)["aligned"]
    assert aligned.verdict == "feigns"
    assert aligned.seeks_first == pytest.approx(1, abs=1e-9)
    assert (aligned.payoff, aligned.open.payoff) == pytest.approx((0.8626, 0.6952), abs=2e-4)


def test_types_are_told_apart_by_their_alignment_with_power(provocateur):
    aligned, misaligned = provocateur.actors[0].types
    assert aligned.alignment_with_power > 0.99
    assert misaligned.alignment_with_power < -0.8


def test_in_one_round_there_is_no_coup(provocateur):
    assert {disguise.coup.greatest for disguise in kinds(provocateur).values()} == {0}
    assert {disguise.seeks_later for disguise in kinds(provocateur).values()} == {0}


def test_types_of_equal_preferences_have_nothing_to_conceal(alike):
    for disguise in kinds(alike).values():
        assert disguise.value_of_concealment == pytest.approx(0, abs=1e-9)
        assert disguise.verdict == "open"
    assert alike.actors[0].revealed == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("name", ["coup", "provocateur", "alike"])
def test_every_answer_is_what_the_schema_says(name, request):
    answer = request.getfixturevalue(name)
    assert [fault.message for fault in SCHEMA.iter_errors(json.loads(as_json.render(answer.to_dict())))] == []


@pytest.mark.parametrize("name", ["coup", "provocateur", "alike"])
def test_measures_range_over_all_equilibria_that_were_found(name, request):
    answer = request.getfixturevalue(name)
    assert answer.equilibria[0] is answer.selected
    for actor in answer.actors:
        for disguise in (kind.disguise for kind in actor.types):
            assert sum(count for _, count in disguise.otherwise.equilibria) == len(answer.equilibria)
            assert disguise.verdict in dict(disguise.otherwise.equilibria)
            assert disguise.open.least <= disguise.open.seeks <= disguise.open.greatest
            assert disguise.open.unique is (sum(n for _, n in disguise.otherwise.open_equilibria) == 1)
            for measure in (disguise.withholds, disguise.coup, disguise.shows):
                assert measure.least <= measure.selected <= measure.greatest


def test_what_types_get_on_average_hidden_and_known_is_what_information_is_worth(coup):
    """An overseer who knows gets what it gets in the two open games, by their probabilities."""
    known = [disguise.open for disguise in kinds(coup).values()]
    shown = 0.8 * known[0].equilibrium.payoffs[0][0] + 0.2 * known[1].equilibrium.payoffs[0][0]
    (gain,) = (gain for _, gain in coup.actors[0].value_of_information)
    assert gain == pytest.approx(shown - coup.selected.payoffs[0][0], abs=1e-12)


def test_the_open_game_is_told_with_the_type_alone_under_its_own_name(coup):
    play = kinds(coup)["misaligned"].open
    assert play.names.types == (("known",), ("misaligned",))
    assert play.equilibrium.payoffs[1] == pytest.approx((play.payoff,))


def test_a_type_that_cannot_be_has_no_measures():
    scenario = pg.load_text(ALIKE.replace("0.4", "0").replace("0.6", "1"))
    answer = pg.deceive(scenario)
    impossible, certain = answer.actors[0].types
    assert impossible.disguise is None
    assert certain.disguise.value_of_concealment == pytest.approx(0, abs=1e-9)
    data = answer.to_dict()
    assert [fault.message for fault in SCHEMA.iter_errors(json.loads(as_json.render(data)))] == []
    assert data["actors"]["red"]["types"]["one"]["verdict"] is None
    assert data["actors"]["red"]["types"]["one"]["probability"] == 0


def test_the_less_probable_the_misaligned_the_better_it_hides(coup):
    words = dict(kinds(coup)["misaligned"].otherwise.prior)
    assert words[0.05] == words[0.2] == "conceals"
    assert words[0.95] != "conceals"


def test_words_over_the_prior_are_looked_for_where_they_are_asked_for():
    assert kinds(pg.deceive(COUP, over_prior=False))["aligned"].otherwise.prior == ()


def test_where_war_is_certain_in_the_first_round_nothing_follows():
    """One always fights over what the other always takes."""
    fight = "[{name: seek, grab: 0.3, provokes: 1}]"
    scenario = pg.load_text(f"""
actors:
  blue: {{power: 3, preferences: {{angle: 0}}, ladder: {fight}}}
  red: {{power: 2, types: {{one: {{probability: 0.4, preferences: {{angle: 120}}}},
                            two: {{probability: 0.6, preferences: {{angle: 10}}}}}}}}
conflict: {{destruction: {{odds: 0.5, severity: 0.5}}}}
rounds: 3
""")
    answer = pg.deceive(scenario)
    assert (answer.rounds, answer.size.histories) == (3, 1)
    assert answer.selected.war == 1
    for disguise in kinds(answer).values():
        assert (disguise.war, disguise.seeks_later, disguise.coup.selected) == (1, 0, 0)


def test_at_no_rationality_everybody_plays_all_rungs_alike():
    answer = pg.deceive(COUP, rationality=0, over_prior=False)
    assert len(answer.equilibria) == 1
    for disguise in kinds(answer).values():
        assert (disguise.seeks_first, disguise.open.seeks) == pytest.approx((0.5, 0.5))
        assert disguise.withholds.selected == disguise.shows.selected == pytest.approx(0, abs=1e-12)
    assert answer.to_dict()["solver"]["rationality"] == 0


def test_scenarios_side_by_side_are_each_told_as_alone(coup):
    both = pg.deceive_each([COUP, COUP.with_values({"actors.system.growth": 0.5})], over_prior=False)
    assert next(repr(answer) for answer in both.deceptions) == repr(coup)
    data = both.to_dict()
    assert [fault.message for fault in SCHEMA.iter_errors(json.loads(as_json.render(data)))] == []
    assert data["format"] == "powergame.deceive.compare"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"starts": -1}, "expected a number from 0 to 1,000"),
        ({"rationality": -1.0}, "expected a finite number >= 0"),
        ({"rationality": math.inf}, "expected a finite number >= 0"),
        ({"rationality": 3.0, "starts": 2}, "expected neither starts nor pure equilibria"),
        ({"rationality": 3.0, "pure": True}, "expected neither starts nor pure equilibria"),
    ],
)
def test_options_that_do_not_fit_are_refused(options, message):
    with pytest.raises(UsageError, match=message):
        pg.deceive(COUP, **options)


def test_without_private_types_there_is_nobody_to_deceive():
    with pytest.raises(UsageError, match="no actor has private types"):
        pg.deceive(pg.load("scenarios/security-dilemma.yaml"))


def test_a_game_from_a_file_has_no_types():
    game = pg.load_text("actors: {a: {power: 1, preferences: [1]}, b: {power: 1, preferences: [1]}}\n"
                        "conflict: {destruction: {odds: 0, severity: 0}}\n")  # fmt: skip
    with pytest.raises(UsageError, match="no actor has private types"):
        pg.deceive_each([COUP, game])


def test_starting_points_leave_time_for_the_games_in_which_types_are_known():
    answer = pg.deceive(COUP, starts=1000, time_limit=4)
    assert kinds(answer)["misaligned"].verdict == "conceals"
    assert any("cut by the time limit of 4 s, 1,000 were asked for" in note for note in answer.notes)


def test_a_time_limit_that_has_passed_is_told():
    with pytest.raises(TimeLimitError):
        pg.deceive(COUP, time_limit=1e-9)
