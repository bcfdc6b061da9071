"""What happens along a path in the selected equilibrium: levels, jumps, rungs and sides, as `solve` has them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from support.installed import SCENARIOS
from support.random_scenarios import random_scenario

import powergame as pg
from powergame.analysis.aspect import Aspect
from powergame.analysis.threshold.range import path_range
from powergame.analysis.threshold.selected import along
from powergame.analysis.threshold.selected.along import SelectedAlong
from powergame.analysis.threshold.selected.others import others
from powergame.batch.engine import solve_batch
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.scenario.reading.load import load_text

CUBA = SCENARIOS / "cuban-missile-crisis.yaml"
STAY = "actors.soviet union.ladder.withdraw.cost"
BESIDE = 2e-9
"""Fraction of a path's range: so far from a point that is good to 1e-9, it is certain on which side a number is."""


def selected(scenario, path, x):
    """Return the selected equilibrium at a number, as `solve` tells it."""
    answer = pg.solve(scenario.with_values({path: float(x)}), look_for_turns=False)
    return next(e for e in answer.to_dict()["equilibria"] if e["selected"])


def war(scenario, path, x):
    return selected(scenario, path, x)["war"]


def crossings(scenario, path, axis=None, **asked):
    return pg.threshold(scenario, path, axis, of="war", **asked).paths[0].course.crossings


def test_along_the_cuban_crisis_war_jumps_where_withdrawing_costs_as_much_as_it_saves():
    """Against a blockade the Soviet Union loses by withdrawing what this costs, and by staying what a war would."""
    scenario = pg.load(CUBA)
    (path,) = pg.threshold(scenario, STAY, "0:0.2:41", of="war").paths
    (jump,) = path.course.crossings
    assert (jump.level, jump.below, jump.jump, jump.rises, jump.proven) == (0.1, 0.0, True, True, True)
    assert jump.above == pytest.approx(0.172, abs=1e-12)
    assert jump.at == pytest.approx(0.0558703448275862, abs=2e-10)
    assert [(place.at, place.value) for place in (path.course.first, path.course.least)] == [(0.0, 0.0)] * 2
    assert path.course.now == 0.0
    assert path.course.greatest.value == pytest.approx(0.172, abs=1e-12)


def test_what_an_actor_plays_turns_where_its_best_reply_does():
    scenario = pg.load(CUBA)
    plays = pg.threshold(scenario, STAY, "0:0.2:41", of="plays.soviet union").to_dict()
    (along,) = plays["paths"]
    assert (plays["of"], plays["levels"], list(along["actors"])) == ("plays.soviet union", [], ["soviet union"])
    (flip,) = along["actors"]["soviet union"]["flips"]
    assert (flip["below"], flip["above"]) == ("withdraw", "stay")
    assert [part["rung"] for part in along["actors"]["soviet union"]["intervals"]] == ["withdraw", "stay"]
    (war_jump,) = crossings(scenario, STAY, "0:0.2:41")
    assert flip["at"] == war_jump.at


RANDOM = [
    (0, "decisiveness"),
    (4, "destruction.severity"),
    (4, "stakes"),
    (21, "destruction.severity"),
    (38, "decisiveness"),
]
"""Random scenarios of two actors along whose paths war crosses levels, by jumps and without."""

LEVELS = (0.05, 0.2, 0.35, 0.5, 0.65)


@pytest.mark.parametrize(("seed", "number"), RANDOM)
def test_levels_are_crossed_where_solve_says_so_and_nowhere_else(seed, number):
    """Just below each point war is on one side of the level, just above on the other; between two points it stays."""
    scenario, path = random_scenario(seed, n=2), f"conflict.{number}"
    (along,) = pg.threshold(scenario, path, of="war", levels=LEVELS).paths
    for crossing in along.course.crossings:
        step = BESIDE * (along.stop - along.start)
        before, behind = (war(scenario, path, crossing.at + sign * step) for sign in (-1, 1))
        if crossing.jump:
            assert (before, behind) == pytest.approx((crossing.below, crossing.above), abs=1e-6)
        if crossing.level is not None:
            assert (before >= crossing.level, behind >= crossing.level) == (not crossing.rises, crossing.rises)
    values = [(x, war(scenario, path, x)) for x in np.linspace(along.start, along.stop, 17)[1:-1]]
    for (low, before), (high, behind) in pairwise(values):
        for level in LEVELS:
            turns = sum(low < crossing.at < high and crossing.level == level for crossing in along.course.crossings)
            assert turns % 2 == ((before > level) != (behind > level))


def test_a_level_that_a_number_glides_through_is_met_exactly():
    """War is worth its odds here: mixing equilibria have a chance of war that moves with the path."""
    race = pg.load(SCENARIOS / "ai-race.yaml")
    path = "ladder.race.provokes"
    (glide,) = (c for c in crossings(race, path, "0:0.05:51", levels=[0.2]) if not c.jump)
    assert war(race, path, glide.at) == pytest.approx(0.2, abs=1e-7)
    assert glide.at == pytest.approx(1 - 0.8 ** (1 / 6), abs=1e-9)  # three race, each provokes the two others


def test_a_jump_over_several_levels_stands_there_for_each_and_one_over_none_once():
    takeover, path = pg.load(SCENARIOS / "corporate-takeover.yaml"), "actors.raider.power"
    levels = [crossing.level for crossing in crossings(takeover, path, "1:60:60", levels=[0.2, 0.4, 0.9])]
    assert levels == [0.4, 0.2]
    (alone,) = crossings(takeover, path, "1:60:60", levels=[0.9])
    assert (alone.level, alone.jump, alone.rises) == (None, True, False)


def test_what_is_destroyed_moves_where_war_does_not():
    scenario = pg.load(SCENARIOS / "strong-and-misaligned.yaml")
    (path,) = pg.threshold(scenario, "conflict.destruction.odds", of="destroyed", levels=[0.1]).paths
    (crossing,) = path.course.crossings
    assert crossing.at == pytest.approx(0.1 / 0.51 / 0.5, abs=1e-9)  # war, and what it destroys of all
    assert not crossing.jump


def test_the_kingmaker_changes_sides_where_solve_says_so():
    scenario, path = pg.load(SCENARIOS / "kingmaker.yaml"), "actors.kingmaker.power"
    (change,) = pg.threshold(scenario, path, "0:4:41").paths[0].sides
    assert (change.actor, change.before, change.behind) == ("kingmaker", "challenger", None)
    for sign, leader in ((-1, "challenger"), (1, None)):
        if_war = selected(scenario, path, change.at + sign * 1e-6)["if_war"]
        assert [side["leader"] for side in if_war["sides"] if "kingmaker" in side["members"]] == [leader]
    assert change.to_dict() == {"at": change.at, "actor": "kingmaker", "from": "challenger", "to": None}


def test_nobody_changes_sides_who_cannot_choose_one():
    scenario = pg.load(SCENARIOS / "kingmaker.yaml").with_values({"conflict.third_parties": "status_quo"})
    assert pg.threshold(scenario, "actors.kingmaker.power", "0:4:41").paths[0].sides == ()


def test_where_no_verdict_turns_the_answer_names_what_does():
    (path,) = pg.threshold(pg.load(CUBA), STAY, "0:0.2:41").paths
    assert not path.turns
    assert [other.of for other in path.others] == ["war", "plays.soviet union"]
    assert path.others[0].greatest == pytest.approx(0.172)
    assert path.others[1].answers == ("withdraw", "stay")
    assert pg.threshold(pg.load(CUBA), STAY, "0:0.2:41", only_flips=True).paths[0].others == ()


def test_quantal_response_has_levels_too():
    concept = pg.Concept("logit", 20.0)
    scenario, path = pg.load(SCENARIOS / "security-dilemma.yaml"), "conflict.destruction.severity"
    (path_,) = pg.threshold(scenario, path, "0:1:17", of="war", levels=[0.3], concept=concept).paths
    for crossing in path_.course.crossings:
        answer = pg.solve(scenario.with_values({path: crossing.at}), concept=concept, look_for_turns=False)
        assert answer.to_dict()["equilibria"][0]["war"] == pytest.approx(0.3, abs=1e-6)
    assert path_.course.crossings


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: file.stem)
def test_along_each_path_that_a_shipped_scenario_varies_something_turns_or_moves(file):
    """Verdicts, war, what is destroyed or the rung played; a file that extends another may keep a path of that one."""
    scenario = pg.load(file)
    if scenario.is_tree:
        return
    told = []
    for path, axis in scenario.vary:
        span = path_range(scenario, path, axis, 21)
        samples = SelectedAlong(scenario, path, pg.Concept())(np.linspace(span.low, span.high, 21))
        told.append(bool(others(scenario, samples, Aspect("plays", "nobody"))))
    assert any(told) if len(scenario.files) > 1 else all(told)


@pytest.mark.parametrize(
    ("of", "levels", "reason"),
    [
        ("plays.sovjet union", None, "did you mean plays.soviet union"),
        ("peace", None, "expected seeks, war, destroyed or plays.ACTOR"),
        ("war", [1.5], "expected a number above 0 and below 1"),
        ("seeks", [0.5], "--level belongs to --of war or destroyed"),
    ],
)
def test_other_questions_are_refused(of, levels, reason):
    with pytest.raises(UsageError, match=reason):
        pg.threshold(pg.load(CUBA), STAY, of=of, levels=levels)


def test_a_number_that_jumps_onto_a_level_reaches_it():
    """As the phase diagram and `converge` count: at least the level."""
    takeover, path = pg.load(SCENARIOS / "corporate-takeover.yaml"), "actors.raider.power"
    (jump,) = crossings(takeover, path, "1:60:60", levels=[0.49])
    assert (jump.level, jump.rises, jump.jump) == (0.49, False, True)
    assert jump.below == pytest.approx(0.49, abs=1e-12)


def test_a_point_of_its_own_is_answered_as_solve_does_and_not_by_kernels(monkeypatch):
    engines = []

    def solved(columns, *, engine="auto", **options):
        engines.append(engine)
        return solve_batch(columns, engine=engine, **options)

    monkeypatch.setattr(along, "solve_batch", solved)
    SelectedAlong(pg.load(SCENARIOS / "kingmaker.yaml"), "actors.kingmaker.power", Concept()).exactly(2.0)
    assert engines == ["interpreted"]


STEEP = """
actors:
  blue: {power: 0.48, preferences: [-1.803, 0.21, -0.332],
         beliefs: {conflict.destruction.odds: 0.768023, actors.green.power: 1.3}}
  red: {power: 0.61, preferences: [-0.05, 0.091, -0.436], effectiveness: 1.89, risk_aversion: -0.23}
  green: {power: 1.403, preferences: [0.989, 1.731, -2.015], effectiveness: 0.227052}
conflict: {destruction: {odds: 0.51, severity: 0.39}, third_parties: aligned}
"""


def test_what_rises_steeply_beside_a_jump_does_not_jump_itself():
    path = pg.threshold(load_text(STEEP), "ladder.seek.strength", of="war").paths[0]
    jumps = [(round(crossing.below, 6), round(crossing.above, 6)) for crossing in path.course.crossings]
    assert jumps == [(0.51, 0.545559), (0.690456, 0.7599), (0.7599, 0.882351)]
