"""Games from arrays: whatever has rows of numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeAlias

import numpy as np

from powergame.arrays import FloatArray, ObjectArray
from powergame.errors import GameTooLargeError, UsageError
from powergame.model.compile import MAX_ACTORS
from powergame.model.game import MAX_SIZE, Game
from powergame.model.nfg import MAX_PAYOFFS
from powergame.sources.games import NamedGame
from powergame.text import MAX_LABEL, fault_of_name, printable, repeated


class ArrayLike(Protocol):
    """An array of numpy, or what numpy makes one of."""

    def __array__(self) -> object:
        """Return it as an array of numpy."""


Nested: TypeAlias = "Sequence[float | Fraction | Decimal | Nested] | ArrayLike"
"""Payoffs: numbers in lists in lists, or an array."""

TWO = ("row", "column")
"""Names of two actors that nobody names."""


def game(
    *payoffs: Nested,
    actors: Sequence[str] | None = None,
    rungs: Sequence[Sequence[str]] | None = None,
    name: str = "game",
) -> NamedGame:
    """Return the game of payoff arrays, which `solve` takes.

    Parameters
    ----------
    payoffs
        An array for each actor: its payoffs, the first index the first actor's rung, the second the second's, and so
        on. Fractions and decimals are kept exactly; a float is the number that it is.
    actors
        Names; by default ``row`` and ``column``, of more actors ``1``, ``2``, ``3``.
    rungs
        Names of each actor's rungs; by default numbers.
    name
        Its title.

    Raises
    ------
    UsageError
        Where arrays or names do not fit together, or a payoff is no finite number.

    Examples
    --------
    >>> import powergame as pg
    >>> dilemma = pg.game([[3, 0], [5, 1]], [[3, 5], [0, 1]], rungs=[["cooperate", "defect"]] * 2)
    >>> pg.solve(dilemma).type
    "prisoner's dilemma"
    """
    tables = [_table(k, array) for k, array in enumerate(payoffs)]
    shape = _shape(tables)
    floats = np.array([[float(x) for x in table.ravel()] for table in tables]).reshape(len(tables), *shape)
    exact = np.empty(floats.shape, dtype=object)
    exact.ravel()[:] = [Fraction(x) for table in tables for x in table.ravel()]
    held = all(Fraction(x) == y for x, y in zip(floats.ravel().tolist(), exact.ravel(), strict=True))
    made = Game(_actors(actors, len(tables)), _rungs(rungs, shape), floats, None if held else exact)
    if not isinstance(name, str):
        raise UsageError(f"name: {repeated(repr(name))}: expected a text")
    return NamedGame(printable(name), "", "", _digest(made), made)


def _table(k: int, payoffs: Nested) -> ObjectArray:
    """Return an actor's payoffs as an array of numbers of Python."""
    if isinstance(payoffs, str | bytes) or not (isinstance(payoffs, Sequence) or hasattr(payoffs, "__array__")):
        raise UsageError(f"array {k + 1}: expected payoffs: [[3, 0], [5, 1]] for each actor")
    try:
        table = np.array(payoffs, dtype=object)
    except ValueError:
        raise UsageError(f"array {k + 1}: its rows have different lengths; expected an array") from None
    if table.size > MAX_PAYOFFS:
        raise GameTooLargeError(f"array {k + 1} has {table.size:,} payoffs; the limit of a game is {MAX_PAYOFFS:,}")
    table.ravel()[:] = list(_numbers(k, table))
    return table


def _numbers(k: int, table: ObjectArray) -> Iterator[float | Fraction | Decimal]:
    for at, value in np.ndenumerate(table):
        number = value.item() if isinstance(value, np.generic) else value
        if isinstance(number, list | tuple):
            raise UsageError(f"array {k + 1}: its rows have different lengths; expected an array")
        good = isinstance(number, int | float | Fraction | Decimal) and not isinstance(number, bool)
        if not good or not -MAX_SIZE <= number <= MAX_SIZE:  # which holds of no number that is none
            place = ", ".join(f"{i}" for i in at)
            expected = f"expected a finite number of at most {float(MAX_SIZE):g} in size"
            raise UsageError(f"array {k + 1}: [{place}] is {repeated(repr(value))}; {expected}")
        yield number


def _shape(tables: Sequence[ObjectArray]) -> tuple[int, ...]:
    """Return the numbers of the actors' rungs, where all arrays have as many dimensions as there are actors."""
    count = len(tables)
    if not 1 <= count <= MAX_ACTORS:
        raise UsageError(f"a game has 1 to {MAX_ACTORS} actors; expected an array for each, not {count}")
    shape = tables[0].shape
    for k, table in enumerate(tables):
        if table.shape != shape:
            sizes = f"{' x '.join(map(str, table.shape))}, and array 1 {' x '.join(map(str, shape))}"
            raise UsageError(f"array {k + 1} is {sizes}; expected the same for each actor")
    if len(shape) != count:
        raise UsageError(
            f"{count} array{'s' * (count > 1)} of {len(shape)} dimensions; expected an array for each actor, and in it "
            "a dimension for each: pg.game([[3, 0], [5, 1]], [[3, 5], [0, 1]])"
        )
    if 0 in shape:
        raise UsageError("an actor has no rungs; expected at least one payoff in each array")
    if count * int(np.prod(shape, dtype=object)) > MAX_PAYOFFS:
        raise GameTooLargeError(f"a game of more than {MAX_PAYOFFS:,} payoffs is too large")
    return shape


def _actors(names: Sequence[str] | None, count: int) -> tuple[str, ...]:
    if names is None:
        return TWO if count == 2 else tuple(map(str, range(1, count + 1)))
    return _names(names, count, "actors", "an actor")


def _rungs(names: Sequence[Sequence[str]] | None, shape: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    if names is None:
        return tuple(tuple(map(str, range(1, size + 1))) for size in shape)
    names = [names] if isinstance(names, str) else list(names)
    if len(names) != len(shape) or any(isinstance(of, str) for of in names):
        raise UsageError(f"rungs: expected {len(shape)} lists of names, one for each actor")
    return tuple(
        _names(of, size, f"rungs of actor {k + 1}", "a rung")
        for k, (of, size) in enumerate(zip(names, shape, strict=True))
    )


def _names(names: Sequence[str], count: int, what: str, each: str) -> tuple[str, ...]:
    names = [] if isinstance(names, str) else list(names)
    if len(names) != count:
        raise UsageError(f"{what}: expected {count} names")
    for name in names:
        fault = fault_of_name(name.replace(".", "_"), MAX_LABEL) if isinstance(name, str) else "expected a text"
        if fault:
            raise UsageError(f"{what}: {repeated(repr(name))}: {fault}; expected the name of {each}")
    if len(set(names)) < count:
        raise UsageError(f"{what}: a name stands twice; expected {count} different names")
    return tuple(map(str, names))


def _digest(made: Game) -> str:
    """Return what tells a game from others: the SHA-256 of its names and payoffs."""
    table: FloatArray | ObjectArray = made.payoffs if made.rational is None else made.rational
    parts = (made.actors, made.rungs, [str(x) for x in table.ravel().tolist()])
    return hashlib.sha256(repr(parts).encode()).hexdigest()
