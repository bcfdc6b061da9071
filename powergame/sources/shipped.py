"""Scenarios that powergame brings with it, named ``@NAME``: in an installed package, or in a checkout.

The repository has them in folders of their own; what is built of it has a copy inside the package (``setup.py``).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from powergame.errors import Fault, ScenarioError
from powergame.files import SHIPPED, is_shipped
from powergame.objects.nearest import nearest
from powergame.text import printable

ENDING = ".yaml"
"""Ending of the names of shipped scenarios' files."""

INDEX = "index.toml"
"""Name of the file that says something of each."""

CHECKOUT = {"scenarios": "scenarios", "schemas": "docs/schemas"}
"""Folders of the repository, by the names that they have in an installed package."""


@dataclass(frozen=True)
class ShippedScenario:
    """What the list of shipped scenarios says of one.

    Attributes
    ----------
    name
        Its name, without the ``@``.
    ask
        The command that it is meant for: ``solve``, ``infer`` or ``deceive``.
    case
        What is modelled.
    actors
        How many actors it has.
    teaches
        What it teaches.
    """

    name: str
    ask: str
    case: str
    actors: int
    teaches: str


def shipped_folder(name: str) -> Path:
    """Return a folder that powergame brings with it, by its name in `CHECKOUT`.

    Examples
    --------
    >>> (shipped_folder("scenarios") / "kingmaker.yaml").is_file()
    True
    """
    package = Path(__file__).resolve().parent.parent
    installed = package / "shipped" / name
    return installed if installed.is_dir() else package.parent / CHECKOUT[name]


def shipped_names() -> list[str]:
    """Return the names of all shipped scenarios, without the ``@``, in alphabetical order.

    Examples
    --------
    >>> shipped_names()[:2]
    ['agent-provocateur', 'ai-grows-under-oversight']
    """
    try:
        files = os.listdir(shipped_folder("scenarios"))  # noqa: PTH208  (which makes no path of each)
    except OSError:
        return []
    return sorted(file.removesuffix(ENDING) for file in files if file.endswith(ENDING))


def shipped_scenarios() -> tuple[ShippedScenario, ...]:
    """Return the list of all shipped scenarios, the simplest first.

    Examples
    --------
    >>> [scenario.name for scenario in shipped_scenarios() if scenario.actors > 3]
    ['first-world-war']
    """
    import tomllib  # which no other command needs

    listed = tomllib.loads((shipped_folder("scenarios") / INDEX).read_text(encoding="utf-8"))
    return tuple(ShippedScenario(name, **values) for name, values in listed.items())


def shipped_file(source: str) -> str:
    """Return the path of a shipped scenario's file, by ``@NAME``.

    Raises
    ------
    ScenarioError
        Where there is none of this name, with the nearest.

    Examples
    --------
    >>> shipped_file("@kingmaker").rpartition("/")[2]
    'kingmaker.yaml'
    """
    names = shipped_names()
    name = source.removeprefix(SHIPPED)
    if is_shipped(source) and name in names:
        return str(shipped_folder("scenarios") / f"{name}{ENDING}")
    guess = nearest(name.removesuffix(ENDING), names)
    hint = f"; did you mean {SHIPPED}{guess}?" if guess else ""
    if os.path.lexists(source):
        hint = f"; ./{printable(source)} names the file"
    message = f"expected a scenario that `powergame scenarios` lists{hint}"
    raise ScenarioError([Fault(message, "", printable(source))])
