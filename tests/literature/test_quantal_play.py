"""Published play of a game, through the likelihood that deeds have.

McKelvey & Palfrey (1995), Quantal response equilibria for normal form games, Games and Economic Behavior 10, on Ochs
(1995), Games with unique mixed strategy equilibria, in the same volume: matching pennies in which one prize is four
times the others, in cents of 1982. There are 128 choices of each actor; the first rungs' shares are .527 and .366. The
estimate is also Gambit's.
"""

from __future__ import annotations

import numpy as np
import pytest
from support.played_tables import RATIONALITY, PlayedTable

from powergame.posterior.choose import Settings, posterior
from powergame.posterior.marginals import marginal
from powergame.priors.distributions import Truncated

PAYOFFS = np.array([[[1.1141, 0.0], [0.0, 0.2785]], [[0.0, 1.1141], [1.1141, 0.0]]])
TIMES = 128 * np.array([0.527, 0.473, 0.366, 0.634])
OCHS = PlayedTable(PAYOFFS, TIMES, Truncated("uniform", 0.0, 10.0, 0.0, 10.0))


def log_likelihood(rationality):
    return TIMES @ OCHS.evaluate({RATIONALITY: np.array(rationality)}).log[:, 0]


def test_the_estimate_of_the_rationality_and_its_play_are_the_published_ones():
    near = 1.84561 + np.linspace(-0.002, 0.002, 401)
    logs = log_likelihood(near)
    best = near[logs.argmax()]
    assert best == pytest.approx(1.84561, abs=2e-5)
    assert logs.max() == pytest.approx(-174.76453, abs=1e-5)
    play = np.exp(OCHS.evaluate({RATIONALITY: np.array([best])}).log[:, 0, 0])
    assert play[[0, 2]] == pytest.approx([0.61565, 0.38329], abs=1e-4)


def test_the_posterior_under_a_flat_prior_is_that_of_brute_force():
    told = marginal(posterior(OCHS, Settings()), RATIONALITY).posterior
    assert told.mean == pytest.approx(2.2885, abs=0.002)
    ((low, high),) = told.hdi
    assert (low, high) == pytest.approx((0.442, 3.978), abs=0.01)
