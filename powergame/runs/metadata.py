"""What a table of CSV says of itself: in a file beside it, which spreadsheets and readers need not know of.

The table itself has nothing but a row of names and rows of values. Where it is to travel alone, its first line may say
the same behind ``# ``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from powergame.errors import OutputError
from powergame.files import NamedFile, target_of
from powergame.runs.store import writing
from powergame.text import printable, uncommanded

MAX_NAME = 255
"""Bytes of a file's name at most, on usual file systems."""

BEGINNING = 40
"""Characters that are kept of a longer name."""

MAX_READ = 1 << 26
"""Bytes of a description that is read."""

COMMENT = "# "

TABLE = "table"
"""Key, in a file beside a table, of the table's name; no scenario and no result has it, so that none is replaced."""

BRACKET = "\\u005b"
"""How JSON may write a bracket, so that no text in it is a command to a CI runner."""

JSON_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
"""Pattern of a text in JSON."""

SIGN = re.compile(r"(?<!\w)[-=+@]")
"""Pattern of signs with which a spreadsheet may see a formula begin, whatever it takes for a separator of cells."""


def beside(table: str | os.PathLike[str]) -> Path:
    """Return the file beside a table that says what it is: of the table's name, with ``.json`` behind it.

    Examples
    --------
    >>> beside("crisis.csv").name
    'crisis.csv.json'
    """
    path = Path(table)
    return path.with_name(short_name(path.name, f"{path.name}.json", ".json"))


def short_name(name: str, full: str, ending: str) -> str:
    """Return the full name, made of a file's, or, where no file system takes it, one that tells the same file."""
    if len(os.fsencode(full)) <= MAX_NAME:
        return full
    digest = hashlib.blake2b(os.fsencode(name), digest_size=16).hexdigest()
    return f".{name[:BEGINNING]}.{digest}{ending}"


def check_beside(table: str | os.PathLike[str], inputs: Iterable[NamedFile] = ()) -> None:
    """Check that the description of a table may be written beside it.

    Raises
    ------
    OutputError
        Where it would replace an input, or a file that describes no table.
    """
    path = beside(table)
    target = target_of(str(path), inputs)
    if target.exists() and not _describes(target):
        raise OutputError(
            f"{printable(str(path))}: would be replaced by the table's description, and is of another kind; expected "
            "another name for the table"
        )


def _describes(path: Path) -> bool:
    """Whether a file is what an earlier table said of itself."""
    if not path.is_file() or path.stat().st_size > MAX_READ:
        return False
    try:
        described = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(described, dict) and all(isinstance(described.get(key), str) for key in (TABLE, "powergame"))


def write_beside(table: str | os.PathLike[str], about: Mapping[str, object], inputs: Iterable[NamedFile] = ()) -> None:
    """Write the description of a table, as JSON, beside it.

    Raises
    ------
    OutputError
        Where it cannot be written.
    """
    check_beside(table, inputs)
    path = beside(table)
    with writing(str(path)):
        text = json.dumps({TABLE: Path(table).name, **about}, allow_nan=False, indent=2)
        target_of(str(path), inputs).write_text(f"{uncommanded(text, bracket=BRACKET)}\n", encoding="utf-8")


def comment(about: str) -> str:
    r"""Return the first line of a table that says the same; no spreadsheet finds a formula in it.

    Examples
    --------
    >>> print(comment('{"name": "=1+1"}'))
    # {"name": "\u003d1+1"}
    """

    def escaped(text: re.Match[str]) -> str:
        return SIGN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text[0])

    return COMMENT + uncommanded(JSON_TEXT.sub(escaped, about), bracket=BRACKET)


def has_comment(table: Path) -> bool:
    """Whether the first line of a table says what it is; no column has such a name."""
    with table.open("rb") as file:
        return file.read(len(COMMENT)) == COMMENT.encode()


def described(table: Path) -> dict[str, object]:
    """Return what a table of CSV says of itself, in its first line or beside it."""
    if has_comment(table):
        with table.open("rb") as file:
            text = file.readline().removeprefix(COMMENT.encode())
    else:
        text = beside(table).read_bytes()
    description: dict[str, object] = json.loads(text)
    description.pop(TABLE, None)
    return description
