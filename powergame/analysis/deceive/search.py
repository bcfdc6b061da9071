"""How equilibria are looked for in all the games that a question of deception asks of."""

from __future__ import annotations

from dataclasses import dataclass

from powergame.analysis.deceive.measures import Conduct
from powergame.analysis.rounds.chances import seeking
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.sequential.find import solve_tree
from powergame.equilibrium.sequential.types import Certified, TreeSolution
from powergame.errors import NoAnswerError
from powergame.model.tree.types import GameTree


@dataclass(frozen=True)
class SearchOptions:
    """How equilibria of a tree are looked for.

    Attributes
    ----------
    starts
        Further starting points of the logit path.
    pure
        Whether equilibria in pure strategies are looked for; None where they fit.
    rationality
        Of the quantal response that is taken in the place of equilibria; None for equilibria.
    """

    starts: int = 0
    pure: bool | None = None
    rationality: float | None = None
    deadline: Deadline = NO_DEADLINE


@dataclass(frozen=True, eq=False)
class Solved:
    """A tree with its equilibria, of which one is selected."""

    tree: GameTree
    solution: TreeSolution
    selected: Certified

    @property
    def equilibria(self) -> tuple[Certified, ...]:
        """All that were found, the selected one first."""
        others = (equilibrium for equilibrium in self.solution.equilibria if equilibrium is not self.selected)
        return (self.selected, *others)


def solved(tree: GameTree, search: SearchOptions, of_game: str = "") -> Solved:
    """Return a tree with its equilibria.

    Parameters
    ----------
    of_game
        Which game it is, where it is not the scenario's own.

    Raises
    ------
    NoAnswerError
        Where none is selected.
    TimeLimitError
        Where the time runs out before there is an answer.
    """
    solution = solve_tree(
        tree,
        rationality=search.rationality,
        starts=search.starts,
        pure=search.pure,
        deadline=search.deadline,
        others_by=search.deadline.halfway(),  # other games follow
    )
    if (selected := solution.selected) is None:
        why = "; ".join(solution.problems) or "the logit path led to none"
        raise NoAnswerError(f"no equilibrium is selected{of_game and f' of {of_game}'}: {why}")
    return Solved(tree, solution, selected)


def conducts(tree: GameTree, certified: Certified, i: int) -> tuple[Conduct, ...]:
    """Return what each type of an actor does in an equilibrium, and gets."""
    when = seeking(tree, certified.assessment.play, certified.beliefs, i)
    each = zip(when.at_once.tolist(), when.later.tolist(), certified.payoffs[i].tolist(), strict=True)
    return tuple(Conduct(at_once, later, payoff) for at_once, later, payoff in each)


def told_of(notes: tuple[str, ...], of_game: str) -> tuple[str, ...]:
    """Return notes about another game than the scenario's own, each with its name."""
    return tuple(f"in {of_game}: {note}" for note in notes)
