"""Numbers and probabilities as text, the same in every sentence, table and picture; digits that tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

SMALLEST_SHOWN = 5e-4
"""Smallest probability that is shown as a number of its own; smaller ones read ``< 0.1 %``."""

MOST_DECIMALS = 12
"""Decimals at most of two percentages that are told apart."""

EVERY_DIGIT = 17
"""Significant digits with which different doubles always read different."""

LARGEST_WHOLE = 1e15
"""Size up to which whole numbers are shown as such: floats tell each from the next."""

ALIKE = 1e-11
"""Difference, relative to the largest of some numbers, below which they differ by rounding and may look alike."""


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


def significant(x: float, digits: int = 6) -> str:
    """Show a number with some significant digits, trailing zeros left out; a whole one with all of them.

    Examples
    --------
    >>> significant(0.1 + 0.2), significant(-0.0), significant(1.5e-5), significant(12_345_678), significant(1e20)
    ('0.3', '0', '1.5e-5', '12345678', '1e20')
    """
    if float(x).is_integer() and abs(x) < LARGEST_WHOLE:
        return f"{x + 0.0:.0f}"
    return f"{x + 0.0:.{digits}g}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")


def enough_digits(
    values: Sequence[float], show: Callable[[float, int], str], counts: Sequence[int], nearest: float | None = None
) -> int | None:
    """Return the first of some numbers of digits with which different values read different, and only 0 like 0.

    Parameters
    ----------
    show
        Function that shows a value with some digits.
    nearest
        Difference up to which two values are the same; without it, what rounding makes of them.

    Returns
    -------
    int or None
        None where not even the last one does.
    """
    if nearest is None:
        nearest = ALIKE * max(map(abs, values), default=0.0)
    rising = sorted(range(len(values)), key=values.__getitem__)
    pairs = [(j, k) for j, k in pairwise(rising) if values[k] - values[j] > nearest]
    for count in counts:
        texts, zero = [show(x, count) for x in values], show(0.0, count)
        lost = any(text == zero and abs(x) > nearest for x, text in zip(values, texts, strict=True))
        if not lost and all(texts[j] != texts[k] for j, k in pairs):
            return count
    return None


def told_apart(values: Sequence[float], show: Callable[[float, int], str], counts: Sequence[int]) -> list[str]:
    """Show values with the fewest digits, the same for all, that tell them apart; else with the last of `counts`.

    Examples
    --------
    >>> told_apart([0.25, 0.2500001], percent, range(3, 9))
    ['25 %', '25.00001 %']
    """
    digits = enough_digits(values, show, counts) or counts[-1]
    return [show(x, digits) for x in values]


def digits_apart(values: Sequence[float], least: int, nearest: float = 0.0) -> int:
    """Return how many significant digits, at least so many, tell values apart that differ by more than `nearest`.

    Examples
    --------
    >>> digits_apart([0.428, 0.99985, 1.0], least=3)
    4
    >>> significant(0.99985, 3), significant(0.99985, 4)
    ('1', '0.9999')
    """
    return enough_digits(values, significant, range(least, EVERY_DIGIT), nearest) or EVERY_DIGIT
