"""Quantal response: the principal branch of the logit correspondence, followed from uniform play.

At rationality lambda every rung is played in proportion to exp(lambda * its expected payoff), all actors consistent
[1]_. The branch that starts at uniform play (lambda = 0) is followed by predictor and corrector in arc length, so that
it may turn back in lambda on its way [2]_, [3]_.

Its unknowns, differences of payoffs and sigma = 1 / (1 + lambda), stay bounded as lambda grows, and a branch that tends
to a mixed equilibrium has payoffs linear in sigma there: few steps lead to any rationality.

References
----------
.. [1] McKelvey, R. D. & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
   Behavior 10.
.. [2] Turocy, T. L. (2005). A dynamic homotopy interpretation of the logistic quantal response equilibrium
   correspondence. Games and Economic Behavior 51.
.. [3] Allgower, E. L. & Georg, K. (1990). Numerical Continuation Methods. Chapters 6 (steps) and 8 (branching points).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from powergame.arrays import FloatArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.logit.equations import AnyEquations
from powergame.equilibrium.logit.steps import BranchPoint, onward, start
from powergame.model.game import Game

LEAST_SIGMA = 1e-50
"""sigma at which the path ends: its fourth power is far above the least floating-point number."""


def path(chart: AnyEquations, deadline: Deadline = NO_DEADLINE) -> Iterator[BranchPoint[AnyEquations]]:
    """Yield places along the branch, from uniform play as far as it can be followed.

    Parameters
    ----------
    chart
        The chart of a game in which some actor's rungs differ.

    Raises
    ------
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    The prisoner's dilemma: the first place is uniform play, and near sigma = 0 nobody cooperates.

    >>> import numpy as np
    >>> from powergame.equilibrium.logit.correspondence import first_chart
    >>> row = np.array([[2.0, 0.0], [3.0, 1.0]])
    >>> game = Game(("row", "column"), (("cooperate", "defect"),) * 2, np.array([row, row.T]))
    >>> places = list(path(first_chart(game)))
    >>> places[0].strategies[0].tolist(), places[-1].strategies[0].tolist()
    ([0.5, 0.5], [0.0, 1.0])
    """
    place: BranchPoint[AnyEquations] | None = start(chart)
    work = Work(budgets.LOGIT_READ, deadline)
    for _ in range(budgets.LOGIT_STEPS):
        if place is None or place.sigma < LEAST_SIGMA:
            return
        yield place
        place = onward(place, work)


def too_large(game: Game) -> str:
    """Return why a game is too large for its path to be followed; empty where it is not."""
    most = budgets.LOGIT_ENTRIES if len(game.actors) > 2 else budgets.LOGIT_PAIR_ENTRIES
    if game.payoffs.size > most:
        return f"the game has more than {most:,} payoffs, too many to follow the logit path"
    if len(game.actors) > 2 and sum(game.shape) > budgets.LOGIT_RUNGS:
        return f"three or more actors have more than {budgets.LOGIT_RUNGS} rungs, too many to follow the logit path"
    return ""


def as_profile(strategies: Sequence[FloatArray]) -> tuple[tuple[float, ...], ...]:
    """Return strategies as tuples of floats."""
    return tuple(tuple(strategy.tolist()) for strategy in strategies)
