"""Rendering of a command's result, and the exit status of a result that is not proven complete."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    """
    if format_ == "json":
        from powergame.report.formats import json as formatted

        return formatted.render(result.to_dict())
    if format_ == "csv":
        from powergame.report.formats import csv
        from powergame.runs.metadata import comment

        return f"{comment(about(result))}\r\n{csv.render(header, rows)}" if metadata else csv.render(header, rows)
    if format_ == "markdown":
        from powergame.report.formats import markdown

        return markdown.render(document())
    return table(document(), path)


HEAD = frozenset(
    {"format", "version", "powergame", "scenario", "scenarios", "baseline", "options", "solution", "axes", "method"}
)
"""Keys of a result's JSON that say what it is, and how it was computed."""


def about(result: Result, indent: int | None = None) -> str:
    """Return what the table of a result is, as JSON, in one line without an indent: the head of the result's own."""
    return json.dumps(_head(result.to_dict()), allow_nan=False, indent=indent)


def _head(values: Mapping[str, object]) -> dict[str, object]:
    head = {key: value for key, value in values.items() if key in HEAD}
    several = head.get("scenarios")
    return head | {"scenarios": [_head(each) for each in several]} if isinstance(several, list) else head


@dataclass(frozen=True)
class Target:
    """Where a command's result goes, and as what.

    Attributes
    ----------
    path
        The file; None or ``-`` for standard output.
    metadata
        Whether the first line of a CSV says what it is; otherwise a file beside it does.
    inputs
        Files that were read; no output replaces them.
    """

    path: str | None
    format: FormatName
    metadata: bool
    inputs: tuple[NamedFile, ...]

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
        check_outputs(self.path, *others, inputs=self.inputs)
        refuse_metadata_without_csv(self.metadata, self.format, *others)
        if self._described is not None:
            from powergame.runs.metadata import check_beside

            check_beside(self._described, self.inputs)

    def write(
        self,
        result: Result,
        *,
        document: Callable[[], Document],
        header: Sequence[str],
        rows: Iterable[Sequence[Cell]],
    ) -> None:
        """Write a result, and what it is beside a table; for the parameters see `rendered`."""
        from powergame.report.formats.output import write

        text = rendered(
            result, self.format, self.path, document=document, header=header, rows=rows, metadata=self.metadata
        )
        write(text, self.path, inputs=self.inputs)
        if self._described is not None:
            from powergame.runs.metadata import write_beside

            write_beside(self._described, about(result, indent=2), self.inputs)

    @property
    def _described(self) -> str | None:
        """The table that is described beside it; None without one."""
        beside = self.format == "csv" and not self.metadata and self.path is not None and is_regular(self.path)
        return self.path if beside else None


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
