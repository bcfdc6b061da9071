"""The table of published results that the documentation shows, computed anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
from literature.agreement import agree, as_number, decimals
from literature.entries import BASES, Entry, entries

LONGEST = 200
"""Characters of a value that is shown whole; of a longer list its length is shown."""

FEW = 4
"""Digits of a number that is compared with none."""

MOST_DECIMALS = 6
"""Digits after the point that are shown of a number, however many are compared."""

MORE_DECIMALS = 2
"""Digits after the point by which more are shown of ours than of the published number."""

SEPARATORS = (" ", ", ", "; ")
"""What stands between numbers, rows of them, and matrices."""

READING = (
    "Of payoffs a comma ends a row, and a semicolon an actor's; of equilibria a comma ends an actor's strategy, and a "
    "semicolon an equilibrium. A decimal agrees where ours rounds to the digits that are published; fractions and "
    "whole numbers agree where they are equal."
)
"""How to read the table."""


class Row(NamedTuple):
    """A published result beside ours, in words.

    Attributes
    ----------
    citation
        The source: authors, year, title, where.
    what
        What is published.
    inputs
        What it is computed from.
    published, ours
        The values; "the same" where ours agrees and the published one is said in words.
    agreement
        "agrees"; or "differs: " and the reason.
    place
        Where in the source, or how the value follows from it.
    basis
        Where the published value was had from.
    topic
        Title of the group that it belongs to: rows of a topic follow each other.
    source
        The source in short, as in a text.
    scenarios
        The files in scenarios/ that it is computed from.
    """

    citation: str
    what: str
    inputs: str
    published: str
    ours: str
    agreement: str
    place: str
    basis: str
    topic: str
    source: str
    scenarios: tuple[str, ...]


def rows() -> Iterator[Row]:
    """Yield all published results, computed anew; those of a topic follow each other."""
    for entry in entries():
        yield row(entry)


def row(entry: Entry) -> Row:
    """Return an entry as a row, computed anew.

    Raises
    ------
    ValueError
        Where our value is not what the entry expects: the table would be wrong.
    """
    ours = entry.computed()
    if not agree(entry.expected, ours):
        raise ValueError(f"{entry.name}: expected {entry.expected}, got {ours}")
    return Row(
        citation=entry.citation,
        what=entry.name,
        inputs=entry.shown or inputs_in_words(entry.inputs),
        published=entry.says or in_words(entry.published),
        ours="the same" if entry.says and entry.agrees is True else in_words(ours, entry.expected),
        agreement="agrees" if entry.agrees is True else f"differs: {entry.agrees}",
        place=entry.place,
        basis=BASES[entry.basis],
        topic=entry.topic,
        source=in_short(entry.citation),
        scenarios=entry.scenarios,
    )


def in_short(citation: str) -> str:
    """Return a source as texts name it: its authors' last names, and the year."""
    authors, _, rest = citation.partition(" (")
    names = re.sub(r",( ?-?[A-Z]\.)+", "", authors)
    year = rest.partition(")")[0]
    return f"{names} ({year})" if year.isdigit() else names


def inputs_in_words(inputs: Mapping[str, Any]) -> str:
    """Return inputs as text; of payoffs that are too many to be shown, their shape."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {_shape(value) if len(_whole(value, None)) > LONGEST else in_words(value)}"
        for name, value in inputs.items()
    )


def in_words(value: Any, like: Any = None) -> str:
    """Return a value as text, its decimals with two digits more than those in the same places of another."""
    if isinstance(value, set | frozenset):
        value = [next(own for own in value if agree(published, own)) for published in like]
    if isinstance(value, Mapping):
        likes = like if isinstance(like, Mapping) else {}
        return "; ".join(f"{key}: {in_words(part, likes.get(key))}" for key, part in value.items())
    text = _whole(value, like) or "none"
    return text if isinstance(value, str) or len(text) <= LONGEST else f"{len(value)} of them"


def _whole(value: Any, like: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        likes = like if isinstance(like, list) and len(like) == len(value) else [None] * len(value)
        parts = list(map(_whole, value, likes))
        depth = _depth(value)
        if depth == 1 and any(isinstance(each, str) and as_number(each) is None for each in value):
            return ", ".join(parts)
        return SEPARATORS[depth - 1].join(parts) if depth <= 3 else f"({') ('.join(parts)})"
    return _text(value) if isinstance(value, str) else _number(value, like)


def _depth(value: Any) -> int:
    """Return how deep lists are nested."""
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list | tuple) else 0


def _shape(value: Any) -> str:
    return f"{' x '.join(map(str, np.array(value).shape))} numbers"


def _text(published: str) -> str:
    """Return a published word or number as it is printed, but for digits that nobody reads."""
    number = as_number(published)
    return published if number is None or decimals(published) <= MOST_DECIMALS else _number(number, published)


def _number(number: Real, like: Any) -> str:
    if isinstance(like, str) and "." in like:
        return _decimal(float(number), min(decimals(like) + MORE_DECIMALS, MOST_DECIMALS))
    return f"{number:.{FEW}g}" if isinstance(number, float) and not number.is_integer() else str(Fraction(number))


def _decimal(number: float, digits: int) -> str:
    """Return a number rounded, without the zeros that end it and without a sign before zero."""
    return f"{round(number, digits) + 0.0:.{digits}f}".rstrip("0").rstrip(".")
