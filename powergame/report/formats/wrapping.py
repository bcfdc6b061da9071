"""Lines of text: broken at blanks, names within a word where there is no other way, and numbers never."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

from powergame.text import OLD_COMMAND, characters

BLANKS = re.compile(r"( *)([^ ]+)")

NUMBER = re.compile(r"[^\w]*\d[\d.,eE+%!*<> /:–−-]*[^\w]*")
"""Pattern of what is never broken: a number with its unit, its mark and the brackets and signs around it."""

UNIT = re.compile(r"%[^\w%]*|!|s[^\w]*")
"""Pattern of what stays in one line with the number before it: a unit, with the punctuation behind it, or a mark."""

LONGEST_NUMBER = 80
"""Characters of the longest text that is taken for a number."""

MARKS = 16
"""Characters at most, combining marks included, that are looked at for each character of a line."""

ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")
"""Pattern of a character that stands as its code, which is not broken."""

SEAM = re.compile(r"(?<=[./_-])")
"""Pattern of places where a long name is broken if it can be: behind what joins its parts."""


def pieces(text: str) -> list[tuple[str, str]]:
    """Return the pieces of a text that stay in one line where that is long enough, each with the blanks before it.

    Examples
    --------
    >>> [piece for _, piece in pieces("War: > 99.9 %. Of all power")]
    ['War:', '> 99.9 %.', 'Of', 'all', 'power']
    """
    joined: list[tuple[str, str]] = []
    for blanks, word in BLANKS.findall(text):
        if joined and _belongs(joined[-1][1], word):
            before, piece = joined.pop()
            joined.append((before, f"{piece}{blanks}{word}"))
        else:
            joined.append((blanks, word))
    return joined


def _is_number(piece: str) -> bool:
    return len(piece) <= LONGEST_NUMBER and NUMBER.fullmatch(piece) is not None


def _belongs(piece: str, word: str) -> bool:
    """Whether a word stays with what is before it."""
    if piece in ("<", ">", "(<", "(>"):
        return word[0].isdigit()
    return word == "!" or (piece[-1].isdigit() and UNIT.fullmatch(word) is not None)


def longest(text: str, names: int) -> int:
    """Return the width that a text needs: that of its longest number, or of its longest word, up to that of `names`."""
    return max(
        (cell_len(piece) if _is_number(piece) else min(names, cell_len(piece)) for _, piece in pieces(text)),
        default=0,
    )


def wrapped(text: str, width: int) -> list[str]:
    r"""Break a text into lines.

    Parameters
    ----------
    width
        Characters of a line. Only a number that is longer makes a line longer.

    Returns
    -------
    list of str
        At least one. None of them is a command to a CI runner, wherever it was broken.

    Examples
    --------
    >>> wrapped("between 0.5 and 25 % of all", 12)
    ['between 0.5', 'and 25 % of', 'all']
    >>> wrapped("conflict.destruction.odds", 12), wrapped("yes ::error::x", 12)
    (['conflict.', 'destruction.', 'odds'], ['yes', '\\::error::x'])
    """
    if cell_len(text) <= width and not text.lstrip().startswith("::") and OLD_COMMAND not in text:
        return [text]
    lines = [""]
    for blanks, piece in pieces(text.replace(OLD_COMMAND, r"##\[")):
        if not lines[-1] and len(lines) == 1:
            lines[-1] = blanks  # an indent
        elif cell_len(f"{lines[-1]}{blanks}{piece}") <= width:
            lines[-1] += f"{blanks}{piece}"
            continue
        else:
            lines.append("")
        *full, rest = _folded(piece, width, cell_len(lines[-1]))
        lines[-1:] = [lines[-1] + (full or [rest])[0], *full[1:], *([rest] if full else [])]
    return lines


def _folded(piece: str, width: int, used: int) -> Iterator[str]:
    """Yield the parts of a piece that begins a line, of which `used` characters are taken."""
    rest = piece
    while True:
        literal = f"\\{rest}" if rest.startswith("::") else rest
        room = max(1, width - used)
        if (len(literal) <= MARKS * room and cell_len(literal) <= room) or _is_number(literal):
            yield literal
            return
        part = _beginning(literal, room)
        yield part
        rest, used = literal[len(part) :], 0


def _beginning(word: str, room: int) -> str:
    """Return the beginning of a word that a line has room for, up to a seam if there is one in its second half."""
    length = end = 0
    for character in characters(word[: MARKS * room]):
        length += cell_len(character)
        if end and length > room:
            break
        end += len(character)
    for escape in ESCAPE.finditer(word):
        if escape.start() < end < escape.end():
            end = escape.start() or escape.end()
    seams = [match.start() for match in SEAM.finditer(word, 0, end) if match.start() > end // 2]
    return word[: seams[-1]] if seams else word[:end]
