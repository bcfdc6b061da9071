"""Pictures as parts of a page: in the page's colours, light or dark, and drawn for a page and for a phone."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TYPE_CHECKING

from powergame.report.page.inline import INHERITED, Inline, inks, inline
from powergame.report.pictures.drawing.fonts import readers_fonts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTHS = {"wide": 16.0, "narrow": 8.0}
"""Centimetres of a picture on a page, and on a phone."""

DARK = {
    "ink": "#e9e8e4",
    "faint": "#a3a5ad",
    "deep": "#565a63",
    "actor-0": "#3d9bd4",
    "actor-1": "#ee7a26",
    "actor-2": "#1fb48b",
}
"""Colours in the dark, by their names in pictures; others are the same, and paper is the page's."""


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


def style() -> str:
    """Return the style sheet that gives pictures the page's colours in the dark."""
    turned = {"#ffffff": "var(--color-background-primary)"}
    turned |= {ink: DARK[name] for ink, name in inks().items() if name in DARK}
    rules = [f'[{part}="{ink}"] {{ {part}: {dark}; }}' for ink, dark in turned.items() for part in ("fill", "stroke")]
    rules.append(f".drawing text:not([fill]) {{ fill: {DARK['ink']}; }}")
    by_choice = "\n".join(f'body[data-theme="dark"] {rule}' for rule in rules)
    by_system = "\n".join(f'  body:not([data-theme="light"]) {rule}' for rule in rules)
    return f"{by_choice}\n\n@media (prefers-color-scheme: dark) {{\n{by_system}\n}}\n"
