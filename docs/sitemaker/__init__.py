"""What the site needs beside its pages: pages made of data, and links that lead out of ``docs/``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitemaker import blocks, drawings, mathml, project
from sitemaker.api import write as reference
from sitemaker.api.attributes import describe, leave_out_signature
from sitemaker.gallery import write as gallery
from sitemaker.generated import MARK, completed
from sitemaker.keeping import FOLDER
from sitemaker.links import relinked

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


STATIC = FOLDER / "static"
"""Folder of style sheets that are made."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx when what is made."""
    app.add_html_math_renderer("mathml", (mathml.inline, None), (mathml.display, None))
    app.add_lexer("console", blocks.Typed)
    app.add_config_value("quick", False, "env", bool)
    app.connect("config-inited", write_pages)
    app.connect("autodoc-process-docstring", describe, priority=400)  # before napoleon reads sections
    app.connect("autodoc-process-signature", leave_out_signature)
    app.connect("env-get-outdated", pages_of_data)
    app.connect("source-read", complete_page)
    app.connect("doctree-read", blocks.mark_sentences)
    app.connect("doctree-read", drawings.add_narrow, priority=400)  # before Sphinx collects the pictures of pages
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_pages(app: Sphinx, config: Config) -> None:  # noqa: ARG001  (Sphinx gives both)
    """Write the pages that are no files of the repository, before Sphinx looks for pages."""
    STATIC.mkdir(parents=True, exist_ok=True)
    (STATIC / "drawings.css").write_text(drawings.style(), encoding="utf-8")
    config.html_static_path.append(str(STATIC))
    gallery.write_all(quick=config.quick)
    reference.write_all()
    project.write_all()


def pages_of_data(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:  # noqa: ARG001  (as above)
    """Return the pages that are read again whether or not their files are newer: what they are made of may be."""
    texts = {name: Path(env.doc2path(name)).read_text(encoding="utf-8") for name in env.found_docs}
    return [name for name, text in texts.items() if MARK.search(text)]


def complete_page(app: Sphinx, docname: str, source: list[str]) -> None:  # noqa: ARG001  (as above)
    """Make of a page as it is read on its own the page of the site."""
    source[0] = relinked(completed(source[0]), f"docs/{docname}.md")
