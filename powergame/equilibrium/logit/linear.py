"""The derivatives of the logit equations: linear systems with them, and what they say of a branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from powergame.arrays import FloatArray, IndexArray

COMPARED_RUNGS = 100
"""Rungs (of two actors: of the shorter ladder) up to which all eigenvalues are looked at: beyond, they take far longer
than a step."""


def _same_branch(before: FloatArray, after: FloatArray, exactly: bool) -> bool:
    """Whether two bordered matrices may belong to neighbouring places of one branch.

    The bordered matrix is regular all along a branch, in turns as well. So what leads from it at one place to that at
    the next, before^-1 after, is near the identity for short steps. Where a step has passed by a fork to another branch
    some direction is reversed: there is an eigenvalue on the negative side. Where two are reversed at once, as alike
    actors' are, the determinant does not show it; nor does the number of negative eigenvalues of the derivatives, where
    one turns negative and another positive. Kernels ask the same (`powergame.batch.kernels.logit.crossing`).
    """
    if exactly:
        return bool((np.linalg.eigvals(np.linalg.solve(before, after)).real > 0).all())
    return bool(np.linalg.slogdet(before)[0] == np.linalg.slogdet(after)[0])


class Linear(Protocol):
    """Derivatives of N equations by N + 1 unknowns; one more row, the border, makes the matrix square."""

    def solve(self, border: FloatArray, right: FloatArray) -> FloatArray:
        """Solve the bordered system; raises `numpy.linalg.LinAlgError` where it is singular."""

    def leads_to(self, other: Self, border: FloatArray, exactly: bool) -> bool:
        """Whether the other derivatives, with the same border, may be those of a neighbouring place of the branch.

        Parameters
        ----------
        exactly
            Whether rounding errors leave more than the sign of determinants to compare.
        """


@dataclass(frozen=True, eq=False)
class Dense:
    """Derivatives as one matrix, (N, N + 1)."""

    matrix: FloatArray

    def solve(self, border: FloatArray, right: FloatArray) -> FloatArray:
        """See `Linear`."""
        return np.asarray(np.linalg.solve(np.vstack([self.matrix, border]), right))

    def leads_to(self, other: Self, border: FloatArray, exactly: bool) -> bool:
        """See `Linear`."""
        before, after = (np.vstack([linear.matrix, border]) for linear in (self, other))
        return _same_branch(before, after, exactly and len(before) <= COMPARED_RUNGS)


@dataclass(frozen=True, eq=False)
class Relative:
    """Derivatives of the equations of all unknowns but references, which are 0, as one matrix.

    Attributes
    ----------
    matrix : (K, K + 1)
        The derivatives of K equations by K unknowns and sigma.
    kept : (K,)
        Their places among the N unknowns.
    """

    matrix: FloatArray
    kept: IndexArray

    def solve(self, border: FloatArray, right: FloatArray) -> FloatArray:
        """See `Linear`."""
        places = np.append(self.kept, len(right) - 1)
        z = np.zeros(len(right))
        z[places] = np.linalg.solve(np.vstack([self.matrix, border[places]]), right[places])
        return z

    def leads_to(self, other: Self, border: FloatArray, exactly: bool) -> bool:
        """See `Linear`; the equations of references are the unknowns themselves, whichever they are."""
        kept = np.append(self.kept, len(border) - 1)
        before, after = (np.vstack([linear.matrix, border[kept]]) for linear in (self, other))
        return _same_branch(before, after, exactly and len(before) <= COMPARED_RUNGS)


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

    def leads_to(self, other: Self, border: FloatArray, exactly: bool) -> bool:
        """See `Linear`.

        The longer ladder's block is the identity, so what is left without it is regular where the whole is.
        """
        before, after = self._eliminated(border), other._eliminated(border)
        return _same_branch(before, after, exactly and len(before) <= COMPARED_RUNGS)

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
