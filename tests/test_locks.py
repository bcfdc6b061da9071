"""A lock on a file, where there are locks, and where there are none."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from powergame import locks
from powergame.locks import lock


@pytest.fixture
def handles(tmp_path):
    """Return two handles of one file, as two processes have them."""
    handles = [os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT) for _ in range(2)]
    yield handles
    for handle in handles:
        os.close(handle)


def test_one_has_a_lock_at_a_time(handles):
    first, second = handles
    assert lock(first)
    assert not lock(second)
    os.close(first)
    assert lock(second, wait=True)
    handles.remove(first)


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP])
@pytest.mark.parametrize("wait", [False, True])
def test_on_a_file_system_without_locks_everybody_goes_on(handles, monkeypatch, error, wait):
    def no(*_):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(locks.fcntl, "flock", no)
    assert [lock(handle, wait=wait) for handle in handles] == [True, True]


def test_an_error_that_is_not_about_locks_is_raised(handles, monkeypatch):
    def broken(*_):
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(locks.fcntl, "flock", broken)
    with pytest.raises(OSError, match="broken"):
        lock(handles[0])


def test_without_the_module_a_portable_lock_is_taken_or_none(handles, monkeypatch):
    calls = []

    class Portable:
        LK_NBLCK = 2

        @staticmethod
        def locking(*arguments):
            calls.append(arguments)
            if len(calls) < 3:
                raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(locks, "fcntl", None)
    assert lock(handles[0])
    monkeypatch.setitem(sys.modules, "msvcrt", Portable)
    assert not lock(handles[0])
    assert lock(handles[0], wait=True)
    assert calls == [(handles[0], 2, 1)] * 3


def test_a_sweep_needs_no_locks(tmp_path):
    from support.installed import SMALLEST

    (tmp_path / "s.yaml").write_text(SMALLEST)
    code = "import sys; sys.modules['fcntl'] = None; sys.argv[0] = 'powergame'\nfrom powergame.cli import main; main()"
    arguments = ["sweep", "s.yaml", "--vary", "conflict.stakes=0:1:5", "-o", "out.csv"]
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.csv.json", "s.yaml"]
