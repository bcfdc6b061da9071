"""Priors in words."""

from __future__ import annotations

from collections.abc import Sequence

from powergame.digits import significant
from powergame.scenario.paths.grammar import parse
from powergame.scenario.priors import family_of
from powergame.scenario.types import Prior


def prior_in_words(prior: Prior) -> str:
    """Say what a prior is.

    Examples
    --------
    >>> prior_in_words(Prior("lognormal", (3.0, 1.0))), prior_in_words(Prior("direction"))
    ('lognormal(3, 1)', 'uniform on the sphere')
    """
    if prior.kind == "direction":
        if prior.mean is None:
            return "uniform on the sphere"
        return f"von Mises-Fisher about {vector(prior.mean)}, concentration {significant(prior.concentration)}"
    if prior.kind == "range":
        return f"{' to '.join(_value(value) for value in prior.parameters)}, with 90 %"
    return f"{prior.kind}({', '.join(_value(value) for value in prior.parameters)})"


def is_positive(path: str, prior: Prior | None) -> bool:
    """Whether the prior of a path is one of ratios."""
    if prior is not None and prior.kind == "range":
        number = parse(path).number
        return number is not None and family_of(number) == "lognormal"
    return prior is not None and prior.kind == "lognormal"


def vector(numbers: Sequence[object], digits: int = 6) -> str:
    """Show a vector.

    Examples
    --------
    >>> vector((0.5, -0.25))
    '(0.5, -0.25)'
    """
    return f"({', '.join(_value(x, digits) for x in numbers)})"


def _value(value: object, digits: int = 6) -> str:
    if isinstance(value, float | int):
        return significant(value, digits)
    return vector(value, digits) if isinstance(value, tuple) else str(value)
