"""Which names there are, in groups: those that are public, and the classes that their attributes lead to."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import powergame
from powergame.questions import QUESTIONS
from sitemaker.places import ROOT

PARTS = (
    "powergame.analysis",
    "powergame.equilibrium.types",
    "powergame.equilibrium.verdict",
    "powergame.model.game",
    "powergame.posterior.summaries",
    "powergame.scenario.types",
)
"""Modules, and folders of them, of the classes that users meet as parts of results."""

INPUTS = ("load", "load_all", "load_text", "game", "Scenario", "NamedGame", "Concept")
"""Public names of what goes into questions."""


@dataclass(frozen=True)
class Group:
    """Names of one page.

    Attributes
    ----------
    page
        Name of its file.
    title
        Its heading.
    says
        What it is about, in a sentence.
    names
        Public names.
    parts
        Classes that their attributes lead to, with their modules.
    """

    page: str
    title: str
    says: str
    names: tuple[str, ...]
    parts: tuple[str, ...] = ()


@cache
def groups() -> tuple[Group, ...]:
    """Return all groups; no class is in two."""
    errors = tuple(name for name in powergame.__all__ if _is_error(name) or name == "Fault")
    made: list[Group] = []
    for page, title, says, names in (
        ("inputs", "Scenarios and games", "What goes in.", INPUTS),
        *((q.name, q.name, f"The function `{q.name}`, and what it returns.", q.public) for q in QUESTIONS),
        ("errors", "Errors", "What can go wrong.", errors),
    ):
        known = {part for group in made for part in group.parts}
        made.append(Group(page, title, says, names, tuple(p for p in reached(names) if p not in known)))
    return tuple(made)


def _is_error(name: str) -> bool:
    value = getattr(powergame, name)
    return inspect.isclass(value) and issubclass(value, Exception)


def reached(names: tuple[str, ...]) -> Iterator[str]:
    """Yield the classes that some public classes' attributes lead to, with their modules, the nearest first."""
    waiting = [getattr(powergame, name) for name in names if inspect.isclass(getattr(powergame, name))]
    seen = set(powergame.__all__)
    while waiting:
        for word in re.findall(r"\w+", " ".join(annotations(waiting.pop(0)))):
            module = homes().get(word)
            if module is None or word in seen or not module.startswith(PARTS):
                continue
            seen.add(word)
            waiting.append(getattr(import_module(module), word))
            yield f"{module}.{word}"


def annotations(of: type) -> Iterator[str]:
    """Yield the types of a class's attributes, and of what its methods return, as they are written."""
    for base in of.__mro__:
        yield from map(str, vars(base).get("__annotations__", {}).values())
        for name, value in vars(base).items():
            function = value.fget if isinstance(value, property) else getattr(value, "func", value)
            if not name.startswith("_") and inspect.isfunction(function):
                yield str(function.__annotations__.get("return", ""))


@cache
def homes() -> dict[str, str]:
    """Return the modules of all classes, whose names are all different."""
    return {
        node.name: ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in sorted((ROOT / "powergame").rglob("*.py"))
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
