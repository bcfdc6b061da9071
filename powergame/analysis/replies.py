"""Worth of rungs against the others' play, and the reply curves of two actors with two rungs each.

The curves are the exact best-reply correspondences of a 2x2 game [1]_, or its logit responses at a rationality [2]_.
Equilibria are where the two curves meet.

References
----------
.. [1] Fudenberg, D. & Tirole, J. (1991). Game Theory. Section 1.2.
.. [2] McKelvey, R. D. & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
   Behavior 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium.expected import arrays, rung_payoffs
from powergame.equilibrium.types import Profile
from powergame.model.game import Game

SAMPLES = 201
"""Points of a logit response."""

FARTHEST = 700.0
"""Log-odds beyond which the exponential leaves the range of floats, and play is certain to all digits."""


@dataclass(frozen=True, eq=False)
class Reply:
    """One actor's reply to the other's play.

    Attributes
    ----------
    points : (P, 2)
        The probability of its own second rung, and of the other's, along the curve; the latter rises from 0 to 1.
    indifferent
        Whether the actor's choice makes no difference to it, whatever the other does. Every point of the square is
        then a best reply, and `points` is empty.
    turns_at
        The other's probability of its second rung at which the actor is indifferent; None where there is none.
    """

    points: FloatArray
    indifferent: bool
    turns_at: Fraction | None


def rung_values(game: Game, profile: Profile) -> list[FloatArray]:
    """Return the expected worth of each rung of each actor while the others play a profile, (L_i,) each."""
    play = arrays(profile)
    return [np.asarray(rung_payoffs(payoffs, play, i), dtype=float) for i, payoffs in enumerate(game.payoffs)]


def replies(game: Game, rationality: float | None = None) -> tuple[Reply, Reply]:
    """Return both actors' replies.

    Parameters
    ----------
    game
        A game of two actors with two rungs each.
    rationality
        lambda of the quantal response; None for best replies.

    Examples
    --------
    In matching pennies either actor turns where the other plays both rungs alike:

    >>> row = np.array([[1.0, -1.0], [-1.0, 1.0]])
    >>> [str(reply.turns_at) for reply in replies(Game(("a", "b"), (("heads", "tails"),) * 2, np.array([row, -row])))]
    ['1/2', '1/2']
    """
    first, second = game.exact
    return _reply(first[1] - first[0], rationality), _reply(second[:, 1] - second[:, 0], rationality)


def _reply(gains: np.ndarray[tuple[int, ...], np.dtype[np.object_]], rationality: float | None) -> Reply:
    """Return a reply from the gains of the second rung against the other's first and second."""
    before, after = Fraction(gains[0]), Fraction(gains[1])
    indifferent = before == after == 0
    turns_at = before / (before - after) if before * after <= 0 and not indifferent else None
    if rationality is not None:
        return Reply(_logit(float(before), float(after), rationality), False, turns_at)
    if indifferent:
        return Reply(np.empty((0, 2)), True, None)
    if turns_at is None:
        rung = float(before > 0)
        return Reply(np.array([[rung, 0.0], [rung, 1.0]]), False, None)
    at, start = float(turns_at), float(before > 0 or after < 0)
    return Reply(np.array([[start, 0.0], [start, at], [1 - start, at], [1 - start, 1.0]]), False, turns_at)


def _logit(before: float, after: float, rationality: float) -> FloatArray:
    other = np.linspace(0.0, 1.0, SAMPLES)
    log_odds = np.clip(rationality * (before + (after - before) * other), -FARTHEST, FARTHEST)
    return np.stack((1 / (1 + np.exp(-log_odds)), other), axis=1)
