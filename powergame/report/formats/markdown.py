"""A document as Markdown (GitHub's tables), every text of it literal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from powergame.report.document import Document, Heading, Paragraph, Table, Text
from powergame.text import printable, uncommanded

BLOCK = re.compile(r"^(\d*)(?=[-=]|(?<=\d)\.)")
"""Pattern of what would make a line more than a paragraph: a list, a rule or a heading."""

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$])")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    r"""Return text that Markdown shows as it is: no markup, no HTML, no new line.

    Examples
    --------
    >>> print(escaped("*red* <b>"))
    \*red\* &lt;b&gt;
    """
    return SPECIAL.sub(r"\\\1", " ".join(printable(text).split())).translate(ENTITIES)


def render(document: Document) -> str:
    """Return the document as Markdown.

    Examples
    --------
    >>> from powergame.report.document import Column, Document, Table, Text
    >>> table = Table((Column("actor"), Column("power", numeric=True)), ((Text("red"), Text("25 %")),))
    >>> print(render(Document("Who seeks", blocks=(table,))), end="")
    # Who seeks
    <BLANKLINE>
    | actor | power |
    | --- | ---: |
    | red | 25 % |
    """
    parts = [f"# {escaped(document.title)}"] if document.title else []
    if document.subtitle:
        parts.append(_line(document.subtitle))
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append(f"## {escaped(block.text)}")
        elif isinstance(block, Paragraph):
            text = escaped(block.text.text)
            parts.append(f"**{escaped(block.label)}**: {text}" if block.label else _line(block.text.text))
        else:
            parts.append(_table(block))
    return uncommanded("\n\n".join(parts)) + "\n"


def _line(text: str) -> str:
    """Return text as a paragraph of its own."""
    return BLOCK.sub(r"\1\\", escaped(text))


def _table(table: Table) -> str:
    lines = [_row(escaped(column.title) for column in table.columns)]
    lines.append(_row("---:" if column.numeric else "---" for column in table.columns))
    lines += [_row(_cell(cell) for cell in row) for row in table.rows]
    return "\n".join(lines)


def _cell(cell: Text) -> str:
    text = escaped(cell.text)
    return f"**{text}**" if text and cell.tone in ("strong", "bad") else text


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
