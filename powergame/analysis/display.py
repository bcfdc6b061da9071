"""How results show themselves in a notebook.

What analysis returns knows nothing of how it is shown. A notebook asks the result itself, though, so the renderer is
fetched from the report here, by name, at the moment somebody looks: nothing of it is loaded before.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal

RENDERER = "powergame.report.notebook"

Form = Literal["html", "markdown", "svg", "text"]


def rendered(result: object, form: Form) -> str | None:
    """Return a result in some form; None where it has none of that form (no picture says it)."""
    text: str | None = import_module(RENDERER).render(result, form)
    return text


class Shown:
    """A result that shows itself as tables and pictures in Jupyter, and as a table on a terminal.

    Dataclasses that inherit from it leave their own representation out (``repr=False``).
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return rendered(self, "text") or ""

    def _repr_html_(self) -> str | None:
        return rendered(self, "html")

    def _repr_markdown_(self) -> str | None:
        return rendered(self, "markdown")

    def _repr_svg_(self) -> str | None:
        return rendered(self, "svg")
