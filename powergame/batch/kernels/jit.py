"""Compilation of kernels, and a cache of compiled ones that can be trusted.

The cache is a folder of the user's own, named by a digest of everything that the kernels are compiled from, so that an
upgrade makes a new one. Its files are compared with their digests before any is loaded. After a damaged file, in a
folder that somebody else could write to, or on a full disk, kernels are compiled again; nothing worse happens.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import stat
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from powergame.locks import lock

P = ParamSpec("P")
T = TypeVar("T")

MANIFEST = "digests"
"""Name of the file with the digests of all others."""

OWN_ONLY = 0o700
"""Permissions of the folder: the user's alone."""


def compiled(signature: str, *, inner: bool = False) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator that compiles a function for one signature, at once, or takes it from the cache.

    Parameters
    ----------
    signature
        Signature in numba's notation.
    inner
        Whether only other kernels call the function: a wrapper for calls from Python doubles the time to compile it.
    """
    import numba

    options: dict[str, Any] = {"no_cpython_wrapper": inner, "no_cfunc_wrapper": True, "cache": _caching}
    decorator: Any = numba.njit(signature, error_model="numpy", nogil=True, **options)
    made: Callable[[Callable[P, T]], Callable[P, T]] = decorator
    return made


def inlined(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a function into each place that calls it."""
    import numba

    made: Any = numba.njit(function, error_model="numpy", forceinline=True)
    kernel: Callable[P, T] = made
    return kernel


_caching = False


@contextlib.contextmanager
def cached_kernels() -> Iterator[None]:
    """Take the kernels of modules that are imported inside from the cache, or put them into it."""
    global _caching
    from numba.core import config as numba_config

    config: Any = numba_config

    folder = _usable_folder()
    if folder is None:
        yield
        return
    before = config.CACHE_DIR
    with _locked(folder):
        if not intact(folder):
            _empty(folder)
        config.CACHE_DIR, _caching = str(folder), True
        try:
            yield
        finally:
            config.CACHE_DIR, _caching = before, False
            with contextlib.suppress(OSError):  # a full disk: the next process compiles again
                (folder / MANIFEST).write_text(_digests(folder))


@lru_cache(maxsize=1)
def numba_works() -> bool:
    """Whether numba can be imported; without it all rows are solved one by one."""
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


def kernels_are_cached() -> bool:
    """Whether compiled kernels are in the cache, so that only loading them takes time."""
    folder = _usable_folder()
    return folder is not None and (folder / MANIFEST).exists() and intact(folder) and numba_works()


def intact(folder: Path) -> bool:
    """Whether all files of a cache folder are as they were written."""
    try:
        return (folder / MANIFEST).read_text() == _digests(folder)
    except (OSError, ValueError):
        return False


def cache_folder() -> Path:
    """Return the folder of compiled kernels, in ``$XDG_CACHE_HOME/powergame`` or ``~/.cache/powergame``."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    if sys.platform == "darwin":
        home = "~/Library/Caches"
    return Path(home).expanduser() / "powergame" / f"kernels-{_origin()}"


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
    package = Path(__file__).parents[2]
    others = (package / name for name in ("arrays.py", "equilibrium/budgets.py", "equilibrium/verdict.py"))
    batch, model = (package / "batch").rglob("*.py"), (package / "model").glob("*.py")
    return sorted([*batch, *model, *others])


def _usable_folder() -> Path | None:
    """Return the cache folder, made if necessary; None where others can write to it, or the user cannot."""
    try:
        folder = cache_folder()
        folder.mkdir(mode=OWN_ONLY, parents=True, exist_ok=True)
        status = folder.lstat()
    except (OSError, RuntimeError, ImportError):  # the last where numba is not installed
        return None
    others_write = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    users_alone = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not others_write
    return folder if users_alone and os.access(folder, os.W_OK) else None


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: of several processes that start together, one compiles and the others load."""
    handle = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        lock(handle, wait=True)
        yield
    finally:
        os.close(handle)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.nb?") if path.is_file())


def _digests(folder: Path) -> str:
    lines = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder)}\n" for p in _files(folder))
    return "".join(lines)


def _empty(folder: Path) -> None:
    for path in _files(folder):
        path.unlink(missing_ok=True)
