"""What takes long to make is kept in ``build/pages``, until something changes that it may depend on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version

from sitemaker.places import ROOT

FOLDER = ROOT / "build" / "pages"
"""Folder of what is kept."""

SOURCES = ("powergame", "scenarios", "docs/sitemaker", "docs/pictures", "tests/literature")
"""Folders whose files pages are made of."""

PACKAGES = ("matplotlib", "numpy", "scipy")
"""Packages whose versions may show."""


def kept(name: str, make: Callable[[], str]) -> str:
    """Return a part of the site that was made before of the same, or make it."""
    file = FOLDER / f"{name}-{digest()}.md"
    if not file.exists():
        text = make()
        file.parent.mkdir(parents=True, exist_ok=True)
        for older in file.parent.glob(f"{name}-{'[0-9a-f]' * 16}.md"):
            older.unlink(missing_ok=True)
        file.write_text(text, encoding="utf-8")
    return file.read_text(encoding="utf-8")


@cache
def digest() -> str:
    """Return a digest of all that pages are made of."""
    total = hashlib.sha256(" ".join(map(version, PACKAGES)).encode())
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and not {"__pycache__", "static"} & set(file.parts):
                total.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]
