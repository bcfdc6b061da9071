"""Writing of results: to standard output, or to a file that is whole or not there."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from powergame.errors import OutputError
from powergame.files import NamedFile, check_outputs, descriptor, is_standard_output, target_of
from powergame.text import printable, uncommanded


def write(result: str | bytes, path: str | None, *, inputs: Iterable[NamedFile] = (), commands: bool = False) -> None:
    """Write a result.

    Whatever a name or a title is, no line of it is one that a CI runner would obey: each format has its own way to
    write such text, and what none has taken care of gets a backslash here.

    Parameters
    ----------
    result
        Text, or the bytes of a picture.
    path
        None or ``-`` for standard output. A regular file is replaced at once by a finished one, so that a reader sees
        the old file or the new; where the path is a link, what it points to is replaced.
    inputs
        Files that were read; they are never overwritten.
    commands
        Whether the result is a list of commands to a CI runner.

    Raises
    ------
    OutputError
        Where it cannot be written; an old file is then as it was.
    BrokenPipeError
        Where nobody reads standard output any more.
    """
    if isinstance(result, str) and not commands:
        result = uncommanded(result)
    if is_standard_output(path):
        check_outputs("-", inputs=inputs)
        _to_standard_output(result)
        return
    assert path is not None, "None is standard output"
    data = result if isinstance(result, bytes) else result.encode()
    target, number = target_of(path, inputs), descriptor(path)
    try:
        if number is not None:
            with os.fdopen(os.dup(number), "wb") as file:
                file.write(data)
        elif target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        raise OutputError(f"{printable(path)}: cannot be written: {error.strerror}") from error


def _replace(path: Path, data: bytes) -> None:
    """Put a finished file in the place of an old one.

    Where the system can, it gets a name only when it is finished: then a process that is killed leaves nothing behind.
    """
    part = path.with_name(f".{path.name[:40]}.{os.urandom(4).hex()}.part")
    try:
        if not _written_unnamed(part, data):
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                _fill(file, data)
        part.chmod(_mode(path))
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _written_unnamed(part: Path, data: bytes) -> bool:
    """Write a file that has no name until it is finished; return whether the system can."""
    try:
        handle = os.open(part.parent, os.O_WRONLY | os.O_TMPFILE, 0o600)
    except (AttributeError, OSError):
        return False
    with os.fdopen(handle, "wb") as file:
        _fill(file, data)
        try:
            os.link(f"/proc/self/fd/{handle}", part, follow_symlinks=True)
        except OSError:
            return False
    return True


def _fill(file: IO[bytes], data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def _mode(path: Path) -> int:
    """Return the permissions of the file that is replaced, or what a new file would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _to_standard_output(result: str | bytes) -> None:
    stream = sys.stdout
    data = result if isinstance(result, bytes) else result.encode(stream.encoding or "utf-8", "backslashreplace")
    try:
        stream.flush()
        buffer = getattr(stream, "buffer", None)
        if buffer is None:
            stream.write(data.decode(stream.encoding or "utf-8"))
        else:
            buffer.write(data)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output: cannot be written: {error.strerror}") from error
