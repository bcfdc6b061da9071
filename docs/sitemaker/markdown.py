"""Plain text as Markdown that shows it."""

from __future__ import annotations

import re

SPECIAL = re.compile(r"([*_\[\]<>|#])")


def literal(text: str) -> str:
    """Return a text in which no character means anything, but for backticks: what stands between them is code."""
    parts = text.split("`")
    shown = [SPECIAL.sub(r"\\\1", part) if k % 2 == 0 else f"`{part}`" for k, part in enumerate(parts)]
    return "".join(shown) if len(parts) % 2 else SPECIAL.sub(r"\\\1", text)


def table(header: list[str], rows: list[list[str]]) -> str:
    """Return a table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def code(text: str) -> str:
    """Return a text as code within a table."""
    return "`" + text.replace("|", "\\|") + "`" if text else ""
