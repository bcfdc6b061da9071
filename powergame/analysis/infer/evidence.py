"""Scenarios side by side: how well each foresaw the same deeds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from powergame.analysis.infer.result import Evidence, Inference
from powergame.errors import UsageError
from powergame.text import printable


def compared(inferences: Sequence[Inference]) -> tuple[Evidence, ...]:
    """Return the evidence for each scenario, against the first.

    Raises
    ------
    UsageError
        Where their observations differ: in plays, wars, times or order, or in the rungs that the observed actors have.
    """
    first = inferences[0]
    for other in inferences[1:]:
        if difference := _difference(first, other):
            raise UsageError(
                f"{_named(first)} and {_named(other)}: {difference}; evidence compares scenarios by the same "
                "observations"
            )
    logs = [inference.log_evidence for inference in inferences]
    greatest = max(logs)
    total = math.fsum(math.exp(log - greatest) for log in logs)
    return tuple(
        Evidence(
            inference.log_evidence,
            inference.method.error,
            _exp(inference.log_evidence - logs[0]),
            math.exp(inference.log_evidence - greatest) / total,
        )
        for inference in inferences
    )


def _exp(log: float) -> float:
    try:
        return math.exp(log)
    except OverflowError:
        return math.inf


def _named(inference: Inference) -> str:
    return printable(inference.scenario.source or inference.scenario.name)


def _difference(first: Inference, other: Inference) -> str:
    """Say how the observations of two scenarios differ; empty where they do not."""
    if len(first.deeds) != len(other.deeds):
        return f"{len(first.deeds)} and {len(other.deeds)} observations"
    for a, b in zip(first.deeds, other.deeds, strict=True):
        one, two = a.observation, b.observation
        if dict(one.plays) != dict(two.plays) or one.war is not two.war or one.times != two.times:
            return f"observations {a.number} and {b.number} differ"
    for name in dict.fromkeys(name for deed in first.deeds for name, _ in deed.observation.plays):
        if _rungs(first, name) != _rungs(other, name):
            return f"the rungs of {printable(name)} differ"
    return ""


def _rungs(inference: Inference, name: str) -> set[str]:
    scenario = inference.scenario
    return {rung.name for actor in scenario.actors if actor.name == name for rung in scenario.ladder_of(actor)}
