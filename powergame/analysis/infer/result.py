"""Result of `infer`: prior and posterior of all that is unknown, and what each deed told."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from powergame.analysis.display import counted
from powergame.analysis.infer import data
from powergame.errors import UnknownNameError
from powergame.objects.nearest import unknown
from powergame.objects.shown import Shown
from powergame.plain import Json
from powergame.posterior.summaries import FLAT_BITS as FLAT_BITS
from powergame.posterior.summaries import LEVELS as LEVELS
from powergame.posterior.summaries import MASS as MASS
from powergame.posterior.summaries import Before as Before
from powergame.posterior.summaries import ChoiceMarginal as ChoiceMarginal
from powergame.posterior.summaries import Density as Density
from powergame.posterior.summaries import DirectionMarginal as DirectionMarginal
from powergame.posterior.summaries import Learned as Learned
from powergame.posterior.summaries import Marginal as Marginal
from powergame.posterior.summaries import NumberMarginal as NumberMarginal
from powergame.posterior.summaries import NumberSummary as NumberSummary
from powergame.posterior.summaries import Pair as Pair
from powergame.posterior.summaries import TradeOff as TradeOff
from powergame.posterior.types import Method
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Changes, Observation, Prior

if TYPE_CHECKING:
    import pandas as pd

    from powergame.posterior.types import Weighted


@dataclass(frozen=True)
class Deed:
    """What an observation told.

    Attributes
    ----------
    number
        From 1, in the order of the scenario's `observed`, then of those added; as `--only` and `--without` take it.
    probability
        Probability of one such play, its war included, over the prior and over the posterior given all observations.
    surprise
        -log2 of the probability of the observation, given those before it.
    alone, last
        Bits told by it from the prior; and on top of all the others.
    """

    number: int
    observation: Observation
    probability: Before
    surprise: float
    alone: float
    last: float


@dataclass(frozen=True)
class Hypothesis:
    """A comparison, and how probable it is.

    Attributes
    ----------
    bayes_factor
        Ratio of its odds after to its odds before; None where a probability is 0 or 1.
    error
        Standard error of the posterior probability; 0 where it is not sampled.
    """

    text: str
    prior: float
    posterior: float
    bayes_factor: float | None
    error: float


@dataclass(frozen=True)
class Prediction:
    """What is to be expected in a situation.

    Attributes
    ----------
    seeks
        Probability that each actor seeks power.
    plays
        Probability of each rung, after the deeds.
    """

    under: Changes
    seeks: tuple[tuple[str, Before], ...]
    plays: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
    war: Before
    destroyed: Before


@dataclass(frozen=True)
class NextDeed:
    """Bits that seeing an actor's next play in a situation is expected to tell."""

    actor: str
    under: Changes
    bits: float


@dataclass(frozen=True)
class Types:
    """What is known of an actor's private types: name, probability before and after."""

    actor: str
    types: tuple[tuple[str, Before], ...]


@dataclass(frozen=True)
class TraceStep:
    """The posterior after the first few observations; after none it is the prior.

    Attributes
    ----------
    after
        How many observations.
    bits
        KL divergence from the prior, jointly.
    """

    after: int
    bits: float
    numbers: tuple[tuple[str, NumberSummary], ...]
    choices: tuple[tuple[str, tuple[float, ...]], ...]
    hypotheses: tuple[tuple[str, float], ...]


@dataclass(frozen=True, repr=False)
class Inference(Shown):
    """What deeds tell.

    Attributes
    ----------
    scenario
        As it was given; `unknown` has all that was unknown.
    options
        The options that made it, as the command has them.
    concept, rationality, tremble
        How play answers payoffs: quantal response (`logit`) at a rationality where one was given, or Nash (`nash`).
    assumed
        Unknowns, with priors, that the scenario does not have: rationality.
    unknown
        What is unknown, with its prior.
    given
        What the prior is restricted to.
    log_evidence
        Natural logarithm of Z.
    bits
        KL divergence of the posterior from the prior, jointly, private types included.
    derived
        Alignments of actors whose direction is unknown.
    flat
        Unknowns with less than `FLAT_BITS`.
    pairs
        Joint distributions of unknown numbers, two by two.
    problems
        Why the answer is not of the promised quality; empty where it is.
    points
        Weighted points that all is computed from.
    """

    scenario: Scenario
    options: dict[str, Json]
    concept: str
    rationality: float | None
    tremble: float | None
    assumed: tuple[tuple[str, Prior], ...]
    unknown: tuple[tuple[str, Prior], ...]
    given: tuple[str, ...]
    method: Method
    log_evidence: float
    bits: float
    deeds: tuple[Deed, ...]
    marginals: tuple[Marginal, ...]
    derived: tuple[NumberMarginal, ...]
    types: tuple[Types, ...]
    hypotheses: tuple[Hypothesis, ...]
    tradeoffs: tuple[TradeOff, ...]
    learned: tuple[Learned, ...]
    flat: tuple[str, ...]
    predicted: tuple[Prediction, ...]
    next: tuple[NextDeed, ...]
    pairs: tuple[Pair, ...]
    trace: tuple[TraceStep, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    points: Weighted

    @property
    def converged(self) -> bool:
        """Whether the answer is of the promised quality."""
        return not self.problems

    def marginal(self, path: str) -> Marginal:
        """Return the marginal of an unknown, or of what is derived."""
        known = {marginal.path: marginal for marginal in (*self.marginals, *self.derived)}
        if path not in known:
            raise UnknownNameError(unknown("unknown", path, known))
        return known[path]

    def to_dict(self) -> dict[str, Json]:
        """Return all as plain data, the JSON of ``powergame infer --format json``."""
        return data.as_dict(self)

    @property
    def seen(self) -> int:
        """How many deeds were seen: each observation counts as often as it was made."""
        return sum(deed.observation.times for deed in self.deeds)

    def to_frame(self) -> pd.DataFrame:
        """Return the weighted points as a table of pandas, a row for each point and profile of types."""
        from powergame.analysis.infer.table import table

        return table(self).to_frame()

    def _repr_line_(self) -> str:
        deeds = counted(self.seen, "deed tells", "deeds tell")
        return f"{self.scenario.name!r}: {deeds} {self.bits:.2f} bits"


@dataclass(frozen=True)
class Evidence:
    """How well a scenario foresaw the deeds.

    Attributes
    ----------
    log, error
        Natural logarithm of Z, and its standard error.
    bayes_factor
        Ratio of its Z to the baseline's.
    probability
        Of the scenario, where all were equally probable before.
    """

    log: float
    error: float
    bayes_factor: float
    probability: float


@dataclass(frozen=True, repr=False)
class Inferences(Shown):
    """Inferences from the same deeds in several scenarios, side by side; the first is the baseline."""

    inferences: tuple[Inference, ...]
    evidence: tuple[Evidence, ...]

    def to_dict(self) -> dict[str, Json]:
        """Return all as plain data, the JSON of ``powergame infer`` with several scenarios."""
        return data.compared_as_dict(self)

    def _repr_line_(self) -> str:
        return f"{len(self.inferences)} scenarios compared by evidence"


def bits_of(nats: float) -> float:
    """Return a number of nats in bits."""
    return nats / math.log(2)
