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
from powergame.again.written import PREFIX, Told, Written, read
from powergame.errors import PowergameError, UsageError
from powergame.files import is_standard_input
from powergame.report.formats.json import render
from powergame.sources.load import file_of, load
from powergame.text import printable
from powergame.version import __version__

GIVEN = frozenset({"powergame", "versions", "output", "references"})
"""Keys of a result that say how and where it was made, not what came of it."""

OF_SCENARIO = ("name", "values")
"""Keys of a result's scenario that are compared: what was solved must be what the result says."""

PLACES = frozenset({"source", "sha256", "variant", "text", "line", "column"})
"""Keys, of what `check` tells, that name files and places in them; what is computed again has none."""

NOT_AGAIN = {
    "error": "tells of an error, and there is nothing to compute again; expected a result",
    "sweep.estimate": "tells how long a sweep would take, which is another time each time; expected a sweep",
    "again": "is a comparison itself; expected the result that it is about",
    "scenarios": "is a list, and there is nothing to compute again; expected a result",
    "explain": "is a list, and there is nothing to compute again; expected a result",
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
    try:
        if _was_cut(told):
            raise UsageError(
                f"{label}: a time limit cut it, and how far work comes in a time differs; expected a whole result"
            )
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
    except UsageError:
        raise
    except PowergameError as error:
        first, _, _ = str(error).partition("\n")
        raise UsageError(f"{label}: cannot be computed again: {first}") from None
    except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        kind = type(error).__name__
        raise UsageError(
            f"{label}: is not whole ({kind}: {printable(str(error))[:80]}); expected it as it was written"
        ) from None


def _was_cut(told: Told) -> bool:
    """Whether a time limit cut a result, or a part of it."""
    return any(part.get("limited") == "time" for part in (told, *_parts(told)))


def _parts(told: Told) -> Iterator[Told]:
    """Yield the results of which a result is made: of several scenarios, or at several points."""
    points = told.get("points")
    yield from told.get("scenarios", ())
    for point in points if isinstance(points, list) else ():
        yield point["answer"]


def _came_out(told: Told) -> dict[str, Any]:
    """Return what came out of a question, without what only says how and where it was made."""
    kept = {key: value for key, value in told.items() if key not in GIVEN}
    if "scenario" in told:
        kept["scenario"] = {key: told["scenario"].get(key) for key in OF_SCENARIO}
    if "scenarios" in told:
        part = _judged if told["format"] == f"{PREFIX}check" else _came_out
        kept["scenarios"] = list(map(part, told["scenarios"]))
    if isinstance(points := told.get("points"), list):
        kept["points"] = [point | {"answer": _came_out(point["answer"])} for point in points]
    return kept


def _judged(scenario: Told) -> dict[str, Any]:
    statements = [_placeless(statement) for statement in scenario["statements"]]
    return _placeless(scenario) | {"statements": statements}


def _placeless(told: Told) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key not in PLACES}


def _compared(written: Written) -> Compared:
    told = written.told
    if written.table is not None:
        return compare_table(told, written.format, written.table)
    if written.format in POINTS:
        raise UsageError(f"{printable(written.file)}: describes a table; expected the name of the table")
    now = json.loads(render(ASKED[written.format](told).to_dict()))
    another = told["powergame"] != __version__
    return compare_values(*map(_came_out, (told, now)), another_version=another)


def _origins(told: Told) -> Iterator[Told]:
    """Yield what a result tells of its scenarios."""
    for each in told.get("scenarios", (told,)):
        yield each.get("scenario", each)


def _versions(told: Told) -> Iterator[str]:
    if told["powergame"] != __version__:
        yield (
            f"It was written by powergame {printable(str(told['powergame']))}, and this is {__version__}: sentences and"
            " what came later are not compared, and what differs may be what has changed between the versions."
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
