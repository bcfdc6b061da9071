"""Links of pages to what lies outside of ``docs/``: the site has pages of its own for most of it."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath

from sitemaker.places import ROOT

HOMES = {
    "README.md": "docs/index.md",
    "CHANGELOG.md": "docs/project/changelog.md",
    "CONTRIBUTING.md": "docs/project/contributing.md",
    "SECURITY.md": "docs/project/security.md",
    "VISION.md": "docs/project/vision.md",
    "scenarios/README.md": "docs/gallery/index.md",
}
"""Files of the repository, and the pages that the site has in their place."""

LABEL = r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\]|!\[[^\]]*\]\([^)]*\))*\]"
LINK = re.compile(rf"(?P<text>{LABEL})\((?P<target>[^()\s#]*)(?P<anchor>#[^()\s]*)?\)")
FENCE = re.compile(r"^(?P<mark>`{3,}|~{3,}).*?^(?P=mark)[`~]*\s*$", re.MULTILINE | re.DOTALL)
SCHEME = re.compile(r"[a-z]+:")


def relinked(text: str, page: str, *, home: str | None = None) -> str:
    """Return a page whose links out of ``docs/`` lead to the pages of the site.

    Parameters
    ----------
    text
        The page, in Markdown.
    page
        Where it stands in the repository, and so what its links are relative to.
    home
        Where it stands on the site, if elsewhere.
    """
    pieces, done = [], 0
    for fence in FENCE.finditer(text):
        pieces += [_relinked(text[done : fence.start()], page, home or page), fence.group()]
        done = fence.end()
    return "".join([*pieces, _relinked(text[done:], page, home or page)])


def _relinked(prose: str, page: str, home: str) -> str:
    def led(link: re.Match[str]) -> str:
        target, anchor = link["target"], link["anchor"] or ""
        if not target or SCHEME.match(target):
            return link.group()
        named = os.path.normpath(PurePosixPath(page).parent / target)
        place = at(named)
        if place is None:
            return link["text"][1:-1]
        return f"{link['text']}({os.path.relpath(place, PurePosixPath(home).parent)}{anchor})"

    return LINK.sub(led, prose)


def at(named: str) -> str | None:
    """Return what the site has in place of a file of the repository; None where it has nothing."""
    if named.startswith("scenarios/") and named.endswith(".yaml"):
        return f"docs/gallery/{PurePosixPath(named).stem}.md"
    if (place := HOMES.get(named)) is not None:
        return place
    return named if named.startswith("docs/") or (ROOT / named).is_file() else None
