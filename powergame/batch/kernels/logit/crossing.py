"""How many eigenvalues have turned: what tells a branch from another that a step may have passed or met.

Let J be the derivatives of the equations by log-odds. Where branches cross J is singular: an eigenvalue passes 0, and
the determinant's sign tells it. Where two pass 0 within one step the sign does not, so eigenvalues whose real parts are
negative are counted. If there are several before a step or after it, let A and B be the derivatives before and after,
rationality and one hyperplane across the path included. On the straight line from A to B no matrix is singular if and
only if A^-1 B has no eigenvalue on the negative axis; that is asked of the whole left half of the plane, so that a pair
of eigenvalues that noise has made complex is seen, too. The follower of single games asks the same, of LAPACK
(`powergame.equilibrium.logit.linear`).

The half is told by the characteristic polynomial of Hessenberg's form [1]_, in Routh's table.

References
----------
.. [1] Wilkinson, J. H. (1965). The Algebraic Eigenvalue Problem. Chapters 6 (Hessenberg's form by elimination) and 7.
"""

from __future__ import annotations

from powergame.arrays import FloatArray
from powergame.jit.decorators import compiled, inlined


@inlined
def _reduce(matrix: FloatArray, size: int) -> None:
    """Bring the leading part of a matrix to Hessenberg's form, by elimination with row and column exchanges."""
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
def _characteristic(matrix: FloatArray, size: int, terms: FloatArray) -> None:
    """Write the coefficients of det(z + H) for all leading parts of a matrix of Hessenberg's form, (k, power of z)."""
    for k in range(size + 1):
        for t in range(size + 1):
            terms[k, t] = 0.0
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


@compiled("int64(float64[:, ::1], int64, float64[:, ::1])", inner=True)
def turned(matrix: FloatArray, size: int, terms: FloatArray) -> int:
    """Count the eigenvalues with a negative real part.

    Parameters
    ----------
    matrix
        Its leading part, (size, size), is looked at, and overwritten.
    terms : (size + 3, size + 2) or larger
        Scratch.

    Returns
    -------
    int
        All of them, where they cannot be told.
    """
    _reduce(matrix, size)
    _characteristic(matrix, size, terms)
    # Routh's table of the polynomial whose roots are the eigenvalues' negatives, in the last two rows by turns
    for t in range(size + 2):
        terms[size + 1, t] = terms[size, size - 2 * t] if 2 * t <= size else 0.0
        terms[size + 2, t] = terms[size, size - 2 * t - 1] if 2 * t < size else 0.0
    count, sign = 0, 1.0
    for k in range(size):
        above, below = size + 1 + k % 2, size + 2 - k % 2
        if not terms[below, 0] * sign != 0:
            return size
        if terms[below, 0] * sign < 0:
            count, sign = count + 1, -sign
        factor = terms[above, 0] / terms[below, 0]
        for c in range(size + 1):
            terms[above, c] = terms[above, c + 1] - factor * terms[below, c + 1]
    return count
