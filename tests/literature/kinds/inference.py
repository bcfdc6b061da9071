"""What is published of inference: posteriors, evidence, information, calibration, intervals and what can be drawn."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy.stats import chisquare

import powergame as pg
from powergame.analysis.converge.caps import share_below
from powergame.analysis.converge.shares import wilson
from powergame.analysis.converge.sobol import indices
from powergame.analysis.infer.result import Inference
from powergame.arrays import FloatArray
from powergame.scenario.alignments.nearest import nearest

SCENARIOS = Path(__file__).parent.parent / "scenarios"

FACE = "actors.striker.ladder.strike.provokes"
"""The path that is the chance of heads."""

RATIONALITY = 10.0
"""Of those whose play is observed, where nothing is asked about it."""


def coin(heads: int, tails: int, told: str) -> float:
    """Return what so many falls of a coin tell, of whose bias nothing is known beforehand.

    Parameters
    ----------
    told
        `next` is the chance that the next one is heads, `evidence` the probability of these falls in their order, and
        `bits` what they tell of the bias.
    """
    seen = _coin(heads, tails)
    mean = seen.marginal(FACE).posterior.mean
    return {"next": mean, "evidence": math.exp(seen.evidence.log), "bits": seen.bits}[told]


def chances_of_heads(falls: int) -> list[float]:
    """Return the chance of each number of heads in so many falls of a coin of whose bias nothing is known."""
    orders = [math.comb(falls, heads) for heads in range(falls + 1)]
    return [order * coin(heads, falls - heads, "evidence") for heads, order in enumerate(orders)]


def bent_or_not(falls: list[tuple[int, int]], otherwise: str) -> list[float]:
    """Return the Bayes factors of a coin of whose bias nothing is known against one of a known bias.

    Parameters
    ----------
    falls
        Numbers of heads and tails, of one coin after the other.
    """
    known = float(Fraction(otherwise))
    return [
        math.exp(_coin(heads, tails).evidence.log - heads * math.log(known) - tails * math.log(1 - known))
        for heads, tails in falls
    ]


def type_given_its_deed(scenario: str, actor: str, kind: str) -> float:
    """Return the posterior probability of a private type."""
    inference = pg.infer(pg.load(SCENARIOS / scenario), rationality=RATIONALITY)
    return inference.to_dict()["types"][actor][kind]["posterior"]


def calibration(plays: int, replications: int, bins: int, seed: int) -> str:
    """Return whether the ranks of true values in their posteriors are uniform, by a chi-square test at 1 %.

    An alignment is drawn from its prior, and its actor's plays from the logistic choice between two rungs. The share of
    the posterior below the true value is its rank.
    """
    scenario = pg.load(SCENARIOS / "lone-choice.yaml")
    below = [_below(pg.infer(scenario, observe=_seen(k, plays), rationality=RATIONALITY)) for k in range(plays + 1)]
    random = np.random.default_rng(seed)
    alignment = random.uniform(-1, 1, replications)
    seeks = 1 / (1 + np.exp(-RATIONALITY * (0.25 * (1 - alignment) - 0.25)))
    seen = random.binomial(plays, seeks)
    ranks = [np.interp(true, *below[k]) for true, k in zip(alignment, seen, strict=True)]
    counts = np.histogram(ranks, bins, (0, 1))[0]
    return "uniform" if chisquare(counts).pvalue > 0.01 else "not uniform"


def intervals(shares: list[tuple[int, int]]) -> list[list[float]]:
    """Return the ends of the interval about each share, which is given as successes and trials."""
    known = [wilson(successes / trials, trials) for successes, trials in shares]
    return [[share.low, share.high] for share in known]


def last_alignment(first: float, second: float) -> list[float]:
    """Return from where to where the third alignment of three actors can be, given the others."""
    table = {"red": {"blue": first, "grey": first * second}, "blue": {"grey": second}}
    actors = {name: {"power": 1} for name in ("red", "blue", "grey")}
    conflict = {"destruction": {"odds": 0.5, "severity": 0.5}}
    scenario = pg.load({"actors": actors, "alignments": table, "conflict": conflict})
    along = pg.threshold(scenario, "alignment.red.grey", only_flips=True).to_dict()["paths"][0]
    return [along["from"], along["to"]]


def cap(cosine: float, dimensions: int) -> float:
    """Return the share of a sphere's directions whose cosine with a fixed one is below a value."""
    return share_below(cosine, dimensions)


def nearest_table(table: list[list[float]]) -> list[list[float]]:
    """Return the nearest table of alignments that is possible."""
    return nearest(np.array(table, dtype=float)).tolist()


def sensitivity(seed: int, count: int) -> dict[str, list[float]]:
    """Return the Sobol' indices of Ishigami and Homma's function, with a = 7 and b = 0.1."""

    def function(cube: FloatArray) -> FloatArray:
        x, y, z = (np.pi * (2 * cube - 1)).T
        return (np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))[:, None]

    (groups,) = indices(function, (1, 1, 1), count, seed)
    return {
        "first": [group.first.value for group in groups],
        "total": [group.total.value for group in groups],
    }


def _coin(heads: int, tails: int) -> Inference:
    falls = [f"war x{heads}"] * (heads > 0) + [f"no war x{tails}"] * (tails > 0)
    return pg.infer(pg.load(SCENARIOS / "coin.yaml"), observe=falls, rationality=RATIONALITY)


def _seen(seeks: int, plays: int) -> list[str]:
    return [f"a=seek x{seeks}"] * (seeks > 0) + [f"a=hold x{plays - seeks}"] * (seeks < plays)


def _below(inference: Inference) -> tuple[FloatArray, FloatArray]:
    """Return values of the alignment, and the share of the posterior below each, with half of the value's own."""
    points = inference.to_frame().sort_values("alignment.a.b")
    weight = points["posterior"].to_numpy()
    return points["alignment.a.b"].to_numpy(), weight.cumsum() - weight / 2
