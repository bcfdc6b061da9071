"""A folder that keeps the finished chunks of a long work, however the work ends.

Every chunk is a file with a digest of its contents. It is written under another name, flushed to the disk and then
renamed. Its process locks the folder, and the lock ends with the process. Whatever has the name of a store's file is
used only where it is a regular file: nothing is read or written through a link, and no pipe is waited for.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import stat
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import IO

from powergame.errors import OutputError, UsageError
from powergame.locks import lock
from powergame.text import printable

MAGIC = b"PGCHUNK1"
HEAD = struct.Struct("<8sQQ32s")
"""Head of a chunk's file: magic, number of the chunk, length and digest of the data."""

MANIFEST, LOCK, JOINED = "manifest.json", "lock", "joined.part"

DELIVERING = "delivering.json"
"""Name of the manifest from when the whole has been put together until it has been renamed to the output."""

OURS = re.compile(r"\d+\.chunk|(manifest|joined|\d+)\.part|(manifest|delivering)\.json|lock")
"""Names of the files that a store writes; it removes no others."""

MAX_MANIFEST = 1 << 24
"""Bytes of a manifest; a longer file is not a store's."""

SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Flags of opening: a link is refused, and a pipe that nobody writes to is not waited for."""


class DamagedChunkError(Exception):
    """A chunk that is missing, or differs from what was written."""


@contextlib.contextmanager
def writing(label: str, hint: Callable[[], str] = str) -> Iterator[None]:
    """Turn an `OSError` into an `OutputError` of one line about the output of this name.

    The hint, the end of that line, is asked for after the failure: a folder may vanish at any moment.
    """
    try:
        yield
    except OSError as error:
        text = f"{printable(label)}: cannot be written: {error.strerror or error}"
        raise OutputError(f"{text}{hint()}") from error


class Store:
    """The chunks 0 .. `count` - 1 of one work; a context manager that holds the lock.

    Parameters
    ----------
    folder
        The folder of the chunks; made if it is missing.
    manifest
        Description of the work, by words that a message can name. Chunks of another work are never mixed in.
    count
        Number of chunks.
    label
        The output, as its user named it, for messages.
    resume
        Whether to continue unfinished work.

    Raises
    ------
    UsageError
        On entering: where another process uses the folder, where the folder has unfinished work and `resume` is
        False, or where that is another work.
    OutputError
        Where the folder cannot be written, finished chunks being kept; or where something in it, or the folder
        itself, is not what a store makes.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, object], count: int, *, label: str, resume: bool) -> None:
        self.folder, self.count, self.label = folder, count, label
        self._words = tuple(manifest)
        self._text = json.dumps(manifest, sort_keys=True, allow_nan=False).encode()
        self._resume = resume
        self._done = bytearray(count)
        self._lock = -1

    def __enter__(self) -> Store:
        try:
            with writing(self.label):
                self._take_lock()
                self._begin()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            # nothing is worth keeping, or all has been delivered and an end on the way has left some of it
            if self._lock < 0:
                self.folder.rmdir()  # made in vain, if it is empty
            elif not (self._kept() and _is_there(self.folder / MANIFEST)):
                self.remove()
        self._unlock()

    def present(self) -> Iterator[int]:
        """Yield the finished chunks, in order."""
        return (k for k in range(self.count) if self._done[k])

    def hint(self) -> str:
        """Return the end of an error's text: whether the work can be continued."""
        kept = any(self._done) and _is_there(self.folder / MANIFEST)
        return "; finished chunks are kept, and --resume continues the sweep" if kept else ""

    def has(self, k: int) -> bool:
        """Whether a chunk is finished."""
        return bool(self._done[k])

    def missing(self) -> Iterator[int]:
        """Yield the chunks that are still to be made, in order."""
        return (k for k in range(self.count) if not self._done[k])

    def put(self, k: int, data: bytes) -> None:
        """Keep a finished chunk; it is on the disk when this returns."""
        head = HEAD.pack(MAGIC, k, len(data), self._digest(k, data))
        with self.writing():
            _write(self.folder, self._path(k), (head, data))
        self._done[k] = 1

    def get(self, k: int) -> bytes:
        """Return a chunk as it was put, or raise `DamagedChunkError`."""
        try:
            whole = _read(self._path(k))
        except OSError as error:
            raise DamagedChunkError from error
        if len(whole) < HEAD.size:
            raise DamagedChunkError
        magic, number, length, digest = HEAD.unpack_from(whole)
        data = whole[HEAD.size :]
        if (magic, number, length) != (MAGIC, k, len(data)) or digest != self._digest(k, data):
            raise DamagedChunkError
        return data

    def writing(self) -> AbstractContextManager[None]:
        """Turn an `OSError` into an `OutputError`, which says whether the work can be continued."""
        return writing(self.label, self.hint)

    @contextlib.contextmanager
    def joining(self) -> Iterator[IO[bytes]]:
        """Open the file, on the same disk, in which the whole is put together; it is on the disk afterwards.

        Errors of whoever puts it together are theirs.
        """
        with contextlib.ExitStack() as stack:
            with self.writing():
                file = stack.enter_context(_made(self.folder / JOINED))
            yield file
            with self.writing():
                stack.close()

    def deliver(self, target: Path) -> None:
        """Rename the whole, which has been put together, to the target, and remove the chunks."""
        joined = self.folder / JOINED
        with self.writing():
            if target.exists():
                joined.chmod(target.stat().st_mode & 0o777)
            (self.folder / MANIFEST).replace(self.folder / DELIVERING)
            try:
                joined.replace(target)
            except BaseException:
                self._not_delivered()
                raise
            _flush_folder(target.parent)
        with contextlib.suppress(OSError):  # the output is there, and the next sweep into it removes what is left
            self.remove()

    def remove(self) -> None:
        """Remove the files of this work, and no file that a store did not write."""
        # first the manifest: without one the folder has no unfinished work; last the lock, until which others wait
        (self.folder / MANIFEST).unlink(missing_ok=True)
        self._clear()
        if os.name == "nt":  # where an open file cannot be removed
            self._unlock()
        (self.folder / LOCK).unlink(missing_ok=True)
        self._unlock()
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def _not_delivered(self) -> None:
        """Take up again what ended before the whole, which is still here, was delivered."""
        if _is_there(self.folder / DELIVERING) and _is_there(self.folder / JOINED):
            (self.folder / DELIVERING).replace(self.folder / MANIFEST)

    def _clear(self) -> None:
        """Remove what an earlier process left."""
        for path in list(self.folder.iterdir()):
            if OURS.fullmatch(path.name) and path.name not in (MANIFEST, LOCK):
                path.unlink()

    def _take_lock(self) -> None:
        """Take the lock; the locked file is the one that is in the folder now."""
        while True:
            with contextlib.suppress(FileExistsError):
                self.folder.mkdir()
            handle = -1
            with contextlib.suppress(FileNotFoundError):  # the last owner of the folder has just removed it
                self._check()
                try:
                    handle = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | SAFELY, 0o666)
                    if not lock(handle):
                        raise UsageError(f"{printable(self.label)}: another sweep is writing it")
                    if os.fstat(handle).st_ino == (self.folder / LOCK).lstat().st_ino:
                        self._lock, handle = handle, -1
                        return
                finally:
                    if handle >= 0:
                        os.close(handle)

    def _check(self) -> None:
        """Raise `OutputError` where the folder is none, or something in it only has the name of a store's file."""
        if not stat.S_ISDIR(self.folder.lstat().st_mode):
            self._refuse(self.folder.name, "a folder")
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if OURS.fullmatch(entry.name) and not entry.is_file(follow_symlinks=False):
                    self._refuse(f"{self.folder.name}/{entry.name}", "a regular file")

    def _refuse(self, name: str, expected: str) -> None:
        place = f"{printable(self.label)}: {printable(name)}"
        raise OutputError(f"{place}: expected {expected} of an earlier sweep, or nothing; remove it")

    def _unlock(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _begin(self) -> None:
        """Take up unfinished work, or begin anew where none is left."""
        self._not_delivered()
        manifest, kept = self.folder / MANIFEST, self._kept()
        if kept and _is_there(manifest):
            if not self._resume:
                raise UsageError(
                    f"{printable(self.label)}: {printable(self.folder.name)} keeps {kept:,} chunks of an unfinished "
                    "sweep into this file; continue it with --resume, or remove that folder to start again"
                )
            if (text := _read(manifest, MAX_MANIFEST)) != self._text:
                raise UsageError(self._other(text))
            self._look()
            return
        manifest.unlink(missing_ok=True)
        self._clear()
        _write(self.folder, manifest, (self._text,))

    def _kept(self) -> int:
        """Return the number of chunks that an earlier process left, whole or not."""
        return sum(path.suffix == ".chunk" and OURS.fullmatch(path.name) is not None for path in self.folder.iterdir())

    def _look(self) -> None:
        """Mark the chunks that are whole as done, and remove what is half written."""
        for path in list(self.folder.iterdir()):
            if not OURS.fullmatch(path.name):
                continue
            if path.suffix == ".part":
                path.unlink()
            elif path.suffix == ".chunk" and (k := int(path.stem)) < self.count:
                with contextlib.suppress(DamagedChunkError):
                    self.get(k)
                    self._done[k] = 1

    def _other(self, text: bytes) -> str:
        """Return the text on how the kept work differs from the one asked for."""
        kept = printable(self.folder.name)
        begin = f"{printable(self.label)}: --resume cannot continue the sweep in {kept}: "
        try:
            manifest, asked = json.loads(text), json.loads(self._text)
            differs = [word for word in self._words if manifest.get(word) != asked[word]]
        except (ValueError, AttributeError, RecursionError):
            return f"{begin}its manifest is damaged; remove that folder to start again"
        what = ", ".join(differs) or "manifest"
        return f"{begin}it has another {what}; ask for the same sweep, or remove that folder to start again"

    def _path(self, k: int) -> Path:
        return self.folder / f"{k:08d}.chunk"

    def _digest(self, k: int, data: bytes) -> bytes:
        digest = hashlib.blake2b(digest_size=32)
        digest.update(self._text)
        digest.update(k.to_bytes(8, "little"))
        digest.update(data)
        return digest.digest()


def _is_there(path: Path) -> bool:
    """Whether a name is taken, by a link that leads nowhere too."""
    return os.path.lexists(path)


@contextlib.contextmanager
def _made(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file for writing, in place of an old one; it is on the disk afterwards, or gone."""
    path.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | SAFELY, 0o666), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def _write(folder: Path, path: Path, parts: tuple[bytes, ...]) -> None:
    """Write a file that is whole or absent, even after a loss of power."""
    part = path.with_suffix(".part")
    with _made(part) as file:
        file.writelines(parts)
    try:
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _read(path: Path, limit: int = -1) -> bytes:
    """Return what a regular file holds; a pipe, a device or a link is refused."""
    with os.fdopen(os.open(path, os.O_RDONLY | SAFELY), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "is not a regular file")
        return file.read(limit)
