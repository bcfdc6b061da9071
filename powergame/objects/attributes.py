"""Attributes that are asked for by name: those of the class, those of its JSON, and those that were mistyped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from powergame.errors import UnknownAttributeError
from powergame.objects.nearest import nearest
from powergame.text import printable


class Spelled:
    """A class whose attributes are also the keys of its ``to_dict``, and which knows what was mistyped."""

    __slots__ = ()

    if not TYPE_CHECKING:  # type checkers know the attributes of the class, and those alone

        def __getattr__(self, name):
            """Return what the JSON has under a name that no attribute has."""
            if name.startswith("_"):  # what Python and notebooks ask of any object
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            if hasattr(type(self), name):  # a property that failed
                return object.__getattribute__(self, name)
            try:
                told = object.__getattribute__(self, "to_dict")()
            except (AttributeError, TypeError):  # half made, or told only with what stands around it
                told = {}
            if name in told:
                return readable(told[name])
            known = [*told, *(each for each in dir(self) if not each.startswith("_"))]
            raise UnknownAttributeError(missing(type(self).__name__, name, known))


class Data(dict[str, object]):
    """A mapping of the JSON, whose keys are its attributes, too.

    Examples
    --------
    >>> data = readable({"war": 0.5, "strategies": {"west": {"hold": 1.0}}})
    >>> data.strategies.west["hold"]
    1.0
    """

    __slots__ = ()

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            """Return the value of a key."""
            if name in self:
                return self[name]
            if name.startswith("_"):
                raise AttributeError(name)
            raise UnknownAttributeError(missing("the mapping", name, list(self)))


def readable(value: object) -> object:
    """Return plain data with attributes for keys."""
    if isinstance(value, Mapping):
        return Data({str(key): readable(inner) for key, inner in value.items()})
    return [readable(inner) for inner in value] if isinstance(value, list) else value


def missing(owner: str, name: str, known: list[str]) -> str:
    """Return the message that something has no such attribute.

    Examples
    --------
    >>> missing("powergame", "slove", ["solve", "load"])
    "powergame has no attribute 'slove'; did you mean 'solve'?"
    """
    near = nearest(name, known)
    hint = f"; did you mean '{near}'?" if near else ""
    return f"{owner} has no attribute '{printable(name)}'{hint}"
