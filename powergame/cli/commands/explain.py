"""`powergame explain`: a word of our answers, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from powergame.cli import options
from powergame.cli.rendering import Target, table
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
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Say what a word of our answers means, how it is computed, and how far to trust it.

    Several words may be one: value of concealment. What no answer can say is explained by limits.
    """
    from powergame.report.formats.output import write
    from powergame.report.glossary import document as documents
    from powergame.report.glossary.entries import entries

    told = _asked(words or [])
    chosen = Target(output, format_, metadata=False, inputs=()).format
    if chosen == "json":
        from powergame.report.formats import json

        text = json.render(documents.to_dict(told or entries()))
    elif chosen == "csv":
        from powergame.report.formats import csv

        text = csv.render(documents.HEADER, documents.csv_rows(told or entries()))
    else:
        document = documents.document(told) if told else documents.contents()
        if chosen == "markdown":
            from powergame.report.formats import markdown

            text = markdown.render(document)
        else:
            text = table(document, output)
    write(text, output)
    return 0


def _asked(words: list[str]) -> tuple[Word, ...]:
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
