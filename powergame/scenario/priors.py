"""Prior distributions of unknowns, read from what a file has."""

from __future__ import annotations

import math
from collections.abc import Callable

from powergame.scenario.fields import FieldError, described
from powergame.scenario.paths.grammar import Path
from powergame.scenario.paths.locate import Check
from powergame.scenario.types import Prior, Value
from powergame.text import printable

MAX_CHOICES = 1_000

INSIDE = 1e-9
"""Share of a uniform prior's width that is left out at each end: all between must be in range."""

ANYWHERE = 0.5
"""Value that beta, gamma and lognormal priors can all draw; a field with such a prior must allow it."""

EXPECTED = (
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
        Dimensions of preferences: the numbers that the mean of a direction has.

    Raises
    ------
    FieldError
        Where it is no prior, or its numbers are out of range.

    Examples
    --------
    >>> prior({"uniform": [0, 0.5]}, 2)
    Prior(kind='uniform', parameters=(0.0, 0.5), mean=None, concentration=0.0)
    >>> prior({"direction": {"mean": [1, 0], "concentration": 4}}, 2).mean
    (1.0, 0.0)
    """
    if not isinstance(value, dict) or len(value) != 1:
        raise FieldError(f"{described(value)}; expected one of {EXPECTED}")
    ((kind, numbers),) = value.items()
    if kind in PAIRS:
        return _pair(kind, numbers)
    if kind == "choice":
        return _choice(numbers)
    if kind == "direction":
        return _direction(numbers, dimensions)
    raise FieldError(f"there is no prior '{printable(kind[:64])}'; expected one of {EXPECTED}")


def check_fit(prior: Prior, path: Path, check: Check) -> None:
    """Raise `FieldError` where a prior is not one of this path: of another kind, or all of it out of range."""
    if prior.kind == "choice":
        for value in prior.parameters:
            check(value)
        return
    if (prior.kind == "direction") != (path.field == "preferences"):
        raise FieldError("preferences have a prior {direction: ..} or {choice: [..]}, and nothing else has a direction")
    if prior.kind == "direction":
        return
    first, second = (x for x in prior.parameters if isinstance(x, int | float))
    if prior.kind == "uniform":
        for t in (INSIDE, 1 - INSIDE):  # the very ends are drawn with probability 0, and may be out of range
            check((1 - t) * first + t * second)
    else:
        check(first if prior.kind == "normal" else ANYWHERE)


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _pair(kind: str, numbers: object) -> Prior:
    fits, expected = PAIRS[kind]
    if isinstance(numbers, list) and len(numbers) == 2 and all(map(_finite, numbers)):
        a, b = float(numbers[0]), float(numbers[1])
        if fits(a, b):
            return Prior(kind, (a, b))  # type: ignore[arg-type]
    raise FieldError(f"{kind}: expected {expected}")


def _choice(values: object) -> Prior:
    if not isinstance(values, list) or not 1 <= len(values) <= MAX_CHOICES:
        raise FieldError(f"choice: expected a list of 1 to {MAX_CHOICES} values")
    return Prior("choice", tuple(_chosen(value) for value in values))


def _chosen(value: object) -> Value:
    if isinstance(value, list) and value and all(map(_finite, value)):
        return tuple(float(x) for x in value)
    if isinstance(value, str) or _finite(value):
        return value  # type: ignore[return-value]
    raise FieldError("choice: expected numbers, words or lists of numbers")


def _direction(value: object, dimensions: int) -> Prior:
    if value == "uniform":
        return Prior("direction")
    if isinstance(value, dict) and set(value) == {"mean", "concentration"}:
        mean, kappa = value["mean"], value["concentration"]
        if not (isinstance(mean, list) and len(mean) == dimensions and all(map(_finite, mean)) and any(mean)):
            raise FieldError(f"direction: expected a mean of {dimensions} numbers, not all 0")
        if not _finite(kappa) or kappa < 0:
            raise FieldError("direction: expected a concentration >= 0")
        return Prior("direction", (), tuple(float(x) for x in mean), float(kappa))
    raise FieldError("direction: expected uniform, or {mean: [..], concentration: kappa}")
