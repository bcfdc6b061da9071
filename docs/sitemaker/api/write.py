"""Pages of names, which Sphinx's autodoc fills."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import powergame
from sitemaker.api.names import Group, groups
from sitemaker.markdown import table
from sitemaker.places import write

INDEX = """\
# Python API

Every public name of `import powergame as pg`, and the parts of what it returns. How they are used is told in
[as a library](../library.md).

"""

MEMBERS = "   :members:\n   :inherited-members: Exception, tuple\n"
"""Options by which autodoc shows all that users may call, but for what Python's own classes have."""


def write_all() -> None:
    """Write an index, and a page for each group."""
    for group in groups():
        write(f"reference/api/{group.page}.md", "\n".join(_page(group)))
    pages = "\n".join(group.page for group in groups())
    tables = "\n\n".join(f"## {group.title}\n\n{_table(group)}" for group in groups())
    write("reference/api/index.md", f"{INDEX}{tables}\n\n```{{toctree}}\n:hidden:\n\n{pages}\n```\n")


def _page(group: Group) -> Iterator[str]:
    yield f"# {group.title}\n\n{group.says}\n"
    for name in group.names:
        yield f"## {name}\n"
        yield _documented(f"powergame.{name}", is_class=inspect.isclass(getattr(powergame, name)))
    if group.parts:
        yield "## Parts\n\nClasses that attributes lead to. They are made by powergame alone.\n"
    for part in group.parts:
        yield f"### {part.rpartition('.')[2]}\n"
        yield _documented(part, is_class=True)


def _documented(name: str, *, is_class: bool) -> str:
    directive = f".. autoclass:: {name}\n{MEMBERS}" if is_class else f".. autofunction:: {name}\n"
    return f"```{{eval-rst}}\n{directive}```\n"


def _table(group: Group) -> str:
    return table(
        ("name", "what it is"), [(f"[`{name}`]({group.page}.md#{name.lower()})", _first(name)) for name in group.names]
    )


def _first(name: str) -> str:
    """Return the first sentence of what a name is for."""
    text = inspect.getdoc(getattr(powergame, name)) or ""
    return " ".join(text.partition("\n\n")[0].split())
