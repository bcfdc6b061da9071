"""The house's measures: files, functions and folders stay small, and modules are named in imports, not in text."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from support.installed import ROOT

from powergame.version import __version__

PACKAGE = ROOT / "powergame"

MAX_FILE = 400
"""Lines of a file."""

MAX_FUNCTION = 60
"""Lines of a function, without its docstring."""

MAX_FOLDER = 12
"""Python files of a folder."""

KERNELS = [PACKAGE / "batch" / "kernels", PACKAGE / "equilibrium" / "kernels"]
"""Loops that numba compiles as a whole; their functions may be long."""

ANY_NUMBER = [PACKAGE / "cli" / "commands", PACKAGE / "report" / "documents", PACKAGE / "report" / "pictures"]
"""Folders of one small file for each command, document and picture; they grow with what is offered."""

DOORS = {
    "powergame/__init__.py": "public names are imported when they are first used, so that the command starts quickly",
    "powergame/objects/shown.py": "an object shows itself in a notebook, by what the report makes of it",
    "powergame/cli/app.py": "commands, by the names of the questions and tools",
    "powergame/packages.py": "packages that only parts stand on, which are then imported as usual",
    "powergame/report/notebook.py": "the document of a result's question",
    "powergame/report/pictures/kinds.py": "the picture that is asked for, and matplotlib with it",
    "powergame/runs/cluster.py": "`distributed`, an optional dependency",
}
"""Modules that import others by a name in text, and why; the import contracts do not see these imports."""


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("folder", ["powergame", "tests", "benchmarks"])
def test_no_file_is_longer_than_400_lines(folder):
    lengths = {place(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files(ROOT / folder)}
    long = {file: lines for file, lines in lengths.items() if lines > MAX_FILE}
    assert not long, f"over {MAX_FILE} lines; move what has a name of its own to a file of that name: {long}"


def lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return a function's lines from ``def`` to its last, docstring left out."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(parsed(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_function_outside_the_kernels_is_longer_than_60_lines():
    long = {
        f"{place(file)}:{function.lineno} {function.name}": lines_of_code(function)
        for file in files(PACKAGE)
        if not set(KERNELS) & set(file.parents)
        for function in functions(file)
        if lines_of_code(function) > MAX_FUNCTION
    }
    assert not long, f"over {MAX_FUNCTION} lines without docstring; give its steps names: {long}"


def test_no_folder_has_more_than_12_python_files():
    counts = {folder: len(list(folder.glob("*.py"))) for folder in {file.parent for file in files(PACKAGE)}}
    full = {place(folder): n for folder, n in counts.items() if n > MAX_FOLDER and folder not in ANY_NUMBER}
    assert not full, f"over {MAX_FOLDER} Python files; make a folder of those that belong together: {full}"


def test_every_folder_says_in_a_sentence_what_it_holds():
    folders = {file.parent for file in files(PACKAGE)}
    silent = [
        place(f)
        for f in folders
        if not (f / "__init__.py").exists() or not ast.get_docstring(parsed(f / "__init__.py"))
    ]
    assert not silent, f"`__init__.py` with a docstring of one sentence is missing: {silent}"


def imports_by_name(file: Path) -> bool:
    """Whether a module calls `import_module` or `__import__`."""
    called = [node.func for node in ast.walk(parsed(file)) if isinstance(node, ast.Call)]
    names = {f.attr if isinstance(f, ast.Attribute) else f.id if isinstance(f, ast.Name) else "" for f in called}
    return bool(names & {"import_module", "__import__"})


def test_modules_are_imported_by_name_at_known_doors_only():
    doors = {place(file) for file in files(PACKAGE) if imports_by_name(file)}
    assert doors == set(DOORS), "import it as usual, so that the contracts see it; or name the door, and why, in DOORS"


def test_a_public_class_has_a_name_of_its_own():
    homes = Counter(
        node.name
        for file in files(PACKAGE)
        for node in parsed(file).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in homes.items() if count > 1] == []


def test_who_cites_powergame_cites_its_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {__version__}\n" in citation
    assert f"\n## {__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
