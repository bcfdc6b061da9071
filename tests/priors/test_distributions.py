"""Distributions of numbers and choices: their draws, densities and ranges."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from oracles.quantiles import NUMBERS, PROBABILITIES
from scipy import integrate, stats

from powergame.errors import UsageError
from powergame.priors.distributions import Choice, Truncated, distribution_of
from powergame.priors.points import points
from powergame.scenario.priors import PAIRS
from powergame.scenario.reading.load import load_text
from powergame.scenario.types import Prior

SCENARIO = load_text(
    """
actors:
  blue: {power: 3, preferences: [1, 0.2]}
  red:  {power: 1, preferences: [1, 0]}
conflict:
  destruction: {odds: 0.6, severity: 0.5}
"""
)
POWER, ODDS = "actors.red.power", "conflict.destruction.odds"
CUBE = points(1 << 14, 1, 1)

PRIORS = {
    "uniform": (POWER, Prior("uniform", (2.0, 5.0)), stats.uniform(2, 3)),
    "gamma": (POWER, Prior("gamma", (2.0, 0.5)), stats.gamma(2, scale=0.5)),
    "lognormal": (POWER, Prior("lognormal", (0.3, 0.8)), stats.lognorm(0.8, scale=math.exp(0.3))),
    "beta": (ODDS, Prior("beta", (2.0, 5.0)), stats.beta(2, 5)),
    "normal, cut off at 0 and 1": (ODDS, Prior("normal", (0.9, 0.3)), stats.truncnorm(-3, 1 / 3, 0.9, 0.3)),
}


@pytest.mark.parametrize("case", PRIORS)
def test_numbers_have_the_distribution_that_their_prior_says(case):
    path, prior, distribution = PRIORS[case]
    drawn = distribution_of(SCENARIO, path, prior).draw(CUBE)
    assert stats.kstest(drawn, distribution.cdf).statistic < 1e-3
    place_low, place_high = (0.0, 1.0) if path == ODDS else (0.0, math.inf)
    assert place_low <= drawn.min() <= drawn.max() <= place_high


def test_a_prior_outside_of_what_a_path_may_be_is_refused():
    with pytest.raises(UsageError, match="no probability in the allowed range"):
        distribution_of(SCENARIO, ODDS, Prior("uniform", (2.0, 3.0)))


EXTREMES = (-1e308, -1e3, 0.0, 1e-320, 1e-9, 0.5, 1e3, 1e9, 1e308)


@pytest.mark.parametrize("kind", ["uniform", "beta", "normal", "gamma", "lognormal"])
def test_a_prior_with_extreme_numbers_is_drawn_from_or_refused(kind):
    """Where SciPy overflows or has no answer, the prior is refused; what is left has numbers and densities."""
    refused = 0
    for first, second in itertools.product(EXTREMES, repeat=2):
        if not PAIRS[kind][0](first, second):
            continue
        for path in (POWER, ODDS, "actors.red.risk_aversion"):
            try:
                distribution = distribution_of(SCENARIO, path, Prior(kind, (first, second)))
            except UsageError as error:
                refused += "cannot be computed; expected" in str(error)
                continue
            drawn = distribution.draw(CUBE[:64])
            assert np.isfinite(drawn).all()
            assert not np.isnan(distribution.log_density(drawn)).any()
    assert refused or kind in ("uniform", "normal")


@pytest.mark.parametrize(
    ("kind", "numbers"), [("lognormal", (1000.0, 1.0)), ("beta", (1e308, 1e-320)), ("beta", (1e15, 3e15))]
)
def test_a_prior_that_overflows_is_refused_with_its_numbers(kind, numbers):
    with pytest.raises(UsageError, match=rf"^actors\.red\.power: {kind}: \[.*\] cannot be computed"):
        distribution_of(SCENARIO, POWER, Prior(kind, numbers))


def test_a_number_that_must_be_above_0_is():
    drawn = distribution_of(SCENARIO, "actors.red.effectiveness", Prior("gamma", (0.001, 1e-30))).draw(CUBE)
    assert drawn.min() > 0


def test_choices_come_equally_often():
    drawn = distribution_of(SCENARIO, ODDS, Prior("choice", (0.1, 0.2, 0.4, 0.8))).draw(CUBE)
    assert [int((drawn == x).sum()) for x in (0.1, 0.2, 0.4, 0.8)] == [1 << 12] * 4


def truncated(case) -> Truncated:
    path, prior, _ = PRIORS[case]
    distribution = distribution_of(SCENARIO, path, prior)
    assert isinstance(distribution, Truncated)
    return distribution


@pytest.mark.parametrize("case", PRIORS)
def test_densities_and_shares_below_are_those_of_the_whole_distribution_cut_off(case):
    _, _, whole = PRIORS[case]
    prior = truncated(case)
    x = prior.draw(CUBE[:200])
    np.testing.assert_allclose(prior.log_density(x), whole.logpdf(x), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(prior.cdf(x), whole.cdf(x), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("case", PRIORS)
def test_densities_of_numbers_integrate_to_1(case):
    prior = truncated(case)
    low, high = prior.quantile(np.array([1e-12, 1 - 1e-12]))
    total, _ = integrate.quad(lambda x: float(np.exp(prior.log_density(np.array(x)))), low, high, limit=200)
    assert total == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize("case", PRIORS)
def test_quantiles_are_the_inverse_of_shares_below(case):
    prior = truncated(case)
    shares = np.linspace(0.001, 0.999, 101)
    np.testing.assert_allclose(prior.cdf(prior.quantile(shares)), shares, rtol=0, atol=1e-10)


def test_out_of_its_range_a_number_has_no_density_and_nothing_lies_beyond():
    prior = Truncated("normal", 0.9, 0.3, 0.0, 1.0)
    assert prior.log_density(np.array([-0.01, 1.01])).tolist() == [-math.inf, -math.inf]
    assert prior.cdf(np.array([-5.0, 0.0, 1.0, 5.0])).tolist() == [0, 0, 1, 1]
    assert Truncated("uniform", 0.0, 2.0, 0.0, math.inf, above=True).log_density(np.array([0.0])) == -math.inf


def test_choices_have_probabilities():
    numbers, vectors = Choice((0.1, 0.2, 0.2, 0.8)), Choice(((1.0, 0.0), (0.0, 1.0)))
    assert np.exp(numbers.log_density(np.array([0.1, 0.2, 0.3]))) == pytest.approx([0.25, 0.5, 0])
    assert np.exp(vectors.log_density(np.array([[0.0, 1.0], [1.0, 1.0]]))) == pytest.approx([0.5, 0])
    assert Choice(("ratio", "logistic")).probabilities.tolist() == [0.5, 0.5]


DEEP = np.array(PROBABILITIES)


@pytest.mark.parametrize("distribution", NUMBERS)
def test_quantiles_keep_their_digits_deep_in_both_tails(distribution):
    drawn = Truncated(*distribution).quantile(DEEP)
    np.testing.assert_allclose(drawn, NUMBERS[distribution], rtol=1e-12, atol=1e-15)


def test_what_little_a_range_has_of_a_distribution_is_drawn_from():
    """Ten standard deviations off, probabilities below the range cannot be told from 1."""
    prior = Truncated("normal", -10.0, 1.0, 0.0)
    assert prior.mass == pytest.approx(stats.norm.sf(10), rel=1e-12)
    assert prior.quantile(np.array([0.5])) == pytest.approx(stats.norm.isf(stats.norm.sf(10) / 2) - 10, rel=1e-9)
    assert prior.cdf(prior.quantile(DEEP[2:7])) == pytest.approx(DEEP[2:7], rel=1e-9)
    assert Truncated("uniform", -1.0, 3.0, 0.0, 1.0).mass == 0.25


@pytest.mark.parametrize("kind", ["uniform", "beta", "normal", "gamma", "lognormal"])
@pytest.mark.parametrize(
    "numbers", [(math.nan, 1.0), (0.5, math.nan), (math.inf, 1.0), (0.5, math.inf), (-math.inf, 1.0)]
)
def test_a_prior_with_numbers_that_are_not_finite_is_refused(kind, numbers):
    with pytest.raises(UsageError, match=r"^conflict\.destruction\.odds: .*cannot be computed; expected") as refused:
        distribution_of(SCENARIO, ODDS, Prior(kind, numbers))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("prior", "message"),
    [
        (Prior("direction", (), (math.nan, 1.0), 1.0), "expected a mean of 2 finite numbers"),
        (Prior("direction", (), (0.0, 0.0), 1.0), "expected a mean of 2 finite numbers"),
        (Prior("direction", (), (1.0, 0.0, 0.0), 1.0), "expected a mean of 2 finite numbers"),
        (Prior("direction", (), (1.0, 0.0), math.nan), "cannot be computed; expected a number from 0"),
        (Prior("direction", (), (1.0, 0.0), 1e300), "cannot be computed; expected a number from 0"),
        (Prior("direction", (), (1.0, 0.0), -1.0), "cannot be computed; expected a number from 0"),
        (Prior("choice", ((1.0, math.nan),)), "nan is no choice; expected"),
        (Prior("choice", (0.5, math.nan)), "nan is no choice; expected"),
    ],
)
def test_directions_and_choices_that_are_none_are_refused(prior, message):
    with pytest.raises(UsageError, match=message):
        distribution_of(SCENARIO, "actors.red.preferences", prior)
