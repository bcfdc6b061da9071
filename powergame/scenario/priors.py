"""Priors: what is thought of an unknown before anything is observed."""

from __future__ import annotations

import math
from collections.abc import Callable

from powergame.scenario.fields import FieldError, described
from powergame.scenario.types import Prior, Value

MAX_CHOICES = 1_000

WANTED = (
    "{uniform: [a, b]}, {beta: [a, b]}, {normal: [mean, sd]}, {gamma: [shape, scale]}, {lognormal: [mu, sd]}, "
    "{choice: [..]} or {direction: ..}"
)

PAIRS: dict[str, tuple[Callable[[float, float], bool], str]] = {
    "uniform": (lambda a, b: a < b, "two numbers, the lower first"),
    "beta": (lambda a, b: a > 0 and b > 0, "two numbers > 0"),
    "normal": (lambda _, sd: sd > 0, "a mean and a standard deviation > 0"),
    "gamma": (lambda shape, scale: shape > 0 and scale > 0, "a shape and a scale, both > 0"),
    "lognormal": (lambda _, sd: sd > 0, "a mean and a standard deviation > 0, both of the logarithm"),
}


def prior(value: object, dimensions: int) -> Prior:
    """Return a prior from what a file has.

    Parameters
    ----------
    value
        A mapping with one key, the distribution's name.
    dimensions
        Of preferences, for the mean of a direction.

    Raises
    ------
    FieldError
        Where it is no prior, or its numbers are out of range.
    """
    if not isinstance(value, dict) or len(value) != 1:
        raise FieldError(f"{described(value)}; one of {WANTED} is wanted")
    ((kind, numbers),) = value.items()
    if kind in PAIRS:
        return _pair(kind, numbers)
    if kind == "choice":
        return _choice(numbers)
    if kind == "direction":
        return _direction(numbers, dimensions)
    raise FieldError(f"there is no prior {kind!r}; one of {WANTED} is wanted")


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _pair(kind: str, numbers: object) -> Prior:
    fits, wanted = PAIRS[kind]
    if isinstance(numbers, list) and len(numbers) == 2 and all(map(_finite, numbers)):
        a, b = float(numbers[0]), float(numbers[1])
        if fits(a, b):
            return Prior(kind, (a, b))  # type: ignore[arg-type]
    raise FieldError(f"{kind}: {wanted} are wanted")


def _choice(values: object) -> Prior:
    if not isinstance(values, list) or not 1 <= len(values) <= MAX_CHOICES:
        raise FieldError(f"choice: a list of 1 to {MAX_CHOICES} values is wanted")
    found: list[Value] = []
    for value in values:
        if not (isinstance(value, str) or _finite(value)):
            raise FieldError("choice: numbers or words are wanted")
        found.append(value)
    return Prior("choice", tuple(found))


def _direction(value: object, dimensions: int) -> Prior:
    if value == "uniform":
        return Prior("direction")
    if isinstance(value, dict) and set(value) == {"mean", "concentration"}:
        mean, kappa = value["mean"], value["concentration"]
        if not (isinstance(mean, list) and len(mean) == dimensions and all(map(_finite, mean)) and any(mean)):
            raise FieldError(f"direction: a mean of {dimensions} numbers, not all 0, is wanted")
        if not _finite(kappa) or kappa < 0:
            raise FieldError("direction: a concentration >= 0 is wanted")
        return Prior("direction", (), tuple(float(x) for x in mean), float(kappa))
    raise FieldError("direction: uniform, or {mean: [..], concentration: kappa} is wanted")
