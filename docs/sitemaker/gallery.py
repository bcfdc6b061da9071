"""The gallery: a page for each shipped scenario."""

from __future__ import annotations

from pathlib import Path

import yaml

from sitemaker.links import relinked
from sitemaker.places import ROOT, write

SCENARIOS = ROOT / "scenarios"

PAGE = """\
# {title}

{about}

## The file

```yaml
{text}
```
"""


def write_all() -> None:
    """Write the gallery."""
    files = sorted(SCENARIOS.glob("*.yaml"))
    for file in files:
        write(f"gallery/{file.stem}.md", page(file))
    readme = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    index = relinked(readme, "scenarios/README.md", home="docs/gallery/index.md")
    names = "\n".join(file.stem for file in files)
    write("gallery/index.md", f"{index}\n```{{toctree}}\n:hidden:\n\n{names}\n```\n")


def page(file: Path) -> str:
    """Return the page of a scenario."""
    text = file.read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    return PAGE.format(title=told.get("name", file.stem), about=told.get("about", ""), text=text.rstrip())
