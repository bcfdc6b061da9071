"""What rungs are worth against what the others do; of two actors with two rungs each, what they would best do.

The best-reply correspondences of a 2x2 game [1]_, exactly; or the logit responses at a rationality [2]_. Equilibria are
where the two meet.

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
"""Log-odds: beyond, the exponential leaves the range of floats, and play is certain to all digits."""


@dataclass(frozen=True, eq=False)
class Reply:
    """One actor's reply to the other's play.

    Attributes
    ----------
    points : (P, 2)
        The probability of its own second rung, and of the other's, along the curve; the latter rises from 0 to 1.
    indifferent
        Whether it makes no difference to the actor what it does, whatever the other does: every point of the square
        is a best reply, and `points` are none.
    turns_at
        The other's probability of its second rung at which the actor is indifferent; None where there is no such.
    """

    points: FloatArray
    indifferent: bool
    turns_at: Fraction | None


def rung_values(game: Game, profile: Profile) -> list[FloatArray]:
    """Return what each rung of each actor is worth in expectation while the others play a profile, (L_i,) each."""
    play = arrays(profile)
    return [np.asarray(rung_payoffs(payoffs, play, i), dtype=float) for i, payoffs in enumerate(game.payoffs)]


def replies(game: Game, rationality: float | None = None) -> tuple[Reply, Reply]:
    """Return both actors' replies.

    Parameters
    ----------
    game
        Of two actors with two rungs each.
    rationality
        lambda of the quantal response; None for best replies.
    """
    first, second = game.exact
    return _reply(first[1] - first[0], rationality), _reply(second[:, 1] - second[:, 0], rationality)


def _reply(gains: np.ndarray[tuple[int, ...], np.dtype[np.object_]], rationality: float | None) -> Reply:
    """Return a reply from what the second rung gains against the other's first and second."""
    before, after = Fraction(gains[0]), Fraction(gains[1])
    indifferent = before == after == 0
    turns_at = before / (before - after) if before * after <= 0 and not indifferent else None
    if rationality is not None:
        return Reply(_logit(float(before), float(after), rationality), False, turns_at)
    if indifferent:
        return Reply(np.empty((0, 2)), True, None)
    if turns_at is None:
        own = float(before > 0)
        return Reply(np.array([[own, 0.0], [own, 1.0]]), False, None)
    at, start = float(turns_at), float(before > 0 or after < 0)
    return Reply(np.array([[start, 0.0], [start, at], [1 - start, at], [1 - start, 1.0]]), False, turns_at)


def _logit(before: float, after: float, rationality: float) -> FloatArray:
    other = np.linspace(0.0, 1.0, SAMPLES)
    log_odds = np.clip(rationality * (before + (after - before) * other), -FARTHEST, FARTHEST)
    return np.stack((1 / (1 + np.exp(-log_odds)), other), axis=1)
