"""Tables on a phone: columns with sentences keep a width at which they can be read, others take what they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx

SENTENCE = 24
"""Characters of a cell from which its column is one of sentences."""


def mark_sentences(app: Sphinx, doctree: document) -> None:  # noqa: ARG001  (Sphinx gives both)
    """Mark the cells of all columns with sentences, but for the first, as ``sentences`` for the style sheet."""
    from docutils.nodes import entry, row, table

    for each in doctree.findall(table):
        rows = [list(line.findall(entry)) for line in each.findall(row)]
        for column in list(zip(*rows, strict=False))[1:]:
            if max(len(cell.astext()) for cell in column) >= SENTENCE:
                for cell in column:
                    cell["classes"].append("sentences")
