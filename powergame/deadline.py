"""Deadlines: when work that may take long has to end. They are values, and are passed down."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from numbers import Real
from time import monotonic
from typing import TypeAlias

from powergame.errors import TimeLimitError, UsageError

MAX_SECONDS = 1e6
"""Seconds of a time limit at most: eleven days. Who wants more asks for no limit."""


_uncounted = 0.0
"""Seconds of this process that count towards no limit."""


def working_time() -> float:
    """Return the seconds of a monotonic clock that stands still while time is `uncounted`."""
    return monotonic() - _uncounted


@contextmanager
def uncounted() -> Iterator[None]:
    """Let the time inside count towards no limit: what is done once for all commands to come is no part of one."""
    global _uncounted
    begun = working_time()
    try:
        yield
    finally:
        _uncounted += working_time() - begun


@dataclass(frozen=True)
class Deadline:
    """The moment at which work has to end.

    Attributes
    ----------
    at
        Seconds of `working_time`; infinite where there is no limit.
    seconds
        The time limit as it was asked for.
    """

    at: float = math.inf
    seconds: float = math.inf

    def __reduce__(self) -> tuple[Callable[[float, float], Deadline], tuple[float, float]]:
        """Send the deadline to another process of this machine, whose clock has stood still for another time."""
        return _received, (self.at + _uncounted, self.seconds)

    @property
    def passed(self) -> bool:
        """Whether no time is left."""
        return working_time() >= self.at

    @property
    def left(self) -> float:
        """Seconds that are left, 0 or more."""
        return max(0.0, self.at - working_time())

    def halfway(self) -> Deadline:
        """Return the deadline of work that may take half of the time that is left, so that other work may follow it."""
        return Deadline(working_time() + self.left / 2, self.seconds)

    def check(self, doing: str) -> None:
        """Raise `TimeLimitError` where no time is left; `doing` says of what the time ran out."""
        if self.passed:
            raise TimeLimitError(f"the time limit of {self.seconds:g} s ran out while {doing} (--time-limit)")


def _received(at: float, seconds: float) -> Deadline:
    """Return the deadline at a moment of the machine's monotonic clock."""
    return Deadline(at - _uncounted, seconds)


NO_DEADLINE = Deadline()
"""No limit."""


TimeLimit: TypeAlias = float | Deadline | None
"""Seconds that some work may take, or the deadline of other work that it is part of; None is no limit."""


def after(seconds: TimeLimit) -> Deadline:
    """Return the deadline that is some seconds from now; a deadline stays what it is.

    Raises
    ------
    UsageError
        Where the seconds are not above 0, or above `MAX_SECONDS`.

    Examples
    --------
    >>> after(60).passed, after(None).left
    (False, inf)
    """
    if seconds is None:
        return NO_DEADLINE
    if isinstance(seconds, Deadline):
        return seconds
    if not isinstance(seconds, Real):
        raise UsageError(f"a time limit of type {type(seconds).__name__}; expected a number of seconds, or none")
    if not 0 < seconds <= MAX_SECONDS:
        raise UsageError(f"a time limit of {seconds:g} s; expected more than 0 and at most {MAX_SECONDS:,.0f}, or none")
    return Deadline(working_time() + seconds, seconds)
