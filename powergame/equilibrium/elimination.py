"""Gaussian elimination in fractions, for small systems of linear equations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def echelon(rows: Sequence[Sequence[Fraction]], columns: int) -> tuple[list[list[Fraction]], list[int]]:
    """Return rows in reduced row echelon form, as far as the first columns go, and the columns of the pivots.

    Examples
    --------
    >>> two, three = Fraction(2), Fraction(3)
    >>> rows, pivots = echelon([[two, two], [two, two], [two, three]], 2)
    >>> pivots, [[str(x) for x in row] for row in rows[:2]]
    ([0, 1], [['1', '0'], ['0', '1']])
    """
    reduced = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(columns):
        at = len(pivots)
        pivot = next((k for k in range(at, len(reduced)) if reduced[k][column]), None)
        if pivot is None:
            continue
        reduced[at], reduced[pivot] = reduced[pivot], reduced[at]
        lead = reduced[at][column]
        reduced[at] = [x / lead for x in reduced[at]]
        for k, row in enumerate(reduced):
            if k != at and (factor := row[column]):
                reduced[k] = [x - factor * y for x, y in zip(row, reduced[at], strict=True)]
        pivots.append(column)
    return reduced, pivots


def solution(rows: Sequence[Sequence[Fraction]]) -> list[Fraction] | None:
    """Return the one solution of d equations, rows of d coefficients and a right-hand side; None where it is not one.

    Examples
    --------
    >>> one = Fraction(1)
    >>> [str(x) for x in solution([[one, one, one], [one, -one, 0 * one]]) or []]
    ['1/2', '1/2']
    """
    reduced, pivots = echelon(rows, len(rows))
    return [row[-1] for row in reduced] if len(pivots) == len(rows) else None
