"""Rendering of a command's result, and the exit status of a result that is not proven complete."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from powergame.cli.guard import say
from powergame.cli.options import FormatName
from powergame.errors import NoAnswerError
from powergame.files import is_standard_output
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.deadline import Deadline
    from powergame.report.document import Document
    from powergame.report.formats.csv import Cell


class Result(Protocol):
    """A result of the analysis."""

    def to_dict(self) -> Mapping[str, object]:
        """Return the result as plain data."""


def rendered(
    result: Result,
    format_: FormatName,
    path: str | None,
    *,
    document: Callable[[], Document],
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> str:
    """Return a result in the format that was asked for.

    Parameters
    ----------
    path
        The file for the result; a table has the width and the colours for it.
    document
        Function that makes the document; JSON and CSV do not need it.
    header, rows
        The table of the CSV.
    """
    if format_ == "json":
        from powergame.report.formats import json

        return json.render(result.to_dict())
    if format_ == "csv":
        from powergame.report.formats import csv

        return csv.render(header, rows)
    if format_ == "markdown":
        from powergame.report.formats import markdown

        return markdown.render(document())
    return table(document(), path)


def table(document: Document, path: str | None) -> str:
    """Return a document as a table, for a file or for the terminal."""
    from powergame.report.formats import terminal

    return terminal.render(document, terminal.screen_of(sys.stdout) if is_standard_output(path) else terminal.Screen())


def cut(time_limit: Deadline, *, quiet: bool) -> int:
    """Return the exit status of a result that the time limit cut, and say so."""
    if not quiet:
        say(f"powergame: the time limit of {time_limit.seconds:g} s cut the work (--time-limit): the result is partial")
    return NoAnswerError.exit_status


def unfit(problems: Iterable[str], *, quiet: bool) -> int:
    """Return the exit status of an answer that is not of the promised quality, and say why."""
    for problem in () if quiet else problems:
        say(f"powergame: {printable(problem)}")
    return NoAnswerError.exit_status


def status(*, complete: bool, required: bool, quiet: bool, what: str = "a list of equilibria") -> int:
    """Return the exit status under ``--require-complete``, and say why it is not 0."""
    if complete or not required:
        return 0
    if not quiet:
        say(f"powergame: {what} is not proven complete (--require-complete)")
    return NoAnswerError.exit_status
