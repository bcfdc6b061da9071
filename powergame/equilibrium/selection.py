"""Which equilibrium is the headline: where the logit path from uniform play leads, and what stands in for it.

The path is followed on the whole game. Where it breaks off, it is followed on what strict dominance leaves. Where that
one does, too, best replies lead on from where the first had come to. The answer's notes name what stood in.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.certificate import certify, certify_pure
from powergame.equilibrium.logit.end import Limit, logit_limit
from powergame.equilibrium.logit.limit import CERTAIN_REGRET, inserted_last, matched, select, unselected
from powergame.equilibrium.nash.reduction import reduce
from powergame.equilibrium.types import Solution
from powergame.errors import TimeLimitError
from powergame.model.game import Game


def selected(game: Game, solution: Solution, deadline: Deadline = NO_DEADLINE) -> Solution:
    """Return the solution with one equilibrium selected, or none and a note that says why.

    Parameters
    ----------
    solution
        The solution of this game.

    Examples
    --------
    >>> from powergame.equilibrium.nash.find import find_equilibria
    >>> row = np.array([[4.0, 0.0], [3.0, 3.0]])
    >>> game = Game(("row", "column"), (("stag", "hare"),) * 2, np.array([row, row.T]))
    >>> [e.selected for e in selected(game, find_equilibria(game, "exact")).equilibria]
    [False, True, False]
    """
    if solution.complete and len(solution.equilibria) == 1:
        return select(game, solution, deadline)
    try:
        limit = logit_limit(game, deadline)
        if not limit.reason:
            return matched(game, solution, limit, deadline)
        inner = _on_undominated(game, deadline)
        if inner is not None:
            note = f"{limit.reason}; it was followed on what strict dominance leaves"
            return matched(game, replace(solution, notes=(*solution.notes, note)), inner, deadline)
        return _stand_in(game, solution, limit, deadline)
    except TimeLimitError as error:
        return replace(unselected(solution, str(error)), later_limited="time")


def _on_undominated(game: Game, deadline: Deadline) -> Limit | None:
    """Return the limit of the path on what strict dominance leaves; None where that is all, or has none either."""
    reduced = reduce(game, deadline)
    if reduced.game is game:
        return None
    limit = logit_limit(reduced.game, deadline)
    if limit.reason:
        return None
    lifted = (reduced.lifted(dict(enumerate(profile))) for profile in (limit.profile, limit.before))
    profile, before = (tuple(tuple(map(float, strategy)) for strategy in whole) for whole in lifted)
    return replace(limit, profile=profile, before=before)


def _stand_in(game: Game, solution: Solution, limit: Limit, deadline: Deadline) -> Solution:
    """Select what is certified nearby: where the path has come to, or a pure equilibrium that best replies lead to."""
    if limit.finished and not solution.complete:
        reached = certify(game, limit.profile, ("logit",))
        if reached.regret <= CERTAIN_REGRET * float(np.ptp(game.payoffs)):
            return inserted_last(solution, reached, f"{limit.reason}; selected is where it has come to")
    rungs = _by_best_replies(game, [int(np.argmax(strategy)) for strategy in limit.profile], deadline)
    if rungs is None:
        return unselected(solution, f"{limit.reason}, and best replies from there lead to no pure equilibrium")
    (pure,) = certify_pure(game, [rungs], ("best replies",))
    note = f"{limit.reason}; selected is the pure equilibrium to which best replies lead from where it has come to"
    return inserted_last(solution, pure, note)


def _by_best_replies(game: Game, rungs: list[int], deadline: Deadline) -> list[int] | None:
    """Return a pure equilibrium to which best replies lead, one actor's after the other; None where they go round."""
    table = game.payoffs if game.rational is None else game.rational
    waiting = 0  # actors in a row who are content
    for step in range(budgets.BEST_REPLIES):
        deadline.check("best replies were followed")
        i = step % len(rungs)
        replies = table[(i, *(slice(None) if j == i else r for j, r in enumerate(rungs)))]
        if replies[rungs[i]] == replies.max():
            waiting += 1
            if waiting == len(rungs):
                return rungs
        else:
            rungs[i], waiting = int(replies.argmax()), 1
    return None
