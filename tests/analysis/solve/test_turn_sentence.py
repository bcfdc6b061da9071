"""The sentence on what would turn a verdict says nothing but what was found, in numbers that can be told apart."""

from __future__ import annotations

import math
import re

import pytest
from support.installed import SCENARIOS, SMALLEST

import powergame as pg
from powergame.analysis.solve.result import Turn
from powergame.analysis.solve.turn_sentence import described, grid_note, turn_sentence
from powergame.analysis.solve.turns import Looked, Turns
from powergame.scenario.paths.grammar import parse

ODDS = "conflict.destruction.odds"
NUMBERS = re.compile(r"(above|below) (\S+) \(now ([^)]+)\)")


def turning(now, at, low=-1.0, high=1.0, points=None, path="alignment.red.blue"):
    looked = Looked(parse(path), low, high, points, touched=False, nearest=None)
    turn = Turn(path, now, at, "always", abs(at - now) / (high - low))
    return turn_sentence(Turns("red", "never", (turn,), (looked,), ()))


@pytest.mark.parametrize(
    ("now", "at"),
    [(0.428, 0.99985), (0.6, 0.6000001), (0.6000001, 0.6), (0.60000004, 0.6000001), (0.0, -1e-5), (-0.9999, -0.99991)],
)
def test_a_turn_reads_as_neither_the_scenario_s_own_number_nor_an_end_of_the_range(now, at):
    side, shown, own = NUMBERS.search(turning(now, at)).groups()
    assert side == ("above" if at > now else "below")
    assert (float(shown) > float(own)) == (at > now)
    assert -1 < float(shown) < 1
    assert float(shown) == pytest.approx(at, rel=5e-3)


def looked_at(*turns):
    """The sentence on turns of red, nearest first: of each the path, its value now, where it turns, and to what."""
    told = tuple(Turn(path, now, at, verdict, k + 1.0) for k, (path, now, at, verdict) in enumerate(turns))
    looked = tuple(Looked(parse(turn.path), 0.0, 1.0, None, touched=False, nearest=None) for turn in told)
    return turn_sentence(Turns("red", "never", told, looked, ()))


POWER, PROVOKES = ("alignment.red.blue", 0.9, 0.4, "always"), ("ladder.seek.provokes", 0.3, 0.005, "depends")


def test_power_preferences_and_destruction_are_told_before_a_nearer_turn_of_something_else():
    assert looked_at(PROVOKES, POWER) == (
        "Its verdict would turn from never to always with its alignment with blue below 0.4 (now 0.9), or to depends "
        "with the chance that the common rung seek provokes war below 0.005 (now 0.3)."
    )
    assert looked_at(POWER, PROVOKES).endswith("with its alignment with blue below 0.4 (now 0.9).")
    assert looked_at(PROVOKES).endswith(
        "to depends with the chance that the common rung seek provokes war below 0.005 (now 0.3)."
    )


def test_a_belief_about_destruction_counts_as_destruction_and_a_rung_s_own_odds_do_not():
    belief = ("actors.red.beliefs.conflict.destruction.odds", 0.2, 0.4, "always")
    assert looked_at(belief, POWER).count(" with its ") == 1
    odds = ("ladder.seek.odds", 0.2, 0.3, "always")
    assert "(now 0.9), or with the odds of destruction of the common rung seek above 0.3" in looked_at(odds, POWER)


def test_power_is_told_in_per_cent_as_it_is_in_the_table():
    general = pg.solve(pg.load(SCENARIOS / "coup.yaml")).actor("general")
    assert "with its share of power below 15.4 % (now 30 %)." in general.why


def test_a_turn_has_no_more_digits_than_it_needs():
    assert turning(-0.766044, 0.36842105) == (
        "Its verdict would turn from never to always with its alignment with blue above 0.368 (now -0.766)."
    )


def test_on_a_flip_the_slightest_change_turns():
    sentence = turning(0.6, math.nextafter(0.6, 0.0))
    assert sentence.endswith("with the slightest decrease of its alignment with blue (now 0.6).")


def test_nothing_is_said_to_turn_by_less_than_the_slightest_change():
    assert turning(0.6, math.nextafter(0.6, 0.0), points=65).endswith("(now 0.6).")


def test_where_nearer_turns_may_be_missed_a_note_says_so():
    def found(now, at, points):
        looked = Looked(parse("alignment.red.blue"), -1.0, 1.0, points, touched=False, nearest=None)
        turn = Turn("alignment.red.blue", now, at, "always", abs(at - now) / 2)
        return Turns("red", "never", (turn,), (looked,), ())

    far, beside = found(0.428, 0.9, 65), found(0.6, math.nextafter(0.6, 0.0), 65)
    assert grid_note([far, beside]) == (
        "what turns a verdict was looked for on a grid of 65 points: a smaller change may turn it, too"
    )
    assert grid_note([beside]) == grid_note([found(0.428, 0.9, None)]) == grid_note([None]) == ""


ONE_OUTCOME = (
    "actors: {a: {power: 1, preferences: [1]}, b: {power: %g, preferences: [1]}}\n"
    + SMALLEST[SMALLEST.index("conflict") :]
)


def test_what_was_not_looked_at_is_not_claimed():
    """With one outcome there is no alignment between 1 and -1; all of an actor's possible power is looked at."""
    answer = pg.solve(pg.load_text(ONE_OUTCOME % 0.001))
    for actor, span in zip(answer.actors, ("from 1 to 99.9 %", "from 0.0999 to 99 %"), strict=True):
        assert "alignment" not in actor.why
        assert not actor.turns
        assert f"its share of power ({span})" in actor.why


def test_where_the_verdict_differs_at_a_single_value_no_sentence_denies_it():
    """Perfectly aligned, nobody minds who has power where nothing is destroyed: at odds of exactly 0."""
    scenario = pg.load_text(ONE_OUTCOME % 3)
    assert pg.solve(scenario.with_values({ODDS: 0.0}), look_for_turns=False).actor("b").verdict == "depends"
    assert pg.solve(scenario).actor("b").why.endswith("alone would turn its verdict, except perhaps at single values.")


def test_what_an_actor_believes_and_what_the_scenario_varies_may_turn_its_verdict():
    board = pg.solve(pg.load(SCENARIOS / "openai-board-2023.yaml")).actor("board")
    assert (
        "turn from always to depends with its belief about the odds of destruction above 0.216 (now 0.2)" in board.why
    )
    general = pg.solve(pg.load(SCENARIOS / "coup.yaml")).actor("general")
    assert {"actors.general.ladder.coup.strength", "actors.president.preferences.the army's pay"} <= {
        turn.path for turn in general.turns
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("actors.red.power", "its share of power"),
        ("actors.blue.power", "blue's share of power"),
        ("alignment.red.blue", "its alignment with blue"),
        ("alignment.blue.red", "blue's alignment with red"),
        ("ladder.seek.provokes", "the chance that the common rung seek provokes war"),
        ("actors.red.ladder.seek.provokes", "the chance that its rung seek provokes war"),
        ("actors.blue.ladder.{x}.resists", "the chance that blue's rung {x} resists"),
        ("actors.blue.ladder.seek.strength", "the strength of blue's rung seek"),
        ("conflict.decisiveness", "the decisiveness of strength"),
        ("conflict.stakes", "the stakes of war"),
        ("actors.blue.risk_aversion", "blue's risk aversion"),
        ("actors.blue.preferences.{pay}", "blue's preference for {pay}"),
        ("actors.blue.preferences.1", "actors.blue.preferences.1"),
        ("actors.red.beliefs.conflict.destruction.severity", "its belief about the severity of destruction"),
        ("actors.red.beliefs.actors.red.power", "its belief about its share of power"),
        ("actors.blue.beliefs.actors.red.power", "blue's belief about red's share of power"),
        ("actors.blue.beliefs.actors.blue.power", "blue's belief about blue's share of power"),
        ("ladder.seek.odds", "the odds of destruction of the common rung seek"),
    ],
)
def test_numbers_are_named_from_the_actor_s_side(path, name):
    assert described(parse(path), "red") == name


def test_provocation_is_the_own_ladder_s_or_everybody_s():
    own = pg.load_text(SMALLEST.replace("[1, 0]}", "[1, 0], ladder: binary}"))
    blue, red = pg.solve(own).actors
    assert "ladder.seek.provokes" in {turn.path for turn in blue.turns}
    assert "actors.red.ladder.seek.provokes" in {turn.path for turn in red.turns}


def test_turns_are_null_where_none_were_looked_for():
    scenario = pg.load_text(SMALLEST)
    for answer in (pg.solve(scenario, look_for_turns=False), pg.solve(scenario, concept=pg.Concept("logit"))):
        assert [actor.to_dict()["turns"] for actor in answer.actors] == [None, None]
        assert "verdict" not in answer.actors[0].why
