"""Preferences as directions, and how far those of two actors agree.

Spatial voting's cosine [1]_: actor i's preferences are a direction d_i. Power m_j in j's hands is worth to i the
projection of the arrow m_j d_j on d_i.

.. [1] Enelow, J. M. & Hinich, M. J. (1984). The Spatial Theory of Voting. Cambridge University Press.
"""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray

NO_ARROW = 1e-12
"""Share of the others' power below which the length of their arrows' sum is rounding error of 0."""


def directions(vectors: FloatArray) -> FloatArray:
    """Scale preference vectors to length 1.

    Parameters
    ----------
    vectors : (n, k)
        One row an actor, none of them zero.

    Returns
    -------
    (n, k)
        d_i. Rows are scaled by their greatest entry first, so that no square overflows or vanishes.

    Examples
    --------
    >>> directions(np.array([[3.0, 4.0], [0.0, -2.0]])).tolist()
    [[0.6, 0.8], [0.0, -1.0]]
    """
    scaled = vectors / np.abs(vectors).max(axis=-1, keepdims=True)
    return np.asarray(scaled / np.sqrt((scaled**2).sum(axis=-1, keepdims=True)))


def alignment(d: FloatArray) -> FloatArray:
    """Return A_ij = d_i . d_j, the cosines between preferences.

    Parameters
    ----------
    d : (n, k)
        Directions of length 1.

    Returns
    -------
    (n, n)
        Symmetric, in [-1, 1], with a diagonal of exactly 1. Summed without BLAS, whose order of summation
        depends on the machine.

    Examples
    --------
    The first two actors want unrelated things; the third wants what the first wants least:

    >>> alignment(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])).tolist()
    [[1.0, 0.0, -1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 1.0]]
    """
    cosines = np.clip((d[:, None, :] * d[None, :, :]).sum(axis=-1), -1.0, 1.0)
    np.fill_diagonal(cosines, 1.0)
    return np.asarray(cosines)


def alignment_with_power(d: FloatArray, power: FloatArray) -> tuple[float | None, ...]:
    """Return each actor's alignment with the powers that be, cos(d_i, sum over j != i of m_j d_j).

    Parameters
    ----------
    d : (n, k)
        Directions of length 1.
    power : (n,)
        Shares of all power.

    Returns
    -------
    tuple of n
        In [-1, 1]; None where the others' arrows cancel, or they have no power.

    Examples
    --------
    The two opponents' arrows cancel for the first actor:

    >>> alignment_with_power(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]), np.array([0.6, 0.2, 0.2]))[0] is None
    True
    >>> alignment_with_power(np.array([[1.0, 0.0], [0.6, 0.8]]), np.array([0.75, 0.25]))
    (0.6, 0.6)
    """
    return tuple(_alignment_with_others(d, power, i) for i in range(len(power)))


def _alignment_with_others(d: FloatArray, power: FloatArray, i: int) -> float | None:
    held = np.delete(power, i)
    if not held.any():
        return None
    shares = held / held.sum()  # so that others who hold next to nothing still have a direction
    others = (shares[:, None] * np.delete(d, i, axis=0)).sum(axis=0)
    length = float(np.sqrt((others**2).sum()))
    return float(np.clip((d[i] * others).sum() / length, -1, 1)) if length > NO_ARROW else None
