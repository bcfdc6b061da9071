"""Numbers as text, the same in every picture and table: as many digits as tell them apart, and no negative zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from powergame.arrays import FloatArray, ObjectArray
from powergame.digits import ALIKE, LARGEST_WHOLE, enough_digits, percent, significant, told_apart

if TYPE_CHECKING:
    from powergame.equilibrium.types import Equilibrium, Probability

LARGEST_DENOMINATOR = 100
"""Largest denominator of a fraction; other exact probabilities are shown as percentages."""

FEWEST_DECIMALS, MOST_DECIMALS = 3, 6
"""Decimals of payoffs, at least and at most."""

FEWEST_DIGITS, MOST_DIGITS = 4, 12
"""Significant digits of payoffs that no number of decimals tells apart, at least and at most."""

SMALL, LARGE = 1e-3, 1e4
"""Payoffs between which no exponent is used: with all below the first, or one above the second, it may be."""


def number(x: float, decimals: int = 3) -> str:
    """Show an alignment or another number of about 1; 0.000 only where it is 0, but for rounding.

    Examples
    --------
    >>> number(0.12345), number(-0.0001), number(-1e-17)
    ('0.123', '-0.0001', '0.000')
    """
    shown = f"{x:.{decimals}f}"
    if float(shown):
        return shown
    return f"{0:.{decimals}f}" if abs(x) < ALIKE else significant(x, 1)


def apart(values: Sequence[float], digits: int = 6) -> list[str]:
    """Show numbers with some significant digits, or as many more as tell them apart.

    Examples
    --------
    >>> apart([0.3, 1 / 3]), apart([0.3, 0.30000001, -0.0])
    (['0.3', '0.333333'], ['0.3', '0.30000001', '0'])
    """
    return told_apart(values, significant, range(digits, MOST_DIGITS + 1))


def figures(values: Sequence[float], groups: Iterable[Sequence[int]]) -> list[str]:
    """Show numbers alike, with as many digits as tell those apart that are compared; whole ones as whole numbers.

    Parameters
    ----------
    values : (N,)
    groups
        Places of numbers that are compared with each other.

    Examples
    --------
    >>> figures([3.0, -1.0, -0.0], [(0, 1, 2)]), figures([-0.0001, -0.00005, -0.0004], [(0, 1, 2)])
    (['3', '-1', '0'], ['-0.0001', '-5e-5', '-0.0004'])
    >>> figures([0.5, 0.1232, 0.1234], [(0, 1, 2)])
    ['0.5000', '0.1232', '0.1234']
    """
    numbers = [float(x) + 0.0 for x in values]
    compared = [[numbers[k] for k in group] for group in groups]
    largest = max(map(abs, numbers), default=0.0)
    if all(x.is_integer() for x in numbers) and largest < LARGEST_WHOLE:
        return [f"{x:.0f}" for x in numbers]
    if largest < SMALL or largest >= LARGE:
        decimals = None
    else:
        decimals = _fewest(compared, _fixed, range(FEWEST_DECIMALS, MOST_DECIMALS + 1))
    if decimals is not None:
        return [_fixed(x, decimals) for x in numbers]
    digits = _fewest(compared, significant, range(FEWEST_DIGITS, MOST_DIGITS + 1)) or MOST_DIGITS
    return [significant(x, digits) for x in numbers]


def at_rationality(rationality: float | None) -> str:
    """Say for which rationality a quantal response is; None is the limit.

    Examples
    --------
    >>> at_rationality(50.0), at_rationality(None)
    ('at rationality 50', 'in the limit of full rationality')
    """
    return "in the limit of full rationality" if rationality is None else f"at rationality {significant(rationality)}"


def payoffs_shown(payoffs: FloatArray) -> ObjectArray:
    """Show payoffs, (n, ...), of n actors: those of each are told apart."""
    places = np.arange(payoffs.size).reshape(len(payoffs), -1)
    texts = figures(payoffs.ravel().tolist(), places.tolist())
    return np.array(texts, dtype=object).reshape(payoffs.shape)


def _fixed(x: float, decimals: int) -> str:
    shown = f"{x:.{decimals}f}"
    return shown if float(shown) else f"{0:.{decimals}f}"


def _fewest(groups: Sequence[Sequence[float]], show: Callable[[float, int], str], counts: Iterable[int]) -> int | None:
    """Return the fewest digits that tell apart the numbers of every group."""
    return next((n for n in counts if all(enough_digits(group, show, (n,)) for group in groups)), None)


def chance(p: Probability) -> str:
    """Show the probability of a rung: a small fraction where it is one, else a percentage.

    Examples
    --------
    >>> chance(Fraction(1, 3)), chance(1 / 3)
    ('1/3', '33.3 %')
    """
    if isinstance(p, Fraction) and 1 < p.denominator <= LARGEST_DENOMINATOR:
        return str(p)
    return percent(float(p))


def strategy(rungs: Sequence[str], probabilities: Sequence[Probability]) -> str:
    """Show a mixed strategy: ``hold``, or ``hold 1/3, seek 2/3``.

    Examples
    --------
    >>> strategy(("hold", "seek"), (Fraction(1, 3), Fraction(2, 3)))
    'hold 1/3, seek 2/3'
    """
    played = [(rung, p) for rung, p in zip(rungs, probabilities, strict=True) if p > 0]
    if len(played) == 1:
        return played[0][0]
    return ", ".join(f"{rung} {chance(p)}" for rung, p in played)


def regret(equilibrium: Equilibrium) -> str:
    """Show an equilibrium's certificate: ``0, exact`` or ``3.0e-12``."""
    if equilibrium.regret:
        return f"{equilibrium.regret:.1e}"
    return "0, exact" if equilibrium.exact else "0"
