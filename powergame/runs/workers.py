"""Make chunks in this process, or in worker processes that may die."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection, resource_tracker
from typing import Protocol, TypeAlias

from powergame.errors import NoAnswerError

Task: TypeAlias = Callable[[int], bytes]
"""Function that makes a chunk, given its number; it can be pickled."""

Receive: TypeAlias = Callable[[int, bytes], None]
"""Function that takes a finished chunk; chunks may come in any order."""

AHEAD = 2
"""Chunks in flight for each worker: one in work, and one that waits."""

DEATHS = 3
"""Deaths of workers after which a chunk is given up."""

SUSPECT = 2
"""Deaths after which a chunk is made alone, so that no other chunk can cause the next one."""


class Runner(Protocol):
    """Makes chunks and hands them over, in any order."""

    def run(self, task: Task, chunks: Iterable[int], receive: Receive) -> None:
        """Make all chunks, and return when all have been received."""


@dataclass(frozen=True)
class Serial:
    """No workers: the calling process makes the chunks."""

    def run(self, task: Task, chunks: Iterable[int], receive: Receive) -> None:
        """Make all chunks in order."""
        for k in chunks:
            receive(k, task(k))


@dataclass(frozen=True)
class Processes:
    """Worker processes of this machine; they end with this process, however it ends.

    Attributes
    ----------
    count
        Number of workers.
    """

    count: int

    def run(self, task: Task, chunks: Iterable[int], receive: Receive) -> None:
        """Make all chunks; if a worker dies, its chunks are made again.

        Raises
        ------
        NoAnswerError
            Where a chunk costs `DEATHS` workers.
        """
        _Shift(self.count, task, chunks, receive).work()


class _Shift:
    """One run of worker processes."""

    def __init__(self, count: int, task: Task, chunks: Iterable[int], receive: Receive) -> None:
        self.count, self.task, self.receive = count, task, receive
        self.fresh = iter(chunks)
        self.again: list[int] = []
        self.deaths: Counter[int] = Counter()
        self.pending: dict[Future[bytes], int] = {}
        self.pool: ProcessPoolExecutor | None = None

    def work(self) -> None:
        try:
            while self.fill():
                self.collect()
        except BaseException:
            self.end(kill=True)
            raise
        self.end(kill=False)

    def fill(self) -> bool:
        """Hand out chunks; return whether any is in flight."""
        while len(self.pending) < AHEAD * self.count:
            k = self.again[0] if self.again else next(self.fresh, None)
            if k is None:
                break
            alone = self.deaths[k] >= SUSPECT
            if alone and self.pending:
                break
            if self.again:
                self.again.pop(0)
            self.submit(k)
            if alone:
                break
        return bool(self.pending)

    def submit(self, k: int) -> None:
        with _without_interrupts():
            if self.pool is None:
                context = multiprocessing.get_context("spawn")
                self.pool = ProcessPoolExecutor(self.count, context, _begin, (self.task,))
            try:
                self.pending[self.pool.submit(_make, k)] = k
                return
            except BrokenProcessPool:
                self.again.insert(0, k)
        self.recover()

    def collect(self) -> None:
        """Receive the finished chunks; if a worker died, hand out all chunks in flight again."""
        done = wait(self.pending, return_when=FIRST_COMPLETED).done
        if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
            self.recover()
            return
        for future in done:
            self.receive(self.pending.pop(future), future.result())

    def recover(self) -> None:
        wait(self.pending)
        lost = []
        for future, k in self.pending.items():
            if isinstance(future.exception(), BrokenProcessPool):
                lost.append(k)
            else:
                self.receive(k, future.result())
        self.pending.clear()
        self.end(kill=True)
        self.deaths.update(lost)
        for k in lost:
            if self.deaths[k] >= DEATHS and len(lost) == 1:
                raise NoAnswerError(
                    f"chunk {k} has cost {self.deaths[k]} worker processes, the last of which had no other chunk; "
                    "is there too little memory? (A program that calls powergame with workers must be a file that "
                    "does so under `if __name__ == '__main__':`)"
                )
        self.again = sorted({*self.again, *lost}, key=lambda k: (self.deaths[k] < SUSPECT, k))

    def end(self, *, kill: bool) -> None:
        if self.pool is None:
            return
        if kill:
            # before Python 3.14 the executor itself can only wait for its workers, also for the rest of what one was
            # writing when it was killed, unless nobody could write it any more
            self.pool._result_queue._writer.close()  # type: ignore[attr-defined]
            for process in list((self.pool._processes or {}).values()):
                process.kill()
        self.pool.shutdown(wait=True, cancel_futures=True)
        self.pool = None


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start workers so that an interrupt from the terminal, which goes to them too, is answered by this process only.

    They inherit the mask of signals; where there is none, on Windows, they ignore interrupts once they have begun.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its start would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_task: Task | None = None
"""The task of this process, if it is a worker."""


def _begin(task: Task) -> None:
    global _task
    _task = task
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End this process when its parent ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _make(k: int) -> bytes:
    if _task is None:
        raise RuntimeError("a worker without a task")
    return _task(k)
