"""What the follower of a branch needs of its equations, be they of a single game or of a game tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self, TypeVar

from powergame.arrays import FloatArray, IndexArray
from powergame.equilibrium.logit.linear import Linear


class PathEquations(Protocol):
    """N equations in N gains of rungs over their player's reference, and sigma = 1 / (1 + lambda) last.

    A player is who chooses among rungs by itself: an actor, a group of alike ones, or an information set.
    """

    @property
    def owner(self) -> IndexArray:
        """(N,) each rung's player."""

    @property
    def starts(self) -> Sequence[int] | IndexArray:
        """The place of each player's first rung."""

    @property
    def references(self) -> Sequence[int] | IndexArray:
        """The place of each player's reference."""

    @property
    def entries(self) -> int:
        """The number of payoffs that the equations read."""

    @property
    def crossing(self) -> float:
        """Length of the shortest step that tells branches which cross from those that pass by each other."""

    def based_on(self, references: Sequence[int]) -> Self:
        """Return the equations with other references."""

    def relative(self, z: FloatArray) -> FloatArray:
        """Convert unknowns, or a direction, from other references to these."""

    def play(self, z: FloatArray) -> FloatArray:
        """Return (N,) what all play, in one vector."""

    def split(self, p: FloatArray) -> list[FloatArray]:
        """Return each player's part of a vector of all rungs."""

    def equations(self, z: FloatArray) -> tuple[FloatArray, Linear, FloatArray]:
        """Return a point's residuals (N,), their derivatives, and the metric's weights (N + 1,)."""


AnyEquations = TypeVar("AnyEquations", bound=PathEquations)
"""PathEquations of one kind: with other references they are of the same."""
