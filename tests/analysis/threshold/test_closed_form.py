"""Closed forms: what the model says is a straight line in a number, and nothing else."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.installed import SMALLEST

from powergame.analysis.threshold.closed_form import roots
from powergame.batch.variants import Variants
from powergame.scenario.reading.load import load_text

THREE = SMALLEST.replace("conflict:", "  green: {power: 2, preferences: [0, 1]}\nconflict:")
SIDING = THREE.replace("conflict:", "conflict:\n  third_parties: aligned")
AVERSE = SMALLEST.replace("red:  {", "red: {risk_aversion: 1, ")
OWN_ODDS = "ladder: [{name: hold, grab: 0}, {name: grab, grab: 0.3}, {name: strike, grab: 0.5, odds: 0.9}]\n"
ODDS, STAKES, SEVERITY = "conflict.destruction.odds", "conflict.stakes", "conflict.destruction.severity"


def closed(text, path, bend=0.0):
    """Return for each actor whether its gains have a closed form, if all are x - 0.4 but for a bend."""
    x = np.linspace(0, 1, 5)
    columns = Variants(load_text(text), (path,)).columns({path: x})
    counts = [size * (size - 1) // 2 * (math.prod(columns.shape) // size) for size in columns.shape]
    found = roots(path, columns, x, np.tile(x - 0.4 + bend * x * (1 - x), (sum(counts), 1)))
    told = ~np.isnan(found)
    assert found[told] == pytest.approx(0.4, abs=1e-12)
    parts = np.split(told, np.cumsum(counts)[:-1])
    assert all(part.all() == part.any() for part in parts)
    return [bool(part.all()) for part in parts]


@pytest.mark.parametrize(
    ("text", "path", "straight"),
    [
        (SMALLEST, ODDS, [True, True]),
        (AVERSE, ODDS, [True, True]),  # the odds of a lottery, whatever its prizes are worth
        (OWN_ODDS + SMALLEST, ODDS, [False, False]),  # the odds of some wars only
        (SMALLEST, SEVERITY, [True, True]),
        (AVERSE, SEVERITY, [True, False]),
        (SMALLEST, STAKES, [True, True]),
        (AVERSE, STAKES, [True, False]),
        (THREE, STAKES, [True] * 3),
        (SIDING, STAKES, [False] * 3),  # who joins whom turns with the stakes
        (SIDING, ODDS, [True] * 3),
        (SMALLEST, "alignment.red.blue", [True, True]),
        (AVERSE, "alignment.red.blue", [True, False]),
        (THREE, "alignment.red.blue", [False] * 3),
        (AVERSE, "ladder.seek.cost", [True, True]),
        (SMALLEST, "actors.red.power", [False, False]),
        (SMALLEST, "conflict.decisiveness", [False, False]),
    ],
)
def test_gains_have_a_closed_form_where_the_model_says_that_they_are_straight(text, path, straight):
    assert closed(text, path) == straight


def test_a_gain_that_is_not_straight_has_no_closed_form_whatever_the_path():
    assert closed(SMALLEST, ODDS, bend=1e-11) == [False, False]
    assert closed(SMALLEST, ODDS, bend=1e-14) == [True, True]


def test_a_gain_that_does_not_change_has_no_root():
    columns = Variants(load_text(SMALLEST), (ODDS,)).columns({ODDS: np.linspace(0, 1, 5)})
    assert np.isnan(roots(ODDS, columns, np.linspace(0, 1, 5), np.zeros((4, 5)))).all()
