"""Words of results that their line and their documents share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.types import Solution
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.equilibrium.sequential.types import TreeSolution

MAX_LISTED = 4
"""Actors, paths or scenarios that a line names; the others are counted."""

UNPROVEN = "unproven"
"""Mark of a verdict that is of a list of equilibria that is not proven complete."""

CUT: dict[Limited, str] = {"steps": "the budget of steps ran out", "time": "the time limit ran out"}
"""What cut a list of equilibria short, in a sentence."""


def first_few(words: Iterable[str]) -> str:
    """Return words in one line, the first few of many.

    Examples
    --------
    >>> first_few(["red", "blue", "green", "white", "black", "grey"])
    'red, blue, green, white, and 2 more'
    """
    printed = [printable(word) for word in words]
    more = len(printed) - MAX_LISTED
    return ", ".join([*printed[:MAX_LISTED], *([f"and {more} more"] if more > 0 else [])])


def marked(verdict: str, *, proven: bool) -> str:
    """Return a verdict as it is shown, marked where it is not proven.

    Examples
    --------
    >>> marked("never", proven=True), marked("never", proven=False)
    ('never', 'never (unproven)')
    """
    return verdict if proven else f"{verdict} ({UNPROVEN})"


def why_open(solution: Solution | TreeSolution) -> str | None:
    """Say why a list of equilibria is not proven complete; None where it is, and where few words do not tell."""
    if solution.complete:
        return None
    if not isinstance(solution, Solution):
        return CUT[solution.limited] if solution.limited else None
    if solution.solver == "pure":
        return "the game is too large to search for all equilibria"
    if solution.list_limited:
        return CUT[solution.list_limited]
    tied = solution.solver == "enumeration" and solution.degenerate
    return "ties of three and more actors were left undecided" if tied else None


def counted(number: int, singular: str, plural: str) -> str:
    """Return a number of things in words.

    Examples
    --------
    >>> counted(1, "equilibrium", "equilibria"), counted(2000, "equilibrium", "equilibria")
    ('1 equilibrium', '2,000 equilibria')
    """
    return f"{number:,} {singular if number == 1 else plural}"
