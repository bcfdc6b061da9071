"""Solution concepts: which equilibria a game is answered with, and which one is selected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from powergame.equilibrium.certificate import certify
from powergame.equilibrium.logit.limit import select
from powergame.equilibrium.logit.path import quantal_response
from powergame.equilibrium.nash.find import Solver, find_equilibria
from powergame.equilibrium.types import Solution
from powergame.errors import NoAnswerError
from powergame.model.game import Game
from powergame.version import __version__

__all__ = ["Concept", "Solver", "solve_game"]


@dataclass(frozen=True)
class Concept:
    """Which solution was asked for.

    Attributes
    ----------
    name
        `nash`, or `logit` for quantal response.
    rationality
        lambda; None for its limit (and for Nash).
    residual
        Of the quantal response: how far the profile is from its own logit response.
    """

    name: Literal["nash", "logit"] = "nash"
    rationality: float | None = None
    residual: float | None = None


def solve_game(game: Game, solver: Solver, concept: Concept) -> tuple[Concept, Solution]:
    """Return the equilibria of a game by the concept asked for, one of them selected."""
    if concept.name == "logit" and concept.rationality is not None:
        return _quantal_response(game, concept.rationality)
    solution = select(game, find_equilibria(game, solver))
    if concept.name == "logit":
        only = tuple(replace(e, component=0) for e in solution.equilibria if e.selected)
        solution = replace(solution, equilibria=only, convex=((0,),), complete=False, solver="logit path")
        solution = replace(solution, version=__version__)
    if not solution.equilibria:
        raise NoAnswerError("\n".join(("no equilibrium was found", *solution.notes)))
    return concept, solution


def _quantal_response(game: Game, rationality: float) -> tuple[Concept, Solution]:
    point = quantal_response(game, rationality)
    if not point.converged:
        raise NoAnswerError(f"the logit path broke off before rationality {rationality:g}: {point.reason}")
    certified = replace(certify(game, point.profile, ("logit",)), selected=True)
    note = "quantal response on the principal branch; its regret is what the noise in play costs"
    solution = Solution((certified,), ((0,),), False, False, "logit path", __version__, (note,))
    return Concept("logit", rationality, point.residual), solution
