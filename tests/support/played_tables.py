"""The likelihood of choices in a game given by its payoffs, of which only the rationality is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from powergame.arrays import BoolArray, FloatArray
from powergame.batch.logit.rows import respond_rows
from powergame.posterior.types import Evaluated, Values
from powergame.priors.distributions import Distribution, Truncated

RATIONALITY = "rationality"


@dataclass(frozen=True, eq=False)
class PlayedTable:
    """A likelihood, as every method of `powergame.posterior` takes one.

    Attributes
    ----------
    payoffs : (n, L_1, ..., L_n)
        Of all actors in all profiles.
    times : (N,)
        How often each rung of each actor was played, the first actor's rungs first: as many observations.
    prior
        Of the rationality.
    """

    payoffs: FloatArray
    times: FloatArray
    prior: Truncated
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def distributions(self) -> dict[str, Distribution]:
        return {RATIONALITY: self.prior}

    def allowed(self, values: Values) -> BoolArray:
        return np.ones(len(values[RATIONALITY]), dtype=bool)

    def evaluate(self, values: Values) -> Evaluated:
        rationality = values[RATIONALITY]
        games = np.repeat(self.payoffs[..., None], len(rationality), axis=-1)
        answered = respond_rows(games, np.tile(rationality, (len(self.payoffs), 1)))
        failed = np.isnan(answered.log_play).any(axis=0)
        log = np.where(failed, -np.inf, answered.log_play)[:, None]
        return Evaluated(log, np.zeros((1, len(rationality))), failed, ~answered.unique, answered.crossed)
