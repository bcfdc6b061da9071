"""`powergame init`: a repository of scenarios that are checked wherever they change."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterable
from typing import Annotated

import typer

from powergame.cli import options
from powergame.errors import OutputError, UsageError
from powergame.text import listed, printable

EXAMPLES = """
powergame init rivals
powergame check rivals/scenarios
"""


def init(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Where to lay it out; made if it is not there.")],
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not list what was written.")] = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Lay out a repository of scenarios: a first one, its check on GitHub and before commits, a schema for editors."""
    from powergame.report.formats import json
    from powergame.report.formats.output import write
    from powergame.scenario.writing.repository.layout import layout
    from powergame.scenario.writing.schema import json_schema

    files = layout(json.render(json_schema()))
    _refuse(folder, () if force else files)
    for place, text in files.items():
        path = os.path.join(folder, *place.split("/"))  # noqa: PTH118  (which keeps what the user wrote before it)
        _make_folder(os.path.dirname(path))  # noqa: PTH120
        write(text, path)
    if not quiet:
        scenarios = os.path.join("." if folder.startswith("-") else "", folder, "scenarios")  # noqa: PTH118
        wrote = "".join(f"{printable(os.path.join(folder, place))}\n" for place in files)  # noqa: PTH118
        write(f"{wrote}\nNext: powergame check {printable(shlex.quote(scenarios))}\n", None)
    return 0


def _refuse(folder: str, places: Iterable[str]) -> None:
    """Raise `OutputError` where the folder is none, or has some of these files already."""
    if not folder:
        raise UsageError("expected the name of a folder; . is the one you are in")
    try:
        is_folder = stat.S_ISDIR(os.stat(folder).st_mode)  # noqa: PTH116
    except FileNotFoundError:
        is_folder = not os.path.islink(folder)  # noqa: PTH114  (it is made)
    except OSError as error:
        raise OutputError(f"{printable(folder)}: cannot be made: {error.strerror}") from error
    if not is_folder:
        raise OutputError(f"{printable(folder)}: is no folder; expected the name of one")
    there = [place for place in places if os.path.lexists(os.path.join(folder, place))]  # noqa: PTH118
    if there:
        raise OutputError(
            f"{printable(folder)}: has {listed(there)} already; expected a folder without (--force replaces them)"
        )


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    except OSError as error:
        raise OutputError(f"{printable(folder)}: cannot be made: {error.strerror}") from error
