"""Chunks are made by whoever there is, and made again where somebody dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from support import chunk_tasks
from support.sweeping import all_gone

from powergame.errors import NoAnswerError, UsageError
from powergame.runs.workers import AHEAD, Processes, Serial

ALL = {k: chunk_tasks.number(k) for k in range(30)}


def made(runner, task, chunks=range(30)):
    found = {}

    def receive(k, data):
        assert k not in found, "a chunk is handed over once"
        found[k] = data

    runner.run(task, chunks, receive)
    return found


@pytest.mark.parametrize("runner", [Serial(), Processes(1), Processes(3)])
def test_all_chunks_are_made_once(runner):
    assert made(runner, chunk_tasks.number) == ALL


def test_no_chunks_are_no_work():
    assert made(Processes(2), chunk_tasks.number, ()) == {}


@pytest.mark.parametrize("deaths", [1, 2])
def test_chunks_of_a_dead_worker_are_made_again(tmp_path, deaths):
    assert made(Processes(2), partial(chunk_tasks.lethal, str(tmp_path), 7, deaths)) == ALL


def test_a_chunk_that_kills_every_worker_is_named(tmp_path):
    with pytest.raises(NoAnswerError, match="chunk 7 has cost 3 worker processes"):
        made(Processes(2), partial(chunk_tasks.lethal, str(tmp_path), 7, 99))


def test_a_worker_killed_from_outside_costs_nothing(tmp_path):
    seen = []

    def kill_one():
        while not (found := [int(path.name) for path in tmp_path.iterdir()]):
            time.sleep(0.01)
        os.kill(found[0], signal.SIGKILL)
        seen.append(found[0])

    killer = threading.Thread(target=kill_one)
    killer.start()
    assert made(Processes(2), partial(chunk_tasks.telling, str(tmp_path)), range(6)) == {k: ALL[k] for k in range(6)}
    killer.join()
    assert seen


def test_what_a_task_raises_comes_back_and_ends_the_work():
    with pytest.raises(UsageError, match="chunk 3 cannot be"):
        made(Processes(2), chunk_tasks.refused)


def test_what_receiving_raises_ends_the_work_and_the_workers(tmp_path):
    def full(k, data):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        Processes(2).run(partial(chunk_tasks.telling, str(tmp_path)), range(100), full)
    for path in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.name), 0)


def test_workers_that_are_killed_while_they_write_are_not_waited_for():
    def receive(k, data):
        raise OSError(28, "no space")

    for _ in range(3):
        with pytest.raises(OSError, match="no space"):
            Processes(2).run(chunk_tasks.long, range(30), receive)


def test_few_chunks_are_in_flight_however_many_there_are():
    """Chunk numbers are drawn as they are needed, so that neither numbers nor results pile up."""
    drawn, received = [], []

    def numbers():
        for k in range(40):
            drawn.append(k)
            assert len(drawn) - len(received) <= AHEAD * 2 + 1
            yield k

    Processes(2).run(chunk_tasks.number, numbers(), lambda k, data: received.append(k))
    assert sorted(received) == list(range(40))


def test_workers_do_not_outlive_a_killed_parent(tmp_path):
    code = (
        "from support import chunk_tasks\nfrom functools import partial\nfrom powergame.runs.workers import Processes\n"
        "if __name__ == '__main__':\n"
        f"    task = partial(chunk_tasks.telling, {str(tmp_path / 'seen')!r})\n"
        "    Processes(2).run(task, range(10_000), lambda k, data: None)\n"
    )
    (tmp_path / "seen").mkdir()
    script = tmp_path / "parent.py"
    script.write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(Path(chunk_tasks.__file__).parent.parent)}
    parent = subprocess.Popen([sys.executable, str(script)], env=environment, stderr=subprocess.DEVNULL)
    while len(workers := [int(path.name) for path in (tmp_path / "seen").iterdir()]) < 2:
        assert parent.poll() is None
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    assert all_gone(workers), "orphans go on"
