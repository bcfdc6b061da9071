"""Regular files as bytes, read once and up to a size limit."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys

from powergame.errors import Fault, ScenarioError
from powergame.files import is_standard_input
from powergame.scenario.yaml.tree import MAX_BYTES
from powergame.text import printable

_used: list[object] = []
"""Standard inputs that have been read: a second scenario from the same one would be empty."""


def read_bytes(source: str, limit: int = MAX_BYTES) -> bytes:
    """Return what a file holds, or standard input for ``-``.

    At most `limit` + 1 bytes are read: one more than a file may have, so that larger ones can be refused.

    Raises
    ------
    ScenarioError
        Where it cannot be read or is no regular file.
    """
    if is_standard_input(source):
        return _standard_input(limit)
    if not source:
        raise _refused(source, "expected the name of a file, and there is none")
    handle = None
    try:
        # not blocking: opening a pipe that nobody writes to would wait for ever
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise _refused(source, "is a folder" if stat.S_ISDIR(mode) else "is not a regular file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise _refused(source, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    finally:
        if handle is not None:
            os.close(handle)


def _standard_input(limit: int) -> bytes:
    if sys.stdin is None or sys.stdin.closed:
        raise _refused("standard input", "is closed")
    if sys.stdin in _used:
        raise _refused("standard input", "has been read already; it can be read once only")
    if sys.stdin.isatty():
        with contextlib.suppress(OSError):  # nobody reads it
            print("powergame: reading a scenario from the terminal; end it with Ctrl-D", file=sys.stderr)
    _used.append(sys.stdin)
    try:
        return sys.stdin.buffer.read(limit + 1)
    except (OSError, AttributeError) as error:
        raise _refused("standard input", f"cannot be read: {getattr(error, 'strerror', None) or error}") from None


def digest(*parts: bytes) -> str:
    """Return the SHA-256 of one file; of several, of their digests in turn."""
    if len(parts) == 1:
        return hashlib.sha256(parts[0]).hexdigest()
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _refused(source: str, message: str) -> ScenarioError:
    return ScenarioError([Fault(message, "", printable(source))])
