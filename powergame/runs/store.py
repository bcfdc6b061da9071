"""A folder in which finished chunks of a long work survive whatever ends it.

Every chunk is a file of its own, written under another name, flushed to the disk and then renamed, with a digest of
its contents. The folder is locked by its process and the lock ends with it, however it ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType

from powergame.errors import OutputError, UsageError
from powergame.text import printable

MAGIC = b"PGCHUNK1"
HEAD = struct.Struct("<8sQQ32s")
"""Magic, number of the chunk, length and digest of what follows."""

MANIFEST, LOCK, JOINED = "manifest.json", "lock", "joined.part"
OURS = re.compile(r"\d+\.chunk|(manifest|joined|\d+)\.part")
"""The names of what a store writes; nothing else is ever removed."""

MAX_MANIFEST = 1 << 24
"""Bytes; a longer one is none of ours."""


class DamagedChunkError(Exception):
    """A chunk that is not there, or is not what was written."""


@contextlib.contextmanager
def writing(label: str, hint: str = "") -> Iterator[None]:
    """Make what the system refuses an `OutputError` of one line about the output of this name."""
    try:
        yield
    except OSError as error:
        text = f"{printable(label)}: cannot be written: {error.strerror or error}"
        raise OutputError(f"{text}{hint}") from error


class Store:
    """The chunks 0 .. `count` - 1 of one work; a context manager that holds the lock.

    Parameters
    ----------
    folder
        Where they are kept; made where it is not there.
    manifest
        What the work is, by words that a message can name. Chunks of another work are never mixed in.
    count
        How many chunks there are.
    label
        The output, as its user named it, for messages.
    resume
        Whether to go on with what is there.

    Raises
    ------
    UsageError
        On entering: where another process is at work here, where there is unfinished work and `resume` is not
        asked for, or where it is another work.
    OutputError
        Where the folder cannot be written; what is done is kept.
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
                self._lock = self._locked()
                self._begin()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            if self._lock >= 0 and not self._resume and not any(self._done) and not self._kept():
                self.remove()
        self._unlock()

    def present(self) -> Iterator[int]:
        """Yield the chunks that are there."""
        return (k for k in range(self.count) if self._done[k])

    @property
    def hint(self) -> str:
        """What to add to an error: whether there is something to go on with."""
        there = any(self._done) and (self.folder / MANIFEST).exists()
        return "; what is finished is kept, and --resume goes on with it" if there else ""

    def missing(self) -> Iterator[int]:
        """Yield the chunks that are still to be made, in order."""
        return (k for k in range(self.count) if not self._done[k])

    def put(self, k: int, data: bytes) -> None:
        """Keep a finished chunk; it is on the disk when this returns."""
        head = HEAD.pack(MAGIC, k, len(data), self._digest(k, data))
        with writing(self.label, self.hint):
            _write(self.folder, self._path(k), (head, data))
        self._done[k] = 1

    def get(self, k: int) -> bytes:
        """Return a chunk as it was put, or raise `DamagedChunkError`."""
        try:
            whole = self._path(k).read_bytes()
        except OSError as error:
            raise DamagedChunkError from error
        if len(whole) < HEAD.size:
            raise DamagedChunkError
        magic, number, length, digest = HEAD.unpack_from(whole)
        data = whole[HEAD.size :]
        if (magic, number, length) != (MAGIC, k, len(data)) or digest != self._digest(k, data):
            raise DamagedChunkError
        return data

    @property
    def joined(self) -> Path:
        """Where the whole may be put together, on the same disk; see `deliver`."""
        return self.folder / JOINED

    def deliver(self, target: Path) -> None:
        """Let the whole, which is in `joined`, be the file of this name; the chunks then go."""
        with writing(self.label, self.hint):
            if target.exists():
                self.joined.chmod(target.stat().st_mode & 0o777)
            self.joined.replace(target)
            _flush_folder(target.parent)
            self.remove()

    def remove(self) -> None:
        """Remove what this work keeps; nothing that a store did not write."""
        # first the manifest: without one nothing here counts as unfinished work
        (self.folder / MANIFEST).unlink(missing_ok=True)
        for path in self.folder.iterdir():
            if OURS.fullmatch(path.name):
                path.unlink()
        (self.folder / LOCK).unlink()
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def _locked(self) -> int:
        """Return the lock, held; the file that was locked is the one that stands here now."""
        while True:
            self.folder.mkdir(exist_ok=True)
            try:
                handle = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
            except FileNotFoundError:
                continue  # its last owner has just removed the folder
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(handle).st_ino == (self.folder / LOCK).stat().st_ino:
                    return handle
            except BlockingIOError:
                os.close(handle)
                raise UsageError(f"{printable(self.label)}: another sweep is writing it") from None
            except FileNotFoundError:
                pass
            except OSError:
                os.close(handle)
                raise
            os.close(handle)

    def _unlock(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _begin(self) -> None:
        manifest = self.folder / MANIFEST
        if not manifest.exists():
            _write(self.folder, manifest, (self._text,))
            return
        if not self._resume:
            raise UsageError(
                f"{printable(self.label)}: an unfinished sweep into it is kept in {printable(self.folder.name)} "
                f"({self._kept():,} of its chunks); --resume goes on with it; remove that folder to begin anew"
            )
        if (text := _read(manifest)) != self._text:
            raise UsageError(self._other(text))
        for path in self.folder.iterdir():
            if path.suffix == ".part":
                path.unlink()
        self._look()

    def _kept(self) -> int:
        """Return how many chunks an earlier process left here, whole or not."""
        return sum(path.suffix == ".chunk" for path in self.folder.iterdir())

    def _look(self) -> None:
        """Find out which chunks are there, whole."""
        for path in self.folder.glob("*.chunk"):
            if path.stem.isdecimal() and (k := int(path.stem)) < self.count:
                with contextlib.suppress(DamagedChunkError):
                    self.get(k)
                    self._done[k] = 1

    def _other(self, text: bytes) -> str:
        """Say how the work that is kept here differs from the one asked for."""
        kept = printable(self.folder.name)
        begin = f"{printable(self.label)}: --resume cannot go on with the sweep that is kept in {kept}: "
        try:
            there, asked = json.loads(text), json.loads(self._text)
            differs = [word for word in self._words if there.get(word) != asked[word]]
        except (ValueError, AttributeError):
            return f"{begin}its manifest is damaged; remove that folder to begin anew"
        what = ", ".join(differs) or "manifest"
        return f"{begin}it has another {what}; ask for the same sweep, or remove that folder to begin anew"

    def _path(self, k: int) -> Path:
        return self.folder / f"{k:08d}.chunk"

    def _digest(self, k: int, data: bytes) -> bytes:
        found = hashlib.blake2b(digest_size=32)
        found.update(self._text)
        found.update(k.to_bytes(8, "little"))
        found.update(data)
        return found.digest()


def _write(folder: Path, path: Path, parts: tuple[bytes, ...]) -> None:
    """Write a file that is whole or not there, also after the machine loses its power."""
    part = path.with_suffix(".part")
    try:
        with part.open("wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_MANIFEST)
