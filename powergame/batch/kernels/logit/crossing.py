"""Whether a step along the logit path may have passed other branches, two of them at once included.

Where branches cross, the equations' derivatives are singular: an eigenvalue passes 0, and the determinant's sign tells
it. Where two pass 0 within one step the sign does not. Let A and B be the derivatives before and after the step, with
one hyperplane across the path. On the straight line from A to B no matrix is singular if and only if A^-1 B has no
eigenvalue on the negative axis; that is asked of the whole left half of the plane, so that a pair of eigenvalues that
noise has made complex is seen, too. The half is told by the characteristic polynomial [1]_, by Routh's table.

References
----------
.. [1] Wilkinson, J. H. (1965). The Algebraic Eigenvalue Problem. Chapters 6 (Hessenberg's form by elimination) and 7.
"""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray
from powergame.batch.kernels.logit.equations import eliminated
from powergame.jit.decorators import compiled, inlined


@inlined
def _reduce(matrix: FloatArray) -> None:
    """Bring a matrix to Hessenberg's form, by elimination with row and column exchanges."""
    size = len(matrix)
    for m in range(1, size - 1):
        pivot = m
        for r in range(m + 1, size):
            if abs(matrix[r, m - 1]) > abs(matrix[pivot, m - 1]):
                pivot = r
        if matrix[pivot, m - 1] == 0:
            continue
        if pivot != m:
            for c in range(size):
                matrix[pivot, c], matrix[m, c] = matrix[m, c], matrix[pivot, c]
            for c in range(size):
                matrix[c, pivot], matrix[c, m] = matrix[c, m], matrix[c, pivot]
        for r in range(m + 1, size):
            factor = matrix[r, m - 1] / matrix[m, m - 1]
            for c in range(m - 1, size):
                matrix[r, c] -= factor * matrix[m, c]
            for c in range(size):
                matrix[c, m] += factor * matrix[c, r]


@inlined
def _characteristic(matrix: FloatArray, terms: FloatArray) -> None:
    """Write the coefficients of det(z + H) for all leading parts of a matrix of Hessenberg's form, (k, power of z)."""
    size = len(matrix)
    terms[0, 0] = 1.0
    for k in range(1, size + 1):
        for t in range(k):
            terms[k, t] += matrix[k - 1, k - 1] * terms[k - 1, t]
            terms[k, t + 1] += terms[k - 1, t]
        below = 1.0
        for m in range(k - 1, 0, -1):
            below *= -matrix[m, m - 1]
            for t in range(m):
                terms[k, t] += below * matrix[m - 1, k - 1] * terms[m - 1, t]


@compiled("boolean(float64[:, ::1])", inner=True)
def turns(matrix: FloatArray) -> bool:
    """Whether some eigenvalue of a matrix, which is overwritten, has a real part of 0 or less, or none can be told."""
    size = len(matrix)
    terms = np.zeros((size + 1, size + 1))
    _reduce(matrix)
    _characteristic(matrix, terms)
    # Routh's table of the polynomial whose roots are the eigenvalues' negatives, in the first two rows by turns
    rows = np.zeros((2, size // 2 + 2))
    for t in range(size + 1):
        rows[t % 2, t // 2] = terms[size, size - t]
    for k in range(size):
        above, below = k % 2, 1 - k % 2
        if not rows[below, 0] > 0:
            return True
        factor = rows[above, 0] / rows[below, 0]
        for c in range(rows.shape[1] - 1):
            rows[above, c] = rows[above, c + 1] - factor * rows[below, c + 1]
        rows[above, rows.shape[1] - 1] = 0.0
    return False


@compiled("boolean(float64[:, ::1], float64[:, ::1])", inner=True)
def crosses(before: FloatArray, after: FloatArray) -> bool:
    """Whether the line from one matrix of derivatives to another, transposed, comes near singular ones."""
    return eliminated(before, after, len(before)) == 0 or turns(after)
