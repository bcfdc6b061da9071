"""Quadrature agrees with closed forms: evidence, however sharp the likelihood, and edges of what is given."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import betaln
from support.likelihoods import NORMAL, UNIFORM, Formula, beta_binomial, normals

from powergame.errors import NoAnswerError, UsageError
from powergame.posterior.choose import Settings, posterior
from powergame.posterior.methods.quadrature import TooSharpError, quadrature
from powergame.priors.distributions import Choice, Truncated
from powergame.priors.sphere.directions import Directions


def ridge(sd, at=1.3):
    """Return the likelihood of a sum of two unknowns that is measured, and the logarithm of its evidence."""

    def log(values):
        return -(((values["x"] + values["y"] - at) / sd) ** 2) / 2 - math.log(sd * math.sqrt(2 * math.pi))

    evidence = -(at**2) / 2 / (2 + sd**2) - math.log(2 * math.pi * (2 + sd**2)) / 2
    return Formula({"x": NORMAL, "y": NORMAL}, log), evidence


@pytest.mark.parametrize("plays", [1, 10, 1000, 10**6, 10**9])
def test_the_evidence_of_any_number_of_plays_is_that_of_the_beta_binomial(plays):
    points = quadrature(beta_binomial(0.3 * plays, 0.7 * plays))
    assert points.log_evidence == pytest.approx(betaln(0.3 * plays + 1, 0.7 * plays + 1), abs=1e-4)
    assert points.method.error < 1e-3


def test_one_unknown_takes_no_more_than_400_points_where_little_is_told():
    assert quadrature(beta_binomial(1, 2)).method.solved <= 400


def test_a_posterior_at_the_end_of_the_range_is_answered_or_refused():
    for plays in (10**3, 10**6, 10**9):
        points = quadrature(beta_binomial(plays, 0))
        assert points.log_evidence == pytest.approx(-math.log(plays + 1), abs=0.002)
    with pytest.raises(NoAnswerError, match="too much for quadrature"):
        quadrature(beta_binomial(10**12, 0))


@pytest.mark.parametrize("sd", [1.0, 0.1, 1e-3, 1e-5])
def test_a_spike_between_the_first_nodes_is_met(sd):
    likelihood, evidence = normals(1, 2.3456, sd)
    assert quadrature(likelihood).log_evidence == pytest.approx(evidence, abs=1e-4)
    likelihood, evidence = normals(2, 1.3456, sd)
    assert quadrature(likelihood).log_evidence == pytest.approx(evidence, abs=1e-3)


@pytest.mark.parametrize("sd", [1.0, 0.1, 0.03])
def test_a_ridge_across_both_unknowns_is_met(sd):
    likelihood, evidence = ridge(sd)
    assert quadrature(likelihood).log_evidence == pytest.approx(evidence, abs=5e-4)


def test_a_ridge_too_narrow_for_its_nodes_is_refused():
    with pytest.raises(NoAnswerError, match="expected --method smc"):
        quadrature(ridge(0.0003)[0])


@pytest.mark.parametrize("drop", [3.0, 4000.0, math.inf])
def test_a_likelihood_that_jumps_is_met(drop):
    low = math.exp(-drop)
    line = Formula({"x": UNIFORM}, lambda values: np.where(values["x"] < 0.3377, 0.0, -drop))
    assert quadrature(line).log_evidence == pytest.approx(math.log(0.3377 + 0.6623 * low), abs=2e-4)
    plane = Formula({"x": UNIFORM, "y": UNIFORM}, lambda values: np.where(values["x"] + values["y"] < 0.7, 0.0, -drop))
    assert quadrature(plane).log_evidence == pytest.approx(math.log(0.245 + 0.755 * low), abs=0.002)


@pytest.mark.parametrize(
    ("given", "share", "evidence"),
    [
        (lambda v: v["x"] < v["y"], 1 / 2, 1 / 3),
        (lambda v: v["x"] * v["y"] < 0.3, 0.3 * (1 - math.log(0.3)), None),
        (lambda v: v["x"] ** 2 + v["y"] ** 2 < 1, math.pi / 4, (1 / 3) / (math.pi / 4)),
    ],
)
def test_the_edge_of_what_is_given_is_exact(given, share, evidence):
    points = quadrature(Formula({"x": UNIFORM, "y": UNIFORM}, lambda v: np.log(v["x"]), given=given))
    assert given(points.values).all()
    if evidence is not None:
        assert points.log_evidence == pytest.approx(math.log(evidence), abs=2e-4)
    else:  # the mean of x where x y < a
        mean = (0.3**2 / 2 + 0.3 * (1 - 0.3)) / share
        assert points.log_evidence == pytest.approx(math.log(mean), abs=2e-4)


def test_limits_scale_up_what_is_left_of_a_prior():
    points = quadrature(Formula({"x": UNIFORM}, lambda v: np.log(v["x"]), limits={"x": (0.5, math.inf)}))
    assert points.values["x"].min() > 0.5
    assert points.log_evidence == pytest.approx(math.log(0.75), abs=1e-6)
    with pytest.raises(UsageError, match="no probability in what is given"):
        quadrature(Formula({"x": UNIFORM}, lambda v: v["x"], limits={"x": (2.0, 3.0)}))


def test_choices_and_private_types_are_summed_over():
    kinds = (0.25, 0.75)

    def log(values):
        rate = np.where(values["word"] == "loud", 2.0, 1.0)
        return np.stack([rate * np.log(values["x"]), np.log1p(-values["x"])])

    points = quadrature(Formula({"x": UNIFORM, "word": Choice(("loud", "still"))}, log, kinds=kinds))
    assert points.log_evidence == pytest.approx(math.log(0.25 * (1 / 3 + 1 / 2) / 2 + 0.75 / 2), abs=1e-6)
    assert points.joint.shape[0] == 2
    assert points.joint[1].sum() == pytest.approx(0.375 / math.exp(points.log_evidence), abs=1e-6)


def test_directions_in_two_dimensions_take_one_coordinate():
    points = quadrature(Formula({"d": Directions(2)}, lambda v: 2 * v["d"][:, 0]))
    bessel = np.i0(2.0)
    assert points.log_evidence == pytest.approx(math.log(bessel), abs=1e-6)
    assert points.scores.shape[0] == 2
    fisher = quadrature(Formula({"d": Directions(2, (1.0, 1.0), 3.0)}, lambda v: 0 * v["d"][:, 0]))
    assert (fisher.prior @ fisher.values["d"])[0] == pytest.approx((fisher.prior @ fisher.values["d"])[1], abs=1e-9)


def test_a_ridge_too_sharp_for_boxes_is_left_to_particles():
    likelihood, evidence = ridge(1e-5)
    with pytest.raises(TooSharpError):
        posterior(likelihood, Settings("quadrature"))
    points = posterior(likelihood, Settings())
    assert points.method.name == "smc"
    assert points.log_evidence == pytest.approx(evidence, abs=4 * points.method.error)


def test_nothing_that_explains_the_data_is_said():
    with pytest.raises(NoAnswerError, match="no value of the unknowns explains the data"):
        quadrature(Formula({"x": UNIFORM}, lambda v: np.full(len(v["x"]), -np.inf)))


@pytest.mark.parametrize("method", ["quadrature", "reweight", "smc"])
def test_what_is_given_and_cannot_be_is_an_error_of_the_question(method):
    contradictory = Formula({"x": UNIFORM}, lambda v: v["x"], given=lambda v: v["x"] > 2)
    with pytest.raises(UsageError, match="meet what is given"):
        posterior(contradictory, Settings(method, draws=1024))


@pytest.mark.parametrize(
    "prior",
    [Truncated("beta", 0.5, 0.5), Truncated("lognormal", 3.0, 1.0), Truncated("gamma", 0.3, 2.0)],
    ids=lambda prior: prior.kind,
)
def test_the_answer_depends_on_a_prior_through_its_quantiles_only(prior):
    likelihood = Formula({"x": prior}, lambda v: 3 * np.log(prior.cdf(v["x"]).clip(1e-300)))
    assert quadrature(likelihood).log_evidence == pytest.approx(-math.log(4), abs=1e-5)


def test_a_thousand_observations_are_answered():
    draws = np.random.default_rng(1).random(1000) < 0.3
    likelihood = Formula(
        {"x": UNIFORM},
        lambda v: [np.log(v["x"]) if drawn else np.log1p(-v["x"]) for drawn in draws],
        times=np.ones(1000),
    )
    points = quadrature(likelihood)
    assert points.log_evidence == pytest.approx(betaln(draws.sum() + 1, 1001 - draws.sum()), abs=1e-5)
