"""Attributes of classes: each has an entry, with its type and what the section "Attributes" of its class says of it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from textwrap import dedent, indent

from sphinx.application import Sphinx

SECTION = re.compile(r"^Attributes\n-{3,}\n(?P<body>.*?)(?=^\S[^\n]*\n-{3,}\n|\Z)", re.MULTILINE | re.DOTALL)
ENTRY = re.compile(r"^(?P<names>[\w, ]+?)(?: : [^\n]*)?\n(?P<text>(?:[ ]+[^\n]*\n|\n)*)", re.MULTILINE)

CITED = re.compile(r" \[\d+\]_|^\.\. \[\d+\] ")
"""What footnotes of docstrings are marked with: on the page, sources stand below as they are."""

MADE_BY_USERS = {"Concept"}
"""Classes whose signatures matter; objects of all others are made by functions."""


def describe(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:  # noqa: ARG001
    """Give each attribute of a class an entry of its own below what the class says."""
    lines[:] = [CITED.sub("", line) for line in lines]
    if isinstance(obj, type):
        text = SECTION.sub("", "\n".join(lines) + "\n")
        lines[:] = "\n".join([text, *_entries(obj)]).splitlines()


def leave_out_signature(
    app: Sphinx,  # noqa: ARG001
    what: str,  # noqa: ARG001
    name: str,  # noqa: ARG001
    obj: object,
    options: object,  # noqa: ARG001
    signature: str | None,
    returned: str | None,
) -> tuple[str | None, str | None]:
    """Return the signature of a function, and none of a class that users do not make."""
    hidden = bool(signature) and isinstance(obj, type) and obj.__name__ not in MADE_BY_USERS
    return ("", None) if hidden else (signature, returned)


def _entries(of: type) -> Iterator[str]:
    """Yield the entries of a class's attributes, those that it inherits first."""
    options: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for base in reversed(of.__mro__):
        if base.__module__.startswith("powergame"):
            options |= {name: [f"   :value: {value}"] for name, value in vars(base).items() if type(value) is int}
            options |= {name: [f"   :type: {type_}"] for name, type_ in vars(base).get("__annotations__", {}).items()}
            texts |= dict(_texts(base))
    for name in [*options, *(name for name in texts if name not in options)]:
        if name[0] != "_" and not isinstance(getattr(of, name, None), property):
            yield "\n".join(
                [f".. py:attribute:: {name}", *options.get(name, ()), "", indent(texts.get(name, ""), "   "), ""]
            )


def _texts(of: type) -> Iterator[tuple[str, str]]:
    """Yield what a class says of its attributes, by name."""
    section = SECTION.search(f"{inspect.cleandoc(of.__doc__ or '')}\n")
    for entry in ENTRY.finditer(section["body"]) if section else ():
        for name in entry["names"].split(","):
            yield name.strip(), dedent(entry["text"]).strip()
