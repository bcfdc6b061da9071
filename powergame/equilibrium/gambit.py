"""Gambit's solvers, through the optional package pygambit (GPL-2.0-or-later)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from powergame.equilibrium.types import Probability, Profile
from powergame.errors import UsageError
from powergame.model.game import Game

if TYPE_CHECKING:
    import pygambit

MAX_ENUMPOLY_PROFILES = 64
"""Beyond these, enumpoly's systems of polynomial equations take minutes."""


def version() -> str:
    """Return pygambit's version."""
    from importlib.metadata import version as installed

    return installed("pygambit")


def extreme_equilibria(game: Game) -> list[Profile]:
    """Return the extreme equilibria of a game of two actors, in Gambit's rational arithmetic (enummixed)."""
    solvers, table = _gambit(game)
    return [_profile(table, e, exact=True) for e in solvers.nash.enummixed_solve(table, rational=True).equilibria]


def mixed_equilibria(game: Game) -> list[Profile]:
    """Return the isolated equilibria of a game of three or more actors that enumpoly finds, in floats."""
    solvers, table = _gambit(game)
    return [_profile(table, e, exact=False) for e in solvers.nash.enumpoly_solve(table).equilibria]


def _gambit(game: Game) -> tuple[pygambit, pygambit.Game]:
    try:
        import pygambit
    except ImportError:
        message = "--solver gambit needs pygambit, an optional extra: pip install 'powergame[gambit]'"
        raise UsageError(message) from None
    arrays = [payoffs if game.rational is None else game.rational[i] for i, payoffs in enumerate(game.exact)]
    return pygambit, pygambit.Game.from_arrays(*arrays)


def _profile(table: pygambit.Game, found: pygambit.MixedStrategyProfile, *, exact: bool) -> Profile:
    def chance(p: object) -> Probability:
        if exact:
            return Fraction(int(p.numerator), int(p.denominator))  # type: ignore[attr-defined]
        return float(p)  # type: ignore[arg-type]

    return tuple(tuple(chance(found[rung]) for rung in player.strategies) for player in table.players)
