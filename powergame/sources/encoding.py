"""The text of a file's bytes, whatever program wrote it."""

from __future__ import annotations

import codecs

from powergame.errors import Fault, ScenarioError

MAX_BYTES = 64 << 20
"""Bytes in a file."""

BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

OLD_ENCODING = "cp1252"
"""Encoding of files that are not UTF-8: Latin-1, with what Windows has in the place of its controls."""


def marked_encoding(data: bytes) -> str | None:
    """Return the encoding that a file's byte order mark tells; None where it has none."""
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)


def decoded(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    """Return a file's text, and warnings of how it was read.

    Raises
    ------
    ScenarioError
        Where it is too large, or no text.
    """
    if len(data) > MAX_BYTES:
        raise ScenarioError([Fault(f"has more than {MAX_BYTES:,} bytes, the limit", "", source)])
    encoding = marked_encoding(data) or "utf-8"
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        wrong = f"byte {error.start + 1:,} is not {encoding.removesuffix('-sig').upper()}"
        if encoding == "utf-8":
            try:
                return data.decode(OLD_ENCODING), (f"{wrong}; the file is read as Latin-1, check its names",)
            except UnicodeDecodeError:
                pass
        raise ScenarioError([Fault(f"{wrong}; expected a file in UTF-8", "", source)]) from None
