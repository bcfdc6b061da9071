"""Pictures for pages: small, with words that can be searched and copied, and without style sheets.

The page's own style sheet gives them its fonts and, in the dark, its colours.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Tree

from markupsafe import Markup

from powergame.report.page.html import attribute

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

DRAWN = frozenset({"circle", "clipPath", "defs", "g", "image", "path", "rect", "text", "tspan", "use"})
"""Elements that draw. Titles and metadata are left out: the page has its own."""

NUMBERS = frozenset({"cx", "cy", "d", "height", "r", "transform", "width", "x", "y"})
ATTRIBUTES = NUMBERS | {"clip-path", "href", "id", "preserveAspectRatio"}

FONT = re.compile(r"(?:(?P<weight>\d+) )?(?P<size>[\d.]+)px\b")
NOT_TURNED = re.compile(r"rotate\(-?0 ")
DECIMALS = re.compile(r"-?\d+\.\d+")
AROUND_LETTERS = re.compile(r"\s*([A-Za-z])\s*")

TINT = re.compile(r"#(?!ffffff)[0-9a-f]{6}")

LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
"""Mark at the beginning of lines in pictures; text on a page needs none."""

HALO = "halo"
"""Mark of words with a rim of the paper's colour, which hides lines behind them."""

PAPER = "#ffffff"
"""Colour of the paper in pictures; a page has its own in its place."""

PAINTS = ("fill", "stroke")

RIM = {"paint-order": "stroke", "stroke": PAPER, "stroke-width": "2", "stroke-linejoin": "round"}

INHERITED = 'stroke-linejoin="round" stroke-linecap="butt"'
"""Attributes that matplotlib sets for all elements in a style sheet."""

FONTS = "DejaVu Sans, Verdana, sans-serif"
"""Fonts of a picture by itself: as wide as the letters that it was laid out with, or narrower."""

MARGIN = 6.0
"""Points at the left and the right that are empty, and cut away."""

BELOW_HEAD = 0.3
"""Space that is cut away below the base line of the head's last line, in sizes of its letters."""


@dataclass(frozen=True)
class Inline:
    """A picture as the content of an ``svg`` element.

    Attributes
    ----------
    box
        Its ``viewBox``, in points.
    described
        What it shows, in a sentence.
    """

    box: str
    content: Markup
    described: str

    def alone(self) -> str:
        """Return the picture as a file of its own."""
        _, _, width, height = self.box.split()
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{}" width="{}pt" height="{}pt" '
            'font-family="{}" ' + INHERITED + "><title>{}</title>{}</svg>"
        ).format(self.box, width, height, FONTS, attribute(self.described), self.content)


def inline(figure: Figure, name: str = "", *, titled: bool = True) -> Inline:
    """Return a figure as a part of a page, or of a notebook.

    Parameters
    ----------
    figure
        A figure that `powergame.report.pictures` drew, for its readers' fonts; it is changed.
    name
        Name of the picture on the page; ids within it begin with it.
    titled
        Whether it has its title, its subtitle and its margins; else the page has them.
    """
    described = str(figure.get_label())
    head = 0.0 if titled else _take_head(figure)
    root = Tree.fromstring(_saved(figure))
    _, _, width, height = (float(x) for x in root.attrib["viewBox"].split())
    cut, margin = head * height, 0.0 if titled else MARGIN
    content = Markup("").join(_element(child, name) for child in root)
    box = (margin, cut, width - 2 * margin, height - cut)
    return Inline(" ".join(f"{x:.1f}" for x in box), content, described)


def _saved(figure: Figure) -> bytes:
    """Return a figure as SVG whose words are text; words with rims are marked, as rims would be outlines."""
    import matplotlib
    from matplotlib.text import Text

    from powergame.report.pictures.drawing.style import picture_style

    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_path_effects():
            text.set_path_effects([])
            text.set_gid(HALO)
    stream = io.BytesIO()
    with picture_style(), matplotlib.rc_context({"svg.fonttype": "none"}), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # letters that no font here has: the reader's have them
        figure.savefig(stream, format="svg", metadata={"Creator": None, "Date": None})
    return stream.getvalue()


def _take_head(figure: Figure) -> float:
    """Take title and subtitle out of a figure, and return which part of its height they filled.

    They are its first lines of text, one below the other; what follows stands apart.
    """
    lines = list(figure.texts)
    if not lines:
        return 0.0
    tall = figure.get_size_inches()[1] * 72
    step = 2 * _size(lines[0]) / tall
    head: list[Text] = lines[:1]
    for line in lines[1:]:
        if not 0 < head[-1].get_position()[1] - line.get_position()[1] < step:
            break
        head.append(line)
    for line in head:
        line.remove()
    return float(1 - head[-1].get_position()[1] + BELOW_HEAD * _size(head[-1]) / tall)


def _size(text: Text) -> float:
    """Return the size of a text's letters, in points."""
    return float(text.get_fontsize())


def _element(element: Tree.Element, prefix: str) -> Markup:
    tag = element.tag.rpartition("}")[2]
    if tag not in DRAWN:
        return Markup("")
    content = Markup("").join(_element(child, prefix) for child in element)
    if tag in ("text", "tspan"):
        content = attribute((element.text or "").replace(LEFT_TO_RIGHT, "")) + content
    if tag in ("defs", "g") and not content:
        return content
    attributes = _attributes(element, tag, prefix)
    if tag == "g" and not attributes:
        return content
    veils = {name: veil for name in PAINTS if (veil := _as_veil(attributes.get(name, ""))) is not None}
    veiled = {}
    for name, value in attributes.items():
        if name in veils:
            veiled[name], veiled[f"{name}-opacity"] = veils[name]
        else:
            veiled[name] = value
    if content:
        return Markup("<{}{}>{}</{}>").format(tag, _written(veiled), content, tag)
    shape = Markup("<{}{}/>").format(tag, _written(veiled))
    if not veils:
        return shape
    below = {name: value for name, value in attributes.items() if name != "id"}
    below |= {name: PAPER if name in veils else "none" for name in PAINTS}
    return Markup("<{}{}/>{}").format(tag, _written(below), shape)


def _written(attributes: Mapping[str, str]) -> Markup:
    return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in attributes.items())


def _attributes(element: Tree.Element, tag: str, prefix: str) -> dict[str, str]:
    """Return an element's attributes, its styles among them, its ids as the page's."""
    attributes: dict[str, str] = {}
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2]
        if name == "style":
            attributes.update(_styles(value))
        elif name in ATTRIBUTES:
            attributes[name] = _short(value, name) if name in NUMBERS else value
    if tag == "g" and (name := attributes.pop("id", "")) == HALO:
        attributes |= RIM
    if "id" in attributes:
        attributes["id"] = prefix + attributes["id"]
    if tag == "image":
        attributes["href"] = "".join(attributes["href"].split())
    elif "href" in attributes:
        attributes["href"] = f"#{prefix}{attributes['href'].removeprefix('#')}"
    if "clip-path" in attributes:
        attributes["clip-path"] = attributes["clip-path"].replace("url(#", f"url(#{prefix}")
    if NOT_TURNED.match(attributes.get("transform", "")):
        del attributes["transform"]
    return attributes


def _as_veil(colour: str) -> tuple[str, str] | None:
    """Return a tint as the colour it was mixed from and how much of that, so that it suits a dark page too.

    Paper is drawn below a shape in such a colour, since what it covers would be seen through it.
    """
    if not TINT.fullmatch(colour) or colour in inks():
        return None
    lacks = [255 - int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    for ink in inks():
        full = [255 - int(ink[k : k + 2], 16) for k in (1, 3, 5)]
        share = sum(lacks) / sum(full)
        if all(abs(share * whole - part) <= 1.5 for whole, part in zip(full, lacks, strict=True)) and share <= 1:
            return ink, f"{share:.3f}"
    return None


@cache
def inks() -> dict[str, str]:
    """Return the colours of pictures and the names under which the page has them, light or dark."""
    from matplotlib.colors import to_hex

    from powergame.report.page.view import COLOURS
    from powergame.report.pictures.drawing import style

    names = {style.INK: "ink", style.FAINT: "faint", style.LINE: "deep"}
    for i in range(COLOURS):
        look = style.look(i)
        names |= {look.colour: f"actor-{i}", to_hex(look.ink): f"actor-{i}"}
    return names


def _styles(text: str) -> dict[str, str]:
    """Return a style sheet's declarations as the attributes that say the same."""
    attributes: dict[str, str] = {}
    for declaration in text.split(";"):
        name, _, value = (side.strip() for side in declaration.partition(":"))
        if name == "font":
            font = FONT.search(value)
            settings = font.groupdict() if font else {}
            attributes |= {f"font-{key}": setting for key, setting in settings.items() if setting}
        elif name:
            attributes[name] = value
    return attributes


def _short(text: str, name: str) -> str:
    """Return numbers with as many decimals as can be seen, and no space that is not needed."""

    def rounded(match: re.Match[str]) -> str:
        x = round(float(match.group()), 4 if name == "transform" else 2)
        return f"{x + 0.0:g}" if abs(x) < 1e5 else f"{x:.0f}"

    text = DECIMALS.sub(rounded, " ".join(text.split()))
    return AROUND_LETTERS.sub(r"\1", text) if name == "d" else text
