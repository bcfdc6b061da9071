"""What an inference assumes, and how it was computed, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from powergame.analysis.display import counted
from powergame.analysis.infer.result import Inference
from powergame.digits import percent, significant
from powergame.report.numbers import at_rationality
from powergame.report.priors import prior_in_words
from powergame.text import listed

METHODS = {
    "quadrature": "Quadrature with {nodes}",
    "reweight": "{draws:,} quasi-random draws of the prior (seed {seed}), reweighted",
    "smc": "Sequential Monte Carlo with {draws:,} particles (seed {seed}), {tempered}",
}


def assumed(inference: Inference) -> Iterator[str]:
    """Yield sentences on what is assumed beside what the scenario says."""
    for path, prior in inference.assumed:
        about = ""
        if prior.kind == "lognormal" and isinstance(prior.parameters[0], float | int):
            median = math.exp(prior.parameters[0])
            about = f", median {significant(median, 2)}, at which {percent(1 / median, 2)} of all power moves odds by e"
        yield f"Assumed: {path} is {prior_in_words(prior)}{about}; --rationality sets it."
    if inference.given:
        yield f"All of it where {listed(inference.given)}: the prior is restricted to that."
    if inference.seen > 1:
        yield "What is unknown is the same in all plays; the noise in each play is independent of the others."


def method_in_words(inference: Inference) -> str:
    """Say how the answer was computed, and how well."""
    method = inference.method
    tempered = f"tempered in {counted(method.steps, 'step', 'steps')}"
    nodes = counted(method.draws, "node", "nodes")
    parts = [METHODS[method.name].format(**vars(method), nodes=nodes, tempered=tempered)]
    if method.ess is not None:
        parts.append(f"effective sample {method.ess:,.0f}")
    parts.append(f"log evidence {inference.log_evidence:.3f} (error {significant(method.error, 2)})")
    if inference.concept == "nash":
        parts.append(f"play: the selected Nash equilibrium, with {percent(inference.tremble or 0.0)} of uniform play")
    elif inference.rationality is not None:
        parts.append(f"quantal response {at_rationality(inference.rationality)}")
    if method.failed:
        parts.append(f"play could not be computed for {percent(method.failed)} of the prior")
    if method.several:
        parts.append(f"no proof that the response is the only one for {percent(method.several)}")
    if method.crossed:
        parts.append(f"{counted(method.crossed, 'symmetric fork', 'symmetric forks')} crossed")
    return f"{'; '.join(parts)}."
