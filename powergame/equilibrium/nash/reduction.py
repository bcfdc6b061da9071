"""Strict dominance removes rungs from a game, and its equilibria are lifted back to the whole game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.nash.dominance import restricted, undominated
from powergame.equilibrium.types import ONE, ZERO, Probability, Profile
from powergame.model.game import Game


@dataclass(frozen=True)
class Reduced:
    """A game without its strictly dominated rungs.

    Attributes
    ----------
    game
        The game over the kept rungs; it has the same equilibria.
    kept
        Each actor's kept rungs, as indices in the whole game.
    whole
        The game with all rungs.
    """

    game: Game
    kept: tuple[tuple[int, ...], ...]
    whole: Game

    @property
    def choosers(self) -> tuple[int, ...]:
        """The actors who are left with a choice."""
        return tuple(i for i, rungs in enumerate(self.kept) if len(rungs) > 1)

    def between(self, actors: Sequence[int]) -> Game:
        """Return the game between some actors, who must include all choosers."""
        place = (list(actors), *(slice(None) if i in actors else 0 for i in range(len(self.kept))))
        return Game(
            tuple(self.game.actors[i] for i in actors),
            tuple(self.game.rungs[i] for i in actors),
            self.game.payoffs[place],
            None if self.game.rational is None else self.game.rational[place],
        )

    def lifted(self, strategies: Mapping[int, Sequence[Probability]]) -> Profile:
        """Return a profile of the whole game.

        Parameters
        ----------
        strategies
            Mixed strategies over the kept rungs; for all choosers at least.
        """
        full = []
        for i, size in enumerate(self.whole.shape):
            chances = dict(zip(self.kept[i], strategies.get(i, (ONE,)), strict=True))
            full.append(tuple(chances.get(r, ZERO) for r in range(size)))
        return tuple(full)


def reduce(game: Game, deadline: Deadline = NO_DEADLINE) -> Reduced:
    """Remove strictly dominated rungs from a game until no rung is known to be dominated.

    Examples
    --------
    One profile is left of the prisoner's dilemma, so nobody has a choice:

    >>> row = np.array([[2.0, 0.0], [3.0, 1.0]])
    >>> game = Game(("row", "column"), (("cooperate", "defect"),) * 2, np.array([row, row.T]))
    >>> reduced = reduce(game)
    >>> reduced.game.rungs, reduced.choosers
    ((('defect',), ('defect',)), ())
    """
    kept = undominated(game, deadline)
    if all(len(rungs) == size for rungs, size in zip(kept, game.shape, strict=True)):
        return Reduced(game, kept, game)
    names = tuple(tuple(ladder[r] for r in rungs) for ladder, rungs in zip(game.rungs, kept, strict=True))
    payoffs = np.stack([restricted(table, kept) for table in game.payoffs])
    rational = None if game.rational is None else np.stack([restricted(table, kept) for table in game.rational])
    return Reduced(Game(game.actors, names, payoffs, rational), kept, game)
