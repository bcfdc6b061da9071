"""A folder that keeps the finished chunks of a long work, however the work ends.

Every chunk is a file with a digest of its contents. It is written under another name, flushed to the disk and then
renamed. Its process locks the folder, and the lock ends with the process.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType

from powergame.errors import OutputError, UsageError
from powergame.locks import lock
from powergame.text import printable

MAGIC = b"PGCHUNK1"
HEAD = struct.Struct("<8sQQ32s")
"""Head of a chunk's file: magic, number of the chunk, length and digest of the data."""

MANIFEST, LOCK, JOINED = "manifest.json", "lock", "joined.part"
OURS = re.compile(r"\d+\.chunk|(manifest|joined|\d+)\.part")
"""Names of the files that a store writes; it removes no others."""

MAX_MANIFEST = 1 << 24
"""Bytes of a manifest; a longer file is not a store's."""


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
        Where the folder cannot be written; finished chunks are kept.
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
        """Yield the finished chunks, in order."""
        return (k for k in range(self.count) if self._done[k])

    def hint(self) -> str:
        """Return the end of an error's text: whether the work can be continued."""
        kept = any(self._done) and (self.folder / MANIFEST).exists()
        return "; finished chunks are kept, and --resume continues the sweep" if kept else ""

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
        """The file, on the same disk, in which the whole is put together; see `deliver`."""
        return self.folder / JOINED

    def deliver(self, target: Path) -> None:
        """Rename `joined`, the whole, to the target, and remove the chunks."""
        with writing(self.label, self.hint):
            if target.exists():
                self.joined.chmod(target.stat().st_mode & 0o777)
            self.joined.replace(target)
            _flush_folder(target.parent)
            self.remove()

    def remove(self) -> None:
        """Remove the files of this work, and no file that a store did not write."""
        # first the manifest: without one the folder has no unfinished work
        (self.folder / MANIFEST).unlink(missing_ok=True)
        for path in self.folder.iterdir():
            if OURS.fullmatch(path.name):
                path.unlink()
        (self.folder / LOCK).unlink()
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def _locked(self) -> int:
        """Take the lock and return its handle; the locked file is the one that is in the folder now."""
        while True:
            self.folder.mkdir(exist_ok=True)
            try:
                handle = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
            except FileNotFoundError:
                continue  # the last owner of the folder has just removed it
            try:
                if not lock(handle):
                    raise UsageError(f"{printable(self.label)}: another sweep is writing it")
                if os.fstat(handle).st_ino == (self.folder / LOCK).stat().st_ino:
                    return handle
            except FileNotFoundError:
                pass
            except (OSError, UsageError):
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
                f"{printable(self.label)}: {printable(self.folder.name)} keeps {self._kept():,} chunks of an "
                "unfinished sweep into this file; continue it with --resume, or remove that folder to start again"
            )
        if (text := _read(manifest)) != self._text:
            raise UsageError(self._other(text))
        for path in self.folder.iterdir():
            if path.suffix == ".part":
                path.unlink()
        self._look()

    def _kept(self) -> int:
        """Return the number of chunks that an earlier process left, whole or not."""
        return sum(path.suffix == ".chunk" for path in self.folder.iterdir())

    def _look(self) -> None:
        """Mark the chunks that are whole as done."""
        for path in self.folder.glob("*.chunk"):
            if path.stem.isdecimal() and (k := int(path.stem)) < self.count:
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
        except (ValueError, AttributeError):
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


def _write(folder: Path, path: Path, parts: tuple[bytes, ...]) -> None:
    """Write a file that is whole or absent, even after a loss of power."""
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
