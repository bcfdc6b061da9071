"""Blocks that are wide: tables, whose sentences keep room on a phone, and what is typed into a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pygments.lexers.shell import BashSessionLexer

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx

SENTENCE = 48
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


class Typed(BashSessionLexer):
    """Lines behind a dollar are commands; one behind a ``#`` is a heading of what they print."""

    _ps1rgx = re.compile(r"^(\$ )(.*\n?)")
    _venv = re.compile(r"(?!)")  # nor does a line of what they print begin with an environment's name
