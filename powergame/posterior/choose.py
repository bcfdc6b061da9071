"""Which method computes a posterior.

At most two coordinates are left to quadrature, and to particles where two are too many for it: where a ridge is sharp.
Otherwise draws of the prior are reweighted; where too few of them are effective, particles go on from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.errors import UsageError
from powergame.posterior.coordinates import unknowns_of
from powergame.posterior.methods.quadrature import Space, TooSharpError, quadrature
from powergame.posterior.methods.reweight import draw_prior, effective, reweighted
from powergame.posterior.methods.smc import tempered
from powergame.posterior.types import Likelihood, MethodName, Weighted

ENOUGH = 4000.0
"""Effective draws with which reweighted draws of the prior are the answer."""

PARTICLES = 4096
"""Particles of each temperature, unless so many draws are asked for."""

DRAWS_PER_PARTICLE = 4
"""Draws of the prior for each particle, where particles are asked for."""


@dataclass(frozen=True)
class Settings:
    """How to compute a posterior.

    Attributes
    ----------
    method
        A method, or `auto`: by the number of coordinates and the effective draws.
    draws
        Draws of the prior; of `smc` particles. None for as many as usual.
    seed
        Of the draws.
    default_draws
        Draws of the prior where no number is asked for.
    """

    method: MethodName | Literal["auto"] = "auto"
    draws: int | None = None
    seed: int = 0
    default_draws: int = 1 << 16


def posterior(likelihood: Likelihood, settings: Settings, deadline: Deadline = NO_DEADLINE) -> Weighted:
    """Return the weighted points of a posterior.

    Raises
    ------
    UsageError
        Where quadrature is asked for and there are too many coordinates, or what is given leaves nothing of the prior.
    NoAnswerError
        Where nothing explains the data.
    """
    unknowns = unknowns_of(likelihood)
    space = Space(unknowns)
    if settings.method == "quadrature" and not space.possible:
        raise UsageError("quadrature takes at most two coordinates; expected --method auto, reweight or smc")
    if space.possible and (settings.method in ("auto", "quadrature") or not unknowns):
        try:
            return quadrature(likelihood, settings.seed, deadline)
        except TooSharpError:
            if settings.method == "quadrature" or len(space.lines) < 2:
                raise
            settings = replace(settings, method="smc")
    particles, count = PARTICLES, settings.draws or settings.default_draws
    if settings.method == "smc":
        particles = settings.draws or PARTICLES
        count = DRAWS_PER_PARTICLE * particles
    draws = draw_prior(likelihood, unknowns, count, settings.seed, deadline)
    if settings.method == "reweight" or (settings.method == "auto" and effective(draws.log) >= ENOUGH):
        return reweighted(likelihood, unknowns, draws, settings.seed)
    return tempered(likelihood, unknowns, draws, particles, settings.seed, deadline)
