"""Gambit's solvers as oracles, called directly."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pygambit

from powergame.model.game import Game


def table(game: Game) -> pygambit.Game:
    """Return Gambit's view of a game."""
    return pygambit.Game.from_arrays(*game.exact)


def extreme_equilibria(game: Game) -> set[tuple[tuple[Fraction, ...], ...]]:
    """Return the set of extreme equilibria of a game of two actors.

    Payoffs are scaled first: pygambit 16.7 finds none where they are in the billions.
    """
    theirs = pygambit.Game.from_arrays(*(payoffs / (abs(payoffs).max() or 1) for payoffs in game.exact))
    found = pygambit.nash.enummixed_solve(theirs, rational=True).equilibria
    return {
        tuple(tuple(Fraction(str(e[rung])) for rung in player.strategies) for player in theirs.players) for e in found
    }


def pure_equilibria(game: Game) -> set[tuple[int, ...]]:
    """Return the set of pure equilibria, each by the rungs played."""
    theirs = table(game)
    found = pygambit.nash.enumpure_solve(theirs).equilibria
    return {tuple([e[rung] for rung in player.strategies].index(1) for player in theirs.players) for e in found}


def undominated(game: Game) -> tuple[int, ...]:
    """Return how many rungs of each actor survive iterated elimination of strictly dominated ones."""
    theirs = table(game)
    support = theirs.support_profile() if hasattr(theirs, "support_profile") else theirs.strategy_support_profile()
    before = None
    while before != support:
        before, support = support, pygambit.supports.undominated_strategies_solve(support, strict=True)
    return tuple(len(list(support[player])) for player in theirs.players)


def regret(game: Game, profile: tuple[tuple[Fraction, ...], ...]) -> Fraction:
    """Return the greatest regret of a profile, in Gambit's arithmetic."""
    theirs = table(game)
    mixed = theirs.mixed_strategy_profile(
        data=[[pygambit.Rational(p.numerator, p.denominator) for p in own] for own in profile], rational=True
    )
    return Fraction(str(mixed.max_regret()))


def polynomial_equilibria(game: Game) -> list[np.ndarray]:
    """Return the isolated equilibria of a game of three and more actors that enumpoly finds, flat, in floats."""
    theirs = pygambit.Game.from_arrays(*game.payoffs)
    found = pygambit.nash.enumpoly_solve(theirs).equilibria
    return [np.array([float(e[rung]) for player in theirs.players for rung in player.strategies]) for e in found]
