"""Rendering of a command's result, and the exit status of a result that is not proven complete."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from powergame.cli.guard import say
from powergame.cli.options import FormatName
from powergame.errors import NoAnswerError, UsageError
from powergame.files import check_outputs, is_regular, is_standard_output
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.deadline import Deadline
    from powergame.files import NamedFile
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
    metadata: bool = False,
    pointer: bool = True,
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
    metadata
        Whether the first line of the CSV says what it is.
    pointer
        Whether a table ends by saying where its words are explained.
    """
    if format_ == "json":
        from powergame.report.formats import json as formatted

        return formatted.render(result.to_dict())
    if format_ == "csv":
        from powergame.report.formats import csv

        return (_described(result) if metadata else "") + csv.render(header, rows)
    if format_ == "markdown":
        from powergame.report.formats import markdown

        return markdown.render(document())
    return table(pointing(document()) if pointer else document(), path)


def _described(result: Result) -> str:
    """Return the first line of a CSV that says what it is."""
    import json

    from powergame.analysis.head import head_of
    from powergame.runs.metadata import comment

    return comment(json.dumps(head_of(result.to_dict()), allow_nan=False)) + "\r\n"


POINTER = "Words: powergame explain WORD; what no answer says: powergame explain limits"
"""Last line of every answer: where its words are explained, and what it cannot say."""


def pointing(document: Document) -> Document:
    """Return a document that ends by saying where its words are explained."""
    from powergame.report.document import Paragraph, Text

    return replace(document, blocks=(*document.blocks, Paragraph(Text(POINTER, "faint"))))


FORMATS: dict[str, FormatName] = {".csv": "csv", ".json": "json", ".md": "markdown"}
"""Formats by the endings of files' names, in small letters."""


def cited(result: Result, format_: str) -> str:
    """Return what to cite for a result, as BibTeX; in JSON it stands beside the answer."""
    from powergame.analysis.citing import as_bibtex, references

    several = references(result)
    if format_ == "json":
        from powergame.report.formats import json as formatted

        return formatted.render({**result.to_dict(), "references": [each.to_dict() for each in several]})
    return as_bibtex(several)


def refuse_cite_as(format_: str) -> None:
    """Raise `UsageError` for ``--cite`` in a format that has no place for sources."""
    if format_ not in ("table", "text", "json"):
        raise UsageError(f"--cite writes BibTeX, or JSON with the sources; expected no {format_}")


@dataclass(frozen=True)
class Target:
    """Where a command's result goes, and as what.

    Attributes
    ----------
    path
        The file; None or ``-`` for standard output.
    told_format
        The format that was asked for; None where the file's ending tells it.
    metadata
        Whether the first line of a CSV says what it is; otherwise a file beside it does.
    inputs
        Files that were read; no output replaces them.
    cite
        Whether what to cite is written instead.
    """

    path: str | None
    told_format: FormatName | None
    metadata: bool
    inputs: tuple[NamedFile, ...]
    cite: bool = False

    def check(self, *others: str | None) -> None:
        """Check, before anything is computed, that all may be written.

        Parameters
        ----------
        others
            Further files of the command, None where they were not asked for.

        Raises
        ------
        OutputError
            Where one of them is an input, or another of them; and where what describes a table would replace a file.
        UsageError
            For ``--metadata`` without a CSV.
        """
        refuse_metadata_without_csv(self.metadata, self.format, *others)
        if self.cite:
            refuse_cite_as(self.format)
        described = [path for path in (self._described, *filter(self._is_described, others)) if path is not None]
        if not described:
            check_outputs(self.path, *others, inputs=self.inputs)
            return
        from powergame.runs.metadata import beside, check_beside

        check_outputs(self.path, *others, *(str(beside(table)) for table in described), inputs=self.inputs)
        for table in described:
            check_beside(table, self.inputs)

    def write(
        self,
        result: Result,
        *,
        document: Callable[[], Document],
        header: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        pointer: bool = True,
    ) -> None:
        """Write a result, and what it is beside a table; for the parameters see `rendered`."""
        from powergame.report.formats.output import write

        if self.cite:
            write(cited(result, self.format), self.path, inputs=self.inputs)
            return
        text = rendered(
            result,
            self.format,
            self.path,
            document=document,
            header=header,
            rows=rows,
            metadata=self.metadata,
            pointer=pointer,
        )
        write(text, self.path, inputs=self.inputs)
        if self._described is not None:
            from powergame.analysis.head import head_of
            from powergame.runs.metadata import write_beside

            write_beside(self._described, head_of(result.to_dict()), self.inputs)

    @property
    def format(self) -> FormatName:
        """The format: as it was asked for, or by the ending of the file's name; else a table."""
        if self.told_format is not None:
            return self.told_format
        return FORMATS.get(os.path.splitext(self.path or "")[1].lower(), "table")  # noqa: PTH122

    @property
    def _described(self) -> str | None:
        """The table that is described beside it; None without one."""
        beside = self.format == "csv" and not self.metadata and self.path is not None and is_regular(self.path)
        return self.path if beside else None

    def _is_described(self, path: str | None) -> bool:
        """Whether a further file is a table that is described beside it."""
        return path is not None and _is_csv(path) and not self.metadata and is_regular(path)


def _is_csv(path: str | None) -> bool:
    return path is not None and path.lower().endswith(".csv")


def refuse_metadata_without_csv(metadata: bool, format_: FormatName, *outputs: str | None) -> None:
    """Raise `UsageError` for ``--metadata`` where no CSV is written."""
    if metadata and format_ != "csv" and not any(map(_is_csv, outputs)):
        raise UsageError("--metadata says in a CSV what it is; expected --format csv, too")


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
