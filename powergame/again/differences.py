"""Where two results differ, value by value; numbers that differ by rounding alone are the same."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from powergame.again.result import MAX_LISTED, Compared, Mismatch

SAME = 1e-9
"""Fraction of the larger of two numbers, or of 1, up to which they are the same: another machine rounds otherwise."""

MISSING = object()
"""What stands where one of two results has no value."""

MAX_DEPTH = 20
"""Levels, at most, of a value that differs; results have fewer."""

SENTENCES = frozenset({"why", "notes", "warnings", "problems", "type_note", "message"})
"""Keys of sentences, which another version may word otherwise; what has such a name and is no sentence is compared."""


@dataclass
class Comparing:
    """Values that are being compared, one after the other."""

    values: int = 0
    differ: int = 0
    listed: list[Mismatch] = field(default_factory=list)
    rounding: float = 0.0

    def add(self, path: str, written: Any, now: Any) -> None:
        """Compare a value with what it is now."""
        self.values += 1
        if _alike(written, now):
            return
        if (apart := _apart(written, now)) <= SAME:
            self.rounding = max(self.rounding, apart)
            return
        self.differ += 1
        if len(self.listed) < MAX_LISTED:
            self.listed.append(Mismatch(path, _kept(written), _kept(now)))

    @property
    def compared(self) -> Compared:
        """How they compare."""
        return Compared(self.values, self.differ, tuple(self.listed), self.rounding)


def compare_values(written: Any, now: Any, *, another_version: bool = False) -> Compared:
    """Compare plain data of two results.

    Parameters
    ----------
    written, now
        What was written, and what it is now.
    another_version
        Whether another version wrote it: then neither sentences are compared, nor keys that came later.

    Examples
    --------
    >>> before, now = {"war": 0.25, "why": "so"}, {"war": 0.5, "why": "thus", "peace": 0.5}
    >>> compare_values(before, now, another_version=True).differences
    (Mismatch(path='war', written=0.25, now=0.5),)
    """
    tally = Comparing()
    for path, before, after in _pairs("", written, now, lenient=another_version):
        tally.add(path, before, after)
    return tally.compared


def _pairs(path: str, written: Any, now: Any, *, lenient: bool) -> Iterator[tuple[str, Any, Any]]:
    """Yield the single values of both, by their places."""
    if isinstance(written, Mapping) and isinstance(now, Mapping):
        for key in written if lenient else dict.fromkeys((*written, *now)):
            before, after = written.get(key, MISSING), now.get(key, MISSING)
            if not (lenient and key in SENTENCES and _is_worded(before) and _is_worded(after)):
                yield from _pairs(_within(path, key), before, after, lenient=lenient)
    elif isinstance(written, list) and isinstance(now, list):
        for k in range(max(len(written), len(now))):
            before, after = (items[k] if k < len(items) else MISSING for items in (written, now))
            yield from _pairs(_within(path, str(k)), before, after, lenient=lenient)
    else:
        yield path, written, now


def _is_worded(value: Any) -> bool:
    """Whether a value is a text, or a list of texts, or none where there may be some."""
    texts = value if isinstance(value, list) else [value]
    return all(text is None or isinstance(text, str) for text in texts)


def _kept(value: Any, deep: int = MAX_DEPTH) -> Any:
    """Return a value as differences have it: none where there is none, and no deeper than results are."""
    if isinstance(value, Mapping):
        return {key: _kept(item, deep - 1) for key, item in value.items()} if deep else "..."
    if isinstance(value, list):
        return [_kept(item, deep - 1) for item in value] if deep else "..."
    return None if value is MISSING else value


def _within(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _alike(written: Any, now: Any) -> bool:
    """Whether two values are the same; a truth value is no number, and what is not a number is one thing."""
    if isinstance(written, float) and isinstance(now, float) and math.isnan(written) and math.isnan(now):
        return True
    return isinstance(written, bool) == isinstance(now, bool) and bool(written == now)


def _apart(written: Any, now: Any) -> float:
    """Return by how much two numbers differ, relative to the larger or to 1; infinity of what are not both numbers."""
    for value in (written, now):
        if not isinstance(value, int | float) or isinstance(value, bool):
            return math.inf
    try:
        before, after = float(written), float(now)
    except OverflowError:  # a whole number beyond all that is computed with
        return math.inf
    if not (math.isfinite(before) and math.isfinite(after)):
        return math.inf
    return abs(before - after) / max(1.0, abs(before), abs(after))
