r"""Text in Gambit's files: in ASCII, and read again as it was.

Gambit's labels are printable ASCII without two spaces in a row [1]_. What else a name has is written by its code point,
as R shows it: ``<U+00E9>``. So are backslashes: Gambit's reader and writer each make several of one. ``\"`` stands for
a quotation mark, as Gambit has it, and in files of other programs ``\\`` for a backslash; any other backslash stands
for itself.

References
----------
.. [1] Gambit 16.7: "a label may contain only printable ASCII characters and spaces, must not begin or end with a space,
   and must not contain two consecutive spaces".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from powergame.text import printable

UNSAFE = re.compile(r"[^ -~\n]|\\|<(?=U\+)")
"""Pattern of what is escaped: what is not ASCII, backslashes, and what would look like an escape."""

EXTRA_SPACE = re.compile(r"\A | \Z|(?<= ) ")
"""Pattern of spaces that no label has."""

ESCAPE = re.compile(r'\\(["\\])|<U\+([0-9A-F]{4,6})>')


def label_of(name: str) -> str:
    r"""Return a name as Gambit shows it: different names have different labels.

    Examples
    --------
    >>> label_of("Österreich"), label_of("two  spaces"), label_of("C:\\temp")
    ('<U+00D6>sterreich', 'two <U+0020>spaces', 'C:<U+005C>temp')
    """
    return EXTRA_SPACE.sub(_escaped, UNSAFE.sub(_escaped, name))


def relabelled(names: Iterable[str]) -> dict[str, str]:
    """Return the labels of names that are other than the names."""
    return {name: label for name in names if (label := label_of(name)) != name}


def quoted_label(name: str) -> str:
    """Return a name's label as it stands in a file."""
    return _in_quotes(label_of(name))


def quoted(text: str) -> str:
    """Return a title or a comment as it stands in a file; it may have several lines."""
    lines = "\n".join(map(printable, text.splitlines()))
    return _in_quotes(UNSAFE.sub(_escaped, lines))


def unquoted(token: str) -> str:
    """Return the text that a file has in quotation marks."""
    return ESCAPE.sub(_meant, token[1:-1])


def one_line(title: str) -> str:
    """Return a title as it is shown anywhere: controls are escaped, and blanks are single spaces."""
    return printable(" ".join(title.split()))


def _in_quotes(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def _escaped(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"


def _meant(match: re.Match[str]) -> str:
    """Return what an escape stands for; the escape itself where it is of no character."""
    if match[1]:
        return match[1]
    code = int(match[2], 16)
    return match[0] if code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)
