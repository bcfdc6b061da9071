"""The style of all pictures: the same on every machine, readable in grey and at 8 cm."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import matplotlib.style
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from powergame.report.pictures.drawing.fonts import FAMILY, Weight, families, literal, measurable, unbroken

DOTS_PER_INCH = 300
CM = 1 / 2.54
"""Inches in a centimetre."""

POINT = 2.54 / 72
"""Centimetres in a point."""

WIDTH = 16.0
"""Width of a picture in centimetres by default: that of a page's column."""

NARROWEST, WIDEST = 6.0, 60.0
"""Least and greatest width of a picture in centimetres; below, labels do not fit."""

INK, FAINT, LINE, PAPER = "#1d1e21", "#5d6068", "#c9c7c0", "#ffffff"

READABLE = 4.5
"""Least contrast of words with the paper: level AA of the Web Content Accessibility Guidelines."""

LEAST_SHOWN = 0.005
"""Smallest share that is shown as a number of its own; smaller ones would read 0 %."""

BIG, TEXT, SMALL = 9.5, 8.0, 7.0
"""Sizes of text in points: of titles; of labels; of ticks and notes."""

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a8a8a")
"""Okabe and Ito's palette, distinguishable with any colour vision; same order as the page's."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">")
DASHES: tuple[tuple[int, tuple[float, ...]], ...] = (
    (0, ()),
    (0, (5, 1.5)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
    (0, (9, 2)),
)
"""Dashes of lines. Colours, markers and dashes repeat after 7, 9 and 5: no pair of looks repeats before 35 actors."""

LEFT_TO_RIGHT = "\u200e"
"""Invisible mark after which text runs from left to right."""

NUMBER = re.compile(r" (?=[<>+\-\d\N{MINUS SIGN}])")

SETTINGS: dict[str, object] = {
    "font.family": FAMILY,
    "font.size": TEXT,
    "text.color": INK,
    "text.parse_math": False,
    "text.usetex": False,
    "axes.formatter.use_mathtext": False,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.pad": 2.0,
    "ytick.major.pad": 2.0,
    "lines.linewidth": 1.4,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "path",
    "svg.hashsalt": "powergame",
    "pdf.fonttype": 3,
    "path.simplify": False,
}


@dataclass(frozen=True)
class Look:
    """An actor's look in every picture: a colour, and without it a marker and a dash.

    Attributes
    ----------
    ink
        A darker shade of the colour, in which words can be read on paper.
    """

    colour: str
    ink: tuple[float, float, float]
    marker: str
    dash: tuple[int, tuple[float, ...]]


def look(i: int) -> Look:
    """Return the look of the actor in place i, from 0."""
    colour = COLOURS[i % len(COLOURS)]
    return Look(colour, _darkened(colour), MARKERS[i % len(MARKERS)], DASHES[i % len(DASHES)])


def tint(colour: str, share: float) -> tuple[float, float, float]:
    """Mix a colour with the paper; a share of 1 is the colour itself."""
    red, green, blue = to_rgb(colour)
    paper = to_rgb(PAPER)
    mixed = [share * c + (1 - share) * p for c, p in zip((red, green, blue), paper, strict=True)]
    return mixed[0], mixed[1], mixed[2]


def contrast(colour: tuple[float, float, float]) -> float:
    """Return a colour's contrast with white paper, from 1 to 21, as the Web Content Accessibility Guidelines count."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def share(x: float) -> str:
    """Show a share as a picture can: in whole percent; 0 and 100 only where they are exact."""
    if 0 < x <= LEAST_SHOWN:
        return "< 1 %"
    if 1 - LEAST_SHOWN <= x < 1:
        return "> 99 %"
    return f"{100 * x:.0f} %"


@cache
def _darkened(colour: str) -> tuple[float, float, float]:
    red, green, blue = to_rgb(colour)
    while contrast((red, green, blue)) < READABLE:
        red, green, blue = 0.97 * red, 0.97 * green, 0.97 * blue
    return red, green, blue


@contextmanager
def picture_style() -> Iterator[None]:
    """Draw in the style of all pictures, whatever a user's own settings are; these are restored afterwards.

    Nothing is said of other scripts' fonts that have no bold letters: matplotlib takes the usual ones.
    """
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with matplotlib.style.context(SETTINGS, after_reset=True):
            yield
    finally:
        log.setLevel(level)


def directed(text: str) -> str:
    """Return text with marks that make its line run from left to right, whatever name begins it.

    A number behind a space belongs to the line, not to the name before it.
    """
    if text.isascii() or not any(unicodedata.bidirectional(c) in ("R", "AL") for c in text):
        return text
    return LEFT_TO_RIGHT + NUMBER.sub(f"{LEFT_TO_RIGHT} ", text)


def width_of(text: str, size: float, weight: Weight = "normal") -> float:
    """Return how wide a line of text is as it is drawn, in centimetres."""
    text = measurable(literal(text))
    font = _font(weight, size, families(text))
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) * POINT


def fitted(text: str, width: float, size: float, weight: Weight = "normal", behind: str = "") -> str:
    """Return a name, and the words behind it, no wider than so many centimetres: the name is shortened where it must.

    It keeps its beginning, and its end where there is room; no character and no escape is cut in two.
    """
    text, behind = literal(text), literal(behind)
    if width_of(text + behind, size, weight) <= width:
        return text + behind
    parts = unbroken(text)
    for kept in range(len(parts) - 1, 0, -1):
        for end in sorted({kept // 2, 0}, reverse=True):
            short = f"{''.join(parts[: kept - end]).rstrip()}…{''.join(parts[len(parts) - end :]).lstrip()}{behind}"
            if width_of(short, size, weight) <= width:
                return short
    return f"…{behind}"


def wrapped(text: str, width: float, size: float, weight: Weight = "normal") -> list[str]:
    """Break text into lines of so many centimetres: at spaces, else behind the dots of a path, else anywhere."""
    lines = [""]
    for piece in _pieces(literal(text)):
        if lines[-1] and width_of((lines[-1] + piece).rstrip(), size, weight) > width:
            lines.append("")
        for part in _broken(piece, width, size, weight):
            if lines[-1] and width_of((lines[-1] + part).rstrip(), size, weight) > width:
                lines.append("")
            lines[-1] += part
    return [line.strip() for line in lines]


def wrapped_within(
    text: str, width: float, most: int, size: float, weight: Weight = "normal", behind: str = ""
) -> list[str]:
    """Break a name, and the words behind it, into so many lines at most: the last one is shortened where it must be."""
    lines = wrapped(text + behind, width, size, weight)
    if len(lines) <= most:
        return lines
    whole = wrapped(text, width, size, weight)
    return [*whole[: most - 1], fitted(" ".join(whole[most - 1 :]), width, size, weight, behind=behind)]


def _pieces(text: str) -> list[str]:
    """Split text behind its spaces and dots, which stay; numbers stay whole, with their percent sign."""
    pieces = [""]
    for c, following in zip(text, f"{text[1:]} ", strict=True):
        pieces[-1] += c
        if (c == " " and following != "%") or (c == "." and not following.isdigit()):
            pieces.append("")
    return [piece for piece in pieces if piece]


def _broken(piece: str, width: float, size: float, weight: Weight) -> list[str]:
    if width_of(piece.rstrip(), size, weight) <= width:
        return [piece]
    parts = [""]
    for part in unbroken(piece):
        if parts[-1] and width_of(parts[-1] + part, size, weight) > width:
            parts.append("")
        parts[-1] += part
    return parts


@cache
def _font(weight: Weight, size: float, family: tuple[str, ...]) -> FontProperties:
    return FontProperties(family=list(family), weight=weight, size=size)
