"""The terms of what one rung of an actor is worth more than another, while the others play an equilibrium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.analysis.aspect import rung_played
from powergame.analysis.solve.result import Terms
from powergame.arrays import FloatArray
from powergame.equilibrium.expected import arrays, rung_payoffs
from powergame.equilibrium.types import Equilibrium
from powergame.model.compile import Compiled, chunks
from powergame.model.parameters import RUNG_FIELDS
from powergame.model.payoffs import branches, utility_in_peace, utility_in_war

INDIFFERENT = 1e-9
"""Share of all power up to which payoffs do not differ: they and probabilities are rounded."""


@dataclass(frozen=True, eq=False)
class Prospects:
    """What may come of each rung of an actor while the others play an equilibrium, in the actor's own eyes.

    L rungs of the actor, M profiles of the others' rungs.

    Attributes
    ----------
    rungs
        Names of the L rungs.
    weight : (M,)
        Probability of each profile.
    p_war, in_peace, in_war : (L, M)
        Probability of war, and the utility of peace and of war, without the rung's cost. Where nobody would fight, war
        is peace.
    worth : (L,)
        Expected payoff, as the game has it.
    cost : (L,)
        Each rung's cost.
    """

    rungs: tuple[str, ...]
    weight: FloatArray
    p_war: FloatArray
    in_peace: FloatArray
    in_war: FloatArray
    worth: FloatArray
    cost: FloatArray

    def terms(self, rung: int, against: int) -> Terms:
        """Return the terms of what a rung is worth more than another, by their places."""
        p, q = self.p_war[rung], self.p_war[against]

        def mean(values: FloatArray) -> float:
            return float((self.weight * values).sum()) + 0.0  # not -0.0

        whole = mean(np.ones_like(p))  # 1 but for rounding, which would make a certain war less than certain
        return Terms(
            self.rungs[rung],
            self.rungs[against],
            peace=mean((1 - p) * (self.in_peace[rung] - self.in_peace[against])),
            war=mean(p * (self.in_war[rung] - self.in_war[against])),
            likelier=mean((p - q) * (self.in_war[against] - self.in_peace[against])),
            cost=float(self.cost[rung] - self.cost[against]) + 0.0,
            war_probability=(min(mean(p) / whole, 1.0), min(mean(q) / whole, 1.0)),
        )

    def best(self, among: Sequence[int]) -> int:
        """Return the best of some rungs, the first-named of equals."""
        most = max(self.worth[r] for r in among)
        return next(r for r in among if self.worth[r] >= most - INDIFFERENT)


def prospects(compiled: Compiled, i: int, at: Equilibrium) -> Prospects:
    """Return what may come of each rung of actor i while the others play an equilibrium.

    Examples
    --------
    >>> import powergame as pg
    >>> from powergame.model.compile import compile_game
    >>> scenario = pg.load("scenarios/strong-and-misaligned.yaml")
    >>> answer = pg.solve(scenario, look_for_turns=False)
    >>> ahead = prospects(compile_game(scenario), 1, answer.solution.equilibria[0])
    >>> terms = ahead.terms(1, 0)
    >>> [round(x, 3) + 0.0 for x in (terms.peace, terms.war, terms.likelier, terms.advantage)]
    [0.195, 0.0, 0.048, 0.243]
    """
    view, game = compiled.views[i], compiled.game
    profile = arrays(at.profile)
    supports = [np.flatnonzero(strategy) for strategy in profile]
    supports[i] = np.arange(game.shape[i])
    sizes = tuple(map(len, supports))
    parts = []
    for _, places in chunks(sizes):
        rungs = view.rungs(np.stack([support[place] for support, place in zip(supports, places, strict=True)]))
        ahead = branches(view, rungs)
        in_peace = utility_in_peace(view, ahead, i)
        in_war = np.where(rungs.fighter.any(axis=0), utility_in_war(view, ahead.war, i), in_peace)
        parts.append(np.stack((ahead.p_war, in_peace, in_war)))
    tables = np.moveaxis(np.concatenate(parts, axis=1).reshape(3, *sizes), i + 1, 1).reshape(3, sizes[i], -1)
    weight = np.ones(1)
    for j, strategy in enumerate(profile):
        if j != i:
            weight = np.multiply.outer(weight, strategy[supports[j]]).ravel()
    p_war, in_peace, in_war = tables
    return Prospects(
        game.rungs[i],
        weight,
        p_war,
        in_peace,
        in_war,
        rung_payoffs(game.payoffs[i], profile, i),
        view.ladders[i][RUNG_FIELDS.index("cost")],
    )


def stakes(ahead: Prospects, seeks: Sequence[bool]) -> Terms | None:
    """Weigh an actor's best rung that seeks power against its best other one; None where it has not both.

    Parameters
    ----------
    seeks
        Whether each of its rungs seeks power.
    """
    seekers = [r for r, seeker in enumerate(seeks) if seeker]
    others = [r for r, seeker in enumerate(seeks) if not seeker]
    return ahead.terms(ahead.best(seekers), ahead.best(others)) if seekers and others else None


def played(ahead: Prospects, strategy: FloatArray) -> Terms | None:
    """Weigh the rung that an actor plays most, the first-named of equals, against the best of its others.

    Parameters
    ----------
    strategy : (L,)
        The actor's own play. None is returned for an actor with a single rung.
    """
    most = int(rung_played(strategy))
    others = [r for r in range(len(strategy)) if r != most]
    return ahead.terms(most, ahead.best(others)) if others else None
