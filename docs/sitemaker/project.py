"""The pages about the project, which stand at the top of the repository."""

from __future__ import annotations

from sitemaker.links import HOMES, relinked
from sitemaker.places import ROOT, write

INDEX = """\
# The project

How powergame is built, what changed, and how to take part.

```{toctree}
:maxdepth: 1

../design/architecture
PAGES
```
"""


def write_all() -> None:
    """Write them, where the repository has them."""
    pages = {source: place for source, place in HOMES.items() if place.startswith("docs/project/")}
    there = {source: place for source, place in pages.items() if (ROOT / source).exists()}
    for source, place in there.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        write(place.removeprefix("docs/"), relinked(text, source, home=place))
    names = "\n".join(place.removeprefix("docs/project/").removesuffix(".md") for place in there.values())
    write("project/index.md", INDEX.replace("PAGES", names))
