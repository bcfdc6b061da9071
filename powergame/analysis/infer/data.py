"""Results of `infer` as plain data, the JSON of the command."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from powergame.analysis.head import head, origin, prior_to_dict
from powergame.plain import Json, plain
from powergame.posterior.summaries import LEVELS, MASS
from powergame.scenario.writing.dump import as_written

if TYPE_CHECKING:
    from powergame.analysis.infer.result import (
        Before,
        ChoiceMarginal,
        Deed,
        Hypothesis,
        Inference,
        Inferences,
        Marginal,
        NumberMarginal,
        NumberSummary,
        Prediction,
        TraceStep,
        TradeOff,
    )
    from powergame.scenario.types import Changes, Observation


def as_dict(inference: Inference) -> dict[str, Json]:
    """Return an inference as plain data."""
    method = inference.method
    return {
        **head("infer"),
        "scenario": origin(inference.scenario),
        "options": dict(inference.options),
        "solution": _solution(inference),
        "method": {
            "name": method.name,
            "draws": method.draws,
            "seed": method.seed,
            "steps": method.steps,
            "solved": method.solved,
            "failed": method.failed,
            "several": method.several,
            "crossed": method.crossed,
            "disagreement": method.disagreement,
        },
        "evidence": {
            "log": inference.log_evidence,
            "error": method.error,
            "bits": -inference.log_evidence / math.log(2),
        },
        "bits": inference.bits,
        "ess": method.ess,
        "converged": inference.converged,
        "problems": list(inference.problems),
        "given": list(inference.given),
        "observed": [_deed(deed) for deed in inference.deeds],
        "unknown": _unknown(inference),
        "derived": {marginal.path: _number(marginal) for marginal in inference.derived},
        "types": {each.actor: _by_name(each.types) for each in inference.types},
        "hypotheses": [_hypothesis(hypothesis) for hypothesis in inference.hypotheses],
        "tradeoffs": [_trade_off(tradeoff) for tradeoff in inference.tradeoffs],
        "learned": [{"eigenvalue": x.eigenvalue, "direction": dict(x.direction)} for x in inference.learned],
        "flat": list(inference.flat),
        "predicted": [_prediction(prediction) for prediction in inference.predicted],
        "next": [{"actor": x.actor, "under": changes_to_dict(x.under), "bits": x.bits} for x in inference.next],
        "trace": [_step(step) for step in inference.trace],
        "notes": list(inference.notes),
    }


def compared_as_dict(inferences: Inferences) -> dict[str, Json]:
    """Return inferences side by side as plain data."""
    return {
        **head("infer.compare"),
        "baseline": 0,
        "scenarios": [as_dict(inference) for inference in inferences.inferences],
        "evidence": [
            {"log": x.log, "error": x.error, "bayes_factor": _finite(x.bayes_factor), "probability": x.probability}
            for x in inferences.evidence
        ],
    }


def _finite(x: float) -> float | None:
    """Return a number that JSON can hold."""
    return x if math.isfinite(x) else None


def observation_to_dict(observation: Observation) -> dict[str, Json]:
    """Return an observation as a scenario file has it; `war` is null where it was not seen."""
    return {
        "plays": dict(observation.plays),
        "war": observation.war,
        "under": changes_to_dict(observation.under),
        "times": observation.times,
    }


def _solution(inference: Inference) -> dict[str, Json]:
    tremble: dict[str, Json] = {"tremble": inference.tremble} if inference.concept == "nash" else {}
    return {
        "concept": inference.concept,
        "rationality": inference.rationality,
        **tremble,
        "assumed": {path: prior_to_dict(prior) for path, prior in inference.assumed},
    }


def _deed(deed: Deed) -> dict[str, Json]:
    return {
        "number": deed.number,
        **observation_to_dict(deed.observation),
        "probability": _before(deed.probability),
        "surprise": deed.surprise,
        "bits": {"alone": deed.alone, "last": deed.last},
    }


def _unknown(inference: Inference) -> dict[str, Json]:
    priors = dict(inference.unknown)
    return {m.path: _marginal(m) | {"distribution": prior_to_dict(priors[m.path])} for m in inference.marginals}


def _marginal(marginal: Marginal) -> dict[str, Json]:
    if marginal.kind == "number":
        return _number(marginal)
    if marginal.kind == "choice":
        return {"kind": "choice", "bits": marginal.bits, "choices": _choices(marginal)}
    return {
        "kind": "direction",
        "bits": marginal.bits,
        "prior": {"mean": list(marginal.prior), "length": math.hypot(*marginal.prior)},
        "posterior": {"mean": list(marginal.posterior), "length": math.hypot(*marginal.posterior)},
    }


def _number(marginal: NumberMarginal) -> dict[str, Json]:
    density = marginal.density
    return {
        "kind": "number",
        "bits": marginal.bits,
        "prior": _summary(marginal.prior),
        "posterior": _summary(marginal.posterior),
        "density": {
            "edges": list(density.edges),
            "prior": list(density.prior),
            "posterior": list(density.posterior),
        },
    }


def _summary(summary: NumberSummary) -> dict[str, Json]:
    return {
        "mean": summary.mean,
        "sd": summary.sd,
        "median": summary.median,
        "quantiles": {f"{level:g}": x for level, x in zip(LEVELS, summary.quantiles, strict=True)},
        "hdi": {"mass": MASS, "intervals": [list(interval) for interval in summary.hdi]},
    }


def _choices(marginal: ChoiceMarginal) -> list[Json]:
    triples = zip(marginal.values, marginal.prior, marginal.posterior, strict=True)
    return [{"value": plain(value), "prior": before, "posterior": after} for value, before, after in triples]


def _hypothesis(hypothesis: Hypothesis) -> Json:
    return {
        "text": hypothesis.text,
        "prior": hypothesis.prior,
        "posterior": hypothesis.posterior,
        "bayes_factor": hypothesis.bayes_factor,
        "error": hypothesis.error,
    }


def _trade_off(tradeoff: TradeOff) -> Json:
    thirds: list[Json] = [
        None if means is None else {"lower": means[0], "upper": means[1]}
        for means in (tradeoff.of_first, tradeoff.of_second)
    ]
    return {"unknowns": list(tradeoff.unknowns), "correlation": tradeoff.correlation, "means_by_third": thirds}


def _prediction(prediction: Prediction) -> Json:
    return {
        "under": changes_to_dict(prediction.under),
        "seeks": _by_name(prediction.seeks),
        "plays": {actor: dict(rungs) for actor, rungs in prediction.plays},
        "war": _before(prediction.war),
        "destroyed": _before(prediction.destroyed),
    }


def _step(step: TraceStep) -> Json:
    return {
        "after": step.after,
        "bits": step.bits,
        "numbers": {path: _summary(summary) for path, summary in step.numbers},
        "choices": {path: list(probabilities) for path, probabilities in step.choices},
        "hypotheses": dict(step.hypotheses),
    }


def changes_to_dict(changes: Changes) -> dict[str, Json]:
    """Return what is set in a situation, as a file has it."""
    return {path: plain(as_written(value)) for path, value in changes}


def _by_name(pairs: Iterable[tuple[str, Before]]) -> dict[str, Json]:
    return {name: _before(before) for name, before in pairs}


def _before(before: Before) -> dict[str, Json]:
    return {"prior": before.prior, "posterior": before.posterior}
