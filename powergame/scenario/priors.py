"""Prior distributions of unknowns, read from what a file has."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from powergame.scenario.fields import GREATEST_POWER, FieldError, Number, described
from powergame.scenario.paths.grammar import Path
from powergame.scenario.paths.locate import Check
from powergame.scenario.types import Prior, Value
from powergame.scenario.yaml.scalars import ScalarError, resolve
from powergame.text import printable

MAX_CHOICES = 1_000

INSIDE = 1e-9
"""Share of a uniform prior's width that is left out at each end: all between must be in range."""

ANYWHERE = 0.5
"""Value that beta, gamma and lognormal priors can all draw; a field with such a prior must allow it."""

EXPECTED = (
    "{uniform: [a, b]}, {beta: [a, b]}, {normal: [mean, sd]}, {gamma: [shape, scale]}, {lognormal: [mu, sd]}, "
    "{choice: [..]}, {direction: ..}, or a range such as 0.05 to 0.3"
)

Family = Literal["beta", "lognormal", "normal"]
"""The distribution that a range stands for."""

PAIRS: dict[str, tuple[Callable[[float, float], bool], str]] = {
    "uniform": (lambda a, b: a < b, "two numbers, the lower first"),
    "range": (lambda a, b: a < b, "two finite numbers, the lower first"),
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
        A mapping with one key, the distribution's name; or a range as text, ``0.05 to 0.3``.
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
    >>> prior("0.05 to 0.3", 2) == prior({"range": [0.05, 0.3]}, 2)
    True
    """
    if isinstance(value, str) and (ends := _ends(value)):
        value = {"range": ends}
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


def family_of(number: Number) -> Family:
    """Return the family of the distribution that a range of a number stands for.

    It is the beta distribution, over the whole of what a probability or an alignment may be; the lognormal one for
    what is positive without end; else the normal one.
    """
    if (number.low, number.high) in ((0, 1), (-1, 1)):
        return "beta"
    endless = number.high is None or number.high >= GREATEST_POWER
    return "lognormal" if number.low == 0 and endless else "normal"


def _ends(text: str) -> list[object] | None:
    """Return the numbers of a range written as text, or None where it is none."""
    parts = text.split(" to ")
    if len(parts) != 2:
        return None
    try:
        return [resolve(part.strip()) for part in parts]
    except ScalarError:
        return None


def _check_range(low: float, high: float, number: Number | None, check: Check) -> None:
    """Raise `FieldError` where no distribution of the number's family can have the ends of a range as quantiles."""
    if number is None or number.whole:
        wrong = "a range is of numbers" if number is None else "a range has all numbers, and these are whole"
        raise FieldError(f"{wrong}; expected {{choice: [..]}}")
    for end in (low, high):
        check(end)
    family = family_of(number)
    if (family == "beta" and not (number.low or 0) < low < high < (number.high or 1)) or (
        family == "lognormal" and low <= 0
    ):
        at = low if low == number.low else high
        raise FieldError(f"range: {at:g} is the very end of what may be, and 5 % lie beyond; expected an end inside")


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
    if prior.kind == "range":
        _check_range(first, second, path.number, check)
    elif prior.kind == "uniform":
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
