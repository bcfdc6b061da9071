"""Pictures as parts of a page: in the page's colours, light or dark, and drawn for a page and for a phone."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pictures.dark import DARK, rules

from powergame.report.page.inline import INHERITED, Inline, inline
from powergame.report.pictures.drawing.fonts import readers_fonts

if TYPE_CHECKING:
    from docutils.nodes import document
    from matplotlib.figure import Figure
    from sphinx.application import Sphinx

WIDTHS = {"wide": 16.0, "narrow": 8.0}
"""Centimetres of a picture on a page, and on a phone."""


def figure(name: str, draw: Callable[[float], Figure], command: str) -> str:
    """Return a picture as HTML within Markdown.

    Parameters
    ----------
    name
        What it is called on its page.
    draw
        What draws it at a width in centimetres.
    command
        The command that draws it, too.
    """
    with readers_fonts():
        drawn = {size: inline(draw(width), f"{name}-{size}-") for size, width in WIDTHS.items()}
    shown = "\n".join(_svg(size, drawing) for size, drawing in drawn.items())
    caption = f"<figcaption><code>{html.escape(command)}</code></figcaption>"
    return f'```{{raw}} html\n<figure class="drawing">\n{shown}\n{caption}\n</figure>\n```\n'


def _svg(size: str, drawing: Inline) -> str:
    described = html.escape(str(drawing.described))
    return (
        f'<svg class="{size}" role="img" aria-label="{described}" viewBox="{drawing.box}" {INHERITED}>'
        f"{drawing.content}</svg>"
    )


def add_narrow(app: Sphinx, doctree: document) -> None:
    """Put beside every wide picture of a page the one that is drawn for a phone; its style sheet shows one of them."""
    from docutils.nodes import image

    page = Path(app.env.doc2path(app.env.docname))
    for wide in list(doctree.findall(image)):
        address = PurePosixPath(wide["uri"])
        narrow = address.with_stem(f"{address.stem}-narrow")
        if not (page.parent / narrow).is_file():
            continue
        wide["classes"].append("wide")
        beside = image(uri=str(narrow), alt=wide.get("alt", ""), classes=["narrow"])
        wide.parent.insert(wide.parent.index(wide) + 1, beside)


def style() -> str:
    """Return the style sheet that gives pictures the page's colours in the dark."""
    dark = [*rules("var(--color-background-primary)"), f".drawing text:not([fill]) {{ fill: {DARK['ink']}; }}"]
    by_choice = "\n".join(f'body[data-theme="dark"] {rule}' for rule in dark)
    by_system = "\n".join(f'  body:not([data-theme="light"]) {rule}' for rule in dark)
    return f"{by_choice}\n\n@media (prefers-color-scheme: dark) {{\n{by_system}\n}}\n"
