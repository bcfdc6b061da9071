"""Published results as data: the files in results/, one entry each, with the sources in sources.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

SCENARIO = re.compile(r"[\w-]+\.yaml")
"""The name of a file in scenarios/, in the words of an entry."""

BASES = {
    "printed": "read in the source",
    "quoted": "quoted by another text",
    "derived": "by hand from the source",
}
"""Where a value comes from."""


@dataclass(frozen=True)
class Entry:
    """A published result.

    Attributes
    ----------
    topic
        The title of its file.
    name
        What is published, in a few words; no other entry has it.
    citation
        The source: authors, year, title, where.
    place
        Where in the source, or how the value follows from it.
    basis
        A key of `BASES`.
    kind
        The function that computes the same: ``MODULE.FUNCTION`` in kinds/.
    inputs
        What is handed to it by name.
    published
        A whole number, a truth value, a word, a fraction ("1/3") or a decimal as printed (".40205"); or lists or
        tables of these.
    agrees
        True, or the reason for which our value is another.
    ours
        Our value where it is another, written as `published` is.
    shown
        The inputs in words, for the table; None where they are shown as they are. Files in scenarios/ are named here.
    says
        The published value in words, for the table, likewise.
    """

    topic: str
    name: str
    citation: str
    place: str
    basis: str
    kind: str
    published: Any
    inputs: dict[str, Any] = field(default_factory=dict)
    agrees: bool | str = True
    ours: Any = None
    shown: str | None = None
    says: str | None = None

    @property
    def expected(self) -> Any:
        """What our value has to be: the published one, or the other that is said."""
        return self.published if self.agrees is True else self.ours

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The files in scenarios/ that it is computed from."""
        return tuple(dict.fromkeys(SCENARIO.findall(self.shown or "")))

    def computed(self) -> Any:
        """Return our value."""
        module, function = self.kind.split(".")
        return getattr(import_module(f"literature.kinds.{module}"), function)(**self.inputs)


def entries() -> tuple[Entry, ...]:
    """Return all published results, in the order of their files."""
    sources = tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))
    files = sorted((HERE / "results").glob("*.toml"))
    return tuple(
        Entry(topic=topic["title"], citation=sources[written.pop("source")], **written)
        for topic in (tomllib.loads(file.read_text(encoding="utf-8")) for file in files)
        for written in topic["result"]
    )
