"""Certificates: a profile's regret, recomputed from the payoffs, whichever solver the profile comes from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from powergame.arrays import ObjectArray
from powergame.equilibrium import budgets
from powergame.equilibrium.expected import rung_payoffs
from powergame.equilibrium.types import ONE, ZERO, Equilibrium, Probability, Profile
from powergame.model.game import Game, integers


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
    not_zero = [[(r, p) for r, p in enumerate(strategy) if p is not ZERO and p] for strategy in given]
    supports = [[r for r, p in played if p > 0] for played in not_zero]
    certified: tuple[tuple[float, ...], float] | None = None
    if all(len(played) == 1 and played[0][1] == 1 for played in not_zero):
        certified = _of_pure(game, tuple(support[0] for support in supports))
    elif _exact(not_zero) and max(game.shape) * math.prod(map(len, supports)) <= budgets.CERTIFIED_ENTRIES:
        certified = _of_exact(game, given, supports)
    payoffs, regret = certified or _of_floats(game, given)
    return Equilibrium(given, payoffs, regret, found_by=found_by)


def certify_pure(game: Game, profiles: Sequence[Sequence[int]], found_by: tuple[str, ...]) -> list[Equilibrium]:
    """Certify many pure profiles at once, each given as one rung an actor."""
    if not profiles:
        return []
    table = game.payoffs if game.rational is None else game.rational
    rungs = np.array(profiles).T
    payoffs = np.stack([of_actor[tuple(rungs)] for of_actor in table])
    best = payoffs.copy()
    for i, size in enumerate(game.shape):
        for r in range(size):
            reply = table[i][tuple(rungs[j] if j != i else np.full(len(profiles), r) for j in range(len(rungs)))]
            best[i] = np.maximum(best[i], reply)
    worst = (best - payoffs).max(axis=0)  # worse replies are not subtracted, which might overflow
    return [
        Equilibrium(
            pure_profile(game, profile),
            tuple(float(x) for x in payoffs[:, k]),
            float(worst[k]),
            found_by=found_by,
        )
        for k, profile in enumerate(profiles)
    ]


def pure_profile(game: Game, rungs: Sequence[int]) -> Profile:
    """Return the profile in which every actor plays one rung."""
    return tuple(_certain(r, size) for r, size in zip(rungs, game.shape, strict=True))


def _certain(rung: int, size: int) -> tuple[Fraction, ...]:
    return (ZERO,) * rung + (ONE,) + (ZERO,) * (size - rung - 1)


def _exact(not_zero: Sequence[Sequence[tuple[int, Probability]]]) -> bool:
    return all(isinstance(p, Fraction) for played in not_zero for _, p in played)


def _of_pure(game: Game, rungs: tuple[int, ...]) -> tuple[tuple[float, ...], float]:
    table = game.payoffs if game.rational is None else game.rational
    payoffs, regret = [], 0.0
    for i in range(len(rungs)):
        along = (i, *(slice(None) if j == i else r for j, r in enumerate(rungs)))
        replies = table[along]
        payoffs.append(float(replies[rungs[i]]))
        regret = max(regret, float(replies.max() - replies[rungs[i]]))
    return tuple(payoffs), regret


def _of_exact(game: Game, profile: Profile, supports: list[list[int]]) -> tuple[tuple[float, ...], float] | None:
    """Certify an exact profile, in integers over common denominators: fractions take ten times as long.

    None where the denominators are too long.
    """
    payoffs, regret = [], Fraction(0)
    played, wholes = [], []
    for strategy, support in zip(profile, supports, strict=True):
        chances = [Fraction(strategy[r]) for r in support]
        wholes.append(whole := math.lcm(*(p.denominator for p in chances)))
        played.append(np.array([p.numerator * (whole // p.denominator) for p in chances], dtype=object))
    for i, strategy in enumerate(profile):
        in_play = [range(len(strategy)) if j == i else support for j, support in enumerate(supports)]
        scaled = _integers(game, i, in_play)
        if scaled is None:
            return None
        table, unit = scaled
        replies = rung_payoffs(table, played, i)
        unit *= math.prod(whole for j, whole in enumerate(wholes) if j != i)
        payoff = Fraction(sum(int(p) * replies[r] for p, r in zip(played[i], supports[i], strict=True)), wholes[i])
        payoffs.append(float(payoff / unit))
        regret = max(regret, (max(replies) - payoff) / unit)
    return tuple(payoffs), float(regret)


def _integers(game: Game, i: int, rungs: Sequence[Sequence[int]]) -> tuple[ObjectArray, int] | None:
    """Return actor i's payoffs over some rungs, as integers, and the number by which they were multiplied."""
    if len(game.actors) == 2 and game.payoffs.size <= budgets.CERTIFIED_ENTRIES:  # many profiles of one small game
        return None if game.integers is None else (game.integers[0][i][np.ix_(*rungs)], game.integers[1])
    table = (game.payoffs if game.rational is None else game.rational)[i][np.ix_(*rungs)]
    return integers(table)


def _of_floats(game: Game, profile: Profile) -> tuple[tuple[float, ...], float]:
    strategies = [np.array([float(p) for p in strategy]) for strategy in profile]
    payoffs, regret = [], 0.0
    for i, strategy in enumerate(strategies):
        replies = rung_payoffs(game.payoffs[i], strategies, i)
        payoff = float(replies @ strategy) + 0.0
        payoffs.append(payoff)
        regret = max(regret, float(replies.max()) - payoff)
    return tuple(payoffs), regret
