"""The sources that powergame stands on, read from `bibliography.bib`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

FILE = "bibliography.bib"
"""Name of the file, in this folder."""

ENTRY = re.compile(r"@(\w+)\{([\w-]+),\n(.*?)\n\}\n", re.DOTALL)
"""Pattern of an entry: its kind, its key and its fields, a line each or continued with an indent."""

FIELD = re.compile(r"^  (\w+) = \{(.*?)\},$", re.DOTALL | re.MULTILINE)
"""Pattern of a field: its name and its value."""


@dataclass(frozen=True)
class Source:
    """A source, as BibTeX has it.

    Attributes
    ----------
    kind
        The kind of the entry: ``article``, for example.
    fields
        Names and values, in the order of the file.
    """

    key: str
    kind: str
    fields: Mapping[str, str]

    @property
    def bibtex(self) -> str:
        """The entry, a field a line."""
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in self.fields.items())
        return f"@{self.kind}{{{self.key},\n{fields}}}\n"


@cache
def bibliography() -> Mapping[str, Source]:
    """Return all sources by their keys.

    Examples
    --------
    >>> bibliography()["nash1950"].fields["year"]
    '1950'
    """
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return MappingProxyType({source.key: source for source in parsed(text)})


def parsed(text: str) -> list[Source]:
    """Return the sources of a file that is written as this one is.

    Raises
    ------
    ValueError
        Where something in it is no entry of this form.
    """
    sources = []
    for block in text.split("\n\n"):
        entry = ENTRY.fullmatch(block.rstrip("\n") + "\n")
        if entry is None:
            raise ValueError(f"no entry of the form that is read: {block[:40]!r}")
        kind, key, body = entry.groups()
        fields = {name: " ".join(value.split()) for name, value in FIELD.findall(body)}
        if FIELD.sub("", body).strip():
            raise ValueError(f"{key}: not all of it are fields of the form that is read")
        sources.append(Source(key, kind, MappingProxyType(fields)))
    return sources
