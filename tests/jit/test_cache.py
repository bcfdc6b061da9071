"""The cache of compiled kernels: used where it is whole, and otherwise made again."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from support.installed import ROOT

from powergame.jit import cache
from powergame.jit.cache import cache_folder, sources

SCRIPT = """
from powergame.jit import cache, decorators

with cache.cached_kernels():
    @decorators.compiled("float64(float64)")
    def twice(x):
        return 2 * x

print(twice(21.0), sum(twice.stats.cache_hits.values()), cache.is_cached("kernel.twice"))
"""


class Processes:
    def __init__(self, folder: Path, script: Path) -> None:
        self.folder, self.script = folder, script

    def run(self, before: str = "", **env: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", f"{before}\nimport runpy; runpy.run_path({str(self.script)!r}, run_name='kernel')"],
            env={**os.environ, "NUMBA_CACHE_DIR": "", "XDG_CACHE_HOME": str(self.folder / "cache"), **env},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        return done.stdout.strip()

    def files(self, pattern: str) -> list[Path]:
        return sorted((self.folder / "cache").rglob(pattern))


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    path = tmp_path_factory.mktemp("script") / "kernel.py"
    path.write_text(SCRIPT)
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory, script):
    """Processes whose kernels have been cached once."""
    made = Processes(tmp_path_factory.mktemp("filled"), script)
    assert made.run() == "42.0 0 True"
    return made


@pytest.fixture
def processes(tmp_path, script):
    """Processes without a cache yet."""
    return Processes(tmp_path, script)


@pytest.fixture
def cached(processes, filled):
    """Processes whose kernels are cached."""
    shutil.copytree(filled.folder / "cache", processes.folder / "cache")
    return processes


def test_a_kernel_is_compiled_once_and_then_loaded(processes):
    assert processes.run() == "42.0 0 True"
    assert processes.run() == "42.0 1 True"


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "forged"])
def test_a_damaged_cache_is_made_again(cached, damage):
    (path,) = cached.files("*.nbc")
    data = bytearray(path.read_bytes())
    if damage == "flipped":
        data[len(data) // 2] ^= 1
    forged = b"cos\nsystem\n(S'touch pwned'\ntR."  # a pickle that would run a command
    path.write_bytes({"flipped": bytes(data), "cut": bytes(data[:100]), "empty": b"", "forged": forged}[damage])
    assert cached.run() == "42.0 0 True"
    assert cached.run() == "42.0 1 True"
    assert not Path("pwned").exists()


def test_a_lost_or_damaged_list_of_digests_means_to_compile_again(cached):
    (path,) = cached.files("digests")
    path.write_bytes(b"\xff\xfe nonsense")
    assert cached.run() == "42.0 0 True"
    path.unlink()
    assert cached.run() == "42.0 0 True"


def test_a_cache_that_others_could_write_to_is_not_used(cached):
    (folder,) = {path.parent for path in cached.files("digests")}
    folder.chmod(0o777)
    assert cached.run() == "42.0 0 False"


def test_the_cache_is_made_anew_when_any_file_changes_that_kernels_are_compiled_from():
    """That is, any that a module of the kernels imports names from; their caller is none."""
    places = [ROOT / "powergame" / folder for folder in ("batch/kernels", "equilibrium/kernels")]
    kernels = [file for place in places for file in place.rglob("*.py") if file.name != "call.py"]
    known = sources()
    imported = {
        Path(importlib.util.find_spec(node.module).origin)
        for kernel in kernels
        for node in ast.walk(ast.parse(kernel.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("powergame.")
    }
    assert {*kernels, *imported} <= set(known)


def test_without_a_place_for_a_cache_kernels_are_compiled_all_the_same(processes):
    (processes.folder / "cache").write_text("a file where a folder is wanted")
    assert processes.run() == "42.0 0 False"


READ_ONLY = """
import os
access = os.access
os.access = lambda path, mode, **more: False if mode == os.W_OK else access(path, mode, **more)
"""

ANOTHER_USER = """
import os
os.getuid = lambda: {user}
"""

NO_LOCKS = """
import errno, fcntl
def flock(*_):
    raise OSError(errno.ENOLCK, "No locks available")
fcntl.flock = flock
"""


def test_a_cache_on_a_read_only_disk_is_read_and_left_as_it_is(cached):
    before = {path: path.stat().st_mtime_ns for path in cached.files("*")}
    temporary = cached.folder / "temporary"
    temporary.mkdir()
    assert cached.run(READ_ONLY, TMPDIR=str(temporary)) == "42.0 1 True"
    assert {path: path.stat().st_mtime_ns for path in cached.files("*")} == before
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("damage", ["a file", "the list of digests", "a link"])
def test_a_damaged_cache_on_a_read_only_disk_is_not_read(cached, damage):
    (path,) = cached.files("*.nbc" if damage != "the list of digests" else "digests")
    data = path.read_bytes()
    if damage == "a link":
        path.rename(path.with_suffix(".elsewhere"))
        path.symlink_to(path.with_suffix(".elsewhere"))
    else:
        path.write_bytes(data[:-1])
    assert cached.run(READ_ONLY) == "42.0 0 False"


def test_the_administrators_cache_is_read_and_another_users_is_not(cached):
    """A cache is machine code: who wrote it runs as its reader."""
    if os.getuid() == 0:
        assert cached.run(READ_ONLY + ANOTHER_USER.format(user=12345)) == "42.0 1 True"
        for path in [cached.folder / "cache", *cached.files("*")]:
            os.chown(path, 12345, 12345)
    assert cached.run(ANOTHER_USER.format(user=54321)) == "42.0 0 False"


@pytest.mark.skipif(os.name != "posix", reason="modes do not say who can write")
@pytest.mark.parametrize("what", ["*.nbc", "*.nbi", "digests"])
def test_a_cache_with_a_file_that_others_could_write_to_is_made_again(cached, what):
    (path,) = cached.files(what)
    path.chmod(0o666)
    assert cached.run(READ_ONLY) == "42.0 0 False"
    assert cached.run() == "42.0 0 True"
    assert cached.run() == "42.0 1 True"


def test_a_generous_umask_gives_nobody_else_the_cache_to_write_to(processes):
    assert processes.run("import os; os.umask(0)") == "42.0 0 True"
    assert processes.run("import os; os.umask(0)") == "42.0 1 True"
    assert not [path for path in processes.files("*") if path.stat().st_mode & 0o022 and path.name != "powergame"]


def test_numbas_own_variable_says_where_caches_are(processes, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    assert processes.run(NUMBA_CACHE_DIR=str(elsewhere)) == "42.0 0 True"
    assert processes.run(NUMBA_CACHE_DIR=str(elsewhere)) == "42.0 1 True"
    assert list(elsewhere.rglob("*.nbc"))
    assert not processes.files("*.nbc")


@pytest.mark.parametrize("locks", [NO_LOCKS, "import sys; sys.modules['fcntl'] = None"])
def test_without_locks_kernels_are_cached_all_the_same(processes, locks):
    assert processes.run(locks) == "42.0 0 True"
    assert processes.run(locks) == "42.0 1 True"


def test_on_a_full_disk_kernels_are_compiled_without_a_cache(processes):
    full = """
from numba.core import caching
def full(*_):
    raise OSError(28, "No space left on device")
caching.IndexDataCacheFile.save = full
"""
    assert processes.run(full).startswith("42.0 0")


@pytest.mark.parametrize("threads", ["0", "many"])
def test_settings_of_numba_that_cannot_be_read_are_no_error_and_no_noise(threads):
    done = subprocess.run(
        [sys.executable, "-c", "from powergame.jit.cache import numba_works; print(numba_works())"],
        env={**os.environ, "NUMBA_NUM_THREADS": threads},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout.strip(), done.stderr) == (str(threads == "many"), "")


def test_a_relative_home_of_caches_is_ignored_as_its_specification_asks(monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    relative = cache_folder()
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert relative == cache_folder()


def test_kernels_are_missed_from_when_they_were_asked_for_without_numba(monkeypatch):
    for name in ("numba_works", "_numba_is_there"):
        monkeypatch.setattr(cache, name, lru_cache(maxsize=1)(getattr(cache, name).__wrapped__))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert not cache.was_missed()
    assert not cache.is_cached("search.searched")
    assert cache.was_missed()
