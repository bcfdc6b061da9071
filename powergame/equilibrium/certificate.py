"""Certificates: the regret of a profile, recomputed from the payoffs, whoever found it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from powergame.equilibrium.expected import arrays, rung_payoffs
from powergame.equilibrium.types import Equilibrium, Probability, Profile
from powergame.model.game import Game

MAX_EXACT_ENTRIES = 20_000
"""Payoff entries up to which an exact profile is certified in fractions; beyond, in floats."""


def certify(game: Game, profile: Sequence[Sequence[Probability]], found_by: tuple[str, ...] = ()) -> Equilibrium:
    """Return a profile with its expected payoffs and its regret.

    Parameters
    ----------
    game
        Any number of actors.
    profile
        A mixed strategy for each; where all probabilities are fractions and the game is small, payoffs and regret are
        computed in fractions, and the regret of an equilibrium is 0 exactly.

    Returns
    -------
    Equilibrium
        With regret = max over i of (best reply payoff - payoff), >= 0.
    """
    given: Profile = tuple(tuple(strategy) for strategy in profile)
    pure = _pure_rungs(given)
    if pure is not None:
        payoffs, regret = _of_pure(game, pure)
    elif game.payoffs.size <= MAX_EXACT_ENTRIES and _exact(given):
        payoffs, regret = _of_exact(game, given)
    else:
        payoffs, regret = _of_floats(game, given)
    return Equilibrium(given, payoffs, regret, found_by=found_by)


def certify_pure(game: Game, found: Sequence[Sequence[int]], found_by: tuple[str, ...]) -> list[Equilibrium]:
    """Certify many pure profiles, each by the rung of every actor, at once."""
    if not found:
        return []
    table = game.payoffs if game.rational is None else game.rational
    rungs = np.array(found).T
    own = np.stack([payoffs[tuple(rungs)] for payoffs in table])
    regrets = own * 0
    for i, size in enumerate(game.shape):
        for r in range(size):
            reply = table[i][tuple(rungs[j] if j != i else np.full(len(found), r) for j in range(len(rungs)))]
            regrets[i] = np.maximum(regrets[i], reply - own[i])
    worst = regrets.max(axis=0)
    unit = [[tuple(Fraction(int(r == k)) for r in range(size)) for k in range(size)] for size in game.shape]
    return [
        Equilibrium(
            tuple(unit[i][r] for i, r in enumerate(profile)),
            tuple(float(x) for x in own[:, k]),
            float(worst[k]),
            found_by=found_by,
        )
        for k, profile in enumerate(found)
    ]


def pure_profile(game: Game, rungs: Sequence[int]) -> Profile:
    """Return the profile in which every actor plays one rung."""
    return tuple(
        tuple(Fraction(int(r == played)) for r in range(size)) for size, played in zip(game.shape, rungs, strict=True)
    )


def _pure_rungs(profile: Profile) -> tuple[int, ...] | None:
    if all(p in (0, 1) for strategy in profile for p in strategy):
        return tuple([float(p) for p in strategy].index(1.0) for strategy in profile)
    return None


def _exact(profile: Profile) -> bool:
    return all(isinstance(p, Fraction) for strategy in profile for p in strategy)


def _of_pure(game: Game, rungs: tuple[int, ...]) -> tuple[tuple[float, ...], float]:
    table = game.payoffs if game.rational is None else game.rational
    own, regret = [], 0.0
    for i in range(len(rungs)):
        along = (i, *(slice(None) if j == i else r for j, r in enumerate(rungs)))
        replies = table[along]
        own.append(float(replies[rungs[i]]))
        regret = max(regret, float(replies.max() - replies[rungs[i]]))
    return tuple(own), regret


def _of_exact(game: Game, profile: Profile) -> tuple[tuple[float, ...], float]:
    strategies = [np.array(strategy, dtype=object) for strategy in profile]
    payoffs, regret = [], Fraction(0)
    for i, strategy in enumerate(strategies):
        replies = rung_payoffs(game.exact[i], strategies, i)
        own = (replies * strategy).sum()
        payoffs.append(float(own))
        regret = max(regret, max(replies) - own)
    return tuple(payoffs), float(regret)


def _of_floats(game: Game, profile: Profile) -> tuple[tuple[float, ...], float]:
    strategies = arrays(profile)
    payoffs, regret = [], 0.0
    for i, strategy in enumerate(strategies):
        replies = rung_payoffs(game.payoffs[i], strategies, i)
        own = float(replies @ strategy)
        payoffs.append(own)
        regret = max(regret, float(replies.max()) - own)
    return tuple(payoffs), regret
