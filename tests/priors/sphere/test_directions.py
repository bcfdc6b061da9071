"""Directions: how they are spread, and how dense, against independent samplers and quadrature."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from oracles.quantiles import ANGLES, PROBABILITIES
from scipy import integrate, stats

from powergame.priors.points import points
from powergame.priors.sphere.directions import Directions, fisher_directions, uniform_directions
from powergame.priors.sphere.polar import polar


@pytest.mark.parametrize("dimensions", [1, 2, 3, 8])
def test_uniform_directions_favour_none(dimensions):
    drawn = uniform_directions(points(1 << 14, dimensions, 3))
    assert np.allclose((drawn**2).sum(axis=1), 1)
    assert np.abs(drawn.mean(axis=0)).max() < 0.01
    assert np.abs(drawn.T @ drawn / len(drawn) - np.eye(dimensions) / dimensions).max() < 0.01


@pytest.mark.parametrize("dimensions", [1, 2, 3, 8, 100])
@pytest.mark.parametrize("concentration", [0.0, 0.7, 20.0, 5000.0])
def test_fisher_directions_agree_with_an_independent_sampler(dimensions, concentration):
    """Mean and spread of the cosine with the mean direction, against scipy's rejection sampler."""
    mean = np.zeros(dimensions)
    mean[-1] = -1.0
    ours = fisher_directions(3 * mean, concentration, points(1 << 14, dimensions, 5)) @ mean
    if dimensions == 1:
        assert (ours > 0).mean() == pytest.approx(1 / (1 + math.exp(-2 * concentration)), abs=1e-3)
        return
    if concentration == 0:
        theirs = uniform_directions(np.random.default_rng(1).random((1 << 15, dimensions))) @ mean
    else:
        theirs = stats.vonmises_fisher(mean, concentration).rvs(1 << 15, random_state=1) @ mean
    assert stats.ks_2samp(ours, theirs).statistic < 0.02


def test_fisher_directions_are_round_about_their_mean():
    mean = np.array([1.0, 2.0, -1.0, 0.5])
    drawn = fisher_directions(mean, 8.0, points(1 << 14, 4, 5))
    assert np.allclose((drawn**2).sum(axis=1), 1)
    towards = mean / np.linalg.norm(mean)
    across = drawn - (drawn @ towards)[:, None] * towards
    assert np.abs(across.mean(axis=0)).max() < 0.01


@pytest.mark.parametrize("dimensions", [2, 3, 8, 100])
@pytest.mark.parametrize("concentration", [0.01, 0.7, 20.0, 5000.0])
def test_densities_of_directions_are_those_of_an_independent_implementation(dimensions, concentration):
    mean = np.random.default_rng(1).normal(size=dimensions)
    towards = mean / np.linalg.norm(mean)
    directions = np.concatenate([uniform_directions(points(64, dimensions, 2)), [towards, -towards]])
    ours = Directions(dimensions, tuple(mean.tolist()), concentration).log_density(directions)
    theirs = stats.vonmises_fisher(towards, concentration).logpdf(directions)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-7)


@pytest.mark.parametrize("dimensions", [2, 3, 4, 30, 1000])
@pytest.mark.parametrize("concentration", [0.0, 0.7, 20.0, 300.0, 5000.0])
def test_densities_of_directions_integrate_to_1(dimensions, concentration):
    """Over the angle to the mean: the sphere's slices are spheres of a dimension less."""
    mean = (1.0, *[0.0] * (dimensions - 1))
    prior = Directions(dimensions, mean, concentration)

    def slice_of(angle: float) -> float:
        direction = np.zeros((1, dimensions))
        direction[0, :2] = math.cos(angle), math.sin(angle)
        surface = math.log(2) + (dimensions - 1) / 2 * math.log(math.pi) - math.lgamma((dimensions - 1) / 2)
        across = (dimensions - 2) * math.log(math.sin(angle)) if dimensions > 2 else 0.0
        return math.exp(float(prior.log_density(direction)[0]) + surface + across)

    angles = np.linspace(1e-9, math.pi - 1e-9, 400)
    peak = angles[int(np.argmax([slice_of(float(angle)) for angle in angles]))]
    width = 12 / math.sqrt(dimensions + concentration)
    ends = [max(1e-9, peak - width), peak, min(math.pi - 1e-9, peak + width)]
    total = sum(integrate.quad(slice_of, a, b, epsabs=1e-10)[0] for a, b in pairwise(ends))
    assert total == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("concentration", [0.0, 0.7, 20.0])
def test_in_one_dimension_the_two_directions_have_probabilities(concentration):
    prior = Directions(1, (-2.0,), concentration)
    chances = np.exp(prior.log_density(np.array([[-1.0], [1.0]])))
    assert chances.sum() == pytest.approx(1)
    assert chances[0] == pytest.approx(1 / (1 + math.exp(-2 * concentration)))


def test_a_uniform_direction_is_as_dense_everywhere_as_one_of_no_concentration():
    directions = uniform_directions(points(16, 3, 1))
    assert np.exp(Directions(3).log_density(directions)) == pytest.approx([1 / (4 * math.pi)] * 16)
    assert (Directions(3).log_density(directions) == Directions(3, (1.0, 0, 0)).log_density(directions)).all()


DEEP = np.array(PROBABILITIES)


@pytest.mark.parametrize("concentration", ANGLES)
def test_angles_in_the_plane_keep_their_digits_deep_in_both_tails(concentration):
    np.testing.assert_allclose(polar(2, concentration).quantile(DEEP), ANGLES[concentration], rtol=1e-14, atol=1e-20)


@pytest.mark.parametrize("dimensions", [2, 3, 4, 8, 1000])
def test_angles_of_uniform_directions_are_those_of_a_beta_distribution(dimensions):
    """(1 - cos t) / 2 has a beta distribution with both parameters (k - 1) / 2."""
    height = np.sin(polar(dimensions, 0.0).quantile(DEEP[:5]) / 2) ** 2
    half = (dimensions - 1) / 2
    np.testing.assert_allclose(height, stats.beta(half, half).ppf(DEEP[:5]), rtol=1e-11)


@pytest.mark.parametrize("concentration", [0.1, 5.0, 1e6, 1e20])
def test_angles_in_space_are_those_of_the_closed_form(concentration):
    """In R^3 the cosine has an exponential distribution, cut off at -1 and 1."""
    height = np.sin(polar(3, concentration).quantile(DEEP) / 2) ** 2
    meant = -np.log1p(DEEP * np.expm1(-2 * concentration)) / (2 * concentration)
    np.testing.assert_allclose(height, meant, rtol=1e-11)


@pytest.mark.parametrize("dimensions", [2, 3, 8, 1000])
@pytest.mark.parametrize("concentration", [0.0, 0.7, 300.0, 1e12])
def test_shares_of_angles_are_the_inverse_of_their_quantiles(dimensions, concentration):
    angles = polar(dimensions, concentration)
    shares = np.linspace(0.001, 0.999, 101)
    np.testing.assert_allclose(angles.cdf(angles.quantile(shares)), shares, rtol=0, atol=1e-12)


@pytest.mark.parametrize("prior", [Directions(2), Directions(2, (-1.0, 0.5), 0.0), Directions(2, (-3.0, -0.1), 4.0)])
def test_a_probability_goes_once_around_the_circle_from_opposite_the_mean(prior):
    shares = np.linspace(0.0, 1.0, 1001)
    angles = prior.at_quantile(shares)
    ahead = 0.0 if prior.mean is None else math.atan2(prior.mean[1], prior.mean[0])
    assert (np.diff(angles) > 0).all()
    assert angles[[0, 500, 1000]] == pytest.approx([ahead - math.pi, ahead, ahead + math.pi])
    inner = slice(1, -1)
    np.testing.assert_allclose(prior.quantile_at(angles[inner]), shares[inner], rtol=0, atol=1e-12)
    np.testing.assert_allclose(prior.quantile_at(angles[inner] + 4 * math.pi), shares[inner], rtol=0, atol=1e-12)
    between = (angles[1:] + angles[:-1]) / 2
    density = np.exp(prior.log_density(np.stack([np.cos(between), np.sin(between)], axis=1)))
    assert (density * np.diff(angles))[50:950] == pytest.approx(np.full(900, 0.001), rel=1e-3)


def test_directions_far_from_all_others_have_densities():
    """Where digits of the cosine are too few, a direction's distance from the mean has them."""
    for dimensions in (2, 3, 8):
        prior = Directions(dimensions, (1.0, *[0.0] * (dimensions - 1)), 1e14)
        near = prior.log_density(prior.draw(points(1 << 12, dimensions, 1)))
        spread = 0.5 * (dimensions - 1) * (math.log(1e14 / (2 * math.pi)) - 1)  # a normal distribution's entropy
        assert near.mean() == pytest.approx(spread, abs=0.02)
