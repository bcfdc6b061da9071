"""The posterior once more, in plain Python: two actors of two rungs, one unknown number, on a fine grid.

Payoffs are those of the plain model. A quantal response is a root of one equation in one number, found by bisection;
where there are several at some node the answer is None, since only a path would tell which is meant.
"""

from __future__ import annotations

import itertools
import math

from oracles.plain_model import World

SCAN = 400
"""Intervals in which roots are looked for."""


def logistic(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def play(scenario, rationality):
    """Return the probabilities of the two actors' second rungs; None where there are several responses."""
    world = World(scenario)
    gain = [[world.payoff(0, (1, b)) - world.payoff(0, (0, b)) for b in (0, 1)]]
    gain.append([world.payoff(1, (a, 1)) - world.payoff(1, (a, 0)) for a in (0, 1)])

    def reply(i, other):
        return logistic(rationality * ((1 - other) * gain[i][0] + other * gain[i][1]))

    def off(p):
        return p - reply(0, reply(1, p))

    ends = [k / SCAN for k in range(SCAN + 1)]
    roots = [(low, high) for low, high in itertools.pairwise(ends) if off(low) <= 0 < off(high)]
    if len(roots) != 1:
        return None
    low, high = roots[0]
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if off(middle) <= 0 else (low, middle)
    return low, reply(1, low)


def posterior(scenario, path, low, high, rationality, deeds, count=400):
    """Return log evidence, mean and bits of an unknown that is uniform between two ends.

    Deeds are pairs of an actor's place and its rung's. None where some node has several responses.
    """
    values = [low + (high - low) * (k + 0.5) / count for k in range(count)]
    likelihood = []
    for value in values:
        seconds = play(scenario.with_values({path: value}), rationality)
        if seconds is None:
            return None
        likelihood.append(math.prod(seconds[i] if rung else 1 - seconds[i] for i, rung in deeds))
    evidence = math.fsum(likelihood) / count
    shares = [x / (evidence * count) for x in likelihood]
    mean = math.fsum(share * value for share, value in zip(shares, values, strict=True))
    bits = math.fsum(share * math.log2(share * count) for share in shares if share > 0)
    return math.log(evidence), mean, bits
