"""Constants of modules, read from their text: nothing is imported, so no kernel is compiled."""

from __future__ import annotations

import ast
from pathlib import Path


def constants(file: Path) -> dict[str, object]:
    """Return the names in capitals of a module whose values are numbers, text, or computed from such above them."""
    found: dict[str, object] = {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value = node.target, node.value
        else:
            continue
        try:
            known = eval(compile(ast.Expression(value), str(file), "eval"), {"range": range}, dict(found))
        except Exception:  # it takes more than constants to compute
            continue
        targets = target.elts if isinstance(target, ast.Tuple) else [target]
        values = list(known) if isinstance(target, ast.Tuple) else [known]
        names = [one.id for one in targets if isinstance(one, ast.Name)]
        found |= {name: one for name, one in zip(names, values, strict=True) if name.isupper()}
    return found
