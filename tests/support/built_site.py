"""The site of the documentation, built as `make docs` builds it, once in a run of the tests.

A folder's ``conftest.py`` imports the fixture: ``from support.built_site import site  # noqa: F401``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from support.installed import DOCS, ROOT
from support.taking_turns import alone

FOLDER = ROOT / "build" / "tested-site"
BUILT = FOLDER / "built.txt"


class Page(HTMLParser):
    """A page: its ids, its links, and what it loads."""

    def __init__(self, file: Path):
        super().__init__()
        self.file, self.ids, self.links, self.loads = file, Counter(), [], []
        self.words: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if "id" in told:
            self.ids[told["id"]] += 1
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        elif tag == "link" and "href" in told:
            self.loads.append(told["href"])
        if told.get("src"):
            self.loads.append(told["src"])

    def handle_data(self, data):
        self.words.append(data)

    @cached_property
    def text(self):
        return "".join(self.words)


@dataclass(frozen=True)
class Site:
    """The site: its folder, and how the build ended."""

    folder: Path
    status: int
    warnings: str

    def page(self, name) -> Page:
        """Return a page by its name without ending."""
        return _page(self.folder / f"{name}.html")

    @property
    def pages(self) -> list[Page]:
        """All pages."""
        return [_page(file) for file in sorted(self.folder.rglob("*.html")) if "_static" not in file.parts]


@cache
def _page(file):
    return Page(file)


def split(page, link):
    """Return the file and the anchor that a link on a page leads to; None for a link out of the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    target = (page.file.parent / unquote(parts.path)).resolve() if parts.path else page.file
    return target, unquote(parts.fragment)


@pytest.fixture(scope="session")
def site():
    """The built site; processes of one run of the tests share it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    with alone(FOLDER):
        if not BUILT.exists() or BUILT.read_text().partition("\n")[0] != run:
            command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", "-b", "html", DOCS, FOLDER]
            ended = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, cwd=ROOT)
            BUILT.write_text(f"{run}\n{ended.returncode}\n{ended.stderr}")
        _, status, warnings = BUILT.read_text().split("\n", 2)
    return Site(FOLDER, int(status), warnings)
