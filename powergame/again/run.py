"""A result computed again from what it says of itself, and compared with what was written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from powergame.again.asked import ASKED
from powergame.again.differences import compare_values
from powergame.again.result import Again, Compared
from powergame.again.tables import POINTS, compare_table
from powergame.again.written import Told, Written, read
from powergame.errors import PowergameError, UsageError
from powergame.files import is_standard_input
from powergame.report.formats.json import render
from powergame.sources.load import file_of, load
from powergame.text import printable
from powergame.version import __version__

GIVEN = ("powergame", "versions", "scenario", "source", "sha256", "values", "variant", "text", "output", "references")
"""Keys that say what was given and where, not what came of it."""

PLACES = ("line", "column")
"""Keys of places in a file; what is computed again has none."""

SENTENCES = ("why", "notes", "warnings", "problems", "type_note", "message")
"""Keys of sentences, which another version may word otherwise."""

NOT_AGAIN = {
    "error": "tells of an error, and there is nothing to compute again; expected a result",
    "sweep.estimate": "tells how long a sweep would take, which is another time each time; expected a sweep",
    "again": "is a comparison itself; expected the result that it is about",
}
"""Formats that cannot be computed again, and why."""


def again(file: str | os.PathLike[str]) -> Again:
    """Compute a result again, from its own scenario and options, and compare it with what was written.

    Parameters
    ----------
    file
        JSON that a command wrote, a table, or the file beside a table that describes it; ``-`` for standard input.

    Raises
    ------
    UsageError
        Where it is no result, or one that cannot be computed again.
    PowergameError
        Where computing it fails today.

    Examples
    --------
    >>> import json, pathlib, powergame as pg, tempfile
    >>> written = pathlib.Path(tempfile.mkdtemp()) / "answer.json"
    >>> answer = pg.solve(pg.load("@strong-and-aligned"))
    >>> _ = written.write_text(json.dumps(answer.to_dict()))
    >>> again(written).same
    True
    """
    written = read(os.fspath(file))
    label, told = printable(written.file), written.told
    if why := NOT_AGAIN.get(written.format):
        raise UsageError(f"{label}: {why}")
    if written.format not in ASKED and written.format not in POINTS:
        unknown = f"powergame {__version__} knows no results of format {printable(str(told['format']))}"
        raise UsageError(f"{label}: {unknown}; expected the result of a question")
    if _was_cut(told):
        raise UsageError(
            f"{label}: a time limit cut it, and how far work comes in a time differs; expected a whole result"
        )
    try:
        compared = _compared(written)
        origins = list(_origins(told))
        return Again(
            file=written.file,
            format=str(told["format"]),
            name=str(origins[0]["name"]) if origins else "",
            powergame=str(told["powergame"]),
            versions={str(key): str(version) for key, version in told["versions"].items()},
            compared=compared,
            notes=(*_versions(told), *_changed(origins)),
        )
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, PowergameError):
            raise
        kind = type(error).__name__
        raise UsageError(
            f"{label}: is not whole ({kind}: {printable(str(error))[:80]}); expected it as it was written"
        ) from None


def _was_cut(told: Told) -> bool:
    """Whether a time limit cut a result, or a part of it."""
    return any(part.get("limited") == "time" for part in _parts(told))


def _parts(value: Any) -> Iterator[Told]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner)


def _compared(written: Written) -> Compared:
    told = written.told
    if written.table is not None:
        return compare_table(told, written.format, written.table)
    if written.format in POINTS:
        raise UsageError(f"{printable(written.file)}: describes a table; expected the name of the table")
    now = json.loads(render(ASKED[written.format](told).to_dict()))
    placed = PLACES if written.format == "check" else ()
    worded = () if told["powergame"] == __version__ else SENTENCES
    return compare_values(told, now, (*GIVEN, *placed, *worded))


def _origins(told: Told) -> Iterator[Told]:
    """Yield what a result tells of its scenarios."""
    for each in told.get("scenarios", (told,)):
        yield each.get("scenario", each)


def _versions(told: Told) -> Iterator[str]:
    if told["powergame"] != __version__:
        yield (
            f"It was written by powergame {printable(str(told['powergame']))}, and this is {__version__}: sentences are"
            " not compared, and what differs may be what has changed between the versions."
        )


def _changed(origins: list[Told]) -> Iterator[str]:
    """Yield which scenarios are other files today; results have their own text."""
    for source, sha256 in dict.fromkeys((str(each["source"]), str(each["sha256"])) for each in origins):
        if not _is_the_same(source, sha256):
            yield f"{printable(source)} has changed since; the scenario is the one that the result has in itself."


def _is_the_same(source: str, sha256: str) -> bool:
    """Whether a source is what it was, or is not there any more."""
    if is_standard_input(source):
        return True
    try:
        return file_of(source).identity is None or load(source).sha256 == sha256
    except PowergameError:
        return False
