"""Whatever happens to a sweep: what is finished survives, and the file is the same in the end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from support.installed import SMALLEST, assert_ends_well, powergame
from support.sweeping import GRID, Sweeping, all_gone, descendants, resident

MOST_MEMORY = 900
"""MiB of a sweep on two workers, all processes together; what they share counts three times."""

FILES_TOO_SMALL = ("bash", "-c", 'ulimit -f 450; exec "$@"', "bash")
"""Starts a command whose files may have 450 blocks of 1024 bytes: more than any chunk, less than the whole."""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "small.yaml"
    path.write_text(SMALLEST)
    return path


@pytest.fixture(scope="module")
def uninterrupted(small, tmp_path_factory):
    """Return the bytes of a sweep to which nothing happens, on one worker."""
    output = tmp_path_factory.mktemp("whole") / "out.parquet"
    with Sweeping(small, output, "--workers", 1) as sweep:
        assert sweep.end()[0] == 0
    return output.read_bytes()


def resumed(small, output, *options):
    with Sweeping(small, output, "--resume", *options) as again:
        status, _, error = again.end()
    assert (status, error) == (0, "")
    assert [path.name for path in output.parent.iterdir()] == [output.name]
    return output.read_bytes()


def stopped(small, output, *options, chunks=3):
    """Leave a sweep behind that was killed at work; return the numbers of its workers."""
    with Sweeping(small, output, *options) as sweep:
        sweep.wait_for(chunks)
        workers = sweep.workers()
        sweep.process.kill()
        sweep.process.wait()
    assert not output.exists()
    return workers


def test_a_killed_sweep_goes_on_and_ends_in_the_same_bytes_with_other_workers(small, uninterrupted, tmp_path):
    output = tmp_path / "out.parquet"
    workers = stopped(small, output, "--workers", 2)
    assert len(workers) == 2
    assert all_gone(workers), "orphans go on"
    stopped(small, output, "--workers", 1, "--resume", chunks=6)
    assert resumed(small, output, "--workers", 3) == uninterrupted


def test_a_killed_worker_s_chunks_are_made_again(small, uninterrupted, tmp_path):
    output = tmp_path / "out.parquet"
    with Sweeping(small, output, "--workers", 2) as sweep:
        sweep.wait_for(2)
        os.kill(sweep.workers()[0], signal.SIGKILL)
        status, _, error = sweep.end()
    assert (status, error) == (0, "")
    assert output.read_bytes() == uninterrupted


@pytest.mark.parametrize(("number", "status", "workers"), [(signal.SIGINT, 130, 2), (signal.SIGTERM, 143, 1)])
def test_an_interrupted_sweep_says_how_to_go_on(small, uninterrupted, tmp_path, number, status, workers):
    output = tmp_path / "out.parquet"
    with Sweeping(small, output, "--workers", workers) as sweep:
        sweep.wait_for()
        children = descendants(sweep.process.pid)
        sweep.interrupt(number)
        ended, out, error = sweep.end()
    assert ended == status
    assert out == ""
    assert len(error.splitlines()) == 1
    assert "--resume" in error
    assert "of 9 chunks are kept in .out.parquet.sweep" in error
    assert all_gone(children)
    assert not output.exists()
    if status == 130:
        assert resumed(small, output, "--workers", 1) == uninterrupted


def test_an_interrupt_before_anything_is_finished_leaves_nothing(small, tmp_path):
    output = tmp_path / "out.parquet"
    with Sweeping(small, output, "--workers", 2) as sweep:
        sweep._until(sweep.folder.exists)
        sweep.interrupt()
        status, _, error = sweep.end()
    assert status == 130
    assert len(error.splitlines()) == 1
    assert not sweep.chunks()
    # and nothing stands in the way of the next one
    run = powergame("sweep", small, "--vary", "conflict.stakes=[0, 1]", "-o", output)
    assert (run.returncode, run.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == [output]


def test_a_second_sweep_into_the_same_file_gets_one_clear_line(small, uninterrupted, tmp_path):
    output = tmp_path / "out.parquet"
    with Sweeping(small, output, "--workers", 2) as first:
        first.wait_for(1)
        for options in ((), ("--resume",)):
            second = powergame("sweep", small, *GRID, "-o", output, *options)
            assert_ends_well(second)
            assert second.returncode == 2
            assert second.stderr == f"powergame: {output}: another sweep is writing it\n"
        assert first.end()[0] == 0
    assert output.read_bytes() == uninterrupted


@pytest.mark.parametrize("sign", [".out.parquet.sweep/joined.part", "out.parquet"], ids=["put together", "delivered"])
def test_a_sweep_killed_while_its_file_is_put_together_or_delivered_goes_on(small, uninterrupted, tmp_path, sign):
    output = tmp_path / "out.parquet"
    with Sweeping(small, output, "--workers", 1, prefix=FILES_TOO_SMALL) as sweep:
        assert sweep.end()[0] == 2
    ends = []
    for _ in range(2):
        with Sweeping(small, output, "--workers", 1, "--resume") as sweep:
            output.unlink(missing_ok=True)
            sweep._until((tmp_path / sign).exists, pause=0)
            sweep.process.kill()
            ends.append(sweep.process.wait())
        assert not output.exists() or output.read_bytes() == uninterrupted
    assert -signal.SIGKILL in ends, "it was over before, each time"
    assert resumed(small, output, "--workers", 1) == uninterrupted


@pytest.mark.parametrize("gone", [".out.parquet.sweep", ""], ids=["its own", "the output's"])
def test_a_folder_that_vanishes_is_one_clear_line_that_promises_nothing(small, tmp_path, gone):
    output = tmp_path / "there" / "out.parquet"
    output.parent.mkdir()
    with Sweeping(small, output, "--workers", 2) as sweep:
        sweep.wait_for(1)
        (output.parent / gone).rename(tmp_path / "elsewhere")
        status, _, error = sweep.end()
    assert (status, error) == (2, f"powergame: {output}: cannot be written: No such file or directory\n")


def test_damaged_chunks_are_made_again(small, uninterrupted, tmp_path):
    output = tmp_path / "out.parquet"
    stopped(small, output, "--workers", 1, chunks=6)
    first, second, third, fourth, *_ = sorted((tmp_path / ".out.parquet.sweep").glob("*.chunk"))
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 16
    first.write_bytes(data)
    second.write_bytes(second.read_bytes()[:-100])
    third.write_bytes(b"")
    shutil.copy(first, fourth)
    assert resumed(small, output, "--workers", 1) == uninterrupted


def test_unfinished_work_is_not_overwritten_unasked_nor_mixed_with_another(small, tmp_path):
    output = tmp_path / "out.parquet"
    stopped(small, output, "--workers", 1)
    folder = tmp_path / ".out.parquet.sweep"
    kept = sorted(path.name for path in folder.glob("*.chunk"))
    other = tmp_path / "other.yaml"
    other.write_text(SMALLEST.replace("power: 3", "power: 4"))

    def refused(*arguments):
        run = powergame("sweep", *arguments, "-o", output)
        assert_ends_well(run)
        assert run.returncode == 2
        assert len(run.stderr.splitlines()) == 1
        return run.stderr

    assert "continue it with --resume" in refused(small, *GRID)
    assert "another scenario, values;" in refused(other, *GRID, "--resume")
    assert "another values;" in refused(small, *GRID, "--resume", "--set", "conflict.stakes=0.5")
    assert "another axes" in refused(small, *GRID[:2], "--resume")
    assert "another solution, chunk size;" in refused(small, *GRID, "--solution", "logit", "--resume")
    manifest = folder / "manifest.json"
    true = manifest.read_text()
    manifest.write_text(true.replace('"version of powergame": "', '"version of powergame": "9'))
    assert "another version of powergame;" in refused(small, *GRID, "--resume")
    manifest.write_text(true[:50])
    assert "damaged" in refused(small, *GRID, "--resume")
    assert sorted(path.name for path in folder.glob("*.chunk")) == kept


@pytest.mark.parametrize(
    ("blocks", "workers", "kept"), [(40, 2, False), (600, 1, True)], ids=["in a chunk", "while it is put together"]
)
def test_no_room_is_one_clear_line_and_what_is_finished_is_kept(small, uninterrupted, tmp_path, blocks, workers, kept):
    """Files may have so many blocks of 1024 bytes: less than a chunk, or less than the whole."""
    output = tmp_path / "out.parquet"
    prefix = ("bash", "-c", f'ulimit -f {blocks}; exec "$@"', "bash")
    with Sweeping(small, output, "--workers", workers, prefix=prefix) as sweep:
        status, out, error = sweep.end()
    assert (status, out) == (2, "")
    assert len(error.splitlines()) == 1
    assert "cannot be written: File too large" in error
    assert not output.exists()
    assert any(tmp_path.glob(".out.parquet.sweep/*.chunk")) == kept
    assert ("--resume" in error) == kept
    if kept:
        assert resumed(small, output, "--workers", 1) == uninterrupted


@pytest.fixture
def tiny_disk(tmp_path):
    """Return a folder on a file system of its own with room for a third of the sweep."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can make a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_one_clear_line_and_more_room_lets_it_go_on(small, uninterrupted, tiny_disk):
    output = tiny_disk / "out.parquet"
    with Sweeping(small, output, "--workers", 2) as sweep:
        status, _, error = sweep.end()
    assert status == 2
    assert len(error.splitlines()) == 1
    assert "No space left on device; finished chunks are kept, and --resume continues" in error
    assert list(tiny_disk.glob(".out.parquet.sweep/*.chunk"))
    subprocess.run(["mount", "-o", "remount,size=100m", str(tiny_disk)], check=True)
    assert resumed(small, output, "--workers", 1) == uninterrupted


def test_a_disk_that_cannot_be_written_is_one_clear_line(small, tiny_disk):
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    run = powergame("sweep", small, *GRID, "-o", tiny_disk / "out.parquet")
    assert_ends_well(run)
    assert run.returncode == 2
    assert "Read-only file system" in run.stderr


def test_memory_is_bounded_by_chunks_and_not_by_the_grid(small, tmp_path):
    most = 0
    with Sweeping(small, tmp_path / "out.parquet", "--workers", 2) as sweep:
        while sweep.process.poll() is None:
            most = max(most, resident([sweep.process.pid, *descendants(sweep.process.pid)]))
            time.sleep(0.02)
    assert 100 < most < MOST_MEMORY


@pytest.fixture
def cluster(tmp_path_factory):
    """Yield a function that starts a scheduler and workers as processes, and returns its address and theirs."""
    pytest.importorskip("distributed")
    folder = tmp_path_factory.mktemp("cluster")
    environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    started = []

    def start(name, *arguments):
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{name}", *map(str, arguments), "--no-dashboard"],
                env=environment,
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        return started[-1]

    def begin(workers):
        file = folder / "scheduler.json"
        scheduler = start("scheduler", "--port", 0, "--host", "127.0.0.1", "--scheduler-file", file)
        deadline = time.monotonic() + 30
        while not file.exists() or not file.read_text().endswith("}"):
            assert time.monotonic() < deadline, "no scheduler"
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        options = ("--nthreads", 1, "--no-nanny", "--local-directory", folder)
        return address, scheduler, [start("worker", address, *options) for _ in range(workers)]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def test_a_cluster_that_loses_a_worker_ends_in_the_same_bytes(small, uninterrupted, tmp_path, cluster):
    output = tmp_path / "out.parquet"
    address, _, workers = cluster(2)
    with Sweeping(small, output, "--cluster", address) as sweep:
        sweep.wait_for(2)
        workers[0].kill()
        status, _, error = sweep.end()
    assert (status, error) == (0, "")
    assert output.read_bytes() == uninterrupted


def test_a_cluster_that_is_lost_is_one_clear_line_and_its_chunks_are_kept(small, tmp_path, cluster):
    output = tmp_path / "out.parquet"
    address, scheduler, workers = cluster(1)
    with Sweeping(small, output, "--cluster", address) as sweep:
        sweep.wait_for(2)
        for process in (scheduler, *workers):
            process.kill()
        status, _, error = sweep.end()
    assert status == 3
    assert len(error.splitlines()) == 1
    assert len(sweep.chunks()) >= 2
