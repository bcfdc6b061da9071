"""Files as a CI server names them: by their place in the checkout."""

from __future__ import annotations

import os
from pathlib import Path

from powergame.files import is_standard_input


def in_checkout(file: str, workspace: str = "") -> str:
    """Return a file's place in the checkout: in the workspace that holds it, or else in the nearest repository.

    Of a link the file that it leads to is named, where there is one in the same checkout, since its lines are there.

    Parameters
    ----------
    workspace
        The folder of the checkout, as the server says; empty where it does not.

    Returns
    -------
    str
        The place, its parts joined by ``/``; the name as it is, of standard input and of a file in no checkout.
    """
    if not file or is_standard_input(file):
        return file
    real = os.path.realpath(file)
    folder, name = os.path.split(os.path.abspath(file))  # noqa: PTH100  (a name may be too long for a path)
    named = os.path.join(os.path.realpath(folder), name)  # noqa: PTH118
    paths = (real, named) if os.path.exists(real) else (named,)  # noqa: PTH110
    for root in (os.path.realpath(workspace) if workspace else "", _repository(named)):
        for path in paths:
            if root and Path(path).is_relative_to(root):
                return Path(path).relative_to(root).as_posix()
    return file


def _repository(file: str) -> str:
    """Return the nearest folder above a file that has a repository; nothing where none has one."""
    folders = map(str, Path(file).parents)
    return next((folder for folder in folders if os.path.lexists(os.path.join(folder, ".git"))), "")  # noqa: PTH118
