"""Where comparisons hold, and the limits that they set."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.installed import SMALLEST

from powergame.errors import UsageError
from powergame.priors.conditions import condition
from powergame.scenario.reading.load import load_text

SCENARIO = load_text(
    SMALLEST.replace("[1, 0]}", "[1, 0], beliefs: {conflict.stakes: 0.3}}")
    + """\
unknown:
  alignment.red.blue: {uniform: [-1, 1]}
  conflict.destruction.odds: {uniform: [0, 1]}
  actors.blue.power: {choice: [1, 2]}
  conflict.contest: {choice: [ratio, logistic]}
  rationality: {lognormal: [3, 1]}
"""
)
VALUES = {
    "alignment.red.blue": np.array([-0.5, 0.0, 0.5]),
    "conflict.destruction.odds": np.array([0.1, 0.2, 0.3]),
    "actors.blue.power": np.array([1.0, 2.0, 2.0]),
    "conflict.contest": np.array(["ratio", "logistic", "ratio"]),
    "rationality": np.array([1.0, 2.0, 3.0]),
}
INF = math.inf


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alignment.red.blue < 0", [1, 0, 0]),
        ("alignment.blue.red <= 0", [1, 1, 0]),
        ("0 < alignment.red.blue", [0, 0, 1]),
        ("alignment.red.blue >= 0", [0, 1, 1]),
        ("alignment_with_power.blue > 0", [0, 0, 1]),
        ("actors.blue.power == 2", [0, 1, 1]),
        ("actors.blue.power == actors.red.power", [1, 0, 0]),
        ("conflict.contest == ratio", [1, 0, 1]),
        ("conflict.third_parties == aligned", [0, 0, 0]),
        ("conflict.stakes >= 1", [1, 1, 1]),
        ("actors.red.beliefs.conflict.stakes < conflict.stakes", [1, 1, 1]),
        ("actors.red.beliefs.conflict.destruction.odds < 0.25", [1, 1, 0]),
        ("actors.red.beliefs.conflict.destruction.odds < conflict.destruction.odds", [0, 0, 0]),
        ("alignment.red.blue < conflict.destruction.odds", [1, 1, 0]),
        ("rationality.red > 1.5", [0, 1, 1]),
    ],
)
def test_they_hold_where_the_scenario_has_such_values(text, expected):
    holds = condition(SCENARIO, text).holds(VALUES)
    assert holds.dtype == bool
    assert holds.tolist() == [bool(x) for x in expected]


def test_what_nothing_unknown_bears_on_holds_once_or_never():
    scenario = load_text(SMALLEST)
    assert condition(scenario, "conflict.stakes > 0.5").holds({}).tolist() == [True]
    assert condition(scenario, "alignment.red.blue < 0.5").holds({}).tolist() == [False]
    assert condition(scenario, "rationality < 9", rationality=8).holds({}).tolist() == [True]


def test_what_is_undefined_meets_no_comparison():
    text = SMALLEST.replace("conflict:\n", "  grey: {power: 3, preferences: [-1, -0.2]}\nconflict:\n")
    for sign in ("<", "<=", ">", ">="):
        assert not condition(load_text(text), f"alignment_with_power.red {sign} 0").holds({}).any()


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("alignment.blue.red < 0.25", {"alignment.red.blue": (-INF, 0.25)}),
        ("0.25 < alignment.red.blue", {"alignment.red.blue": (0.25, INF)}),
        ("0.25 >= alignment.red.blue", {"alignment.red.blue": (-INF, 0.25)}),
        ("actors.red.beliefs.conflict.destruction.odds > .1", {"conflict.destruction.odds": (0.1, INF)}),
        ("rationality.blue >= 3", {"rationality": (3.0, INF)}),
        ("actors.red.beliefs.conflict.stakes < 0.5", {}),
        ("actors.blue.power < 2", {}),
        ("actors.blue.power == 2", {}),
        ("conflict.contest == ratio", {}),
        ("alignment_with_power.red < 0", {}),
        ("alignment.red.blue < conflict.destruction.odds", {}),
        ("conflict.stakes < 2", {}),
    ],
)
def test_an_unknown_number_gets_an_end(text, limits):
    assert condition(SCENARIO, text).limits == limits


def test_what_is_no_comparison_is_bad_usage():
    with pytest.raises(UsageError, match=r"^alignment.red.bleu < 0: there is no actor 'bleu'; did you mean 'blue'\?$"):
        condition(SCENARIO, "alignment.red.bleu < 0")
