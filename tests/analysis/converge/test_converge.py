"""Convergence: exact shares, the limit of many dimensions, intervals, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest

import powergame as pg
from powergame.analysis.converge import converge, games, wilson
from powergame.analysis.converge.dimensions import in_dimensions
from powergame.analysis.solve import solve
from powergame.errors import ScenarioError, UsageError
from powergame.scenario.reading.load import load_text
from powergame.scenario.types import Prior

STRONG = pg.load("scenarios/strong-and-misaligned.yaml")

MISALIGNED = """
actors:
  weak:   {power: %s, preferences: [1, 0, 0]}
  strong: {power: 3, preferences: [0, 0.6, 0.8]}
conflict:
  destruction: {odds: %s, severity: 1}
"""

FEW = 1 << 12


def scenario(power=1.0, odds=0.3):
    return load_text(MISALIGNED % (power, odds))


def test_wilson_intervals_are_those_of_the_textbook():
    """Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for count, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
                                 (1, 29, 0.0061, 0.1718)):  # fmt: skip
        found = wilson(count / of, of)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert wilson(1.0, 1).high == 1.0


def test_the_shares_of_the_sphere_below_the_closed_form_s_alignment():
    """A* = 0.6 for the weak actor: (1 + A*) / 2 of directions in space are below, 1 - acos(A*) / pi of the circle's."""
    found = converge(STRONG, actors=["weak"], dimensions=[1, 2, 3], draws=FEW)
    exact = [one.actor("weak").exact.always for one in found.found]
    assert exact == pytest.approx([0.5, 1 - math.acos(0.6) / math.pi, 0.8], abs=1e-12)


@pytest.mark.parametrize("dimensions", [1, 2, 3, 10, 100])
def test_draws_come_as_close_to_the_exact_shares_as_so_many_draws_can(dimensions):
    for found in (converge(STRONG, dimensions=[dimensions]), converge(scenario(), dimensions=[dimensions])):
        for actor in found.found[0].actors:
            assert actor.always.low <= actor.exact.always <= actor.always.high
            assert actor.some.low <= actor.exact.some <= actor.some.high
            assert actor.always.value - 1e-12 <= actor.selected.value <= actor.some.value + 1e-12


def test_who_is_drawn_does_not_matter_where_only_the_angle_does():
    shares = [converge(STRONG, actors=who, draws=FEW).found[0].actors for who in (["weak"], ["strong"], [])]
    assert shares[0][0].exact == shares[1][0].exact == shares[2][0].exact


def test_power_is_convergent_in_the_limit_exactly_where_the_threshold_is_above_0():
    """The weak actor seeks below A* = (0.7 g m_j - q D m_i) / ...; the sign at A = 0 decides, and shares go there."""
    small_risk, great_risk = (converge(scenario(1, odds), dimensions=[2, 10, 1000], draws=FEW) for odds in (0.1, 1.0))
    assert small_risk.limit["weak"] == "always"
    assert great_risk.limit["strong"] == "never"
    rising = [one.actor("weak").exact.always for one in small_risk.found]
    falling = [one.actor("strong").exact.some for one in great_risk.found]
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)
    assert rising[-1] > 0.9999
    assert falling[-1] < 0.0001


def test_there_is_no_limit_where_the_verdict_turns_at_right_angles():
    """(1 - q) g m_j = q D m_i makes A* 0: with g = q = 0.3 and severity 1 the odds are 0.7 m_j / m_i."""
    found = converge(scenario(3.0, 0.7), dimensions=[2, 1000], draws=FEW)
    assert found.limit == {"weak": None, "strong": None}
    assert [one.actor("weak").exact.always for one in found.found] == pytest.approx([0.5, 0.5], abs=1e-9)


def test_three_actors_have_shares_and_a_limit_though_no_exact_ones():
    text = MISALIGNED.replace("conflict:", "  third: {power: 2, preferences: [0, 0, 1]}\nconflict:") % (1, 0.3)
    found = converge(load_text(text), dimensions=[2, 30], draws=64)
    assert found.draws == 64
    assert all(actor.exact is None for one in found.found for actor in one.actors)
    for actor in found.found[1].actors:
        want = found.limit[actor.name]
        assert want in ("always", "never")
        assert abs(actor.selected.value - (want == "always")) < 0.2


def test_what_the_scenario_says_is_unknown_is_drawn():
    text = (
        MISALIGNED % (1, 0.3)
        + "unknown:\n  conflict.destruction.odds: {uniform: [0, 1]}\n  rationality: {gamma: [2, 5]}\n"
    )
    found = converge(load_text(text), draws=1 << 14)
    assert [path for path, _ in found.unknown] == ["conflict.destruction.odds"]
    assert "rationality" in found.notes[0]
    turn = pg.threshold(load_text(MISALIGNED % (1, 0.3)), "conflict.destruction.odds").paths[0]
    for actor in found.found[0].actors:
        always = sum(i.stop - i.start for i in turn.actor(actor.name).intervals if i.verdict == "always")
        assert actor.always.low <= always <= actor.always.high
    assert found.sensitivity == ()


def test_only_what_a_verdict_hangs_on_matters():
    """The strong one has no rung that seeks; whether the weak one seeks hangs on the odds and its power."""
    rungs = "ladder: [{name: hold, grab: 0, resists: 1}, {name: guard, grab: 0, resists: 1}]"
    text = (MISALIGNED % (1, 0.3)).replace("strong: {", f"strong: {{{rungs}, ") + (
        "unknown:\n  conflict.destruction.odds: {uniform: [0, 1]}\n  actors.weak.power: {uniform: [0.5, 4]}\n"
    )
    weak, strong, war = converge(load_text(text), draws=1 << 13).sensitivity
    assert (weak.actor, strong.actor, war.actor) == ("weak", "strong", None)
    assert all(group.total is None for _, group in strong.unknowns)
    assert all(group.total.value > 0.05 for _, group in weak.unknowns)


def test_means_over_the_draws_are_those_of_solve():
    odds, power = "conflict.destruction.odds", "actors.weak.power"
    unknown = f"unknown: {{{odds}: {{choice: [0.1, 0.9]}}, {power}: {{choice: [1, 2]}}}}\n"
    one = load_text(MISALIGNED % (1, 0.3) + unknown)
    found = converge(one, draws=1 << 10).found[0]
    answers = [
        solve(one.with_values({odds: first, power: second}), look_for_turns=False)
        for first in (0.1, 0.9)
        for second in (1, 2)
    ]
    happenings = [answer.happenings[answer.selected] for answer in answers]
    assert found.war.value == pytest.approx(np.mean([one.war for one in happenings]), abs=1e-9)
    assert found.destroyed.value == pytest.approx(np.mean([one.destroyed for one in happenings]), abs=1e-9)
    for k, actor in enumerate(found.actors):
        assert actor.always.value == np.mean([a.actors[k].verdict == "always" for a in answers])


def test_a_seed_settles_everything_and_another_changes_the_draws():
    first, second, other = (converge(STRONG, draws=1024, seed=seed).to_dict() for seed in (5, 5, 6))
    assert first == second
    assert first["dimensions"] != other["dimensions"]


def test_vectors_keep_their_angles_in_more_and_in_fewer_dimensions():
    held = (("actors.weak.preferences", Prior("direction")),)
    text = MISALIGNED.replace("conflict:", "  third: {power: 2, preferences: [0, 1, 0]}\nconflict:") % (1, 0.3)
    before = load_text(text)
    for dimensions in (2, 3, 7):
        after, _ = in_dimensions(before, dimensions, held)
        assert after.dimensions == dimensions
        strong, third = (np.array(actor.preferences) for actor in after.actors[1:])
        assert strong @ third == pytest.approx(0.6, abs=1e-12)
        assert strong @ strong == pytest.approx(1, abs=1e-12)
    with pytest.raises(UsageError, match="span 2 dimensions"):
        in_dimensions(before, 1, held)


def test_an_alignment_that_is_believed_in_is_met_in_any_number_of_dimensions():
    text = MISALIGNED % (1, 0.3)
    believing = load_text(text.replace("strong: {", "strong: {beliefs: {alignment.weak.strong: -0.5}, "))
    drawn = load_text(
        text + "unknown: {actors.weak.preferences: {direction: uniform}, "
        "actors.strong.beliefs.alignment.weak.strong: {uniform: [-1, 1]}}\n"
    )
    for scenario in (believing, drawn):
        shares = converge(scenario, draws=64, dimensions=[2, 3, 8]).found
        assert [each.dimensions for each in shares] == [2, 3, 8]
        assert all(actor.exact is None for each in shares for actor in each.actors)
    sees = {converge(believing, draws=64, dimensions=[k]).found[0].actor("strong").selected.value for k in (2, 3, 8)}
    assert len(sees) == 1  # it decides by what it believes, which is the same everywhere


def test_beliefs_about_preferences_fix_the_dimensions_and_leave_no_exact_share():
    text = (MISALIGNED % (1, 0.3)).replace("strong: {", "strong: {beliefs: {actors.weak.preferences: [1, 1, 0]}, ")
    found = converge(load_text(text), draws=64)
    assert all(actor.exact is None for actor in found.found[0].actors)
    with pytest.raises(UsageError, match=r"actors\.strong\.beliefs\.actors\.weak\.preferences: fixed to 3 outcomes"):
        converge(load_text(text), dimensions=[2], draws=64)


def test_the_table_has_a_row_for_each_actor_and_number_of_dimensions():
    frame = converge(STRONG, dimensions=[2, 5], draws=64).to_frame()
    assert list(frame["dimensions"]) == [2, 2, 5, 5]
    assert list(frame["actor"]) == ["strong", "weak"] * 2
    assert (frame["always_low"] <= frame["always"]).all()


def test_whoever_watches_is_told_of_every_game():
    told = []
    converge(STRONG, dimensions=[2, 3], draws=256, watch=told.append)
    assert told == sorted(told)
    assert told[-1] == games(STRONG, [], [2, 3], 256)


REFUSED = {
    "no such actor": ({"actors": ["week"]}, "did you mean 'weak'"),
    "no draws": ({"draws": 0}, "draws"),
    "too many draws": ({"draws": 1 << 40}, "draws"),
    "a negative seed": ({"seed": -1}, "seed"),
    "no dimension": ({"dimensions": [0]}, "dimensions"),
    "too many dimensions": ({"dimensions": [10**6]}, "dimensions"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_drawn_is_refused(case):
    keywords, words = REFUSED[case]
    with pytest.raises(UsageError, match=words):
        converge(STRONG, **keywords)


def test_where_no_direction_is_drawn_dimensions_are_refused():
    text = MISALIGNED % (1, 0.3) + "unknown: {conflict.destruction.odds: {uniform: [0, 1]}}\n"
    with pytest.raises(UsageError, match="changes nothing"):
        converge(load_text(text), dimensions=[2])


def test_rounds_are_refused():
    with pytest.raises((UsageError, ScenarioError)):
        converge(load_text("rounds: 2\n" + MISALIGNED % (1, 0.3)))


def test_as_many_draws_are_made_with_three_actors_as_with_two_where_games_are_small():
    race, alliances = pg.load("scenarios/ai-race.yaml"), pg.load("scenarios/first-world-war.yaml")
    assert games(race, ["A"], (), None) == games(STRONG, ["weak"], (), None) == 1 << 16
    assert games(race, ["A"], (), None, pg.Concept("logit")) == 1 << 10
    assert games(alliances, ["Russia"], (), None) == 1 << 10
