"""Numbers as text, the same in every picture and table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from powergame.chances import percent

if TYPE_CHECKING:
    from powergame.equilibrium.types import Probability

LARGEST_DENOMINATOR = 100
"""Largest denominator of a fraction; other exact probabilities are shown as percentages."""


def number(x: float) -> str:
    """Show an alignment or payoff with three decimals.

    Examples
    --------
    >>> number(0.12345), number(-0.0001)
    ('0.123', '0.000')
    """
    shown = f"{x:.3f}"
    return "0.000" if shown == "-0.000" else shown


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


def regret(x: float, *, exact: bool) -> str:
    """Show a certificate.

    Examples
    --------
    >>> regret(0, exact=True), regret(3e-12, exact=False)
    ('0, exact', '3.0e-12')
    """
    if exact and x == 0:
        return "0, exact"
    return f"{x:.1e}" if x else "0"
