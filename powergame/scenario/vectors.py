"""Preference vectors: their lengths, directions and cosines."""

from __future__ import annotations

import math
from collections.abc import Sequence

from powergame.scenario.fields import LEAST_LENGTH, FieldError

Vector = tuple[float, ...]

COLLINEAR = 1e-9
"""Sine of an angle between a vector and others' span: with less it lies in there, as rounding would choose its side."""


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
