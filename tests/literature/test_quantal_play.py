"""Published play of a game, through the likelihood that deeds have.

McKelvey & Palfrey (1995), Quantal response equilibria for normal form games, Games and Economic Behavior 10, on Ochs
(1995), Games with unique mixed strategy equilibria, in the same volume: matching pennies in which one prize is four
times the others, in cents of 1982. There are 128 choices of each actor; the first rungs' shares are .527 and .366. The
most likely rationality, and the play there, are in results/.
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


def test_the_posterior_under_a_flat_prior_is_that_of_brute_force():
    told = marginal(posterior(OCHS, Settings()), RATIONALITY).posterior
    assert told.mean == pytest.approx(2.2885, abs=0.002)
    ((low, high),) = told.hdi
    assert (low, high) == pytest.approx((0.442, 3.978), abs=0.01)
