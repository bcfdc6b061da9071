"""The document of `explain`: entries of the glossary, or the list of all words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from powergame.report.document import Block, Document, Heading, Paragraph, Text
from powergame.report.glossary.entries import Word, by_group
from powergame.text import sentence

if TYPE_CHECKING:
    from powergame.plain import Json

HEADER = ("word", "group", "means", "values", "computed", "trust", "instead", "see", "also", "keys")
"""Columns of the CSV."""


@dataclass(frozen=True)
class Explained:
    """Words that are explained, as a result of the command."""

    words: tuple[Word, ...]

    def to_dict(self) -> dict[str, Json]:
        """Return the words as plain data, the JSON of ``powergame explain --format json``."""
        from powergame.analysis.head import named  # which loads what a scenario is

        return {**named("explain"), "words": [_word(word) for word in self.words]}


def document(words: Sequence[Word]) -> Document:
    """Return the document of some words: the first is its title."""
    first, *others = words
    blocks = [*_parts(first)]
    for word in others:
        blocks += [Heading(word.name), *_parts(word)]
    return Document(first.name, first.group, tuple(blocks))


def contents() -> Document:
    """Return the document of all words by their groups, without what they mean."""
    blocks: list[Block] = [Paragraph(Text("powergame explain WORD says what one means.", "faint"))]
    for heading, words in by_group().items():
        blocks += [Heading(heading), Paragraph(Text(", ".join(word.name for word in words)))]
    return Document("Words of answers", "", tuple(blocks))


def csv_rows(words: Sequence[Word]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each word; see `HEADER`."""
    for word in words:
        yield (
            word.name, word.group, word.means, word.values, word.computed, word.trust, word.instead,
            *("; ".join(several) for several in (word.see, word.also, word.keys)),
        )  # fmt: skip


def _word(word: Word) -> dict[str, Json]:
    return {
        "word": word.name,
        "group": word.group,
        "means": word.means,
        "values": word.values,
        "computed": word.computed,
        "trust": word.trust,
        "instead": word.instead,
        "see": list(word.see),
        "also": list(word.also),
        "keys": list(word.keys),
    }


def _parts(word: Word) -> Iterator[Block]:
    """Yield what is told of a word."""
    yield Paragraph(Text(word.means))
    told = {
        "Instead": word.instead,
        "Values": word.values,
        "Computed": word.computed,
        "Trust": word.trust,
        "Also called": ", ".join(word.also),
        "See also": ", ".join(word.see),
    }
    for label, text in told.items():
        if text:
            plain = label in ("Also called", "See also", "Instead")
            yield Paragraph(Text(text if plain else sentence(text), "plain"), label)
