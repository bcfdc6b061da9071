"""The door to the gallery: writes its pages, which stand in the order of their index."""

from __future__ import annotations

import re
from functools import partial

from powergame.sources.shipped import shipped_names
from sitemaker.gallery.page import brief, page
from sitemaker.gallery.uses import with_uses
from sitemaker.keeping import kept
from sitemaker.links import relinked
from sitemaker.places import ROOT, write

README = "scenarios/README.md"
"""The index, as the repository has it."""


def write_all(*, quick: bool) -> None:
    """Write the gallery.

    Parameters
    ----------
    quick
        Whether to leave out answers and pictures, which take a minute to make.
    """
    names = shipped_names()
    for name in names:
        text = brief(name) if quick else kept(f"gallery-{name}", partial(page, name))
        write(f"gallery/{name}.md", with_uses(name, text))
    text = (ROOT / README).read_text(encoding="utf-8")
    listed = [name for name in re.findall(r"\]\(([\w-]+)\.yaml\)", text) if name in names]
    order = "\n".join([*listed, *(name for name in names if name not in listed)])
    index = relinked(text, README, home="docs/gallery/index.md").replace("# Shipped scenarios", "# Gallery", 1)
    write("gallery/index.md", f"{index}\n```{{toctree}}\n:hidden:\n\n{order}\n```\n")
