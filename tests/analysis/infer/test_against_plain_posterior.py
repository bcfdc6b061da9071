"""The posterior of one unknown is that of a plain grid."""

from __future__ import annotations

import math

import pytest
from oracles.plain_posterior import posterior

import powergame as pg
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict, Observation, Prior, Rung

HOLD, SEEK = Rung("hold"), Rung("seek", grab=0.4, provokes=0.5)
SCENARIO = Scenario(
    "two",
    (Actor("red", 1.0, (1.0, 0.3)), Actor("blue", 2.0, (0.2, 1.0), ladder=(HOLD, Rung("arm", 0.2, 0.1, 0.5, 2.0)))),
    Conflict(0.4, 0.6, decisiveness=1.5, stakes=0.7),
    (HOLD, SEEK),
    dimensions=2,
)

PROBLEMS = [
    ("alignment.red.blue", -1.0, 1.0, 5.0, (("red", "seek"),)),
    ("alignment.red.blue", -1.0, 1.0, 20.0, (("red", "hold"), ("blue", "arm"))),
    ("conflict.destruction.odds", 0.0, 1.0, 10.0, (("red", "seek"), ("red", "seek"), ("blue", "hold"))),
    ("actors.red.power", 0.2, 4.0, 15.0, (("red", "seek"), ("blue", "arm"))),
    ("actors.blue.ladder.arm.strength", 0.5, 3.0, 40.0, (("blue", "arm"), ("blue", "hold"))),
]


@pytest.mark.parametrize(("path", "low", "high", "rationality", "deeds"), PROBLEMS)
def test_the_posterior_of_one_unknown_is_that_of_a_plain_grid(path, low, high, rationality, deeds):
    places = {name: i for i, name in enumerate(SCENARIO.names)}
    rungs = [[rung.name for rung in SCENARIO.ladder_of(actor)] for actor in SCENARIO.actors]
    plain = posterior(
        SCENARIO, path, low, high, rationality, [(places[a], rungs[places[a]].index(r)) for a, r in deeds]
    )
    assert plain is not None
    told = pg.infer(
        SCENARIO,
        unknown={path: Prior("uniform", (low, high))},
        observe=[Observation(((actor, rung),)) for actor, rung in deeds],
        rationality=rationality,
    )
    log_evidence, mean, bits = plain
    assert told.method.name == "quadrature"
    assert told.log_evidence == pytest.approx(log_evidence, abs=1e-4)
    assert told.marginal(path).posterior.mean == pytest.approx(mean, abs=2e-4 * (high - low))
    assert told.bits == pytest.approx(bits, abs=1e-3)
    assert math.fsum(deed.surprise for deed in told.deeds) == pytest.approx(-told.log_evidence / math.log(2))
