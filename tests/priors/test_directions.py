"""Directions: how they are spread, and how dense, against independent samplers and quadrature."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, stats

from powergame.priors.directions import Directions, fisher_directions, uniform_directions
from powergame.priors.points import points


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
