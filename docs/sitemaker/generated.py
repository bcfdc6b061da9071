"""What pages have from data: a line ``<!-- generated: NAME -->`` stands for it."""

from __future__ import annotations

import re
from collections.abc import Callable

from sitemaker import glossary, published

MARK = re.compile(r"^<!-- generated: (?P<name>[\w-]+) -->$", re.MULTILINE)
"""Pattern of a mark."""

MADE: dict[str, Callable[[], str]] = {"glossary": glossary.words, "published-results": published.results}
"""What makes it, in Markdown, by the names of marks."""


def completed(text: str) -> str:
    """Return a page with what its marks stand for."""
    return MARK.sub(lambda mark: MADE[mark["name"]](), text)
