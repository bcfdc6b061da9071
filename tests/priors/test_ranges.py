"""Ranges as priors: 5 % lie below, 5 % above, in the family that fits the number."""

from __future__ import annotations

import numpy as np
import pytest
from support.refusals import SMALLEST, refused

import powergame as pg
from powergame.errors import UsageError
from powergame.priors.distributions import Truncated, distribution_of
from powergame.scenario.reading.load import load_text
from powergame.scenario.writing.dump import dump

RANGES = [
    ("conflict.destruction.odds", 0.05, 0.3, "beta"),
    ("conflict.destruction.odds", 0.001, 0.999, "beta"),
    ("conflict.stakes", 1e-6, 1e-3, "beta"),
    ("conflict.stakes", 0.9, 0.999, "beta"),
    ("ladder.seek.grab", 0.5, 0.5001, "beta"),
    ("alignment.red.blue", -0.5, 0.9, "beta"),
    ("alignment.red.blue", -0.99, -0.9, "beta"),
    ("actors.red.power", 1, 10, "lognormal"),
    ("conflict.decisiveness", 0.5, 3, "lognormal"),
    ("actors.red.risk_aversion", -2, 3, "normal"),
    ("actors.red.preferences.0", 0.1, 4, "normal"),
    ("actors.red.beliefs.conflict.destruction.odds", 0.1, 0.9, "beta"),
]


def made(path, low, high):
    scenario = load_text(f"{SMALLEST}unknown: {{{path}: {low} to {high}}}\n")
    return distribution_of(scenario, *scenario.unknown[0])


@pytest.mark.parametrize(("path", "low", "high", "family"), RANGES)
def test_five_percent_lie_below_a_range_and_five_above(path, low, high, family):
    fitted = made(path, low, high)
    assert isinstance(fitted, Truncated)
    assert fitted.kind == family
    ends = fitted.quantile(np.array([0.05, 0.95]))
    assert ends == pytest.approx([low, high], rel=1e-9)
    assert fitted.cdf(np.array([low, high])) == pytest.approx([0.05, 0.95], rel=1e-9)


def test_a_range_of_an_alignment_is_as_wide_as_its_mirror_image():
    a, b = made("alignment.red.blue", -0.9, 0.2), made("alignment.red.blue", -0.2, 0.9)
    x = np.linspace(-0.95, 0.95, 9)
    assert a.log_density(x) == pytest.approx(b.log_density(-x), rel=1e-9)


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("conflict.stakes", "0.3 to 0.05", "range: expected two finite numbers, the lower first"),
        ("conflict.stakes", "0.3 to 0.3", "range: expected two finite numbers, the lower first"),
        ("conflict.stakes", "0.3 to 1.2", "1.2 is out of range; expected a number from 0 to 1"),
        ("conflict.stakes", "0 to 0.3", "range: 0 is the very end of what may be.*expected an end inside"),
        ("actors.red.power", "0 to 3", "range: 0 is the very end of what may be"),
        ("conflict.stakes", "0.1 to many", "range: expected two finite numbers"),
        ("conflict.stakes", "0.1 to", r"'0.1 to' is text; expected one of .* or a range such as 0.05 to 0.3"),
        ("conflict.stakes", "{range: [0.1]}", "range: expected two finite numbers"),
        ("conflict.contest", "0.1 to 0.2", "a range is of numbers"),
        ("rounds", "1 to 3", "a range has all numbers, and these are whole; expected {choice"),
        ("actors.red.preferences", "0.1 to 0.2", "preferences have a prior"),
    ],
)
def test_a_range_that_cannot_be_is_refused(path, text, message):
    refused(f"{SMALLEST}unknown: {{{path}: {text}}}\n", message)


def test_a_range_is_written_back_and_told():
    scenario = load_text(f"{SMALLEST}unknown: {{conflict.destruction.odds: 0.05 to 0.3}}\n")
    assert "unknown:\n  conflict.destruction.odds: {range: [0.05, 0.3]}\n" in dump(scenario)
    assert load_text(dump(scenario)).unknown == scenario.unknown
    result = pg.converge(scenario, draws=16)
    assert result.to_dict()["unknown"] == {"conflict.destruction.odds": {"range": [0.05, 0.3]}}


def test_a_range_that_floating_point_cannot_tell_is_one_line():
    for high in (0.5000000000000001, 0.50000001):
        with pytest.raises(UsageError, match=r"0\.5 to 0\.50*1? cannot be computed; expected a wider range"):
            made("conflict.stakes", 0.5, high)
