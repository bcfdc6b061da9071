"""The display of results: one line anywhere, tables and pictures in a notebook.

Results do not know how they are shown. But a notebook asks the result itself, so this module fetches the renderer from
the report, by name, at the moment somebody looks; nothing of it is loaded before. An assertion, a log or a debugger
asks for the ``repr``, which is one line and loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol

from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.types import Solution
from powergame.lookup.attributes import Spelled
from powergame.text import printable

if TYPE_CHECKING:
    import pandas as pd

    from powergame.equilibrium.sequential.types import TreeSolution

RENDERER = "powergame.report.notebook"

MAX_LISTED = 4
"""Actors, paths or scenarios that a line names; the others are counted."""

UNPROVEN = "unproven"
"""Mark of a verdict that is of a list of equilibria that is not proven complete."""

CUT: dict[Limited, str] = {"steps": "the budget of steps ran out", "time": "the time limit ran out"}
"""What cut a list of equilibria short, in a sentence."""

Form = Literal["html", "markdown", "svg", "text"]


def rendered(result: object, form: Form) -> str | None:
    """Return a result in some form; None where it has no such form (a result without a picture)."""
    text: str | None = import_module(RENDERER).render(result, form)
    return text


class Printer(Protocol):
    """The printer that IPython gives to an object that prints itself."""

    def text(self, text: str) -> None:
        """Print some text."""


class Shown(Spelled):
    """A result that shows itself as tables and pictures in Jupyter, and as a table in IPython.

    Dataclasses that inherit from it leave their own representation out (``repr=False``), and sum themselves up in
    `_repr_line_`.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._repr_line_()}>"

    def _repr_line_(self) -> str:
        """Return the result in a few words."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """Return the table that the command writes as CSV, as a table of pandas."""
        frame: pd.DataFrame = import_module(RENDERER).frame(self)
        return frame

    def _repr_pretty_(self, printer: Printer, cycle: bool) -> None:  # noqa: ARG002  (a result holds no result)
        printer.text(rendered(self, "text") or repr(self))

    def _repr_html_(self) -> str | None:
        return rendered(self, "html")

    def _repr_markdown_(self) -> str | None:
        return rendered(self, "markdown")

    def _repr_svg_(self) -> str | None:
        return rendered(self, "svg")


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
