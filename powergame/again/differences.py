"""Where two results differ, value by value; numbers that differ by rounding alone are the same."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from powergame.again.result import MAX_LISTED, Compared, Mismatch

SAME = 1e-9
"""Fraction of the larger of two numbers, or of 1, up to which they are the same: another machine rounds otherwise."""

MISSING = object()
"""What stands where one of two results has no value."""


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
            self.listed.append(Mismatch(path, *(None if x is MISSING else x for x in (written, now))))

    @property
    def compared(self) -> Compared:
        """How they compare."""
        return Compared(self.values, self.differ, tuple(self.listed), self.rounding)


def compare_values(written: Any, now: Any, skipped: Iterable[str]) -> Compared:
    """Compare plain data of two results, but for some keys, wherever these stand.

    Examples
    --------
    >>> before, now = {"war": 0.25, "why": "so"}, {"war": 0.5, "why": "thus"}
    >>> compare_values(before, now, ["why"]).differences
    (Mismatch(path='war', written=0.25, now=0.5),)
    """
    tally, keys = Comparing(), frozenset(skipped)
    for path, before, after in _pairs("", written, now, keys):
        tally.add(path, before, after)
    return tally.compared


def _pairs(path: str, written: Any, now: Any, skipped: frozenset[str]) -> Iterator[tuple[str, Any, Any]]:
    """Yield the single values of both, by their places."""
    if isinstance(written, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys((*written, *now)):
            if key not in skipped:
                yield from _pairs(_within(path, key), written.get(key, MISSING), now.get(key, MISSING), skipped)
    elif isinstance(written, list) and isinstance(now, list):
        for k in range(max(len(written), len(now))):
            before, after = (items[k] if k < len(items) else MISSING for items in (written, now))
            yield from _pairs(_within(path, str(k)), before, after, skipped)
    else:
        yield path, written, now


def _within(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _alike(written: Any, now: Any) -> bool:
    """Whether two values are the same; a truth value is no number."""
    return isinstance(written, bool) == isinstance(now, bool) and bool(written == now)


def _apart(written: Any, now: Any) -> float:
    """Return by how much two numbers differ, relative to the larger or to 1; infinity of what are not both numbers."""
    for value in (written, now):
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            return math.inf
    return float(abs(written - now) / max(1.0, abs(written), abs(now)))
