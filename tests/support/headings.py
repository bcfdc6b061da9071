"""Headings of our tables: what the code of reports calls columns, and the templates of pages."""

import ast
import re

from support.installed import ROOT

REPORT = ROOT / "powergame" / "report"


def headings():
    """Yield every heading of a table that stands in the code as text: of columns, of CSV, of pages."""
    for file in sorted(set(REPORT.rglob("*.py")) - set((REPORT / "glossary").glob("*.py"))):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Column":
                yield from texts_of(node.args[0])
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                if name.endswith("HEADER") or name in ("MEASURES", "columns"):
                    yield from texts_of(node.value)
            elif isinstance(node, ast.FunctionDef) and node.name.endswith("header"):
                for returned in (inner for inner in ast.walk(node) if isinstance(inner, ast.Return)):
                    yield from texts_of(returned.value)
    for template in sorted((REPORT / "page" / "templates").glob("*.html")):
        for text in re.findall(r"<th[^>]*>([^<{]+)", template.read_text(encoding="utf-8")):
            yield text.strip()


def texts_of(node):
    """Yield the texts of an expression that stands for one heading, or for several."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Tuple | ast.List):
        for part in node.elts:
            yield from texts_of(part)
    elif isinstance(node, ast.BinOp):
        yield from (*texts_of(node.left), *texts_of(node.right))
    elif isinstance(node, ast.Starred):
        yield from texts_of(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*texts_of(node.body), *texts_of(node.orelse))
