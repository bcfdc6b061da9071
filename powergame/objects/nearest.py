"""The known word that a mistyped one stands for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from powergame.text import listed, printable

MAX_LENGTH = 64
"""Characters of a mistyped word that a message shows, and that are compared."""

MAX_KNOWN = 20
"""Known words that a message lists; of more it tells none, for nobody reads them."""

MAX_COMPARED = 1000
"""Known words that a mistyped one is compared with, letter by letter: some milliseconds."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like a mistyped one, or None; quick, whatever the word.

    Examples
    --------
    >>> nearest("bleu", ["blue", "red"]), nearest("green", ["blue", "red"])
    ('blue', None)
    """
    candidates = list(known)
    short = word[:MAX_LENGTH].lower()
    for candidate in candidates:
        if candidate.lower() == short:
            return candidate
    close = difflib.get_close_matches(short, candidates[:MAX_COMPARED], n=1, cutoff=0.6)
    begun = [candidate for candidate in candidates if len(short) > 2 and candidate.startswith(short)]
    return close[0] if close else begun[0] if begun else None


def unknown(kind: str, word: object, known: Iterable[str]) -> str:
    """Return the message that there is no such thing, with the nearest one, or with all that there are.

    Examples
    --------
    >>> unknown("actor", "bleu", ["blue", "red"])
    "there is no actor 'bleu'; did you mean 'blue'?"
    >>> unknown("actor", "green", ["blue", "red"])
    "there is no actor 'green'; there are blue and red"
    """
    candidates, text = list(known), str(word)
    message = f"there is no {kind} '{printable(text[:MAX_LENGTH])}'"
    if near := nearest(text, candidates):
        return f"{message}; did you mean '{printable(near)}'?"
    if not candidates:
        return f"{message}; there is none at all"
    if len(candidates) > MAX_KNOWN:
        return message
    return f"{message}; there {'are' if len(candidates) > 1 else 'is'} {printable(listed(candidates))}"
