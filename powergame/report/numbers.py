"""How numbers read: the same in every picture and table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from powergame.equilibrium.types import Probability


SMALLEST_SHOWN = 5e-4
LARGEST_DENOMINATOR = 100
"""Exact probabilities with larger ones are shown as decimals."""


def percent(x: float) -> str:
    """Show a probability or share: ``25 %``, ``0.4 %``, ``< 0.1 %``; 0 and 100 only where they are exact."""
    if x in (0.0, 1.0):
        return f"{x:.0%}".replace("%", " %")
    if x < SMALLEST_SHOWN:
        return "< 0.1 %"
    if x > 1 - SMALLEST_SHOWN:
        return "> 99.9 %"
    return f"{100 * x:.3g} %"


def number(x: float) -> str:
    """Show an alignment or payoff with three decimals."""
    shown = f"{x:.3f}"
    return "0.000" if shown == "-0.000" else shown


def chance(p: Probability) -> str:
    """Show the probability of a rung: a small fraction where it is one, else a percentage."""
    if isinstance(p, Fraction) and 1 < p.denominator <= LARGEST_DENOMINATOR:
        return str(p)
    return percent(float(p))


def strategy(rungs: Sequence[str], probabilities: Sequence[Probability]) -> str:
    """Show a mixed strategy: ``hold``, or ``hold 1/3, seek 2/3``."""
    played = [(rung, p) for rung, p in zip(rungs, probabilities, strict=True) if p > 0]
    if len(played) == 1:
        return played[0][0]
    return ", ".join(f"{rung} {chance(p)}" for rung, p in played)


def regret(x: float, *, exact: bool) -> str:
    """Show a certificate."""
    if exact and x == 0:
        return "0, exact"
    return f"{x:.1e}" if x else "0"
