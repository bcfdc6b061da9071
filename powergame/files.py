"""Files that are read and files that are written: no output replaces an input, or another output."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from powergame.errors import OutputError
from powergame.text import printable

STANDARD_INPUT = frozenset({"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})

SHIPPED = "@"
"""Beginning of the names of scenarios that powergame brings with it; ``./@NAME`` is a file."""

DESCRIPTOR = re.compile(r"/dev/(?P<stream>stdout|stderr)|/(dev|proc/self)/fd/(?P<number>\d{1,9})")
"""Names of what the process has open already; a result is added there, and replaces nothing."""

STREAMS = {"stdout": 1, "stderr": 2}

FOLDED = sys.platform in ("darwin", "win32")
"""Whether names that differ in case only usually name one file."""


@dataclass(frozen=True)
class NamedFile:
    """A file by its name, and by what all of its names share.

    Attributes
    ----------
    path
        The path, links followed; a word for a standard stream.
    identity
        Device and number of a regular file; None where there is none yet.
    device
        Whether it is a device or a pipe, which keeps nothing that could be replaced.
    """

    path: str
    identity: tuple[int, int] | None
    device: bool = False

    def is_same(self, other: NamedFile) -> bool:
        """Whether both are one file: by a link, another spelling, or a stream that is redirected to it."""
        if self.device:
            return False
        alike = self.path.casefold() == other.path.casefold() if FOLDED else self.path == other.path
        return alike or (self.identity is not None and self.identity == other.identity)


def input_file(source: str) -> NamedFile:
    """Return the file that a scenario, or an `extends`, names, whether it can be read or not."""
    if is_standard_input(source):
        return NamedFile("standard input", _identity_of_open(0))
    try:
        return NamedFile(os.path.realpath(source), _identity(_status(source)))
    except (OSError, ValueError):
        return NamedFile(source, None)  # it cannot be read


def is_standard_input(source: str) -> bool:
    """Whether a name stands for standard input."""
    return source in STANDARD_INPUT


def is_shipped(source: str) -> bool:
    """Whether a name stands for a scenario that powergame brings with it, or a variant of one."""
    return source.startswith(SHIPPED)


def is_standard_output(path: str | None) -> bool:
    """Whether an output is standard output; None stands for an option that was not given."""
    return path is None or path == "-" or descriptor(path) == STREAMS["stdout"]


def is_regular(path: str) -> bool:
    """Whether an output is, or would be, a file that keeps what is written: no stream, pipe or device."""
    return not is_standard_output(path) and not _output(path).device and descriptor(path) is None


def descriptor(path: str) -> int | None:
    """Return the number of the open file that a path names, ``/dev/stderr`` for one; None where it names none."""
    match = DESCRIPTOR.fullmatch(path)
    if match is None:
        return None
    return int(match["number"]) if match["number"] else STREAMS[match["stream"]]


def check_outputs(*paths: str | None, inputs: Iterable[NamedFile] = ()) -> None:
    """Check where a command writes, before anything is computed for it; None is an output that was not asked for.

    Raises
    ------
    OutputError
        Where an output is an input, another output or a folder, or its folder is not there.
    """
    taken = list(inputs)
    for path in paths:
        if path is not None:
            output = _output(path)
            _refuse(path, output, taken)
            taken.append(output)


def target_of(path: str, inputs: Iterable[NamedFile] = ()) -> Path:
    """Return the file that an output means, links followed; a device or a pipe by its own name.

    Raises
    ------
    OutputError
        As `check_outputs` does.
    """
    output = _output(path)
    _refuse(path, output, inputs)
    return Path(output.path)


def _refuse(path: str, output: NamedFile, taken: Iterable[NamedFile]) -> None:
    if any(output.is_same(file) for file in taken):
        raise OutputError(f"{printable(path)}: is an input, or another output; expected another file")


def _output(path: str) -> NamedFile:
    """Return the file that would be written."""
    number = STREAMS["stdout"] if is_standard_output(path) else descriptor(path)
    if number is not None:
        return NamedFile(f"open file {number}", _identity_of_open(number))
    try:
        status = _status(path)
        if status is not None and not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            return NamedFile(path, None, device=True)
        real = os.path.realpath(path)
        folder = os.path.dirname(real)  # noqa: PTH120
        if status is None and _status(folder) is None:
            raise OutputError(f"{printable(path)}: cannot be written: the folder {printable(folder)} does not exist")
    except OSError as error:
        raise OutputError(f"{printable(path)}: cannot be written: {error.strerror}") from None
    except ValueError as error:
        raise OutputError(f"{printable(path)}: cannot be written: {error}") from None
    if (status is not None and stat.S_ISDIR(status.st_mode)) or not os.path.basename(path):  # noqa: PTH119
        raise OutputError(f"{printable(path)}: is a folder; expected the name of a file")
    return NamedFile(real, _identity(status))


def _status(path: str) -> os.stat_result | None:
    """Return the status of what a path leads to; None where it is not there yet."""
    try:
        return os.stat(path)  # noqa: PTH116  (a trailing slash matters)
    except FileNotFoundError:
        return None


def _identity(status: os.stat_result | None) -> tuple[int, int] | None:
    return (status.st_dev, status.st_ino) if status is not None and stat.S_ISREG(status.st_mode) else None


def _identity_of_open(number: int) -> tuple[int, int] | None:
    try:
        return _identity(os.fstat(number))
    except OSError:
        return None  # it is closed
