"""Pages that use a shipped scenario: lessons, tutorials and questions that a page of the gallery leads to."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sitemaker.places import DOCS

FOLDERS = ("tutorials", "how-to", "reading", "questions")
"""Folders of pages that explain something by scenarios."""

TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def with_uses(name: str, text: str) -> str:
    """Return a page of the gallery with the pages that use its scenario, below its description."""
    named = re.compile(rf"(?:@{re.escape(name)}(?![\w-])|/{re.escape(name)}\.yaml)")
    links = [f"[{title}](../{page})" for page, title, words in _pages() if named.search(words)]
    return text.replace("\n## ", f"\nUsed in: {', '.join(links)}.\n\n## ", 1) if links else text


@cache
def _pages() -> tuple[tuple[str, str, str], ...]:
    """Return addresses, titles and texts of the pages."""
    files = [file for folder in FOLDERS for file in sorted((DOCS / folder).glob("*.md"))]
    return tuple(_page(file) for file in files if file.stem not in ("index", "glossary"))


def _page(file: Path) -> tuple[str, str, str]:
    text = file.read_text(encoding="utf-8")
    title = TITLE.search(text)
    assert title is not None, f"{file} begins with a title"
    return file.relative_to(DOCS).as_posix(), title[1], text
