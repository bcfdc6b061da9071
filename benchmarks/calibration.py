"""Are posteriors calibrated? Simulation-based calibration (Talts et al. 2018) of every method.

    python benchmarks/calibration.py                        3,000 replications, 200 of sequential Monte Carlo
    python benchmarks/calibration.py --replications 300 --particles 0

Unknowns are drawn from their prior and deeds from play. Then the share of the posterior below the true value must be
uniform: of each unknown, and of the logarithm of the likelihood, without which much is missed (Modrák et al. 2023).
Quadrature and reweighting take one pass through the prior for all replications. The exit status is 1 where a
p-value is below 0.001.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.stats import chisquare, kstest

from powergame.analysis.infer.likelihood import Deeds
from powergame.analysis.infer.problem import check_behaviour, problem
from powergame.arrays import FloatArray, IndexArray
from powergame.posterior.choose import Settings, posterior
from powergame.posterior.curve import cumulated
from powergame.posterior.marginals import number_curve
from powergame.posterior.types import MethodName, Values, Weighted
from powergame.scenario.reading.load import load
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Changes, Observation, Prior

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
LEAST_P, BINS, PLAYS = 0.001, 20, 3
"""p-value that must be reached; bins of the chi-square test; plays of each actor that are seen in each situation."""

METHODS: tuple[MethodName, ...] = ("quadrature", "reweight", "smc")
LOG_LIKELIHOOD = "log-likelihood"


@dataclass(frozen=True)
class Shape:
    """A scenario, what is unknown in it, and a second situation in which play is seen."""

    file: str
    unknown: Mapping[str, Prior]
    under: Changes
    rationality: float | None = None

    @property
    def name(self) -> str:
        return ", ".join(self.unknown)


SHAPES = (
    Shape(
        "ai-under-oversight.yaml",
        {"alignment.system.developer": Prior("uniform", (-1.0, 1.0)), "rationality": Prior("lognormal", (3.0, 1.0))},
        (("actors.system.ladder.seize.provokes", 0.05),),
    ),
    Shape(
        "cuban-missile-crisis.yaml",
        {
            "actors.soviet union.beliefs.conflict.destruction.odds": Prior("beta", (0.8, 1.5)),
            "actors.soviet union.ladder.withdraw.cost": Prior("gamma", (2.0, 0.04)),
        },
        (("conflict.stakes", 0.3),),
        rationality=30.0,
    ),
    Shape(
        "strong-and-misaligned.yaml",
        {
            "actors.weak.preferences": Prior("direction"),
            "conflict.destruction.odds": Prior("uniform", (0.0, 1.0)),
        },
        (("actors.weak.power", 3.0),),
        rationality=15.0,
    ),
)


@dataclass(frozen=True, eq=False)
class Simulated:
    """Replications of a shape.

    Attributes
    ----------
    truths
        The unknowns' values, (R,) each, or (R, k).
    counts : (R, O)
        How often each rung of each actor was played in each situation.
    logs : (R,)
        Logarithm of the likelihood of the truth.
    """

    truths: Values
    counts: FloatArray
    logs: FloatArray


def deeds_of(shape: Shape) -> tuple[Deeds, list[IndexArray]]:
    """Return the likelihood of every rung of every actor in both situations, and the places of each choice's rungs."""
    scenario = load(SCENARIOS / shape.file)
    observations: list[Observation] = []
    choices: list[IndexArray] = []
    for under in ((), shape.under):
        for actor, rungs in _ladders(scenario):
            choices.append(np.arange(len(observations), len(observations) + len(rungs)))
            observations += [Observation(((actor, rung),), under) for rung in rungs]
    behaviour = check_behaviour("logit", shape.rationality, 0.02)
    nothing = replace(scenario, observed=(), unknown=())
    asked = problem(
        nothing, behaviour, unknown=shape.unknown, observe=observations, only=(), without=(), given=(), hypotheses=()
    )
    return Deeds(asked), choices


def _ladders(scenario: Scenario) -> Iterator[tuple[str, list[str]]]:
    for actor in scenario.actors:
        yield actor.name, [rung.name for rung in scenario.ladder_of(actor)]


def simulated(deeds: Deeds, choices: list[IndexArray], count: int, random: np.random.Generator) -> Simulated:
    """Draw unknowns from the prior, and deeds from play."""
    truths = {path: each.draw(random.random((count, each.coordinates))) for path, each in deeds.distributions.items()}
    logs = deeds.evaluate(truths).log[:, 0]
    counts = np.zeros((count, len(logs)))
    for places in choices:
        chances = np.exp(logs[places]).T
        counts[:, places] = random.multinomial(PLAYS, chances / chances.sum(axis=1, keepdims=True))
    return Simulated(truths, counts, np.einsum("ro,or->r", counts, logs))


def below(points: Weighted, values: FloatArray, truth: float, random: np.random.Generator) -> float:
    """Return the posterior probability of values below the truth; what equals it counts in part, at random.

    Nodes stand for what is around them, half of it below.
    """
    if points.cells is not None:
        each, place = np.unique(values.round(12), return_inverse=True)
        held = np.bincount(place, points.posterior)
        return float(np.interp(truth, each, np.cumsum(held) - held / 2))
    less, same = points.posterior[values < truth].sum(), points.posterior[values == truth].sum()
    return float(less + random.random() * same)


def ranks(points: Weighted, data: Simulated, k: int, random: np.random.Generator) -> dict[str, float]:
    """Return, for each test quantity, the share of a posterior below the true value; of a direction its first part."""
    found = {}
    for path, truths in data.truths.items():
        if truths.ndim == 1 and points.cells is not None:
            curve = number_curve(points, path, points.posterior)
            found[path] = float(cumulated(curve.ends, curve.posterior, truths[k : k + 1])[0])
        else:
            values, truth = (np.atleast_2d(each.T)[0] for each in (points.values[path], truths))
            found[path] = below(points, values, float(truth[k]), random)
    found[LOG_LIKELIHOOD] = below(points, points.log_likelihood[0], float(data.logs[k]), random)
    return found


def shares(shape: Shape, method: MethodName, count: int, draws: int | None, seed: int) -> dict[str, FloatArray]:
    """Return the shares below the truth of all replications, (R,), of each test quantity."""
    random = np.random.default_rng([seed, SHAPES.index(shape), METHODS.index(method)])
    deeds, choices = deeds_of(shape)
    data = simulated(deeds, choices, count, random)
    deeds.times = np.zeros(len(deeds.times))
    settings = Settings(method=method, draws=draws, seed=seed)
    prior = None if method == "smc" else posterior(deeds, settings)
    rows = []
    for k in range(count):
        if prior is None:
            deeds.times = data.counts[k]
            points = posterior(deeds, replace(settings, seed=seed + k))
        else:
            points = replace(prior, times=data.counts[k])
        rows.append(ranks(points, data, k, random))
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def p_values(found: FloatArray) -> tuple[float, float]:
    """Return the p-values of the tests of Kolmogorov and Smirnov, and chi-square, for uniformity."""
    bins = min(BINS, max(2, len(found) // 10))
    counts = np.histogram(found, bins, (0.0, 1.0))[0]
    return float(kstest(found, "uniform").pvalue), float(chisquare(counts).pvalue)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=3000, help="of quadrature and of reweighting")
    parser.add_argument("--particles", type=int, default=512, help="of sequential Monte Carlo; 0 leaves it out")
    parser.add_argument("--runs", type=int, default=200, help="replications of sequential Monte Carlo")
    parser.add_argument("--draws", type=int, default=1 << 14, help="of the prior, reweighted")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    methods: list[tuple[MethodName, int, int | None]] = [
        ("quadrature", options.replications, None),
        ("reweight", options.replications, options.draws),
    ]
    methods += [("smc", options.runs, options.particles)] if options.particles else []
    print("| method | scenario | quantity | replications | KS p | chi-square p |\n|---|---|---|---|---|---|")
    worst = 1.0
    for method, count, draws in methods:
        for place, shape in enumerate(SHAPES):
            part = (count + len(SHAPES) - 1 - place) // len(SHAPES)
            for name, found in shares(shape, method, part, draws, options.seed).items():
                pair = p_values(found)
                worst = min(worst, *pair)
                print(f"| {method} | {shape.file} | {name} | {part} | {pair[0]:.3f} | {pair[1]:.3f} |", flush=True)
    print(f"\nThe least p-value is {worst:.4f}; below {LEAST_P} something would be wrong.")
    return int(worst < LEAST_P)


if __name__ == "__main__":
    sys.exit(main())
