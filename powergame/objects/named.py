"""Things that have names, and values that a parameter may have."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from numbers import Real
from typing import Protocol, SupportsIndex, TypeVar, overload

from powergame.errors import UnknownNameError, UsageError
from powergame.objects.nearest import nearest, unknown
from powergame.text import listed, printable


class HasName(Protocol):
    """A thing that has a name."""

    @property
    def name(self) -> str:
        """The name."""


T = TypeVar("T", bound=HasName)
U = TypeVar("U")


def by_name(things: Iterable[T], name: str, kind: str = "actor") -> T:
    """Return the thing of this name.

    Raises
    ------
    UnknownNameError
        Where there is none; with the nearest name.
    """
    known = {thing.name: thing for thing in things}
    if name not in known:
        raise UnknownNameError(unknown(kind, name, known))
    return known[name]


def place_of(names: Sequence[str], name: str, kind: str = "actor") -> int:
    """Return the place of a name among all.

    Raises
    ------
    UnknownNameError
        Where it is not among them; with the nearest one.
    """
    if name not in names:
        raise UnknownNameError(unknown(kind, name, names))
    return names.index(name)


def expect_choice(parameter: str, value: object, allowed: Sequence[str]) -> None:
    """Check that a parameter has one of the values that it may have.

    Raises
    ------
    UsageError
        Where it has another; with the nearest value.

    Examples
    --------
    >>> expect_choice("solver", "exakt", ["auto", "exact"])
    Traceback (most recent call last):
    powergame.errors.UsageError: solver 'exakt': expected auto or exact; did you mean 'exact'?
    """
    if value in allowed:
        return
    near = nearest(value, allowed) if isinstance(value, str) else None
    text = f"'{printable(value[:64])}'" if isinstance(value, str) else f"of type {type(value).__name__}"
    hint = f"; did you mean '{near}'?" if near else ""
    raise UsageError(f"{parameter} {text}: expected {listed(allowed, last='or')}{hint}")


def expect_number(parameter: str, value: object, *, low: float, high: float = math.inf) -> None:
    """Check that a parameter is a number from `low` to `high`, and not infinite.

    Raises
    ------
    UsageError
        Where it is something else.

    Examples
    --------
    >>> expect_number("rationality", -1.0, low=0.0)
    Traceback (most recent call last):
    powergame.errors.UsageError: rationality -1.0: expected a finite number >= 0
    """
    number = isinstance(value, Real) and not isinstance(value, bool)
    if number and low <= value <= high and math.isfinite(value):  # type: ignore[operator, arg-type]
        return
    text = f"{value}" if number else f"of type {type(value).__name__}"
    within = f"a finite number >= {low:g}" if math.isinf(high) else f"a number from {low:g} to {high:,.10g}"
    raise UsageError(f"{parameter} {text}: expected {within}")


def expect_several(parameter: str, values: Iterable[U]) -> Sequence[U]:
    """Return several values as a list.

    Raises
    ------
    UsageError
        Where it is a single one.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise UsageError(f"{parameter} of type {type(values).__name__}: expected a list")
    return list(values)


class ByName(tuple[T, ...]):
    """Things with names in their order, by place or by name.

    Examples
    --------
    >>> import powergame as pg
    >>> actors = pg.solve(pg.load("scenarios/security-dilemma.yaml")).actors
    >>> actors["east"].verdict == actors[1].verdict, "west" in actors
    (True, True)
    """

    __slots__ = ()

    @overload
    def __getitem__(self, key: SupportsIndex | str) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[T, ...]: ...
    def __getitem__(self, key: SupportsIndex | str | slice) -> T | tuple[T, ...]:
        """Return the thing of a name, or at a place."""
        return by_name(self, key) if isinstance(key, str) else super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        """Whether there is a thing of this name, or this very thing."""
        return any(key == thing.name for thing in self) if isinstance(key, str) else super().__contains__(key)
