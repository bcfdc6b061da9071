"""A lock on an open file: one process has it at a time, and it ends with the process, however that ends."""

from __future__ import annotations

import errno
import time

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

WITHOUT_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})
"""Errors of file systems that have no locks, such as Lustre and NFS without their services."""

PAUSE = 0.1
"""Seconds between two tries, where the system cannot wait for a lock."""


def lock(handle: int, *, wait: bool = False) -> bool:
    """Lock an open file for this process, and return whether this process may go on.

    Where there are no locks, every process may: then nothing keeps two of them apart.

    Parameters
    ----------
    wait
        Whether to wait for the process that has the lock.
    """
    while True:
        try:
            _lock(handle, wait=wait)
            return True
        except OSError as error:
            if error.errno in WITHOUT_LOCKS:
                return True
            if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                raise
            if not wait:
                return False
            time.sleep(PAUSE)


def _lock(handle: int, *, wait: bool) -> None:
    if fcntl is not None:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        return
    try:
        import msvcrt
    except ImportError:
        return
    msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
