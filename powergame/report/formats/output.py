"""Writing of results: to standard output, or to a file that is whole or not there."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from pathlib import Path

from powergame.errors import OutputError
from powergame.text import printable, uncommanded


def write(result: str | bytes, path: Path | None, *, inputs: tuple[str, ...] = (), commands: bool = False) -> None:
    """Write a result.

    Whatever a name or a title is, no line of it is one that a CI runner would obey: each format has its own way to
    write such text, and what none has taken care of gets a backslash here.

    Parameters
    ----------
    result
        Text, or the bytes of a picture.
    path
        None for standard output. A regular file is replaced at once by a finished one, so that a reader sees the
        old file or the new; where the path is a link, what it points to is replaced.
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
    if path is None:
        _to_standard_output(result)
        return
    data = result if isinstance(result, bytes) else result.encode()
    real = check(path, inputs=inputs)
    try:
        if real.exists() and not real.is_file():
            real.write_bytes(data)
        else:
            _replace(real, data)
    except OSError as error:
        raise OutputError(f"{printable(str(path))}: cannot be written: {error.strerror}") from error


def check(path: Path, *, inputs: tuple[str, ...] = ()) -> Path:
    """Return the file that a path means, links followed, before anything is computed for it.

    Raises
    ------
    OutputError
        Where it is an input or a folder, or its folder is not there: nothing can be written.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        return path  # a device, or a pipe: /dev/stdout leads to what has no name
    real = Path(os.path.realpath(path))
    if any(name != "-" and real == Path(os.path.realpath(name)) for name in inputs):
        raise OutputError(f"{printable(str(path))}: is an input; choose another file")
    if real.is_dir():
        raise OutputError(f"{printable(str(path))}: is a folder")
    if not real.parent.is_dir():
        raise OutputError(f"{printable(str(path))}: cannot be written: {os.strerror(errno.ENOENT)}")
    return real


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(path))  # noqa: PTH101  (by name, before it has its own)
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


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
