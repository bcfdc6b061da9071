"""Attributes of classes: each has its own entry, with what the section "Attributes" of its class says of it."""

from __future__ import annotations

import inspect
import re
from functools import cache
from importlib import import_module
from textwrap import dedent

from sphinx.application import Sphinx

SECTION = re.compile(r"^Attributes\n-{3,}\n(?P<body>.*?)(?=^\S[^\n]*\n-{3,}\n|\Z)", re.MULTILINE | re.DOTALL)
ENTRY = re.compile(r"^(?P<names>\S[^\n]*)\n(?P<text>(?:[ ]+[^\n]*\n|\n)*)", re.MULTILINE)

CITED = re.compile(r" \[\d+\]_|^\.\. \[\d+\] ")
"""What footnotes of docstrings are marked with: on the page, sources stand below as they are."""


def describe(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:  # noqa: ARG001
    """Move what a class says of its attributes to these, as autodoc asks for the text of each object."""
    lines[:] = [CITED.sub("", line) for line in lines]
    if what == "class":
        lines[:] = SECTION.sub("", "\n".join(lines) + "\n").splitlines()
    elif what in ("attribute", "property") and not any(lines):
        owner, _, attribute = name.rpartition(".")
        lines[:] = said(owner).get(attribute, "").splitlines()


@cache
def said(owner: str) -> dict[str, str]:
    """Return what a class and those that it inherits from say of their attributes, by name."""
    module, _, name = owner.rpartition(".")
    told: dict[str, str] = {}
    for base in reversed(getattr(import_module(module), name).__mro__):
        section = SECTION.search(f"{inspect.cleandoc(base.__doc__ or '')}\n")
        for entry in ENTRY.finditer(section["body"]) if section else ():
            told |= dict.fromkeys((each.strip() for each in entry["names"].split(",")), dedent(entry["text"]).strip())
    return told
