"""The answer: verdicts, motives, reasons, and what would turn them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powergame.analysis.solve import solve
from powergame.analysis.solve.motive import motive
from powergame.equilibrium.concept import Concept
from powergame.model.compile import compile_game, outcome_at
from powergame.model.game import Game
from powergame.scenario.reading.load import load_text

TWO = """
actors:
  blue: {{power: {strong}, preferences: {{angle: 0}}}}
  red: {{power: 1, preferences: {{angle: {angle}}}}}
conflict:
  destruction: {{odds: {odds}, severity: {severity}}}
"""


def two(*, strong=3.0, angle=0.0, odds=0.6, severity=0.5, sets=()):
    text = TWO.format(strong=strong, angle=angle, odds=odds, severity=severity)
    return load_text(text, sets=sets)


def test_strictly_dominant_seeking_is_always_and_predatory():
    answer = solve(two(angle=180))
    assert [a.verdict for a in answer.actors] == ["always", "always"]
    assert [a.motive for a in answer.actors] == ["predatory", "predatory"]
    assert [a.seeks.least for a in answer.actors] == [1.0, 1.0]


def test_perfectly_aligned_actors_never_seek_power():
    answer = solve(two(angle=0))
    assert [a.verdict for a in answer.actors] == ["never", "never"]
    assert answer.solution.complete
    assert answer.happenings[answer.selected].war == 0


@settings(max_examples=40)
@given(strong=st.floats(1.05, 8), odds=st.floats(0.05, 1), severity=st.floats(0.05, 1), angle=st.floats(0, 180))
def test_the_alignment_that_turns_the_weak_is_the_closed_form(strong, odds, severity, angle):
    """Against one who holds, red seeks iff A < A* (gamma = tau = 1). As alignment falls, the weak one turns first."""
    answer = solve(two(strong=strong, odds=odds, severity=severity, angle=angle))
    red, blue = answer.actor("red"), answer.actor("blue")
    m_red, m_blue, q, g, d = 1 / (1 + strong), strong / (1 + strong), 0.3, 0.3, odds * severity
    threshold = ((1 - q) * g * m_blue - q * d * m_red) / ((1 - q) * g * m_blue + q * d * m_blue)
    turn = next((t for t in red.turns if t.path == "alignment.red.blue"), None)
    alignment = red.alignment["blue"]
    assert (alignment < threshold) <= (red.verdict != "never")
    if red.verdict == blue.verdict == "never":
        assert turn is not None or threshold <= -1
        # an equilibrium in which both seek may appear before the one in which both hold vanishes
        assert turn is None or turn.at > threshold - 2e-9
        assert turn is None or turn.verdict != "always" or turn.at == pytest.approx(threshold, abs=2e-9)


MANY_EQUILIBRIA = """
actors: {a: {power: 0.8, preferences: [1]}, b: {power: 0.3, preferences: [1]}, c: {power: 1.5, preferences: [1]}}
ladder: brinkmanship
conflict: {destruction: {odds: 0.2, severity: 0.9}, decisiveness: 0.5, stakes: 0.2}
"""


def test_what_happens_in_each_equilibrium_is_what_its_own_profile_leads_to():
    scenario = load_text(MANY_EQUILIBRIA)
    answer, compiled = solve(scenario, look_for_turns=False), compile_game(scenario)
    assert len({happening.power_after for happening in answer.happenings}) > 3
    for equilibrium, happening in zip(answer.solution.equilibria, answer.happenings, strict=True):
        alone = outcome_at(compiled, [[float(p) for p in strategy] for strategy in equilibrium.profile])
        assert (happening.war, happening.destroyed) == pytest.approx((alone.war, alone.destroyed), abs=1e-15)
        assert happening.power_after == pytest.approx(alone.power_after.tolist(), abs=1e-15)


@pytest.mark.parametrize(("angle", "so"), [(10, "it does not seek"), (60, "it seeks"), (180, "it seeks")])
def test_why_tells_an_actor_s_choice_as_the_better_one_for_it(angle, so):
    red = solve(two(angle=angle)).actor("red")
    advantage = red.stakes.advantage
    assert (advantage > 0) == (so == "it seeks")
    assert f"so {so}, better off by {abs(advantage):.3f}." in red.why


def test_why_names_the_gain_the_risk_and_the_nearest_turn():
    red = solve(two(angle=11.3)).actor("red")
    assert f"{red.stakes.peace:.3f} in peace" in red.why
    assert f"{-red.stakes.war - red.stakes.likelier:.3f} through the risk of war (30 %" in red.why
    assert f"{red.turns[0].at:.3g}" in red.why


MOTIVES = {(1, 1): "predatory", (-1, -1): "restrained", (1, -1): "opportunist", (-1, 1): "defensive"}
"""By the sign of what seeking gains against one who holds, and against one who seeks."""


@pytest.mark.parametrize("gains", [*product((-1, 0, 1), repeat=2)])
def test_motives_read_off_the_best_replies_and_a_tie_makes_them_mixed(gains):
    table = np.array([[0, 0], gains], float)
    game = Game(("me", "you"), (("hold", "seek"),) * 2, np.stack([table, np.zeros((2, 2))]))
    assert motive(game, ((False, True),) * 2, 0) == MOTIVES.get(gains, "mixed")


def test_a_motive_asks_whether_any_other_seeks():
    """Against two others of whom one, the other, or both seek, the best reply has to be the same."""
    gains = np.array([[1.0, -1.0], [-1.0, -1.0]])  # by what the second and the third do
    for cell, expected in (((0, 0), "restrained"), ((1, 1), "mixed"), ((0, 1), "mixed"), (None, "opportunist")):
        changed = gains.copy()
        if cell is not None:
            changed[cell] *= -1
        payoffs = np.zeros((3, 2, 2, 2))
        payoffs[0, 1] = changed
        game = Game(("me", "you", "she"), (("hold", "seek"),) * 3, payoffs)
        assert motive(game, ((False, True),) * 3, 0) == expected


def test_no_pure_equilibrium_gives_probabilities_not_a_boolean():
    """Two ladders on which blue wants to match and red to mismatch: everybody mixes, and the verdict is `depends`."""
    table = np.array([[1.0, -1.0], [-1.0, 1.0]])
    from powergame.equilibrium.nash.find import find_equilibria
    from powergame.equilibrium.verdict import seeking, verdict

    found = find_equilibria(Game(("a", "b"), (("hold", "seek"),) * 2, np.stack([table, -table])))
    chances = seeking((False, True), 0, found.equilibria)
    assert chances.least == chances.greatest == 0.5
    assert verdict(chances) == "depends"


def test_quantal_response_is_certified_and_tends_to_the_selected_equilibrium():
    scenario = two(angle=11.3)
    nash = solve(scenario)
    for rationality in (0.0, 1.0, 50.0):
        answer = solve(scenario, concept=Concept("logit", rationality))
        assert answer.concept.residual < 1e-12
        assert len(answer.solution.equilibria) == 1
    assert solve(scenario, concept=Concept("logit", 0.0)).actor("red").seeks.selected == 0.5
    near = solve(scenario, concept=Concept("logit", 5000.0)).actor("red").seeks.selected
    assert near == pytest.approx(nash.actor("red").seeks.selected, abs=1e-6)
    limit = solve(scenario, concept=Concept("logit"))
    assert [e.profile for e in limit.solution.equilibria] == [nash.solution.equilibria[nash.selected].profile]
    assert (limit.solution.convex, limit.solution.equilibria[0].component) == (((0,),), 0)
    assert not limit.solution.complete


def test_beliefs_move_payoffs_but_not_what_happens():
    feared = two(angle=90, sets=[("conflict.destruction.odds", "0.9")])
    hopeful = load_text(
        TWO.format(strong=3, angle=90, odds=0.9, severity=0.5).replace(
            "red: {power: 1,", "red: {beliefs: {conflict.destruction.odds: 0}, power: 1,"
        )
    )
    a, b = solve(feared), solve(hopeful)
    assert np.array_equal(a.game.payoffs[0], b.game.payoffs[0])
    assert not np.array_equal(a.game.payoffs[1], b.game.payoffs[1])
    assert np.array_equal(a.war, b.war)
    fears, hopes = (answer.actor("red").stakes for answer in (a, b))
    assert hopes.war + hopes.likelier > fears.war + fears.likelier
