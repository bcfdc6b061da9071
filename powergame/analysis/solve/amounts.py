"""Amounts of utility as text: rounded alike, so that what is printed adds up as printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 3
"""Decimals of amounts at least, where that is no more than `MOST_DIGITS` digits of the largest."""

MOST_DIGITS = 9

TOLD_APART = 0.01
"""Size of an amount, relative to the largest, from which on it is shown as more than 0."""


@dataclass(frozen=True)
class Rounded:
    """Amounts as multiples of one power of ten, 10^-`decimals`; `total` is the sum of `parts`, exactly."""

    parts: tuple[int, ...]
    total: int
    decimals: int

    def text(self, multiple: int) -> str:
        """Show a multiple without its sign.

        Examples
        --------
        >>> Rounded((), 0, 3).text(-89), Rounded((), 0, -2).text(1234)
        ('0.089', '1234e2')
        """
        if self.decimals < 0:
            return f"{abs(multiple)}e{-self.decimals}"
        whole, fraction = divmod(abs(multiple), 10**self.decimals)
        return f"{whole}.{fraction:0{self.decimals}d}" if self.decimals else f"{whole}"


def rounded(parts: Sequence[float], negligible: float) -> Rounded:
    """Round amounts so that they add up as printed: each up or down, the sum to the nearest, by largest remainders.

    Parameters
    ----------
    parts
        Finite numbers.
    negligible
        Amount up to which one counts as 0; relative to the largest where this is above 1.

    Examples
    --------
    The sum, 0.09 + 1e-3, has two digits, so that the parts have three decimals:

    >>> rounded((0.0034, -0.0944), 1e-9)
    Rounded(parts=(3, -94), total=-91, decimals=3)
    """
    negligible *= max(1.0, *map(abs, parts))
    kept = [x if abs(x) > negligible else 0.0 for x in parts]
    total = math.fsum(kept)
    total = total if abs(total) > negligible else 0.0
    decimals = _decimals(kept, total)
    scaled = [x * 10.0**decimals if decimals >= 0 else x / 10.0**-decimals for x in kept]
    whole = round(math.fsum(scaled)) if total else 0
    down = [math.floor(x) for x in scaled]
    remainders = [x - low for x, low in zip(scaled, down, strict=True)]
    up = whole - sum(down)
    order = sorted(range(len(kept)), key=lambda k: -remainders[k])
    raised = {k for k in order[: max(up, 0)] if remainders[k] > 0}
    return Rounded(tuple(low + (k in raised) for k, low in enumerate(down)), whole, decimals)


def _decimals(parts: Sequence[float], total: float) -> int:
    """Return how many decimals show two digits of the total, and more than 0 of each part not small beside others."""
    largest = max((abs(x) for x in (*parts, total)), default=0.0)
    if not largest:
        return FEWEST
    fewest = min(FEWEST, _place(largest) + MOST_DIGITS - 1)
    of_total = _place(total) + 1 if total else fewest
    of_parts = (_place(2 * x) for x in parts if abs(x) >= TOLD_APART * largest)
    return max(fewest, of_total, *of_parts)


def _place(x: float) -> int:
    """Return the decimal of the first digit of a number: 3 of 0.0034, 0 of 5, -2 of 321."""
    return -math.floor(math.log10(abs(x)))
