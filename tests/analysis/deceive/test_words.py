"""A sentence for every word: it tells what was computed, and its amounts add up as printed."""

from __future__ import annotations

import random
import re

import pytest

from powergame.analysis.deceive.measures import Conduct, measures
from powergame.analysis.deceive.result import WORDS
from powergame.analysis.deceive.words import Case, why


def case(openly, hidden, *, payoffs=(0.5, 0.5), rounds=2, name="rival", prior=0.2, after=(0.2, None), wars=(0.3, 0.3)):
    """Return a type of which what is (seeking at once, later) openly and hidden is given; later is in round 2."""
    return Case(
        name=name,
        prior=prior,
        hidden=Conduct(*hidden, payoffs[0]),
        openly=Conduct(*openly, payoffs[1]),
        strikes=(hidden[0], hidden[1], *([0.0] * (rounds - 2)))[:rounds],
        after_holding=after[0],
        after_seeking=after[1],
        war=wars[0],
        war_openly=wars[1],
    )


SENTENCES = {
    "conceals": (
        case((1, 0), (0, 1), payoffs=(0.5021, 0.1042)),
        "It would seek power at once if it were known; it holds back and strikes in round 2: hiding what it is "
        "gains it 0.398 (0.502 instead of 0.104), and the belief that it is rival stays at 20 %.",
    ),
    "conceals, in part": (
        case((0.7, 0.1), (0.5, 0.4), payoffs=(0.3, -0.02), after=(0.125, 0.4)),
        "It would seek power at once with probability 70 % if it were known; it does so with probability 50 %, and "
        "holds back and strikes in round 2 with probability 40 % (16 % count as a coup): hiding what it is gains it "
        "0.320 (0.300 instead of -0.020), and the belief that it is rival goes from 20 % to 12.5 % when it holds back.",
    ),
    "waits": (
        case((1, 0), (0, 1)),
        "It would seek power at once if it were known; it holds back and strikes in round 2: hiding what it is "
        "makes no difference to what it gets (0.500), and the belief that it is rival stays at 20 %.",
    ),
    "waits, at a cost": (
        case((1, 0), (0, 0.8), payoffs=(0.4, 0.45)),
        "It would seek power at once if it were known; it holds back and strikes in round 2 with probability 80 %: "
        "hiding what it is costs it 0.050 (0.400 instead of 0.450), and the belief that it is rival stays at 20 %.",
    ),
    "reassured": (
        case((1, 0), (0, 0), payoffs=(0.6, 0.5), wars=(0.0, 0.51)),
        "It would seek power at once if it were known; it holds back throughout: not being known gains it 0.100 "
        "(0.600 instead of 0.500), and the probability of war is 0 % instead of 51 %.",
    ),
    "feigns": (
        case((0, 0), (1, 0), payoffs=(0.8626, 0.6952), rounds=1, name="aligned", prior=0.3, after=(None, 0.3)),
        "It would hold back if it were known; it seeks power: not being known gains it 0.167 (0.862 instead of "
        "0.695), and the belief that it is aligned stays at 30 %.",
    ),
    "distrusted": (
        case((0, 0), (0.25, 0), payoffs=(0.3, 0.4), name="loyal", wars=(0.6, 0.6)),
        "It would hold back if it were known; it seeks power at once with probability 25 %: not being known costs "
        "it 0.100 (0.300 instead of 0.400), and war is as likely (60 %).",
    ),
    "suspected": (
        case((0, 0), (0, 0), payoffs=(0.3, 0.595), name="loyal", wars=(0.7, 0.0)),
        "It holds back, as it would if it were known: not being known costs it 0.295 (0.300 instead of 0.595), and "
        "the probability of war is 70 % instead of 0 %.",
    ),
    "suspected, seeking": (
        case((1, 0), (1, 0), payoffs=(0.3, 0.4), rounds=1, wars=(0.7, 0.5)),
        "It seeks power, as it would if it were known: not being known costs it 0.100 (0.300 instead of 0.400), and "
        "the probability of war is 70 % instead of 50 %.",
    ),
    "open": (
        case((0, 0), (0, 0), payoffs=(0.7, 0.6)),
        "It holds back, as it would if it were known: not being known gains it 0.100 (0.700 instead of 0.600).",
    ),
    "open, for growth": (
        case((0, 1), (0, 1)),
        "It holds back, as it would if it were known, and strikes later: not being known makes no difference to "
        "what it gets (0.500).",
    ),
    "open, nearly": (
        case((0.304, 0), (0.3, 0.2)),
        "It seeks power at once with probability 30 % (30.4 % if it were known), and strikes later with probability "
        "20 % (0 % if it were known): not being known makes no difference to what it gets (0.500).",
    ),
    "open, though it shows": (
        case((0, 0), (1, 0)),
        "It would hold back if it were known; it seeks power at once: not being known makes no difference to what "
        "it gets (0.500).",
    ),
}


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_word_has_its_sentence(kind):
    of_type, told = SENTENCES[kind]
    assert measures(of_type.hidden, of_type.openly).word == kind.partition(",")[0]
    assert why(of_type) == told


def test_all_words_are_among_these():
    assert {kind.partition(",")[0] for kind in SENTENCES} == set(WORDS)


def drawn(seed):
    rng = random.Random(seed)
    at_once, openly = (rng.choice([0.0, 1.0, rng.random(), 1e-9, 1 - 1e-9]) for _ in range(2))
    later, known_later = ((1 - p) * rng.choice([0.0, 1.0, rng.random()]) for p in (at_once, openly))
    rounds = rng.choice([1, 2, 3])
    if rounds == 1:
        later = known_later = 0.0
    got = rng.gauss(0, 1)
    gain = rng.choice([0.0, 1.0, 1e-3, 1e-7]) * rng.gauss(0, 1)
    return case(
        (openly, known_later),
        (at_once, later),
        payoffs=(got, got - gain),
        rounds=rounds,
        after=(rng.random(), rng.random()),
        wars=(rng.random(), rng.random()),
    )


CASES = [drawn(seed) for seed in range(1000)]


def test_amounts_add_up_as_printed():
    for of_type in CASES:
        told = why(of_type)
        assert told.count(":") == 1
        difference = of_type.hidden.payoff - of_type.openly.payoff
        amounts = re.search(r"(gains|costs) it ([\d.]+) \((-?[\d.]+) instead of (-?[\d.]+)\)", told)
        assert bool(amounts) is (abs(difference) > 1e-6)
        assert ("makes no difference" in told) is not bool(amounts)
        if amounts:
            shown, got, known = (float(x) for x in amounts.groups()[1:])
            sign = 1 if amounts[1] == "gains" else -1
            assert sign * difference > 0
            assert sign * shown == pytest.approx(got - known, abs=1e-12)


def test_a_gain_that_is_small_beside_large_payoffs_is_told_with_its_digits():
    of_type = case((0, 0), (0, 0), payoffs=(400_000.25, 400_000.05))
    assert "gains it 0.200 (400000.250 instead of 400000.050)" in why(of_type)


def test_what_a_certificate_leaves_open_is_no_gain():
    of_type = case((0, 0), (1, 0), payoffs=(-1.7e16 + 1.4e7, -1.7e16))
    assert measures(of_type.hidden, of_type.openly).word == "open"
    assert "not being known makes no difference to what it gets (-170000000e8)" in why(of_type)
    assert measures(Conduct(0, 0, -1.7e16), Conduct(0, 0, -1.7e16 + 1.4e7)).word == "open"


def test_never_and_always_are_said_of_nothing_else():
    for of_type in CASES:
        deed = why(of_type).partition(":")[0]
        if "holds back throughout" in deed:
            assert of_type.hidden.at_once + of_type.hidden.later <= 2e-6
        if deed.startswith("It holds back, as"):
            assert max(of_type.hidden.at_once, of_type.openly.at_once) <= 1e-6
        if "would hold back if" in deed:
            assert of_type.openly.at_once <= 1e-6
        if deed.endswith(("strikes in round 2", "strikes later")):
            assert of_type.hidden.later >= 1 - 1e-6
