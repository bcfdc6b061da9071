"""A cache of compiled kernels that can be trusted.

The cache is a folder named by a digest of everything that the kernels are compiled from, so that an upgrade makes a new
one. It holds machine code: it is read only where the user or the system's administrator made it and nobody else can
write to it, and its files are compared with their digests before any is loaded. Where it can be read and not written,
as in a container's image, a copy is used. After a damaged file, in a folder that somebody else could write to, or on a
full disk, kernels are compiled again; nothing worse happens.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import platform
import shutil
import stat
import sys
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from powergame.deadline import uncounted
from powergame.jit import decorators
from powergame.locks import lock

MANIFEST = "digests"
"""Name of the file with the digests of all others."""

LOCK = "lock"
"""Name of the file that processes lock while they write."""

ADMINISTRATOR = 0
"""Number of the user whose files everybody must trust."""

ALL_READ = 0o755
"""Permissions of the folder: the user's alone to write to."""

OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
"""Permissions that nothing in a trusted folder has."""


@contextlib.contextmanager
def cached_kernels() -> Iterator[None]:
    """Take the kernels of modules that are imported inside from the cache, or put them into it.

    The time that this takes counts towards no limit.
    """
    with uncounted(), _cached(_trusted_folder()):
        yield


@contextlib.contextmanager
def _cached(folder: Path | None) -> Iterator[None]:
    if folder is None:
        yield
    elif os.access(folder, os.W_OK):
        with _written(folder):
            yield
    else:
        with contextlib.ExitStack() as stack:
            copy = stack.enter_context(_copied(folder))
            if copy is not None:
                stack.enter_context(_cache_in(copy))
            yield


@contextlib.contextmanager
def _written(folder: Path) -> Iterator[None]:
    """Use a cache, and keep in it what is compiled; of several processes that start together, one compiles."""
    with _locked(folder):
        if not intact(folder):
            _empty(folder)
        mask = os.umask(0)
        os.umask(mask | OTHERS_WRITE)
        try:
            with _cache_in(folder):
                yield
        finally:
            with contextlib.suppress(OSError):  # a full disk: the next process compiles again
                (folder / MANIFEST).write_text(_digests(folder))
            os.umask(mask)


@contextlib.contextmanager
def _copied(folder: Path) -> Iterator[Path | None]:
    """Yield a copy of a cache: numba reads none that it cannot write. None where the cache is damaged or no place is.

    What is compared with its digest is the copy, which nobody else can change.
    """
    import tempfile  # in the function, since it takes longer to load than all the rest of this module

    with contextlib.ExitStack() as stack:
        copy = None
        with contextlib.suppress(OSError):
            if _is_trusted_throughout(folder):
                place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="powergame-")))
                for path in [folder / MANIFEST, *_files(folder)]:
                    target = place / path.relative_to(folder)
                    target.parent.mkdir(exist_ok=True)
                    target.write_bytes(path.read_bytes())
                copy = place if _is_as_written(place) else None
        yield copy


@contextlib.contextmanager
def _cache_in(folder: Path) -> Iterator[None]:
    from numba.core import config as numba_config

    config: Any = numba_config
    before = config.CACHE_DIR
    config.CACHE_DIR, decorators.caching = str(folder), True
    try:
        yield
    finally:
        config.CACHE_DIR, decorators.caching = before, False


@lru_cache(maxsize=1)
def numba_works() -> bool:
    """Whether numba can be imported; without it all rows are solved one by one.

    It reads settings from the environment: warns of some that it cannot read, which is for its own users to know, and
    fails on others.
    """
    if not _numba_is_there():
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import numba  # noqa: F401
        except (ImportError, ValueError):
            return False
    return True


@lru_cache(maxsize=1)
def _numba_is_there() -> bool:
    """Whether numba is installed, which is known without the time that it takes to import it."""
    try:
        return importlib.util.find_spec("numba") is not None
    except (ImportError, ValueError):
        return False


def was_missed() -> bool:
    """Whether kernels were asked for, and numba was not there or does not work."""
    absent = _numba_is_there.cache_info().currsize > 0 and not _numba_is_there()
    return absent or (numba_works.cache_info().currsize > 0 and not numba_works())


def is_cached(kernel: str) -> bool:
    """Whether a compiled kernel, given as ``module.function``, is in the cache, so that only loading it takes time.

    The kernels that it calls are, too, since it was compiled after them.
    """
    if not _numba_is_there():
        return False
    folder = _trusted_folder()
    if folder is None or not (folder / MANIFEST).exists() or not any(folder.glob(f"*/{kernel}-*.nbi")):
        return False
    return intact(folder) and numba_works()


def intact(folder: Path) -> bool:
    """Whether all files of a cache folder are as they were written, and nobody else could have written them."""
    try:
        return _is_trusted_throughout(folder) and _is_as_written(folder)
    except OSError:
        return False


def _is_as_written(folder: Path) -> bool:
    try:
        return (folder / MANIFEST).read_text() == _digests(folder)
    except (OSError, ValueError):
        return False


def cache_folder() -> Path:
    """Return the folder of compiled kernels: in ``$NUMBA_CACHE_DIR/powergame``, or where the system keeps caches."""
    home = os.environ.get("NUMBA_CACHE_DIR") or _home_of_caches()
    return Path(home).expanduser().absolute() / "powergame" / f"kernels-{_origin()}"


def _home_of_caches() -> str:
    if sys.platform == "darwin":
        return "~/Library/Caches"
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    home = os.environ.get("XDG_CACHE_HOME", "")
    return home if os.path.isabs(home) else "~/.cache"  # noqa: PTH117  (by its specification a relative one is ignored)


def _origin() -> str:
    """Return a digest of everything that compiled code depends on; numba itself looks after the processor."""
    from importlib.metadata import version  # in the function, since it takes as long to load as all the rest

    digest = hashlib.sha256()
    for part in (version("numba"), version("llvmlite"), sys.version, platform.machine(), platform.processor()):
        digest.update(part.encode() + b"\0")
    for source in sources():
        digest.update(str(source).encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:20]


def sources() -> list[Path]:
    """Return the files that kernels are compiled from: their own, and those whose constants become a part of them.

    A change of any of them means to compile again, so the list is no longer than necessary.
    """
    package = Path(__file__).parents[1]
    others = (
        package / name
        for name in ("arrays.py", "deadline.py", "locks.py", "equilibrium/budgets.py", "equilibrium/verdict.py")
    )
    folders = (package / name for name in ("batch", "equilibrium/kernels", "jit", "model"))
    return sorted([*(path for folder in folders for path in folder.rglob("*.py")), *others])


def _trusted_folder() -> Path | None:
    """Return the cache folder, made if necessary; None where there is none, or others can write to it."""
    try:
        folder = cache_folder()
        with contextlib.suppress(OSError):
            folder.mkdir(mode=ALL_READ, parents=True, exist_ok=True)
        return folder if folder.is_dir() and _is_trusted(folder) else None
    except (OSError, RuntimeError, ImportError):  # no home; the last where numba is not installed
        return None


def _is_trusted_throughout(folder: Path) -> bool:
    return all(_is_trusted(path) for path in folder.rglob("*") if path.name != LOCK)


def _is_trusted(path: Path) -> bool:
    """Whether only the user, or the administrator, can have written a file or folder; a link is neither."""
    status = path.lstat()
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        return False
    if not hasattr(os, "getuid"):
        return True  # on Windows, where a user's folders are closed to others, and modes do not say so
    return status.st_uid in (os.getuid(), ADMINISTRATOR) and not status.st_mode & OTHERS_WRITE


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, where there are locks."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
            stack.callback(os.close, handle)
            lock(handle, wait=True)
        yield


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.nb?") if path.is_file())


def _digests(folder: Path) -> str:
    lines = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder)}\n" for p in _files(folder))
    return "".join(lines)


def _empty(folder: Path) -> None:
    """Remove what is in a cache folder, whatever it is."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != LOCK:
            path.unlink(missing_ok=True)
