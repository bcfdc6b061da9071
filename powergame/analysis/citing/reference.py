"""A source that a result stands on, and references as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from powergame.analysis.citing.bibliography import Source
from powergame.plain import Json
from powergame.text import listed, printable
from powergame.version import __version__

AUTHORS, YEAR = "The powergame developers", "2026"
"""Who wrote powergame, and the year of this version, as CITATION.cff has them."""

SPECIAL = {
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}
"""Marks that LaTeX would obey, and how it shows them."""


@dataclass(frozen=True)
class Reference:
    """A source that a result stands on.

    Attributes
    ----------
    source
        The source, as BibTeX has it.
    uses
        What it is the source of: ``the contest``, for example.

    Examples
    --------
    >>> import powergame as pg
    >>> print(pg.solve(pg.load("@strong-and-aligned"), look_for_turns=False).references[1])
    Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49.
    """

    source: Source
    uses: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key by which texts cite it."""
        return self.source.key

    @property
    def bibtex(self) -> str:
        """The entry of BibTeX."""
        return self.source.bibtex

    @property
    def text(self) -> str:
        """The source in a line, as a list of references has it."""
        fields = {name: _plain(value) for name, value in self.source.fields.items()}
        authors = listed([_initials(name) for name in fields["author"].split(" and ")]).replace(" and ", " & ")
        within = " ".join(filter(None, (fields.get("journal") or fields.get("booktitle"), fields.get("volume"))))
        parts = (f"{authors} ({fields['year']})", fields["title"], within, fields.get("publisher"), fields.get("note"))
        return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in parts if part)

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, Json]:
        """Return the reference as plain data."""
        return {"key": self.key, "uses": list(self.uses), "text": self.text, "bibtex": self.bibtex}


def powergame_itself(about: str) -> Reference:
    """Return the reference to this version of powergame; `about` says what it was asked, and how it answered."""
    fields = {
        "author": f"{{{AUTHORS}}}",
        "title": "powergame: Who will seek power here, and why?",
        "version": __version__,
        "year": YEAR,
        "license": "MIT",
        **({"note": escaped(about)} if about else {}),
    }
    return Reference(Source("powergame", "software", fields), ("the model, and all that was computed",))


def as_bibtex(references: Iterable[Reference]) -> str:
    """Return references as a file of BibTeX, each below what it is the source of."""
    return "\n".join(_with_uses(references))


def _with_uses(references: Iterable[Reference]) -> Iterator[str]:
    for reference in references:
        uses = "; ".join(reference.uses).replace("@", "(at)")  # outside of entries an @ would begin one
        yield f"% {uses}\n{reference.bibtex}"


def escaped(text: str) -> str:
    r"""Return text that LaTeX shows as it is.

    Examples
    --------
    >>> print(escaped("50 % of {x_1}"))
    50 \% of \{x\_1\}
    """
    return "".join(SPECIAL.get(mark, mark) for mark in printable(text))


def _plain(value: str) -> str:
    """Return the text of a field without the marks of BibTeX."""
    bare = value.replace("``", "“").replace("''", "”").replace("--", "–").replace("\\&", "&")
    return re.sub(r"\\text\w+\{\}|[{}$]", "", bare)


def _initials(name: str) -> str:
    """Return ``Family, G. N.`` of ``Family, Given Name``; another name as it is.

    Examples
    --------
    >>> _initials("Mas-Colell, Andreu"), _initials("The powergame developers")
    ('Mas-Colell, A.', 'The powergame developers')
    """
    family, comma, given = name.partition(", ")
    return f"{family}, {' '.join(f'{part[0]}.' for part in given.split())}" if comma else name
