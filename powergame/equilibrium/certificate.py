"""Certificates: a profile's regret, recomputed from the payoffs, whichever solver the profile comes from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from powergame.arrays import ObjectArray
from powergame.equilibrium import budgets
from powergame.equilibrium.expected import rung_payoffs
from powergame.equilibrium.types import Equilibrium, Probability, Profile
from powergame.model.game import Game


def certify(game: Game, profile: Sequence[Sequence[Probability]], found_by: tuple[str, ...] = ()) -> Equilibrium:
    """Return a profile with its expected payoffs and its regret.

    Parameters
    ----------
    game
        Any number of actors.
    profile
        A mixed strategy for each actor. If all probabilities are fractions and few enough rungs are in play, payoffs
        and regret are computed in fractions, and the regret of an equilibrium is 0 exactly.

    Returns
    -------
    Equilibrium
        With regret = max over i of (best reply payoff - payoff), >= 0.

    Examples
    --------
    In the prisoner's dilemma both would gain 1 by breaking off cooperation:

    >>> row = np.array([[2.0, 0.0], [3.0, 1.0]])
    >>> game = Game(("row", "column"), (("cooperate", "defect"),) * 2, np.array([row, row.T]))
    >>> certify(game, [[1.0, 0.0], [1.0, 0.0]]).regret, certify(game, [[0.0, 1.0], [0.0, 1.0]]).regret
    (1.0, 0.0)
    """
    given: Profile = tuple(tuple(strategy) for strategy in profile)
    supports = [[r for r, p in enumerate(strategy) if p > 0] for strategy in given]
    if all(len(support) == 1 for support in supports) and all(p in (0, 1) for strategy in given for p in strategy):
        payoffs, regret = _of_pure(game, tuple(support[0] for support in supports))
    elif _exact(given) and max(game.shape) * math.prod(map(len, supports)) <= budgets.CERTIFIED_ENTRIES:
        payoffs, regret = _of_exact(game, given, supports)
    else:
        payoffs, regret = _of_floats(game, given)
    return Equilibrium(given, payoffs, regret, found_by=found_by)


def certify_pure(game: Game, profiles: Sequence[Sequence[int]], found_by: tuple[str, ...]) -> list[Equilibrium]:
    """Certify many pure profiles at once, each given as one rung an actor."""
    if not profiles:
        return []
    table = game.payoffs if game.rational is None else game.rational
    rungs = np.array(profiles).T
    payoffs = np.stack([of_actor[tuple(rungs)] for of_actor in table])
    regrets = payoffs * 0
    for i, size in enumerate(game.shape):
        for r in range(size):
            reply = table[i][tuple(rungs[j] if j != i else np.full(len(profiles), r) for j in range(len(rungs)))]
            regrets[i] = np.maximum(regrets[i], reply - payoffs[i])
    worst = regrets.max(axis=0)
    unit = [[tuple(Fraction(int(r == k)) for r in range(size)) for k in range(size)] for size in game.shape]
    return [
        Equilibrium(
            tuple(unit[i][r] for i, r in enumerate(profile)),
            tuple(float(x) for x in payoffs[:, k]),
            float(worst[k]),
            found_by=found_by,
        )
        for k, profile in enumerate(profiles)
    ]


def pure_profile(game: Game, rungs: Sequence[int]) -> Profile:
    """Return the profile in which every actor plays one rung."""
    return tuple(
        tuple(Fraction(int(r == played)) for r in range(size)) for size, played in zip(game.shape, rungs, strict=True)
    )


def _exact(profile: Profile) -> bool:
    return all(isinstance(p, Fraction) for strategy in profile for p in strategy)


def _of_pure(game: Game, rungs: tuple[int, ...]) -> tuple[tuple[float, ...], float]:
    table = game.payoffs if game.rational is None else game.rational
    payoffs, regret = [], 0.0
    for i in range(len(rungs)):
        along = (i, *(slice(None) if j == i else r for j, r in enumerate(rungs)))
        replies = table[along]
        payoffs.append(float(replies[rungs[i]]))
        regret = max(regret, float(replies.max() - replies[rungs[i]]))
    return tuple(payoffs), regret


def _of_exact(game: Game, profile: Profile, supports: list[list[int]]) -> tuple[tuple[float, ...], float]:
    payoffs, regret = [], Fraction(0)
    played = [
        np.array([strategy[r] for r in support], dtype=object)
        for strategy, support in zip(profile, supports, strict=True)
    ]
    for i, strategy in enumerate(profile):
        in_play = [range(len(strategy)) if j == i else support for j, support in enumerate(supports)]
        table = game.payoffs if game.rational is None else game.rational
        replies = rung_payoffs(_fractions(table[i][np.ix_(*in_play)]), played, i)
        payoff = sum((p * x for p, x in zip(strategy, replies, strict=True)), Fraction(0))
        payoffs.append(float(payoff))
        regret = max(regret, max(replies) - payoff)
    return tuple(payoffs), float(regret)


def _fractions(table: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> ObjectArray:
    exact = np.empty(table.shape, dtype=object)
    exact.ravel()[:] = [Fraction(x) for x in table.ravel().tolist()]
    return exact


def _of_floats(game: Game, profile: Profile) -> tuple[tuple[float, ...], float]:
    strategies = [np.array([float(p) for p in strategy]) for strategy in profile]
    payoffs, regret = [], 0.0
    for i, strategy in enumerate(strategies):
        replies = rung_payoffs(game.payoffs[i], strategies, i)
        payoff = float(replies @ strategy) + 0.0
        payoffs.append(payoff)
        regret = max(regret, float(replies.max()) - payoff)
    return tuple(payoffs), regret
