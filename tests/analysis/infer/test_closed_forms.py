"""Posteriors that can be computed by hand, and what must not change them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad

import powergame as pg
from powergame.model.compile import compile_game
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict, Observation, Prior, Rung

FLAT, LAMBDA = Prior("uniform", (-1.0, 1.0)), 12.0
HOLD, SEEK = Rung("hold"), Rung("seek", grab=0.4, provokes=0.5)
ALIKE = (Rung("left", resists=0.7), Rung("right", resists=0.7))
RED, BLUE = Actor("red", 1.0, (1.0, 0.3)), Actor("blue", 2.0, (0.2, 1.0))
SCENARIO = Scenario("two", (RED, BLUE), Conflict(0.4, 0.6, decisiveness=1.5, stakes=0.7), (HOLD, SEEK), dimensions=2)
PATH = "alignment.red.blue"


def told(scenario=SCENARIO, path=PATH, deeds=(("red", "seek"),), prior=FLAT, rationality=LAMBDA, **more):
    observe = [Observation((deed,)) for deed in deeds]
    return pg.infer(scenario, unknown={path: prior}, observe=observe, rationality=rationality, **more)


def test_against_rungs_that_are_alike_the_posterior_is_that_of_a_logistic_choice():
    """P(seek) = 1 / (1 + exp(-lambda G)), and the gain G of seeking is a straight line in the alignment."""
    scenario = replace(SCENARIO, actors=(RED, replace(BLUE, ladder=ALIKE)))

    def gain(alignment):
        payoffs = compile_game(scenario.with_values({PATH: alignment})).game.payoffs[0]
        return payoffs[1, 0] - payoffs[0, 0]

    start, slope = gain(0.0), gain(1.0) - gain(0.0)
    assert gain(-1.0) == pytest.approx(start - slope, abs=1e-11)

    def density(alignment):
        return 0.5 / (1 + math.exp(-LAMBDA * (start + slope * alignment)))

    evidence = quad(density, -1, 1)[0]
    mean = quad(lambda a: a * density(a), -1, 1)[0] / evidence
    below = quad(density, -1, 0)[0] / evidence
    bits = quad(lambda a: density(a) / evidence * math.log2(2 * density(a) / evidence), -1, 1)[0]
    answer = told(scenario, hypotheses=[f"{PATH} < 0"])
    by_hand = math.log((1 + math.exp(LAMBDA * gain(1.0))) / (1 + math.exp(LAMBDA * gain(-1.0))))
    assert evidence == pytest.approx(by_hand / (2 * LAMBDA * slope))
    assert answer.log_evidence == pytest.approx(math.log(evidence), abs=1e-5)
    assert answer.marginal(PATH).posterior.mean == pytest.approx(mean, abs=1e-4)
    assert answer.hypotheses[0].posterior == pytest.approx(below, abs=1e-3)
    assert answer.bits == pytest.approx(bits, abs=1e-3)


def test_a_choice_between_rungs_that_pay_the_same_tells_nothing():
    scenario = replace(SCENARIO, actors=(replace(RED, ladder=ALIKE), BLUE))
    answer = told(scenario, deeds=(("red", "left"),))
    assert answer.bits == pytest.approx(0, abs=1e-9)
    assert answer.log_evidence == pytest.approx(-math.log(2), abs=1e-9)
    assert answer.flat == (PATH,)


def turned(scenario, angle):
    c, s = math.cos(angle), math.sin(angle)
    actors = tuple(
        replace(actor, preferences=(c * actor.preferences[0] - s * actor.preferences[1],
                                    s * actor.preferences[0] + c * actor.preferences[1]))
        for actor in scenario.actors
    )  # fmt: skip
    return replace(scenario, actors=actors)


SAME = {
    "all power three times as much": replace(SCENARIO, actors=(replace(RED, power=3.0), replace(BLUE, power=6.0))),
    "preferences turned": turned(SCENARIO, 1.1),
    "longer vectors": replace(SCENARIO, actors=(RED, replace(BLUE, preferences=(2.0, 10.0)))),
    "the other actor first": replace(SCENARIO, actors=(BLUE, RED)),
    "rungs the other way round": replace(SCENARIO, ladder=(SEEK, HOLD)),
}


@pytest.mark.parametrize("scenario", SAME.values(), ids=SAME)
@pytest.mark.parametrize(
    ("path", "prior"),
    [(PATH, FLAT), ("conflict.destruction.odds", Prior("beta", (2.0, 3.0)))],
    ids=["alignment", "odds"],
)
def test_units_axes_and_orders_do_not_matter(scenario, path, prior):
    one, other = (told(s, path, (("red", "seek"), ("blue", "hold")), prior) for s in (SCENARIO, scenario))
    assert other.log_evidence == pytest.approx(one.log_evidence, abs=1e-8)
    assert other.bits == pytest.approx(one.bits, abs=1e-6)
    assert other.marginal(path).posterior.mean == pytest.approx(one.marginal(path).posterior.mean, abs=1e-7)


def test_names_do_not_matter():
    named = replace(
        SCENARIO,
        actors=(replace(RED, name="ada"), replace(BLUE, name="bob")),
        ladder=(replace(HOLD, name="wait"), replace(SEEK, name="take")),
    )
    one, other = told(), told(named, "alignment.ada.bob", (("ada", "take"),))
    assert other.log_evidence == one.log_evidence
    assert other.marginal("alignment.ada.bob").posterior == one.marginal(PATH).posterior


def test_a_direction_is_known_up_to_what_its_alignment_tells():
    """Of two actors the deeds tell of the angle between them, whatever the axes: bits are the same when all turn."""
    prior, path = Prior("direction", ()), "actors.red.preferences"
    one, other = (told(scenario, path, prior=prior) for scenario in (SCENARIO, turned(SCENARIO, 0.7)))
    assert other.bits == pytest.approx(one.bits, abs=2e-3)
    assert [d.path for d in one.derived] == [PATH, "alignment_with_power.red"]
    means = [answer.derived[0].posterior.mean for answer in (one, other)]
    assert np.diff(means) == pytest.approx(0, abs=2e-3)


def test_alignments_that_stay_as_they_are_are_not_told():
    text = """\
actors: {red: {power: 2}, blue: {power: 3}, grey: {power: 1}}
alignments: {red: {blue: 0.3, grey: -0.5}, grey: {blue: 0.6}}
conflict: {destruction: {odds: 0.3, severity: 0.5}}
unknown: {alignment.red.blue: {uniform: [-1, 1]}}
"""
    told = pg.infer(pg.load_text(text), observe=["red=seek"], rationality=5)
    assert [marginal.path for marginal in told.derived] == ["alignment_with_power.red"]
