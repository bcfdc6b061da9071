"""Names lead to one thing: no two modules have public classes of one name."""

from __future__ import annotations

import ast
from collections import defaultdict

from support.installed import ROOT

PACKAGE = ROOT / "powergame"

SHARED: dict[str, str] = {}
"""Names that several modules share all the same, and why."""


def public_classes():
    """Yield each public class of the package: its name, and the module that defines it."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, file.relative_to(PACKAGE).with_suffix("").as_posix()


def test_no_two_modules_have_public_classes_of_one_name():
    homes = defaultdict(list)
    for name, module in public_classes():
        homes[name].append(module)
    assert len(homes) > 100
    assert {name: modules for name, modules in homes.items() if len(modules) > 1 and name not in SHARED} == {}
    assert [name for name in SHARED if len(homes[name]) < 2] == [], "what is shared no longer goes from the list"
