"""What is asked besides who seeks power: the chance of war, what is destroyed, or the rung that an actor plays.

`threshold`, `sweep`, phase diagrams and `converge` ask it of many games, always of the selected equilibrium (but for
who seeks power, which verdicts tell over all of them).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Literal

import numpy as np

from powergame.arrays import BoolArray, CountArray, FloatArray
from powergame.errors import UsageError
from powergame.objects.nearest import nearest
from powergame.scenario.scenario import Scenario
from powergame.text import listed, printable

Kind = Literal["seeks", "war", "destroyed", "plays"]

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Probabilities, or fractions of all power, that are told apart where nobody says others."""

MAX_LEVELS = 100
"""Levels at most."""

ALIKE = 1e-9
"""Probability: rungs that are played alike but for rounding count as played alike, and the first is named."""

REACHED = 1e-9
"""Probability, or fraction of all power, by which a level may be missed and still count as reached: rounding."""

UNDECIDED = -1
"""Code of a rung where no equilibrium is selected."""


@dataclass(frozen=True)
class Aspect:
    """What is asked of games.

    Attributes
    ----------
    kind
        Who seeks power, the chance of war, the expected fraction of all power destroyed, or what an actor plays.
    actor
        Whose rung, for `plays`; else None.
    levels
        Levels of war or destruction that are told apart, ascending; none for the others.
    """

    kind: Kind = "seeks"
    actor: str | None = None
    levels: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """As ``--of`` has it."""
        return self.kind if self.actor is None else f"{self.kind}.{self.actor}"

    @property
    def is_number(self) -> bool:
        """Whether the answer is a number from 0 to 1, and no word."""
        return self.kind in ("war", "destroyed")


SEEKS = Aspect()


def aspect(scenario: Scenario, of: str = "seeks", levels: Sequence[float] | None = None) -> Aspect:
    """Read what is asked.

    Parameters
    ----------
    of
        ``seeks``, ``war``, ``destroyed`` or ``plays.ACTOR``.
    levels
        For war and destruction: numbers above 0 and below 1; None for `LEVELS`.

    Raises
    ------
    UsageError
        Where there is no such question or actor, or levels are out of range or belong to another question.

    Examples
    --------
    >>> import powergame as pg
    >>> scenario = pg.load("scenarios/security-dilemma.yaml")
    >>> aspect(scenario, "plays.west")
    Aspect(kind='plays', actor='west', levels=())
    >>> aspect(scenario, "war", [0.5, 0.2]).levels
    (0.2, 0.5)
    """
    if not isinstance(of, str):
        raise UsageError(f"of of type {type(of).__name__}: expected seeks, war, destroyed or plays.ACTOR")
    kind, _, actor = of.partition(".")
    if kind == "plays" and actor:
        if actor not in scenario.names:
            guess = nearest(actor, scenario.names)
            hint = f"; did you mean plays.{printable(guess)}?" if guess else f"; expected {listed(scenario.names)}"
            raise UsageError(f"--of {printable(of[:80])}: there is no actor {printable(actor[:64])}{hint}")
        _refuse_levels(of, levels)
        return Aspect("plays", actor)
    if of == "seeks":
        _refuse_levels(of, levels)
        return SEEKS
    if of == "war" or of == "destroyed":
        return Aspect("war" if of == "war" else "destroyed", None, _levels(levels))
    raise UsageError(f"--of {printable(of[:80])}: expected seeks, war, destroyed or plays.ACTOR")


def _refuse_levels(of: str, levels: Sequence[float] | None) -> None:
    if levels:
        raise UsageError(f"--level belongs to --of war or destroyed; {printable(of)} has none")


def _levels(levels: Sequence[float] | None) -> tuple[float, ...]:
    if not levels:
        return LEVELS
    if not isinstance(levels, Iterable):
        raise UsageError(f"levels of type {type(levels).__name__}: expected a list of numbers above 0 and below 1")
    if len(levels) > MAX_LEVELS:
        raise UsageError(f"--level: {len(levels)} levels; expected at most {MAX_LEVELS}")
    for level in levels:
        if not isinstance(level, Real) or isinstance(level, bool) or not 0 < level < 1:
            text = f"{level:g}" if isinstance(level, Real) else f"of type {type(level).__name__}"
            raise UsageError(f"level {text}: expected a number above 0 and below 1")
    return tuple(sorted({float(level) for level in levels}))


def reached(numbers: FloatArray, level: float) -> BoolArray:
    """Whether numbers reach a level, but for rounding; NaN does not."""
    return np.asarray(numbers >= level - REACHED)


def rung_played(play: FloatArray) -> CountArray:
    """Return the rung that an actor plays with the greatest probability, the first-named of equals.

    Parameters
    ----------
    play : (L, ...)
        Probabilities of an actor's rungs; NaN where nothing is selected.

    Returns
    -------
    CountArray : (...)
        Places in its ladder; `UNDECIDED` where nothing is selected.

    Examples
    --------
    >>> rung_played(np.array([[0.5, 0.2, np.nan], [0.5, 0.8, np.nan]])).tolist()
    [0, 1, -1]
    """
    alike = play >= play.max(axis=0) - ALIKE
    return np.where(np.isnan(play).any(axis=0), UNDECIDED, alike.argmax(axis=0)).astype(np.int32)
