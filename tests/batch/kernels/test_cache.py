"""The cache of compiled kernels: used where it is whole, and otherwise made again."""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.installed import ROOT

from powergame.batch.kernels.jit import sources

SCRIPT = """
from powergame.batch.kernels import jit

with jit.cached_kernels():
    @jit.compiled("float64(float64)")
    def twice(x):
        return 2 * x

print(twice(21.0), sum(twice.stats.cache_hits.values()), jit.kernels_are_cached())
"""


class Processes:
    def __init__(self, folder: Path) -> None:
        self.folder, self.script = folder, folder / "kernel.py"
        self.script.write_text(SCRIPT)

    def run(self) -> str:
        done = subprocess.run(
            [sys.executable, str(self.script)],
            env={**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache")},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        return done.stdout.strip()

    def files(self, pattern: str) -> list[Path]:
        return sorted((self.folder / "cache").rglob(pattern))


@pytest.fixture
def processes(tmp_path):
    return Processes(tmp_path)


def test_a_kernel_is_compiled_once_and_then_loaded(processes):
    assert processes.run() == "42.0 0 True"
    assert processes.run() == "42.0 1 True"


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "forged"])
def test_a_damaged_cache_is_made_again(processes, damage):
    processes.run()
    (path,) = processes.files("*.nbc")
    data = bytearray(path.read_bytes())
    if damage == "flipped":
        data[len(data) // 2] ^= 1
    forged = b"cos\nsystem\n(S'touch pwned'\ntR."  # a pickle that would run a command
    path.write_bytes({"flipped": bytes(data), "cut": bytes(data[:100]), "empty": b"", "forged": forged}[damage])
    assert processes.run() == "42.0 0 True"
    assert processes.run() == "42.0 1 True"
    assert not Path("pwned").exists()


def test_a_lost_or_damaged_list_of_digests_means_to_compile_again(processes):
    processes.run()
    (path,) = processes.files("digests")
    path.write_bytes(b"\xff\xfe nonsense")
    assert processes.run() == "42.0 0 True"
    path.unlink()
    assert processes.run() == "42.0 0 True"


def test_a_cache_that_others_could_write_to_is_not_used(processes):
    processes.run()
    (folder,) = {path.parent for path in processes.files("digests")}
    folder.chmod(0o777)
    assert processes.run() == "42.0 0 False"


def test_the_cache_is_made_anew_when_any_file_changes_that_kernels_are_compiled_from():
    """That is, any that a module of the kernels imports names from."""
    known, kernels = sources(), sorted((ROOT / "powergame" / "batch" / "kernels").glob("*.py"))
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
