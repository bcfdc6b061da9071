"""Files that a page tells its readers to write: blocks of code whose first line is a comment with the file's name."""

from __future__ import annotations

import re

BLOCK = re.compile(r"^```\w+\n(# ([\w-]+\.\w+)\n.*?)^```$", re.MULTILINE | re.DOTALL)


def written(text: str) -> dict[str, str]:
    """Return the files that are written by the end of a page's text, by name; of one name the last counts."""
    return {block[2]: block[1] for block in BLOCK.finditer(text)}
