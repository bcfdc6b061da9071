"""The derivatives of the logit equations: linear systems with them, and what their eigenvalues say of a branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from powergame.arrays import FloatArray, IndexArray

COUNTED_RUNGS = 100
"""Rungs (of two actors: of the shorter ladder) up to which eigenvalues are counted: beyond, they take far longer than a
step."""

REAL = 1e-5
"""Ratio of an eigenvalue's imaginary part to its real one, or to 1, up to which it counts as real: rounding errors make
complex pairs of double eigenvalues."""


@dataclass(frozen=True)
class Inertia:
    """How many eigenvalues of the derivatives by play, but for sigma, are on the negative side.

    Along a branch an eigenvalue passes 0 where the branch turns back in sigma, one at a time, and nowhere else. Where
    alike actors' branches fork, several pass at once, so that a determinant may have the same sign on a branch before
    the fork and on a wrong one behind it. Pairs that become complex, or leave the negative side as complex ones, change
    one of the numbers below on a branch that goes on undisturbed; passing 0 changes both.

    Attributes
    ----------
    real
        The number of negative real eigenvalues.
    left
        The number of eigenvalues with negative real parts.
    """

    real: int
    left: int

    def leads_to(self, other: Inertia, turns: int) -> bool:
        """Whether a branch may lead from here to another place with some turns in between."""
        return abs(self.real - other.real) == turns or abs(self.left - other.left) == turns


def _counted(eigenvalues: npt.NDArray[np.complex128]) -> Inertia:
    left = eigenvalues.real < 0
    real = np.abs(eigenvalues.imag) <= REAL * np.maximum(1.0, np.abs(eigenvalues.real))
    return Inertia(int((left & real).sum()), int(left.sum()))


class Linear(Protocol):
    """Derivatives of N equations by N + 1 unknowns; one more row, the border, makes the matrix square."""

    def solve(self, border: FloatArray, right: FloatArray) -> FloatArray:
        """Solve the bordered system; raises `numpy.linalg.LinAlgError` where it is singular."""

    def orientation(self, border: FloatArray) -> float:
        """Return the sign of the bordered system's determinant, but for a factor that is the same for a game."""

    def inertia(self) -> Inertia | None:
        """Count the eigenvalues of the derivatives by play, the same in every chart; None where they are too many."""


@dataclass(frozen=True, eq=False)
class Dense:
    """Derivatives as one matrix, (N, N + 1)."""

    matrix: FloatArray

    def solve(self, border: FloatArray, right: FloatArray) -> FloatArray:
        """See `Linear`."""
        return np.asarray(np.linalg.solve(np.vstack([self.matrix, border]), right))

    def orientation(self, border: FloatArray) -> float:
        """See `Linear`."""
        return float(np.linalg.slogdet(np.vstack([self.matrix, border]))[0])

    def inertia(self) -> Inertia | None:
        """See `Linear`.

        A rung that is the reference, or that is hardly played, adds an eigenvalue of 1, which is not counted.
        """
        if len(self.matrix) > COUNTED_RUNGS:
            return None
        by_play = self.matrix[:, :-1]
        if (np.abs(by_play).sum(axis=1) < 2).all():  # by Gershgorin's theorem: the diagonal is 1
            return Inertia(0, 0)
        return _counted(np.linalg.eigvals(by_play))


@dataclass(frozen=True, eq=False)
class Blocks:
    """Derivatives between two actors, whose own blocks are identities: those of the longer ladder are eliminated.

    A ladder of a thousand rungs against one of two then takes systems of three equations.

    Attributes
    ----------
    parts
        The places of each actor's unknowns among all.
    blocks
        The derivatives of each actor's equations by the other's unknowns.
    last : (N,)
        The derivatives by sigma.
    """

    parts: tuple[IndexArray, IndexArray]
    blocks: tuple[FloatArray, FloatArray]
    last: FloatArray

    def solve(self, border: FloatArray, right: FloatArray) -> FloatArray:
        """See `Linear`."""
        few, many = self._order()
        by_few, there = self.blocks[many], right[self.parts[many]]
        across = border[self.parts[many]]
        small = np.append(right[self.parts[few]] - self.blocks[few] @ there, right[-1] - across @ there)
        solved = np.linalg.solve(self._eliminated(border), small)
        z = np.empty(len(right))
        z[self.parts[few]], z[-1] = solved[:-1], solved[-1]
        z[self.parts[many]] = there - by_few @ solved[:-1] - self.last[self.parts[many]] * solved[-1]
        return z

    def orientation(self, border: FloatArray) -> float:
        """See `Linear`."""
        return float(np.linalg.slogdet(self._eliminated(border))[0])

    def inertia(self) -> Inertia | None:
        """See `Linear`.

        The eigenvalues of all derivatives are 1 + m and 1 - m, with m^2 those of the two blocks' product: nothing is
        lost by looking at the shorter ladder alone.
        """
        few, many = self._order()
        if len(self.parts[few]) > COUNTED_RUNGS:
            return None
        squares = np.linalg.eigvals(self.blocks[few] @ self.blocks[many])
        return _counted(1 - np.sqrt(squares.astype(np.complex128)))

    def _order(self) -> tuple[int, int]:
        return (0, 1) if len(self.parts[0]) <= len(self.parts[1]) else (1, 0)

    def _eliminated(self, border: FloatArray) -> FloatArray:
        """Return the bordered system without the unknowns of the longer ladder."""
        few, many = self._order()
        size = len(self.parts[few])
        last, across = self.last[self.parts[many]], border[self.parts[many]]
        system = np.empty((size + 1, size + 1))
        system[:-1, :-1] = np.eye(size) - self.blocks[few] @ self.blocks[many]
        system[:-1, -1] = self.last[self.parts[few]] - self.blocks[few] @ last
        system[-1, :-1] = border[self.parts[few]] - across @ self.blocks[many]
        system[-1, -1] = border[-1] - across @ last
        return system
