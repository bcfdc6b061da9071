"""The glossary: the words that ``powergame explain`` explains."""

from __future__ import annotations

from collections.abc import Iterator

from myst_parser.mdit_to_docutils.base import default_slugify

from powergame.report.glossary.entries import Word, by_group
from sitemaker.markdown import literal


def words() -> str:
    """Return all words under the headings of their groups, in Markdown."""
    groups = (f"## {group}\n\n" + "\n\n".join(_word(word) for word in each) for group, each in by_group().items())
    return "\n\n".join(groups)


def _word(word: Word) -> str:
    told = "\n\n".join(f"{label}\n: {text}" for label, text in _told(word) if text)
    return f"### {literal(word.name)}\n\n{literal(word.means)}\n\n{told}"


def _told(word: Word) -> Iterator[tuple[str, str]]:
    yield "values", literal(word.values)
    yield "how", literal(word.computed)
    yield "trust", literal(word.trust)
    yield "instead", literal(word.instead)
    yield "also", literal(", ".join(word.also))
    yield "in JSON", ", ".join(f"`{key}`" for key in word.keys)
    yield "see", ", ".join(map(_linked, word.see))


def _linked(name: str) -> str:
    anchor = default_slugify(name)  # signs have none
    return f"[{literal(name)}](#{anchor})" if anchor else literal(name)
