"""What weighted points say, put together: the result of an inference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from powergame.analysis.infer.likelihood import Deeds
from powergame.analysis.infer.result import (
    Before,
    ChoiceMarginal,
    Deed,
    Hypothesis,
    Inference,
    Marginal,
    NextDeed,
    NumberMarginal,
    Prediction,
    TraceStep,
    Types,
)
from powergame.arrays import FloatArray
from powergame.batch.response import MAX_RESIDUAL
from powergame.plain import Json
from powergame.posterior.information import joint_bits, trace
from powergame.posterior.information import told as told_by
from powergame.posterior.marginals import (
    choice_probabilities,
    derived_marginal,
    marginal,
    number_summary,
    probability,
    share_holding,
)
from powergame.posterior.scores import flat, learned, pairs, tradeoffs
from powergame.posterior.types import Method, Values, Weighted
from powergame.priors.conditions import Condition
from powergame.priors.quantities import Quantities
from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.relations import WITH_POWER
from powergame.scenario.scenario import Scenario

MAX_FAILED = 1e-3
"""Share of the prior without a quantal response above which there is no answer of the promised quality."""

CERTAIN = 1e-12
"""Probability by which sums of weights may differ from 0 or 1 and still be these."""

MAX_OFF = 0.1
"""Natural logarithm of the likelihood by which the residuals of quantal responses may move it, all plays together."""

STILL = 1e-9
"""Cosine by which an alignment moves at most that stays as it is, but for rounding, whatever is unknown."""

MAX_DISAGREEMENT = 4.0
"""Standard errors by which two estimates of the evidence may differ."""


def told(
    deeds: Deeds,
    points: Weighted,
    options: dict[str, Json],
    *,
    predicted: tuple[Prediction, ...],
    next_deeds: tuple[NextDeed, ...],
    least_ess: float,
    traced: bool,
) -> Inference:
    """Return the result that weighted points make."""
    asked = deeds.problem
    marginals = tuple(marginal(points, path) for path in asked.paths)
    return Inference(
        scenario=asked.loaded,
        options=options,
        concept=asked.behaviour.solution,
        rationality=asked.behaviour.rationality,
        tremble=asked.behaviour.tremble if asked.behaviour.solution == "nash" else None,
        assumed=asked.assumed,
        unknown=asked.unknown,
        given=tuple(each.text for each in asked.given),
        method=points.method,
        log_evidence=points.log_evidence,
        bits=joint_bits(points),
        deeds=_deeds(deeds, points),
        marginals=marginals,
        derived=_derived(points, asked.scenario, asked.behaviour.rationality),
        types=_types(points, asked.scenario),
        hypotheses=tuple(_hypothesis(points, each) for each in asked.hypotheses),
        tradeoffs=tradeoffs(points),
        learned=learned(points),
        flat=flat(marginals),
        predicted=predicted,
        next=next_deeds,
        pairs=pairs(points),
        trace=_trace(deeds, points, marginals) if traced else (),
        problems=_problems(deeds, points.method, least_ess),
        notes=asked.notes + deeds.notes,
        points=points,
    )


def _derived(points: Weighted, scenario: Scenario, rationality: float | None) -> tuple[NumberMarginal, ...]:
    """Return the alignments of actors whose direction is unknown that move with it, before any `under`."""
    unknown = [parse(path, scenario.outcomes) for path, _ in scenario.unknown]
    turned = [path for path in unknown if path.moves_directions and not path.is_belief and not path.type]
    known = {frozenset((path.actor, path.towards)) for path in turned if path.towards}
    quantities, marginals = Quantities(scenario, rationality), []
    for actor in dict.fromkeys(path.actor for path in turned):
        others = [name for name in scenario.names if name != actor]
        pairs_ = [(actor, name) for name in others if frozenset((actor, name)) not in known]
        paths = [parse(f"alignment.{a}.{b}", scenario.outcomes) for a, b in pairs_]
        for path in (
            *paths,
            *([] if len(others) == 1 and known else [Path(f"alignment_with_power.{actor}", WITH_POWER, actor)]),
        ):

            def of(values: Values, path: Path = path) -> FloatArray:
                return quantities.of(path, values)

            at_points = of(points.values)
            if not np.isnan(at_points).any() and np.ptp(at_points) > STILL:
                marginals.append(derived_marginal(points, path.text, of, tuple(points.values)))
    return tuple(marginals)


def _deeds(deeds: Deeds, points: Weighted) -> tuple[Deed, ...]:
    outcomes = told_by(points, deeds.sequence)
    return tuple(
        Deed(number, observation, each.probability, each.surprise, each.alone, each.last)
        for (number, observation), each in zip(deeds.problem.deeds, outcomes, strict=True)
    )


def _types(points: Weighted, scenario: Scenario) -> tuple[Types, ...]:
    """Return how probable each private type is, before and after."""
    counts = [range(max(1, len(actor.types))) for actor in scenario.actors]
    kinds = np.array(list(product(*counts)))
    before, after = np.exp(points.log_prior).sum(axis=1), points.joint.sum(axis=1)
    return tuple(
        Types(
            actor.name,
            tuple(
                (private.name, Before(float(before[kinds[:, i] == t].sum()), float(after[kinds[:, i] == t].sum())))
                for t, private in enumerate(actor.types)
            ),
        )
        for i, actor in enumerate(scenario.actors)
        if actor.types
    )


def _hypothesis(points: Weighted, asked: Condition) -> Hypothesis:
    before, after, error = probability(points, asked.holds, tuple(points.values))
    before, after = (round(p) if abs(p - round(p)) < CERTAIN else p for p in (before, after))
    open_ = all(0 < p < 1 for p in (before, after))
    factor = after / (1 - after) / (before / (1 - before)) if open_ else None
    return Hypothesis(asked.text, before, after, factor, error)


def _trace(deeds: Deeds, points: Weighted, marginals: Sequence[Marginal]) -> tuple[TraceStep, ...]:
    """Return the posterior after each observation in turn."""
    holding = [
        (each.text, share_holding(points, each.holds, tuple(points.values))) for each in deeds.problem.hypotheses
    ]
    steps = []
    for after, (weights, bits) in enumerate(trace(points, deeds.sequence)):
        steps.append(
            TraceStep(
                after,
                bits,
                tuple(
                    (m.path, number_summary(points, m.path, weights))
                    for m in marginals
                    if isinstance(m, NumberMarginal)
                ),
                tuple(
                    (m.path, tuple(choice_probabilities(points, m.path, m.values, weights)))
                    for m in marginals
                    if isinstance(m, ChoiceMarginal)
                ),
                tuple((text, float(weights @ shares)) for text, shares in holding),
            )
        )
    return tuple(steps)


def _problems(deeds: Deeds, method: Method, least_ess: float) -> tuple[str, ...]:
    """Say why an answer is not of the promised quality."""
    problems = []
    plays = deeds.times.sum()
    if deeds.problem.behaviour.solution == "logit" and plays * MAX_RESIDUAL > MAX_OFF:
        problems.append(
            f"responses are certified to {MAX_RESIDUAL:g}: over {plays:,.0f} plays that may add up to more than "
            f"{MAX_OFF:g} in the logarithm of the likelihood"
        )
    if method.failed > MAX_FAILED:
        problems.append(
            f"at {method.failed:.2g} of the prior no response was found; no more than {MAX_FAILED:g} may be left out"
        )
    if method.ess is not None and method.ess < least_ess:
        problems.append(
            f"the effective sample is {method.ess:,.0f}; at least {least_ess:,.0f} is expected: more --draws, or --ess"
        )
    if method.disagreement is not None and not method.disagreement <= MAX_DISAGREEMENT:
        problems.append(
            f"two estimates of the evidence differ by {method.disagreement:.1f} standard errors; no more than "
            f"{MAX_DISAGREEMENT:g} is expected: more --draws, or another --seed"
        )
    return tuple(problems)
