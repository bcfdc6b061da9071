"""Which font draws a character: the pictures' own, another one of this machine, or none, and then it is escaped."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

from matplotlib import ft2font
from matplotlib.font_manager import FontProperties, findSystemFonts, fontManager, get_font

from powergame.text import characters, printable

Weight = Literal["normal", "bold"]
WEIGHTS: tuple[Weight, ...] = ("normal", "bold")

FAMILY = "DejaVu Sans"
"""Font of all words; it comes with matplotlib, so that all machines draw the same glyphs."""

PREFERRED = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans CJK TC",
    "Noto Sans CJK KR",
    "Noto Sans SC",
    "Noto Sans JP",
    "Noto Sans TC",
    "Noto Sans KR",
    "Source Han Sans SC",
    "Source Han Sans",
    "PingFang SC",
    "Hiragino Sans GB",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "Nirmala UI",
    "Segoe UI",
    "Arial Unicode MS",
    "Noto Emoji",
    "Segoe UI Emoji",
    "Symbola",
)
"""Families that are tried first: without serifs, like the pictures' own. All others of the machine follow."""

PLACEHOLDERS = ("lastresort", "last resort", "adobe blank")
"""Beginnings, in lower case, of families that have a box, or nothing, for every character."""

SHAPES = hasattr(ft2font, "__libraqm_version__")
"""Whether matplotlib joins, stacks and orders letters as their script does; it learnt that in version 3.11."""

SHAPED = (
    (0x0590, 0x109F),  # from Hebrew and Arabic to the scripts of India and South-East Asia
    (0x1100, 0x11FF),  # parts of Korean syllables
    (0x1700, 0x1C7F),
    (0x1CD0, 0x1CFF),
    (0xA800, 0xAAFF),
    (0xABC0, 0xABFF),
    (0xD7B0, 0xD7FF),
    (0xFB1D, 0xFDFF),
    (0xFE70, 0xFEFE),
    (0x10800, 0x11FFF),
    (0x1E800, 0x1EFFF),
)
"""First and last characters of scripts whose letters, drawn one after the other from the left, would be wrong."""


TOKEN = re.compile(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U00(?:0[0-9a-f]|10)[0-9a-f]{4}|\\n|.", re.DOTALL)
"""An escape, or else any character."""


_for_readers: ContextVar[bool] = ContextVar("_for_readers", default=False)
"""Whether words are shown in the fonts of those who read them, as on a page."""


@contextlib.contextmanager
def readers_fonts() -> Iterator[None]:
    """Draw for a page, which is shown in its reader's fonts: nothing is escaped for want of a font on this machine."""
    before = _for_readers.set(True)
    try:
        yield
    finally:
        _for_readers.reset(before)


def measurable(text: str) -> str:
    """Return literal text of about the same width that this machine's fonts have all letters of."""
    if not _for_readers.get() or text.isascii():
        return text
    return "".join(c if _drawable(c) else _as_wide(c) for c in characters(text))


def _as_wide(character: str) -> str:
    """Return a letter as wide as others usually are: as high as the line, or as an n."""
    wide = len(character) > 1 or unicodedata.east_asian_width(character) in "WF"
    return "\N{EM DASH}" if wide else "n"


def literal(text: str) -> str:
    """Return text as it can be drawn: what no font of the machine has a glyph for is escaped, so that names stay apart.

    Of a character that consists of several, such as a flag, all are escaped, or none.
    """
    text = printable(text)
    if text.isascii() or _for_readers.get():
        return text
    return "".join(c if _drawable(c) else _escaped(c) for c in characters(text))


def unbroken(text: str) -> list[str]:
    """Divide literal text into the parts that are never cut: characters as readers see them, and their escapes."""
    tokens = TOKEN.findall(text)
    parts, start = [], 0
    for character in characters("".join(map(_meant, tokens))):
        stop = start + len(character)
        parts.append("".join(tokens[start:stop]))
        start = stop
    return parts


def _meant(token: str) -> str:
    """Return the character that an escape stands for; any other as it is."""
    return token if len(token) == 1 else "\n" if token == "\\n" else chr(int(token[2:], 16))


def families(text: str) -> tuple[str, ...]:
    """Return the fonts that literal text needs, the pictures' own first."""
    needed = (family for c in text if not c.isascii() and (family := _family_of(c)) is not None)
    return tuple(dict.fromkeys((FAMILY, *needed)))


def is_plain(text: str) -> bool:
    """Whether text is letters of the pictures' own font that stand one after the other."""
    return all(c.isascii() or (c <= "\uffff" and not _shaped(c) and _family_of(c) == FAMILY) for c in text)


def _shaped(c: str) -> bool:
    return any(first <= ord(c) <= last for first, last in SHAPED)


def _drawable(character: str) -> bool:
    return character.isascii() or all(_family_of(c) is not None for c in character)


def _escaped(character: str) -> str:
    codes = (f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in character)
    return "".join(c if c.isascii() else code for c, code in zip(character, codes, strict=True))


@cache
def _family_of(c: str) -> str | None:
    """Return the first font with a glyph for a character in all weights; None where there is none."""
    if not SHAPES and _shaped(c):
        return None
    if all(get_font(path).get_char_index(ord(c)) for path in _files(FAMILY)):
        return FAMILY
    known = next((family for family in _others() if _draws(family, c)), None)
    if known is None and _learn():
        known = next((family for family in _others() if _draws(family, c)), None)
    return known


def _others() -> list[str]:
    """Return the other fonts that matplotlib knows, in the order in which they are tried."""
    rank = {family: k for k, family in enumerate(PREFERRED)}
    names = {font.name for font in fontManager.ttflist if not font.name.lower().startswith(PLACEHOLDERS)}
    return sorted(names - {FAMILY}, key=lambda name: (rank.get(name, len(rank)), not name.startswith("Noto"), name))


def _draws(family: str, c: str) -> bool:
    """Whether all weights of a font have a glyph with an outline: coloured ones have none, and would be left blank."""
    files = (font for font in fontManager.ttflist if font.name == family)
    if not any(_has(font.fname, getattr(font, "index", 0), c) for font in files):
        return False
    try:
        return all(_outlined(path, c) for path in _files(family))
    except (OSError, RuntimeError, ValueError):  # a file that has vanished since, or is damaged
        return False


def _has(path: str, index: int, c: str) -> bool:
    try:
        font = ft2font.FT2Font(path, face_index=index) if index else ft2font.FT2Font(path)
    except (OSError, RuntimeError):
        return False
    return bool(font.get_char_index(ord(c)))


def _outlined(path: str, c: str) -> bool:
    font = get_font(path)
    if not font.get_char_index(ord(c)):
        return False
    if unicodedata.category(c)[0] in "ZM":
        return True  # a space has no outline, and a mark may have none by itself
    font.load_char(ord(c))
    vertices, _ = font.get_path()
    return len(vertices) > 0


@cache
def _files(family: str) -> tuple[str, ...]:
    """Return the files of a font in all weights; one without bold letters has the same file twice."""
    wanted = (FontProperties(family=family, weight=weight) for weight in WEIGHTS)
    return tuple(fontManager.findfont(properties, fallback_to_default=False) for properties in wanted)


@cache
def _learn() -> bool:
    """Tell matplotlib of fonts that have come since it listed the machine's; return whether there were any."""
    known = {Path(font.fname) for font in fontManager.ttflist}
    added = [_added(path) for path in sorted(findSystemFonts()) if Path(path) not in known]
    return any(added)


def _added(path: str) -> bool:
    with contextlib.suppress(OSError, RuntimeError, NotImplementedError, ValueError):
        fontManager.addfont(path)
        return True
    return False
