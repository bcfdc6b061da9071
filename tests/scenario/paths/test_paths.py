"""The path language: every value has a path, and what is set is what is read."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.installed import SMALLEST

from powergame.errors import ScenarioError, UsageError
from powergame.scenario.paths.apply import apply, flatten, get
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.overlap import undoes
from powergame.scenario.reading.load import load_text, values_of
from powergame.scenario.types import BINARY, BRINKMANSHIP

RICH = """\
outcomes: [wealth, order]
actors:
  blue: {power: 3, preferences: [1, 0.2], beliefs: {conflict.destruction.odds: 0.1, actors.red.power: 4}}
  red:
    power: 1
    ladder: [{name: wait}, {name: strike, grab: 0.5, provokes: 0.4, odds: 0.9, cost: 0.02}]
    types:
      hawk: {probability: 0.25, preferences: {order: 1}, beliefs: {ladder.seek.grab: 0.1}}
      dove: {probability: 0.75, preferences: [1, 0]}
  grey: {power: 0, preferences: {wealth: -1}, effectiveness: 2, risk_aversion: 1, growth: 1.1}
conflict:
  destruction: {odds: 0.6, severity: 0.5}
rounds: 3
"""


@pytest.fixture
def rich():
    return load_text(RICH)


@pytest.fixture
def small():
    return load_text(SMALLEST)


def other(path, value):
    """Return a value that the path can hold and does not."""
    if isinstance(value, str):
        return {"ratio": "logistic", "status_quo": "aligned"}[value]
    if isinstance(value, tuple):
        return tuple(-x + 0.25 for x in value)
    return value + 1 if path.endswith(("rounds", "power")) else value * 0.5 + 0.125


def test_flat_values_can_all_be_read_at_their_paths(rich):
    for path, value in flatten(rich).items():
        assert get(rich, path) == value


def test_flat_values_can_all_be_set_and_change_nothing_else(rich):
    before = flatten(rich)
    for path, value in before.items():
        new = other(path, value)
        changed = flatten(rich.with_values({path: new}))
        assert changed[path] == new
        others = {p for p in before if p != path and (p + path).count("probability") != 2}
        assert {p: changed[p] for p in others} == {p: before[p] for p in others}
    assert flatten(rich) == before


def test_setting_everything_to_what_it_is_changes_nothing(rich):
    assert rich.with_values(flatten(rich)) == rich


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("actors.grey.preferences.order", 2, (-1.0, 2.0)),
        ("actors.grey.preferences.1", 2, (-1.0, 2.0)),
        ("actors.grey.preferences", {"order": 3}, (0.0, 3.0)),
        ("actors.grey.preferences", {"angle": 90}, (0.0, 1.0)),
        ("actors.grey.preferences", [2, 1], (2.0, 1.0)),
        ("actors.grey.preferences.angle", 270, (0.0, -1.0)),
    ],
)
def test_preferences_can_be_set_whole_by_outcome_by_place_and_by_angle(rich, path, value, where):
    assert rich.with_values({path: value}).actors[2].preferences == where


@pytest.mark.parametrize(
    ("degrees", "direction"), [(0, (1, 0)), (90, (0, 1)), (180, (-1, 0)), (-90, (0, -1)), (450, (0, 1)), (360, (1, 0))]
)
def test_right_angles_are_exact(degrees, direction):
    text = SMALLEST.replace("[1, 0]", f"{{angle: {degrees}}}")
    assert load_text(text).actors[1].preferences == direction


def test_angle_turns_and_keeps_the_length(small):
    turned = small.with_values({"actors.blue.preferences": [3, 4], "actors.blue.preferences.angle": 30})
    assert math.hypot(*turned.actors[0].preferences) == pytest.approx(5, rel=1e-15)
    assert get(turned, "actors.blue.preferences.angle") == pytest.approx(30, rel=1e-14)


def test_outcome_named_angle_is_an_outcome():
    text = "outcomes: [angle, order]\n" + SMALLEST.replace("[1, 0]", "{angle: 90}")
    assert load_text(text).actors[1].preferences == (90.0, 0.0)
    assert get(load_text(text), "actors.red.preferences.angle") == 90


def test_rung_set_for_one_actor_gives_it_a_ladder_of_its_own(small):
    changed = small.with_values({"actors.red.ladder.seek.grab": 0.1})
    assert changed.ladder == BINARY
    assert changed.actors[0].ladder is None
    assert [rung.grab for rung in changed.actors[1].ladder] == [0.0, 0.1]


def test_ladders_can_be_replaced_by_name_and_rung_by_rung(small):
    assert small.with_values({"ladder": "brinkmanship"}).ladder == BRINKMANSHIP
    own = small.with_values({"ladder": [{"name": "wait"}, {"name": "go", "grab": 1}], "ladder.go.cost": 0.5}).ladder
    assert [(rung.name, rung.grab, rung.cost) for rung in own] == [("wait", 0, 0), ("go", 1, 0.5)]
    assert get(small, "ladder") == "binary"


def test_odds_of_a_rung_are_the_scenario_s_until_they_are_set(small):
    assert get(small, "ladder.seek.odds") == 0.6
    assert small.with_values({"ladder.seek.odds": 0.2}).ladder[1].odds == 0.2


def test_belief_without_one_is_the_truth(small):
    path = "actors.red.beliefs.conflict.destruction.odds"
    assert get(small, path) == 0.6
    changed = small.with_values({path: 0.25})
    assert changed.actors[1].beliefs == (("conflict.destruction.odds", 0.25),)
    assert changed.conflict == small.conflict
    assert changed.with_values({path: 0.5}).actors[1].beliefs == (("conflict.destruction.odds", 0.5),)


@pytest.mark.parametrize(
    "path", ["rounds", "ladder", "conflict.contest", "actors.red.growth", "actors.red.beliefs.rounds"]
)
def test_beliefs_are_about_numbers_of_one_round(small, path):
    with pytest.raises(ScenarioError, match="beliefs are about"):
        small.with_values({f"actors.blue.beliefs.{path}": 2})


def test_numbers_of_numpy_are_numbers(small):
    values = {"actors.red.power": np.float32(2), "rounds": np.int64(2), "actors.red.preferences": np.array([0.0, 1.0])}
    changed = small.with_values(values)
    assert (changed.actors[1].power, changed.rounds, changed.actors[1].preferences) == (2.0, 2, (0.0, 1.0))
    assert type(changed.rounds) is int


def test_changes_are_applied_in_order(small):
    last = apply(small, [("actors.red.power", 2), ("actors.red.power", 3)])
    assert last.actors[1].power == 3


def test_dimensions_may_change_for_all_at_once(small):
    changed = small.with_values({"actors.red.preferences": [1, 0, 0], "actors.blue.preferences": [0, 1, 0]})
    assert changed.dimensions == 3
    with pytest.raises(ScenarioError, match="number of outcomes"):
        small.with_values({"actors.red.preferences": [1, 0, 0]})


def test_all_faults_of_changes_come_at_once(small):
    with pytest.raises(ScenarioError) as caught:
        small.with_values({"actors.rde.power": 1, "conflict.stakes": 2, "rounds": 2, "conflict.contest": "ration"})
    assert [fault.path for fault in caught.value.faults] == ["actors.rde.power", "conflict.stakes", "conflict.contest"]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("actors.rde.power", "did you mean 'red'"),
        ("actors.red.pwer", "did you mean 'power'"),
        ("actors.red", "ends too early"),
        ("red.power", r"did you mean actors\.red\.power"),
        ("conflict.odds", r"did you mean conflict\.destruction\.odds"),
        ("conflict.destruction.sverity", "did you mean 'severity'"),
        ("severity", r"did you mean conflict\.destruction\.severity"),
        ("ladder.sek.grab", "did you mean 'seek'"),
        ("ladder.seek.gra", "did you mean 'grab'"),
        ("ladder.seek", "ends too early"),
        ("alignment.red", r"alignment\.ACTOR\.ACTOR"),
        ("alignment.red.red", "is 1"),
        ("alignment.red.bleu", "did you mean 'blue'"),
        ("actors.red.preferences.2", "there is no '2'"),
        ("actors.red.preferences.0.0", "nothing follows"),
        ("actors.red.types.hawk.probability", "no 'hawk' in actors.red.types; there are none"),
        ("actors.red.power.x", "nothing follows"),
        ("rounds.x", "rounds"),
        ("", "paths begin with"),
        ("...", "paths begin with"),
        ("actors..power", "no actor ''"),
        ("nonsense" * 100, "paths begin with"),
    ],
)
def test_paths_to_nowhere_say_where_one_may_have_meant_to_go(small, path, hint):
    with pytest.raises(ScenarioError, match=hint) as caught:
        get(small, path)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("value", [math.nan, math.inf, -1, "2", True, None, [1], {}, object(), 10**400, b"1"])
def test_values_that_are_no_power_are_refused(small, value):
    with pytest.raises(ScenarioError, match=r"actors\.red\.power"):
        small.with_values({"actors.red.power": value})


def test_nobody_is_left_without_power_altogether(small):
    with pytest.raises(ScenarioError, match="power of all actors is 0"):
        small.with_values({"actors.red.power": 0, "actors.blue.power": 0})


def test_ladder_must_keep_the_rungs_that_were_observed():
    scenario = load_text(SMALLEST + "observed: [{plays: {red: seek}}]\n")
    assert scenario.with_values({"ladder": "brinkmanship"}).observed == scenario.observed
    with pytest.raises(ScenarioError, match="'seek', which is no rung"):
        scenario.with_values({"ladder": [{"name": "a"}, {"name": "b"}]})


def test_ladder_must_keep_the_rungs_that_are_believed_in(rich):
    with pytest.raises(ScenarioError, match="no 'seek' in ladder"):
        rich.with_values({"ladder": [{"name": "a"}, {"name": "b"}]})


EQUALS = """\
outcomes: [peace, "E=mc2"]
actors:
  a=b: {power: 3, preferences: [1, 0.2]}
  a: {power: 1, preferences: [1, 0]}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
ladder: [{name: hold}, {name: "p=>q", grab: 0.5}]
"""


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ('actors.a.preferences={"E=mc2": 1}', "actors.a.preferences", {"E=mc2": 1}),
        ("actors.a.preferences.E=mc2=0.5", "actors.a.preferences.E=mc2", 0.5),
        ("actors.a=b.power=2", "actors.a=b.power", 2),
        ("alignment.a=b.a=0.5", "alignment.a=b.a", 0.5),
        ("alignment.a.a=b=0.5", "alignment.a.a=b", 0.5),
        ("ladder.p=>q.grab=0.1", "ladder.p=>q.grab", 0.1),
        ('ladder=[{name: wait}, {name: "x=y", grab: 0.1}]', "ladder", [{"name": "wait"}, {"name": "x=y", "grab": 0.1}]),
        ("actors.a.beliefs.actors.a=b.power=7", "actors.a.beliefs.actors.a=b.power", 7),
    ],
)
def test_a_change_is_split_where_a_path_ends_whatever_names_hold(text, path, value):
    scenario = load_text(EQUALS)
    assert values_of(scenario, [text]) == {path: value}
    assert get(load_text(EQUALS, sets=[text]), path) is not None


@pytest.mark.parametrize("text", ["", "=", "=1", " =1", "actors.a.power", "a" * 1000])
def test_what_is_no_change_is_refused(text):
    with pytest.raises(UsageError, match="expected PATH=VALUE"):
        load_text(EQUALS, sets=[text])


def test_a_change_of_what_is_not_there_names_it():
    with pytest.raises(ScenarioError, match=r"actors\.c\.power: there is no actor 'c'"):
        load_text(EQUALS, sets=["actors.c.power=1"])


@pytest.mark.parametrize(
    ("path", "before", "undone"),
    [
        ("actors.west.preferences", "actors.west.preferences.0", True),
        ("actors.west.preferences.0", "actors.west.preferences", False),
        ("actors.west.preferences.angle", "actors.west.preferences", True),
        ("actors.west.preferences.angle", "actors.west.preferences.1", True),
        ("actors.west.beliefs.actors.east.preferences", "actors.east.preferences.0", False),
        ("ladder", "ladder.hold.cost", True),
        ("ladder", "actors.west.ladder.hold.cost", False),
        ("ladder.hold.cost", "ladder", False),
        ("alignment.west.east", "alignment.east.west", True),
        ("alignment.west.east", "actors.west.preferences", False),
        ("rationality", "rationality.west", False),
    ],
)
def test_a_path_undoes_what_it_leaves_nothing_of(path, before, undone):
    assert undoes(parse(path), parse(before)) is undone
