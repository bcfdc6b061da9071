"""Plain text as Markdown that shows it, and lists and tables of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from myst_parser.mdit_to_docutils.base import default_slugify

SPECIAL = re.compile(r"([*_\[\]<>|#])")


def literal(text: str) -> str:
    """Return a text in which no character means anything, but for backticks: what stands between them is code."""
    parts = text.split("`")
    shown = [SPECIAL.sub(r"\\\1", part) if k % 2 == 0 else f"`{part}`" for k, part in enumerate(parts)]
    return "".join(shown) if len(parts) % 2 else SPECIAL.sub(r"\\\1", text)


def linked(heading: str) -> str:
    """Return a heading as a link to it on the same page, or as it is, where it has signs only, which lead nowhere."""
    anchor = default_slugify(heading)
    return f"[{literal(heading)}](#{anchor})" if anchor else literal(heading)


def described(told: Mapping[str, str]) -> str:
    """Return what is told under labels, in plain text, as a list; nothing of empty ones."""
    return "\n\n".join(f"{label}\n: {literal(text)}" for label, text in told.items() if text)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
