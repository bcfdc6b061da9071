"""Signs of determinants of payoff differences: by floats where these are certain, by integers otherwise.

Payoffs are whole numbers of `PAYOFF_UNIT`, so every determinant is a whole number too. A float evaluation with a bound
on its error decides almost always [1]_. Where it does not, the determinant is small, and its residues tell its value,
or at least whether it is 0.

References
----------
.. [1] Shewchuk, J. R. (1997). Adaptive precision floating-point arithmetic and fast robust geometric predicates.
   Discrete & Computational Geometry 18.
"""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray
from powergame.jit.decorators import compiled, inlined

UNSURE = 9
"""Value in place of a sign, where rounding errors might decide."""

ROUNDING = 2.0**-48
"""Rounding error of a determinant of up to 5 x 5, relative to the sum of its products' sizes: over 4 times the most."""

WRAPS = 2.0**62
"""Size of a determinant below which 64-bit integers, which wrap around, give its value."""

PRIMES = (2147483629, 2147483587)
"""Moduli: a determinant below `VANISHES` that is 0 modulo both of them and modulo 2^64 is 0."""

VANISHES = 2.0**124
"""Size of a determinant below which its residues tell whether it is 0."""


@inlined
def wrong_by(a: float, b: float, doubt: float) -> float:
    """Return by how many units the rounded difference of two payoffs may be wrong: by none where both are whole."""
    return 0.0 if a == b or (a == np.rint(a) and b == np.rint(b)) else doubt


@inlined
def _odd(columns: int) -> bool:
    """Whether a set of columns, as bits, has an odd number of members."""
    return (0x6996 >> ((columns ^ (columns >> 4)) & 15)) & 1 == 1


VALUE, ERROR, SIZE, MOST, TABLES = range(5)
"""Rows of the table of minors: the value and its error; the sum of the products' sizes and of their greatest possible
sizes, on the way there; and the count of rows."""


@compiled("void(float64[:, ::1], float64[:, ::1], int64, int64, float64[:, ::1])", inner=True)
def minors(E: FloatArray, slack: FloatArray, rows: int, columns: int, table: FloatArray) -> None:
    """Compute the minors of the first rows over all sets of as many columns.

    Parameters
    ----------
    E : (4, 5)
        Differences of payoffs, in units.
    slack : (4, 5)
        Units by which each may be wrong.
    rows, columns
        Their numbers.
    table : (TABLES, 32)
        To be filled, by the set of columns as bits.
    """
    table[VALUE, 0] = table[SIZE, 0] = table[MOST, 0] = 1.0
    table[ERROR, 0] = 0.0
    for chosen in range(1, 1 << columns):
        row = -1
        rest = chosen
        while rest:
            rest &= rest - 1
            row += 1
        if row >= rows:
            continue
        value, size, bound = 0.0, 0.0, 0.0
        for c in range(columns):
            if chosen >> c & 1:
                others = chosen ^ (1 << c)
                entry = E[row, c]
                term = entry * table[VALUE, others]
                value += -term if _odd(chosen >> (c + 1)) else term
                size += abs(entry) * table[SIZE, others]
                bound += (abs(entry) + slack[row, c]) * table[MOST, others]
        table[VALUE, chosen], table[SIZE, chosen], table[MOST, chosen] = value, size, bound
        table[ERROR, chosen] = (bound - size) * (1 + ROUNDING) + ROUNDING * bound


@inlined
def _residue(E: FloatArray, columns: int, modulus: int) -> int:
    """Return the determinant of the first rows and a set of as many columns modulo a number; 0 stands for 2^64."""
    residues = np.zeros(32, dtype=np.int64)
    residues[0] = 1
    for chosen in range(1, columns + 1):
        if chosen & ~columns:
            continue
        row = -1
        rest = chosen
        while rest:
            rest &= rest - 1
            row += 1
        total = np.int64(0)
        for c in range(5):
            if chosen >> c & 1:
                entry = np.int64(E[row, c])
                if modulus:
                    entry %= modulus
                term = entry * residues[chosen ^ (1 << c)]
                if modulus:
                    term %= modulus
                total += -term if _odd(chosen >> (c + 1)) else term
        residues[chosen] = total % modulus if modulus else total
    return int(residues[columns])


@compiled("int64(float64[:, ::1], int64, float64, float64, boolean)", inner=True)
def sign(E: FloatArray, columns: int, value: float, error: float, whole: bool) -> int:
    """Return the sign of a minor, or `UNSURE`.

    Parameters
    ----------
    E : (R, 5)
        Whole entries.
    columns
        The minor's columns, as bits; its rows are as many of the first ones.
    value, error
        The minor's value and error by `minors`.
    whole
        Whether the entries are certain, so that integers may decide.
    """
    if value > error:
        return 1
    if value < -error:
        return -1
    if error == 0:
        return 0
    most = abs(value) + error
    if not whole or most >= VANISHES:
        return UNSURE
    wrapped = _residue(E, columns, 0)
    if most < WRAPS:
        return 1 if wrapped > 0 else -1 if wrapped < 0 else 0
    if wrapped == 0 and _residue(E, columns, PRIMES[0]) == 0 and _residue(E, columns, PRIMES[1]) == 0:
        return 0
    return UNSURE
