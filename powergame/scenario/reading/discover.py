"""Scenario files in folders, and files by patterns."""

from __future__ import annotations

import glob
import os
from pathlib import Path

from powergame.errors import NothingMatchedError
from powergame.files import is_shipped
from powergame.text import printable

ENDINGS = (".yaml", ".yml")
"""Endings of scenario files' names, in any case."""


def discover(path: str) -> list[str]:
    """Return the scenario files that a path stands for, in order.

    Parameters
    ----------
    path
        A file or ``@NAME`` (returned as it is, whatever its ending, also with ``#variant``), a folder (its scenarios
        at any depth; games and hidden folders are left out), or a pattern such as ``cases/*.yaml``.

    Raises
    ------
    NothingMatchedError
        Where a folder or pattern has no scenario.
    """
    if is_shipped(path):
        return [path]
    if os.path.isdir(path):  # noqa: PTH112  (which a name that is too long raises nothing from)
        files = sorted(
            _as_file(str(Path(root) / name))
            for root, folders, names in os.walk(path)
            if _visible(folders)
            for name in names
            if name.lower().endswith(ENDINGS) and not name.startswith(".")
        )
        if not files:
            raise NothingMatchedError(f"{printable(path)}: no scenario ({' or '.join(ENDINGS)}) in this folder")
        return files
    if glob.has_magic(path) and not os.path.lexists(path) and "#" not in path:
        files = sorted(map(_as_file, glob.glob(path, recursive=True)))  # noqa: PTH207  (the pattern may be absolute)
        if not files:
            raise NothingMatchedError(f"{printable(path)}: no file matches this pattern")
        return files
    return [path]


def _as_file(name: str) -> str:
    """Return the name of a file so that it is not taken for a shipped scenario's."""
    return os.path.join(os.curdir, name) if is_shipped(name) else name  # noqa: PTH118  (pathlib drops the folder)


def _visible(folders: list[str]) -> bool:
    """Keep the walk out of hidden folders, in a fixed order."""
    folders[:] = sorted(name for name in folders if not name.startswith("."))
    return True
