"""What weighted points say of numbers, choices and directions agrees with closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats
from support.likelihoods import NORMAL, UNIFORM, Formula, beta_binomial

from powergame.posterior.choose import Settings, posterior
from powergame.posterior.curve import Curve, curve_of_cells, curve_of_values, highest_density, quantiles
from powergame.posterior.information import joint_bits, told
from powergame.posterior.marginals import derived_marginal, marginal, number_summary, probability
from powergame.posterior.methods.quadrature import quadrature
from powergame.posterior.scores import learned, pairs, tradeoffs
from powergame.priors.distributions import Choice, Truncated
from powergame.priors.sphere.directions import Directions

LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95]


def held(distribution, intervals):
    return sum(distribution.cdf(b) - distribution.cdf(a) for a, b in intervals)


def test_a_beta_posterior_is_met_to_a_thousandth():
    points = quadrature(beta_binomial(3, 7))
    summary, after = marginal(points, "share"), stats.beta(4, 8)
    assert after.cdf(summary.posterior.quantiles) == pytest.approx(LEVELS, abs=1e-3)
    assert summary.posterior.mean == pytest.approx(1 / 3, abs=1e-6)
    assert summary.posterior.sd == pytest.approx(after.std(), abs=1e-6)
    assert held(after, summary.posterior.hdi) == pytest.approx(0.9, abs=0.002)
    low = np.linspace(0, 0.1, 2001)
    shortest = (after.ppf(low + 0.9) - after.ppf(low)).min()
    assert sum(b - a for a, b in summary.posterior.hdi) <= shortest * 1.001
    bits = -after.entropy() / math.log(2)
    assert summary.bits == pytest.approx(bits, abs=1e-3)
    assert joint_bits(points) == pytest.approx(bits, abs=1e-5)
    density = summary.density
    assert np.diff(density.edges) @ density.posterior == pytest.approx(1, abs=2e-3)


@pytest.mark.parametrize(
    "prior",
    [UNIFORM, NORMAL, Truncated("beta", 0.5, 0.5), Truncated("lognormal", 3.0, 1.0), Truncated("gamma", 0.3, 2.0)],
    ids=lambda prior: prior.kind,
)
def test_a_prior_without_data_is_itself(prior):
    summary = marginal(quadrature(Formula({"x": prior}, lambda v: 0 * v["x"])), "x")
    assert prior.cdf(np.array(summary.posterior.quantiles)) == pytest.approx(LEVELS, abs=1e-3)
    assert held(prior, summary.posterior.hdi) == pytest.approx(0.9, abs=0.002)
    assert summary.bits == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("method", ["reweight", "smc"])
def test_a_direction_alone_has_all_the_bits(method):
    fisher = Formula({"d": Directions(3)}, lambda v: 8 * v["d"][:, 0])
    points = posterior(fisher, Settings(method, draws=1 << 12))
    bits = (8 / math.tanh(8) - 1 - math.log(math.sinh(8) / 8)) / math.log(2)
    assert marginal(points, "d").bits == pytest.approx(bits, abs=8 / math.sqrt(points.method.ess))


def test_a_density_may_be_too_great_for_a_number():
    near_nothing = marginal(quadrature(Formula({"x": Truncated("gamma", 1e-3, 1.0)}, lambda v: 0 * v["x"])), "x")
    assert near_nothing.posterior.quantiles[0] >= 0
    assert len(near_nothing.posterior.hdi) == 1


def test_a_posterior_with_two_modes_has_two_intervals():
    def log(values):
        return np.logaddexp(-((values["x"] - 1) ** 2) / 0.08, -((values["x"] + 1.2) ** 2) / 0.08)

    hdi = marginal(quadrature(Formula({"x": NORMAL}, log)), "x").posterior.hdi
    assert len(hdi) == 2
    (_, a), (b, _) = hdi
    assert a < 0 < b


def test_a_uniform_prior_and_draws_of_it_have_one_interval():
    likelihood = Formula(dict.fromkeys("xyz", UNIFORM), lambda v: 0.1 * v["x"])
    for method in ("reweight", "smc"):
        for path in "xyz":
            summary = marginal(posterior(likelihood, Settings(method, draws=4096)), path)
            assert len(summary.prior.hdi) == len(summary.posterior.hdi) == 1


def test_the_prior_of_an_alignment_is_the_arc_sine_law():
    points = quadrature(Formula({"d": Directions(2)}, lambda v: 0 * v["d"][:, 0]))
    summary = derived_marginal(points, "alignment", lambda v: v["d"][:, 1], ["d"]).prior
    assert np.array(summary.quantiles) == pytest.approx(np.sin(math.pi * (np.array(LEVELS) - 0.5)), abs=2e-3)
    assert len(summary.hdi) == 2
    assert summary.sd == pytest.approx(math.sqrt(0.5), abs=1e-6)


def test_a_mean_direction_is_the_ratio_of_bessel_functions():
    points = quadrature(Formula({"d": Directions(2)}, lambda v: 2 * v["d"][:, 0]))
    summary = marginal(points, "d")
    assert summary.posterior == pytest.approx((special.iv(1, 2) / special.iv(0, 2), 0), abs=1e-6)
    assert summary.prior == pytest.approx((0, 0), abs=1e-6)
    assert summary.bits == pytest.approx(joint_bits(points), abs=1e-3)


def test_conditions_on_two_unknowns_are_met_to_a_thousandth():
    likelihood = Formula({"x": UNIFORM, "y": UNIFORM}, lambda v: np.log(v["x"]), given=lambda v: v["x"] < v["y"])
    points = quadrature(likelihood)
    assert probability(points, lambda v: v["x"] < v["y"], ["x", "y"])[:2] == pytest.approx((1, 1), abs=1e-9)
    assert probability(points, lambda v: v["x"] < v["y"] / 2, ["x", "y"])[:2] == pytest.approx((0.5, 0.25), abs=1e-3)
    summary = marginal(points, "y").posterior
    assert stats.beta(3, 1).cdf(summary.quantiles) == pytest.approx(LEVELS, abs=1e-3)


def test_what_is_tied_together_trades_off_and_the_rest_is_not_learned():
    def log(values):
        return -(((values["x"] + values["y"] - 1.3) / 0.3) ** 2) / 2

    points = quadrature(Formula({"x": NORMAL, "y": NORMAL}, log))
    known, unknown = learned(points)
    assert known.eigenvalue == pytest.approx(0.09 / 2.09, abs=1e-5)
    assert dict(known.direction) == pytest.approx({"x": math.sqrt(0.5), "y": math.sqrt(0.5)}, abs=1e-5)
    assert unknown.eigenvalue == pytest.approx(1, abs=1e-5)
    (tradeoff,) = tradeoffs(points)
    assert tradeoff.correlation == pytest.approx(-1 / 1.09, abs=1e-4)
    lower, upper = tradeoff.of_first
    assert lower > 1.2
    assert upper < 0
    (pair,) = pairs(points)
    assert np.sum(pair.posterior) == pytest.approx(1)
    assert np.sum(pair.posterior, axis=0) @ np.array(pair.first_edges[1:]) > 0.6


def test_scores_of_what_is_listed_have_variance_1_before():
    points = quadrature(Formula({"c": Choice((1.0, 2.0, 5.0)), "d": Directions(2)}, lambda v: 0 * v["c"]))
    assert [x.eigenvalue for x in learned(points)] == pytest.approx([1, 1, 1], abs=1e-6)


def test_probabilities_and_bits_of_observations_are_those_of_the_beta_binomial():
    points = quadrature(beta_binomial(3, 7))
    first, second = told(points, [(0, 3), (1, 7)])
    assert first.probability.prior == pytest.approx(0.5, abs=1e-6)
    assert first.probability.posterior == pytest.approx(1 / 3, abs=1e-6)
    assert first.surprise == pytest.approx(2, abs=1e-6)
    assert first.surprise + second.surprise == pytest.approx(-points.log_evidence / math.log(2), abs=1e-9)
    assert first.alone == pytest.approx(-stats.beta(4, 1).entropy() / math.log(2), abs=1e-4)


def test_means_and_choices_after_the_first_few_are_of_the_same_points():
    points = quadrature(beta_binomial(3, 7))
    assert number_summary(points, "share", points.prior).mean == pytest.approx(0.5, abs=1e-6)


def test_values_with_probability_by_themselves_are_kept():
    values = np.array([0.0] * 500 + [1.0] * 500)
    curve = curve_of_values(values, np.full(1000, 1e-3), np.full(1000, 1e-3), 64)
    assert quantiles(curve.ends, curve.posterior, np.array([0.25, 0.75])).tolist() == [0.0, 1.0]
    assert curve.nats() == pytest.approx(0, abs=1e-12)


def test_noise_makes_no_gaps():
    random = np.random.default_rng(3)
    ends = np.linspace(-4, 4, 201)
    masses = np.diff(stats.norm.cdf(ends)) * (1 + 0.1 * random.standard_normal(200))
    assert len(highest_density(ends, masses, 0.9, 0.25)) == 1
    assert Curve(ends, masses, masses).merged(20).prior.sum() == pytest.approx(masses.sum())


@pytest.mark.parametrize("cells", [False, True])
def test_shown_densities_of_lognormal_numbers_have_both_tails(cells):
    prior = Truncated("lognormal", 3.0, 1.0)
    at = (np.arange(20_000) + 0.5) / 20_000
    values = prior.quantile(at)
    weights = np.full(len(at), 1 / len(at))
    ends = np.stack([at - 0.5 / len(at), at + 0.5 / len(at)]).clip(1e-12, 1 - 1e-12)
    curve = (
        curve_of_cells(ends, weights, weights, prior.quantile)
        if cells
        else curve_of_values(values, weights, weights, 512)
    )
    edges, density, _ = curve.shown(ratio=True)
    assert edges[0] < 2
    assert edges[-1] > 200
    middle = np.sqrt(edges[1:] * edges[:-1])
    inside = (middle > 2) & (middle < 200)
    assert np.exp(prior.log_density(middle))[inside] == pytest.approx(density[inside], rel=0.15)
    assert (np.diff(edges) @ density) == pytest.approx(1, abs=0.01)


def test_a_density_over_ratios_is_finite_however_small_its_numbers():
    ends = np.array([0.0, 5e-324, 1e-310, 1e-300, 1e-200, 0.5])
    masses = np.full(5, 0.2)
    for shown in Curve(ends, masses, masses).shown(ratio=True):
        assert np.isfinite(shown).all()
