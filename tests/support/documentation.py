"""The pages of the documentation that are files of the repository; the site has others, which it makes itself."""

from __future__ import annotations

from support.installed import DOCS, ROOT

GENERATED = [DOCS / folder for folder in ("gallery", "project", "reference/api")]
"""Folders of pages that `make docs` makes of data, where it has run; tests/site looks at them."""

PAGES = [
    *sorted(ROOT.glob("*.md")),
    ROOT / "scenarios" / "README.md",
    *(page for page in sorted(DOCS.rglob("*.md")) if not set(GENERATED) & set(page.parents)),
]
