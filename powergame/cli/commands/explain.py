"""`powergame explain`: a word of our answers, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from powergame.cli import options
from powergame.cli.rendering import Target
from powergame.errors import UnknownNameError

if TYPE_CHECKING:
    from powergame.report.glossary.entries import Word

EXAMPLES = """
powergame explain verdict
powergame explain value of concealment
powergame explain actors.red.stakes
powergame explain limits
"""


def explain(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD]...", help="A word of an answer, a key of its JSON or a path; without one, all are listed."
        ),
    ] = None,
    format_: options.Format = None,
    output: options.Output = None,
    metadata: options.Metadata = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Say what a word of our answers means, how it is computed, and how far to trust it.

    Several words may be one: value of concealment. What no answer can say is explained by limits.
    """
    from powergame.report.glossary import document as documents
    from powergame.report.glossary.entries import entries

    explained = _entries_of(words or [])
    target = Target(output, format_, metadata, ())
    target.check()
    target.write(
        documents.Explained(explained or entries()),
        document=lambda: documents.document(explained) if explained else documents.contents(),
        header=documents.HEADER,
        rows=documents.csv_rows(explained or entries()),
        pointer=False,
    )
    return 0


def _entries_of(words: list[str]) -> tuple[Word, ...]:
    """Return the entries of words: of all together as one, or else of each by itself; none where none is given."""
    from powergame.report.glossary.find import explained

    if not words:
        return ()
    try:
        return explained(" ".join(words))
    except UnknownNameError:
        if len(words) == 1:
            raise
    return tuple(dict.fromkeys(entry for word in words for entry in explained(word)))
