"""Whether our value is the published one, to the digits that are printed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from numbers import Real
from typing import Any

FINEST = 5e-13
"""What floats that solvers find may differ by, however many digits are printed."""

LEAST = "at least "
"""How a published bound begins that ours must not fall short of."""

SLACK = 1e-9
"""Fraction of the last digit by which a value that lies between two printed ones may miss either: rounding error."""


def agree(published: Any, ours: Any) -> bool:
    """Whether our value is the published one.

    Decimals are text, with the digits that are printed: ours must round to them. A bound is "at least 1/2". Whole
    numbers, fractions, truth values and words must be equal, up to rounding where ours is a float. A set of ours has as
    many members as the published list, in any order.
    """
    if isinstance(published, float):
        raise TypeError(f"the decimal {published}: expected text, with the digits that are printed")
    if isinstance(published, Mapping):
        alike = isinstance(ours, Mapping) and published.keys() == ours.keys()
        return alike and all(agree(value, ours[key]) for key, value in published.items())
    if isinstance(published, list):
        if isinstance(ours, str | bool) or not isinstance(ours, Collection) or len(published) != len(ours):
            return False
        if isinstance(ours, set | frozenset):
            pairs = [[agree(value, own) for own in ours] for value in published]
            return all(sum(row) == 1 for row in pairs) and all(sum(column) == 1 for column in zip(*pairs, strict=True))
        return all(map(agree, published, ours))
    if isinstance(published, bool) or isinstance(ours, bool | str):
        return type(published) is type(ours) and bool(published == ours)
    if not isinstance(ours, Real):
        return False
    return _is_near(published, ours) if isinstance(published, str) else bool(published == ours)


def as_number(text: str) -> Fraction | None:
    """Return the number that a text is, a fraction or a decimal; None where it is a word."""
    try:
        return Fraction(text)
    except ValueError:
        return None


def decimals(text: str) -> int:
    """Return how many digits a decimal has after its point; 0 for what has none."""
    return len(text.partition(".")[2])


def _is_near(published: str, ours: Real) -> bool:
    if published.startswith(LEAST):
        return float(ours) >= float(Fraction(published.removeprefix(LEAST)))
    exact = as_number(published)
    if exact is None:
        return False
    if "." not in published:
        return abs(ours - exact) <= FINEST if isinstance(ours, float) else bool(ours == exact)
    half = 0.5 * 10.0 ** -decimals(published)
    return abs(float(ours) - float(exact)) <= max(half * (1 + SLACK), FINEST)
