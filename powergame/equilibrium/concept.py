"""Solution concepts: the equilibria that answer a game, and the one that is selected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.certificate import certify
from powergame.equilibrium.logit.limit import select
from powergame.equilibrium.logit.response import quantal_response
from powergame.equilibrium.nash.find import Solver, find_equilibria
from powergame.equilibrium.selection import selected
from powergame.equilibrium.types import Solution
from powergame.errors import NoAnswerError, TimeLimitError, UsageError
from powergame.model.game import Game
from powergame.objects.named import expect_choice, expect_number
from powergame.version import __version__

__all__ = ["Concept", "Solver", "as_concept", "solve_game"]

ConceptName = Literal["nash", "logit"]


@dataclass(frozen=True)
class Concept:
    """The solution asked for.

    Attributes
    ----------
    name
        `nash`, or `logit` for quantal response.
    rationality
        lambda; None for its limit (and for Nash).
    residual
        The quantal response's distance from its own logit response; None for other solutions.
    """

    name: ConceptName = "nash"
    rationality: float | None = None
    residual: float | None = None

    def __post_init__(self) -> None:
        expect_choice("solution concept", self.name, get_args(ConceptName))
        if self.rationality is not None:
            expect_number("rationality", self.rationality, low=0.0)
            if self.name == "nash":
                raise UsageError("a rationality belongs to quantal response, Concept('logit', rationality)")


def as_concept(concept: Concept | None) -> Concept:
    """Return the solution that a parameter asks for; None is Nash equilibrium.

    Raises
    ------
    UsageError
        Where it is something else than a `Concept`.
    """
    if concept is None:
        return Concept()
    if not isinstance(concept, Concept):
        kind = type(concept).__name__
        raise UsageError(f"a concept of type {kind}: expected Concept('nash'), or Concept('logit', rationality)")
    return concept


def solve_game(
    game: Game, solver: Solver, concept: Concept, deadline: Deadline = NO_DEADLINE, *, selecting: bool = True
) -> tuple[Concept, Solution]:
    """Return the equilibria of a game by the concept asked for, one of them selected.

    Where the time runs out, these are the equilibria that were reached, and `Solution.limited` says so.

    Parameters
    ----------
    selecting
        Whether one is to be selected of a complete list of Nash equilibria, which the list does not depend on.

    Raises
    ------
    UsageError
        Where there is no such solver.
    NoAnswerError
        Where no equilibrium is known, or the logit path does not reach the rationality asked for; as `TimeLimitError`
        where time was lacking.

    Examples
    --------
    Noisy players miss the stag, which is worth more to both but riskier:

    >>> import numpy as np
    >>> row = np.array([[4.0, 0.0], [3.0, 3.0]])
    >>> game = Game(("row", "column"), (("stag", "hare"),) * 2, np.array([row, row.T]))
    >>> concept, solution = solve_game(game, "exact", Concept())
    >>> [(equilibrium.payoffs, equilibrium.selected) for equilibrium in solution.equilibria]
    [((4.0, 4.0), False), ((3.0, 3.0), True), ((3.0, 3.0), False)]
    """
    expect_choice("solver", solver, get_args(Solver))
    if concept.name == "logit" and concept.rationality is not None:
        return _quantal_response(game, concept.rationality, deadline)
    found = find_equilibria(game, solver, deadline)
    if found.complete and not selecting and concept.name == "nash":
        return concept, found
    solution = select(game, found, deadline) if concept.name == "logit" else selected(game, found, deadline)
    if concept.name == "logit":
        only = tuple(replace(e, component=0) for e in solution.equilibria if e.selected)
        solution = replace(solution, equilibria=only, convex=((0,),), complete=False, solver="logit path")
        solution = replace(solution, version=__version__)
    if not solution.equilibria:
        error = TimeLimitError if solution.limited == "time" else NoAnswerError
        raise error("\n".join(("no equilibrium was found", *solution.notes)))
    return concept, solution


def _quantal_response(game: Game, rationality: float, deadline: Deadline) -> tuple[Concept, Solution]:
    point = quantal_response(game, rationality, deadline)
    if not point.converged:
        raise NoAnswerError(f"the logit path broke off before rationality {rationality:g}: {point.reason}")
    certified = replace(certify(game, point.profile, ("logit",)), selected=True)
    note = "quantal response on the principal branch; its regret is the cost of the noise in play"
    solution = Solution((certified,), ((0,),), False, False, "logit path", __version__, (note,))
    return Concept("logit", rationality, point.residual), solution
