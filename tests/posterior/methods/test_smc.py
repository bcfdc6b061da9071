"""Tempered particles, and reweighted draws, agree with closed forms to their own errors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from support.likelihoods import NORMAL, UNIFORM, Formula, normals

from powergame.deadline import NO_DEADLINE
from powergame.errors import NoAnswerError
from powergame.posterior.choose import Settings, posterior
from powergame.posterior.coordinates import unknowns_of
from powergame.posterior.information import joint_bits, told
from powergame.posterior.marginals import marginal
from powergame.posterior.methods.reweight import draw_prior
from powergame.priors.distributions import Choice
from powergame.priors.sphere.directions import Directions

SIGMAS = 4


def off(points, evidence):
    """Return by how many of its own errors the evidence is off."""
    return abs(points.log_evidence - evidence) / points.method.error


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("count", "sd"), [(3, 1.0), (3, 0.3), (8, 0.3), (3, 0.05)])
def test_normal_posteriors_are_met_within_their_errors(count, sd, seed):
    likelihood, evidence = normals(count, 1.0, sd)
    points = posterior(likelihood, Settings(seed=seed))
    assert points.method.name == ("reweight" if sd == 1 else "smc")
    assert off(points, evidence) < SIGMAS
    variance = sd**2 / (1 + sd**2)
    after = stats.norm(1 / (1 + sd**2), math.sqrt(variance))
    slack = SIGMAS / math.sqrt(points.method.ess)
    for path in likelihood.distributions:
        summary = marginal(points, path)
        assert after.cdf(summary.posterior.quantiles) == pytest.approx([0.05, 0.25, 0.5, 0.75, 0.95], abs=slack / 2)
        assert summary.posterior.mean == pytest.approx(after.mean(), abs=slack * after.std())
        held = sum(after.cdf(b) - after.cdf(a) for a, b in summary.posterior.hdi)
        assert held == pytest.approx(0.9, abs=slack + 0.005)
        bits = (variance + after.mean() ** 2 - 1 - math.log(variance)) / 2 / math.log(2)
        assert summary.bits == pytest.approx(bits, abs=2 * slack + 0.02 * bits)
        assert joint_bits(points) == pytest.approx(count * bits, abs=count * 2 * slack)


def test_errors_are_as_large_as_what_is_off():
    likelihood, evidence = normals(4, 1.0, 0.2)
    off_by = []
    for seed in range(24):
        points = posterior(likelihood, Settings("smc", draws=512, seed=seed))
        off_by.append((points.log_evidence - evidence) / points.method.error)
    assert max(map(abs, off_by)) < SIGMAS
    assert 0.5 < np.std(off_by) < 1.5
    assert abs(np.mean(off_by)) < SIGMAS / math.sqrt(24)


def test_an_effective_sample_is_what_means_are_off_by():
    likelihood, _ = normals(4, 1.0, 0.2)
    squares, sizes = [], []
    for seed in range(24):
        points = posterior(likelihood, Settings("smc", draws=512, seed=seed))
        away = (points.posterior @ points.values["x1"] - 1 / 1.04) / math.sqrt(0.04 / 1.04)
        squares.append(away**2)
        sizes.append(points.method.ess)
    assert np.mean(squares) < 2.2 / np.mean(sizes)


def test_a_lopsided_likelihood_is_met():
    likelihood = Formula(
        {"x": UNIFORM, "y": UNIFORM, "z": UNIFORM},
        lambda v: 60 * v["x"] + 40 * np.log(v["y"]) - 3 * v["z"],
    )
    evidence = math.log(math.expm1(60) / 60) - math.log(41) + math.log(-math.expm1(-3) / 3)
    for seed in range(3):
        assert off(posterior(likelihood, Settings(seed=seed)), evidence) < SIGMAS
        assert off(posterior(likelihood, Settings("smc", draws=512, seed=seed)), evidence) < SIGMAS


def test_a_narrow_spike_behind_a_plateau_is_met():
    sd, floor = 0.03, -12.0

    def log(values):
        spike = sum(-(((values[path] - 0.7) / sd) ** 2) / 2 for path in ("x", "y", "z"))
        return np.logaddexp(floor, spike)

    likelihood = Formula(dict.fromkeys(("x", "y", "z"), NORMAL), log)
    spike = 3 * (-0.49 / 2 / (1 + sd**2) - math.log((1 + sd**2) / sd**2) / 2)
    for seed in range(3):
        points = posterior(likelihood, Settings(seed=seed))
        assert points.method.name == "smc"
        assert off(points, np.logaddexp(floor, spike)) < SIGMAS


def test_words_directions_types_and_what_is_given_are_sampled_together():
    kinds = (0.2, 0.8)

    def log(values):
        measured = -(((values["x"] - 1) / 0.1) ** 2) / 2 - (((values["y"] - 1) / 0.1) ** 2) / 2
        loud = np.where(values["word"] == "loud", 3.0, 0.0)
        return np.stack([measured + loud + 2 * values["d"][:, 0], measured + loud])

    likelihood = Formula(
        {"x": NORMAL, "word": Choice(("loud", "still", "mute")), "y": NORMAL, "d": Directions(3)},
        log,
        given=lambda values: values["x"] < values["y"],
        kinds=kinds,
    )
    measured = 2 * (-1 / 2 / 1.01 - math.log(1.01 / 0.01) / 2)
    turned = 0.2 * math.sinh(2) / 2 + 0.8
    evidence = measured + math.log((2 + math.exp(3)) / 3) + math.log(turned)
    for seed in range(2):
        points = posterior(likelihood, Settings(seed=seed))
        slack = SIGMAS / math.sqrt(points.method.ess)
        assert off(points, evidence) < SIGMAS
        assert (points.values["x"] < points.values["y"])[points.prior > 0].all()
        loud, *_ = marginal(points, "word").posterior
        assert loud == pytest.approx(math.exp(3) / (2 + math.exp(3)), abs=slack / 2)
        assert points.joint[0].sum() == pytest.approx(0.1 * math.sinh(2) / turned, abs=slack / 2)


def test_surprises_of_all_methods_add_up_to_the_evidence():
    draws = np.random.default_rng(0).random((3, 6))
    likelihood = Formula(
        dict.fromkeys("xyz", UNIFORM),
        lambda v: [np.log(sum(a * v[path] for a, path in zip(row, "xyz", strict=True)) / 3) for row in draws.T],
        times=(1, 4, 0, 200, 2, 30),
    )
    for method in ("reweight", "smc"):
        points = posterior(likelihood, Settings(method, draws=2048))
        total = sum(t.surprise for t in told(points, list(enumerate(points.times))))
        assert total == pytest.approx(-points.log_evidence / math.log(2), abs=1e-9)


def test_the_same_seed_gives_the_same_points():
    likelihood, _ = normals(3, 1.0, 0.1)
    first, second = (posterior(likelihood, Settings("smc", draws=512, seed=5)) for _ in range(2))
    assert (first.prior == second.prior).all()
    assert first.method == second.method


def test_evidence_by_two_ways_agrees():
    disagreements = []
    for seed in range(12):
        likelihood, _ = normals(3, 1.0, 0.2)
        disagreements.append(posterior(likelihood, Settings("smc", draws=512, seed=seed)).method.disagreement)
    assert max(disagreements) < SIGMAS


def test_draws_are_of_what_is_given_and_impossible_priors_are_said():
    likelihood = Formula(dict.fromkeys("xyz", UNIFORM), lambda v: v["x"], given=lambda v: v["x"] < 0.01)
    draws = draw_prior(likelihood, unknowns_of(likelihood), 1000, 0, NO_DEADLINE)
    assert len(draws) == 1000
    assert draws.values["x"].max() < 0.01
    with pytest.raises(NoAnswerError, match="no value of the unknowns explains the data"):
        posterior(Formula(dict.fromkeys("xyz", UNIFORM), lambda v: np.full(len(v["x"]), -np.inf)), Settings())


def test_ranks_of_what_made_the_data_are_uniform():
    """Numbers drawn from the prior are anywhere in the posterior of the data that they made."""
    random = np.random.default_rng(7)
    ranks = []
    for seed in range(60):
        true = random.standard_normal(3)
        seen = true[0] * np.array([1.0, 1.0, 0.0]) + true[1] * np.array([0.0, 1.0, 1.0]) + 0.2 * true[2]
        seen = seen + 0.3 * random.standard_normal(3)

        def log(v, seen=seen):
            expected = [v["a"] + 0.2 * v["c"], v["a"] + v["b"] + 0.2 * v["c"], v["b"] + 0.2 * v["c"]]
            return sum(-(((y - e) / 0.3) ** 2) / 2 for y, e in zip(seen, expected, strict=True))

        points = posterior(Formula(dict.fromkeys("abc", NORMAL), log), Settings("smc", draws=512, seed=seed))
        ranks.append([points.posterior @ (points.values[p] < x) for p, x in zip("abc", true, strict=True)])
    for column in np.array(ranks).T:
        assert stats.kstest(column, "uniform").pvalue > 1e-3


def test_particles_of_a_likelihood_that_tells_nothing_are_spread_over_the_whole_prior():
    likelihood = Formula({"x": NORMAL}, lambda values: np.zeros(len(values["x"])))
    points = posterior(likelihood, Settings("smc", 1024))
    moved = points.values["x"][-1024:]
    assert abs(moved.mean()) < 0.15
    assert np.quantile(points.values["x"], 0.25) == pytest.approx(-0.6745, abs=0.05)
