"""Text as HTML: whatever it contains, it is shown, never interpreted."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from powergame.report.document import Heading, Paragraph
from powergame.text import printable

if TYPE_CHECKING:
    from jinja2 import Environment

RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
"""Classes of Unicode's bidirectional algorithm whose characters run from right to left."""

STRESSED = re.compile(r"(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])")

FIGURE = re.compile(r"([<>] ?)?[\d.,]+ %")
"""Pattern of a number with its unit, which stay in one line."""

WORD = re.compile(r"\S+")


def literal(value: object) -> Markup:
    """Return a value as the content of an element; words that run from right to left do not turn their neighbours."""
    if isinstance(value, Markup):
        return value
    return Markup("\n").join(_line(line) for line in str(value).split("\n"))


def _line(text: str) -> Markup:
    text = printable(text)
    if text.isascii():
        return escape(text)
    parts, done = [], 0
    for start, stop in _turned(text):
        parts += [escape(text[done:start]), Markup("<bdi>{}</bdi>").format(text[start:stop])]
        done = stop
    return Markup("").join([*parts, escape(text[done:])])


def _turned(text: str) -> list[tuple[int, int]]:
    """Return where runs of words with right-to-left letters begin and end."""
    runs: list[tuple[int, int]] = []
    for word in WORD.finditer(text):
        if any(unicodedata.bidirectional(c) in RIGHT_TO_LEFT for c in word.group()):
            adjacent = runs and text[runs[-1][1] : word.start()].isspace()
            start = runs.pop()[0] if adjacent else word.start()
            runs.append((start, word.end()))
    return runs


def kept(value: object) -> Markup:
    """Return a text in which no line is broken between a number and its unit; what it says is the same."""
    text, parts, done = str(value), [], 0
    for figure in FIGURE.finditer(text):
        unbroken = Markup('<span class="unbroken">{}</span>').format(literal(figure.group()))
        parts += [literal(text[done : figure.start()]), unbroken]
        done = figure.end()
    return Markup("").join([*parts, literal(text[done:])])


def prose(value: object) -> Markup:
    """Return prose, in which what stands between backticks is code, and words between asterisks are stressed."""
    parts = str(value).split("`")
    paired = len(parts) - 1 if len(parts) % 2 else len(parts) - 2
    markup = Markup("")
    for k, part in enumerate(parts):
        if k % 2 and k < paired:
            markup += Markup("<code>{}</code>").format(literal(part))
        else:
            markup += (Markup("`") if k > paired else Markup("")) + _stressed(part)
    return markup


def _stressed(text: str) -> Markup:
    parts = (Markup("<em>{}</em>") if k % 2 else Markup("{}") for k in itertools.count())
    return Markup("").join(made.format(literal(part)) for made, part in zip(parts, STRESSED.split(text), strict=False))


def path(value: object) -> Markup:
    """Return a path, which may break behind its dots."""
    return Markup(".<wbr>").join(literal(part) for part in str(value).split("."))


def attribute(value: object) -> Markup:
    """Return a value as an attribute's, in one line."""
    return escape(" ".join(printable(str(value)).split()))


@cache
def environment() -> Environment:
    """Return the templates; everything that they print is made literal."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("powergame.report.page"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=literal,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["attribute"] = attribute
    made.filters["kept"] = kept
    made.filters["path"] = path
    made.filters["prose"] = prose
    made.tests["heading"] = lambda block: isinstance(block, Heading)
    made.tests["paragraph"] = lambda block: isinstance(block, Paragraph)
    return made
