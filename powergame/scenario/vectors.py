"""Preference vectors: directions at an angle, and directions turned to a given alignment with another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from powergame.scenario.fields import LEAST_LENGTH, FieldError

if TYPE_CHECKING:
    from powergame.arrays import FloatArray

Vector = tuple[float, ...]

COLLINEAR = 1e-9
"""Sine of an angle between two vectors: below it they span no plane, as rounding errors would choose that."""


def at_angle(degrees: float) -> Vector:
    """Return the direction at an angle in two dimensions, exact at right angles."""
    turn = degrees % 360.0
    if turn % 90 == 0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(turn // 90) % 4]
    return math.cos(math.radians(turn)), math.sin(math.radians(turn))


def checked_vector(vector: Sequence[float]) -> Vector:
    """Return a vector that has a direction, or raise `FieldError`."""
    longest = max(map(abs, vector))
    if longest == 0:
        raise FieldError("all numbers are 0, which is no direction; expected at least one other")
    if longest < LEAST_LENGTH:
        raise FieldError(f"the numbers are too small; the greatest must be {LEAST_LENGTH:g} or more")
    return tuple(vector)


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the inner product."""
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


def length_of(vector: Sequence[float]) -> float:
    """Return the length, also where squares would overflow."""
    return math.hypot(*vector)


def unit(vector: Sequence[float]) -> Vector:
    """Return a vector scaled to length 1."""
    longest = max(map(abs, vector))
    scaled = [x / longest for x in vector]
    length = length_of(scaled)
    return tuple(x / length for x in scaled)


def cosine(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the alignment of two vectors, in [-1, 1]."""
    return max(-1.0, min(1.0, dot(unit(a), unit(b)))) + 0.0


def turned_to(vector: Sequence[float], towards: Sequence[float], alignment: float) -> Vector:
    """Return the nearest vector of the same length whose alignment with another one is given.

    Parameters
    ----------
    vector
        Turned in the plane that it spans with `towards`; where the two are collinear, in the plane of `towards` and
        the first coordinate axis that is not collinear with it.
    towards
        The other one; its length does not matter.
    alignment
        The cosine, in [-1, 1].

    Raises
    ------
    FieldError
        In one dimension, for all but -1 and 1.
    """
    length, ahead = length_of(vector), unit(towards)
    if len(vector) == 1 and abs(alignment) != 1:
        raise FieldError("in one dimension only 1 and -1 can be set")
    if abs(alignment) == 1:
        return tuple(alignment * length * x + 0.0 for x in ahead)
    side = _across(tuple(vector), ahead)
    sine = math.sqrt((1 - alignment) * (1 + alignment))
    return tuple(length * (alignment * x + sine * y) + 0.0 for x, y in zip(ahead, side, strict=True))


def turned_to_each(vector: Sequence[float], towards: Sequence[float], alignments: FloatArray) -> FloatArray:
    """Return what `turned_to` returns for each of many alignments, (B, k), with the same bits."""
    import numpy as np

    if len(vector) == 1 or bool((np.abs(alignments) > 1).any()):
        return np.array([turned_to(vector, towards, alignment) for alignment in alignments.tolist()])
    length, ahead = length_of(vector), unit(towards)
    inner = np.abs(alignments) < 1
    side = _across(tuple(vector), ahead) if inner.any() else ahead
    sines = np.sqrt((1 - alignments) * (1 + alignments))
    columns = [
        np.where(inner, length * (alignments * x + sines * y), alignments * length * x)
        for x, y in zip(ahead, side, strict=True)
    ]
    return np.stack(columns, axis=1) + 0.0


@lru_cache(maxsize=64)  # one actor is turned through many alignments with another one
def _across(vector: Vector, ahead: Vector) -> Vector:
    """Return the direction perpendicular to `ahead` on the side of `vector`, or of the first axis that has one."""
    axes = (tuple(float(j == k) for j in range(len(ahead))) for k in range(len(ahead)))
    for other in chain((unit(vector),), axes):
        rest = _without(other, ahead)
        if length_of(rest) > COLLINEAR:
            return unit(_without(unit(rest), ahead))  # twice: the first time leaves the rounding error of `other`
    raise FieldError("there is no direction to turn to")


def _without(vector: Vector, ahead: Vector) -> list[float]:
    along = dot(vector, ahead)
    return [x - along * y for x, y in zip(vector, ahead, strict=True)]
