"""Probabilities and shares as text, the same in every sentence, table and picture."""

from __future__ import annotations

SMALLEST_SHOWN = 5e-4
"""Smallest probability that is shown as a number of its own; smaller ones read ``< 0.1 %``."""

MOST_DECIMALS = 12
"""Decimals at most of two percentages that are told apart."""


def percent(x: float, digits: int = 3) -> str:
    """Show a probability or share: ``25 %``, ``0.4 %``, ``< 0.1 %``; 0 and 100 only where they are exact.

    Examples
    --------
    >>> percent(0.25), percent(0.0003), percent(0.9995), percent(1.0), percent(0.99995, 4)
    ('25 %', '< 0.1 %', '> 99.9 %', '100 %', '> 99.99 %')
    """
    if x in (0.0, 1.0):
        return f"{x + 0.0:.0%}".replace("%", " %")
    if x < SMALLEST_SHOWN and digits == 3:
        return "< 0.1 %"
    shown = f"{100 * x:.{digits}g}"
    return f"> 99.{'9' * (digits - 2)} %" if shown == "100" else f"{shown} %"


def change(before: float, after: float) -> str:
    """Show how a probability changes, with as many decimals as tell both apart.

    Examples
    --------
    >>> change(0.3, 0.51), change(0.3, 0.300002), change(0.99987, 0.99998)
    ('from 30 % to 51 %', 'from 30.0000 % to 30.0002 %', 'from 99.987 % to 99.998 %')
    """
    texts = [percent(before), percent(after)]
    decimals = 0
    while (texts[0] == texts[1] or _falsely_whole(before, after, texts)) and decimals < MOST_DECIMALS:
        decimals += 1
        texts = [f"{100 * x:.{decimals}f} %" for x in (before, after)]
    return f"from {texts[0]} to {texts[1]}"


def _falsely_whole(before: float, after: float, texts: list[str]) -> bool:
    """Whether a probability reads 0 or 1 that is neither."""
    whole = (float(text.strip("<> %")) in (0.0, 100.0) for text in texts)
    return any(reads and x not in (0.0, 1.0) for x, reads in zip((before, after), whole, strict=True))
