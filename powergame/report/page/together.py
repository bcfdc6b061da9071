"""Several scenarios on one page: tables of them side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from powergame.analysis.compare import Comparison
from powergame.analysis.report import Report
from powergame.report.document import Block, Paragraph, Table, Text
from powergame.report.documents import compare as compared
from powergame.report.names import short_names
from powergame.text import listed

ABREAST = 4
"""Scenarios beside the baseline in a table that fits a page of paper."""

LABEL = re.compile(r"\[(\d+)\]")


def side_by_side(report: Report) -> Iterator[tuple[Block, ...]]:
    """Yield, for each group of scenarios with the same actors, tables of what differs, numbered as on the page."""
    for group in report.groups:
        comparison = report.comparison(group)
        document = compared.document(comparison, abreast=ABREAST)
        yield (
            _heading(comparison, group),
            *(_numbered(block, group) for block in document.blocks if not _names_one(block)),
        )


def _heading(comparison: Comparison, group: Sequence[int]) -> Paragraph:
    """Say which scenarios are compared, and between whom they are."""
    actors = listed(short_names(comparison.answers[0].game.actors))
    return Paragraph(Text(f"{listed([f'[{k + 1}]' for k in group])}, of {actors}", "strong"))


def _names_one(block: Block) -> bool:
    """Whether a block only tells the name behind a number: the page has told them all."""
    return isinstance(block, Paragraph) and LABEL.fullmatch(block.label) is not None


def _numbered(block: Block, group: Sequence[int]) -> Block:
    """Return a table whose columns have the numbers of the whole page."""
    if not isinstance(block, Table):
        return block
    titles = (LABEL.sub(lambda match: f"[{group[int(match[1]) - 1] + 1}]", column.title) for column in block.columns)
    columns = tuple(replace(column, title=title) for column, title in zip(block.columns, titles, strict=True))
    return replace(block, columns=columns)
