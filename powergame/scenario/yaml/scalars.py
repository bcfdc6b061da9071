"""Scalars as YAML 1.2 has them, strictly: the same in a file and in ``--set``."""

from __future__ import annotations

import math
import re
from typing import TypeAlias

from powergame.text import printable

Scalar: TypeAlias = bool | int | float | str | None

INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
ENDLESS = {".inf": math.inf, "+.inf": math.inf, "-.inf": -math.inf, ".nan": math.nan}
YAML_11_BOOLEANS = frozenset({"y", "n", "yes", "no", "on", "off"})
LOOKS_NUMERIC = re.compile(r"[-+]?(0[xX][0-9a-fA-F_]+|0[oObB][0-9_]+|[.,]?[0-9][0-9_.,/%eE+ -]*)")
"""Pattern of text that may be meant as a number. It has no colons: ``0:1:101`` is an axis."""

BASE_60 = re.compile(r"[-+]?([1-9][0-9_]*(:[0-5]?[0-9])+|[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*)")
"""Pattern of text that YAML 1.1 reads as a number in base 60: ``1:6:51`` is 4011 there."""

MAX_DIGITS = 400
"""Digits of a number at most: no double needs more."""


MAX_SHOWN = 40
"""Characters of a scalar that a message repeats at most."""


class ScalarError(ValueError):
    """A plain scalar that YAML versions disagree about, or that no double holds; the message says what to write."""


def resolve(text: str) -> Scalar:
    """Return what a plain scalar means in YAML 1.2's core schema.

    Raises
    ------
    ScalarError
        For what other YAML versions or other countries read as a number or a truth value: ``0755``, ``1_000``,
        ``0x1F``, ``0,5``, ``50%``, ``1/3``, ``no``, digits that are not ASCII; and for numbers that overflow.
    """
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if text.lower() in ENDLESS:
        return ENDLESS[text.lower()]
    if len(text) <= MAX_DIGITS and INTEGER.fullmatch(text):
        return int(text)
    if len(text) <= MAX_DIGITS and FLOAT.fullmatch(text):
        return _float(text)
    if text.lower() in YAML_11_BOOLEANS:
        truth = "true" if text.lower() in ("y", "yes", "on") else "false"
        meant = f'write {truth}, or quote it, "{text}", if text is meant'
        raise ScalarError(f"{text} is a truth value to some readers of YAML and text to others: {meant}")
    if LOOKS_NUMERIC.fullmatch(text) or _foreign_digits(text):
        raise ScalarError(_numeric_hint(text))
    return text


def resolve_in_file(text: str) -> Scalar:
    """Return what a plain scalar of a file means, as `resolve` does.

    Raises
    ------
    ScalarError
        As `resolve` does, and for what YAML 1.1 reads in base 60. An option is read by no YAML 1.1 reader.
    """
    if BASE_60.fullmatch(text):
        short = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
        raise ScalarError(f'{short} is a number in base 60 to some readers of YAML: quote it, "{short}"')
    return resolve(text)


def _float(text: str) -> float:
    value = float(text) + 0.0  # of -0.0 it makes 0.0
    if math.isinf(value):
        raise ScalarError(f"{text} overflows: the greatest number is about 1.8e308")
    return value


def _foreign_digits(text: str) -> bool:
    return any(c.isnumeric() and not c.isascii() for c in text) and not any(c.isalpha() for c in text)


def _numeric_hint(text: str) -> str:
    short = printable(text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}...")
    if len(text) > MAX_DIGITS:
        return f"{short} has too many digits"
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return f'{short} is a date to some readers of YAML: quote it, "{short}"'
    for marks, hint in (
        ("%", "percentages are written as decimals, 0.5 for 50%"),
        ("/", "fractions are written as decimals, 0.5 for 1/2"),
        (",", "the decimal mark is a point, 0.5"),
        ("_", "digits are not grouped, 1000"),
        ("xXoObB", "numbers are decimal, 31"),
    ):
        if any(mark in text for mark in marks):
            return f"{short} is no number that all readers of YAML agree on: {hint}; if text is meant, quote it"
    return f"{short} is no number that all readers of YAML agree on: write plain digits; if text is meant, quote it"
