"""Objects that show themselves: one line anywhere, tables and pictures in a notebook.

They do not know how they are shown, or what they stand on. But a notebook asks the object itself, so this module
fetches the renderer from the report, and sources from the analysis, by name, at the moment somebody looks; nothing of
it is loaded before. An assertion, a log or a debugger
asks for the ``repr``, which is one line and loads nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol

from powergame.objects.attributes import Spelled

if TYPE_CHECKING:
    import pandas as pd

    from powergame.analysis.citing import Reference

CITING, RENDERER = "powergame.analysis.citing", "powergame.report.notebook"
"""Modules that say what to cite, and how objects are shown."""

Form = Literal["html", "markdown", "svg", "text"]


def rendered(shown: object, form: Form) -> str | None:
    """Return an object in some form; None where it has no such form (a result without a picture)."""
    text: str | None = import_module(RENDERER).render(shown, form)
    return text


class Printer(Protocol):
    """The printer that IPython gives to an object that prints itself."""

    def text(self, text: str) -> None:
        """Print some text."""


class Shown(Spelled):
    """An object that shows itself as tables and pictures in Jupyter, and as a table in IPython.

    Dataclasses that inherit from it leave their own representation out (``repr=False``), and sum themselves up in
    `_repr_line_`.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._repr_line_()}>"

    def _repr_line_(self) -> str:
        """Return the object in a few words."""
        raise NotImplementedError

    @property
    def references(self) -> tuple[Reference, ...]:
        """What to cite for it: powergame, and the sources of the model and of the methods that it used."""
        told: tuple[Reference, ...] = import_module(CITING).references(self)
        return told

    def to_frame(self) -> pd.DataFrame:
        """Return what is tabular about it as a table of pandas: of a result, what the command writes as CSV."""
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
