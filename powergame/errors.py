"""The hierarchy of errors.

::

    PowergameError                 exit status
    ├── UsageError                 2   an option, a path or a value that cannot be used
    │   ├── GameTooLargeError      2   the game would not fit; its size is in the message
    │   ├── OutputError            2   the result could not be written
    │   ├── UnknownNameError       2   an actor, a path or a type of which there is none; a `KeyError`, too
    │   └── UnknownAttributeError  2   an attribute that there is not; an `AttributeError`, too
    ├── ScenarioError              2   a scenario that is not valid: all of its faults, with their places
    ├── NoAnswerError              3   no answer of the promised quality
    │   └── TimeLimitError         3   the time limit ran out before there was an answer
    └── NothingMatchedError        5   a folder or pattern without scenarios

Every error carries its exit status; anything that is not a `PowergameError` is an internal error (4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from powergame.files import NamedFile
    from powergame.plain import Json

MAX_SHOWN_FAULTS = 20
"""Faults that one message shows; it counts the rest."""


@dataclass(frozen=True)
class Fault:
    """One fault of a scenario.

    Attributes
    ----------
    message
        What is wrong, and what would be right.
    path
        The faulty value's path (``actors.red.power``); empty for the whole scenario.
    source
        The file as the user named it (``-`` for standard input); empty if there is none.
    line, column
        Position in the file, from 1; 0 if the fault is not in a file (a value given by ``--set``, say).
    """

    message: str
    path: str = ""
    source: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}:{self.column}" if self.line else self.source
        return ": ".join(part for part in (place, self.path, self.message) if part)

    def to_dict(self) -> dict[str, Json]:
        """Return the fault as plain data."""
        return {
            "source": self.source,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "message": self.message,
        }


class PowergameError(Exception):
    """The base of all errors, with a message for the user.

    Attributes
    ----------
    files
        The files that were read before it went wrong; no report on the error replaces them.
    """

    exit_status = 2
    files: tuple[NamedFile, ...] = ()


class UsageError(PowergameError):
    """An option, a path or a value that cannot be used."""


class GameTooLargeError(UsageError):
    """A game that would not fit; nothing has been allocated yet."""


class OutputError(UsageError):
    """The result could not be written."""


class UnknownNameError(UsageError, KeyError):
    """The name of something that there is not; the message has the nearest name."""

    def __str__(self) -> str:
        return str(self.args[0])  # a `KeyError` would quote it


class UnknownAttributeError(UsageError, AttributeError):
    """An attribute that there is not; the message has the nearest one."""


class ScenarioError(PowergameError):
    """A scenario that is not valid.

    Attributes
    ----------
    faults
        All faults, in the order of the file.
    """

    def __init__(self, faults: list[Fault] | tuple[Fault, ...]) -> None:
        self.faults = tuple(faults)
        super().__init__(str(self))

    def __str__(self) -> str:
        shown = [str(fault) for fault in self.faults[:MAX_SHOWN_FAULTS]]
        if len(self.faults) > MAX_SHOWN_FAULTS:
            shown.append(f"... and {len(self.faults) - MAX_SHOWN_FAULTS} more")
        return "\n".join(shown)


class NoAnswerError(PowergameError):
    """No answer of the promised quality."""

    exit_status = 3


class TimeLimitError(NoAnswerError):
    """The time limit ran out before there was an answer."""


class NothingMatchedError(PowergameError):
    """A folder or pattern without scenarios."""

    exit_status = 5
