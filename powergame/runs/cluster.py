"""Make chunks on an existing Dask cluster.

References
----------
Rocklin, *Dask: parallel computation with blocked algorithms and task scheduling*, SciPy 2015.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import logging
import re
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from powergame.errors import NoAnswerError, PowergameError, UsageError
from powergame.packages import require
from powergame.runs.workers import AHEAD, Receive, Task
from powergame.text import error_in_words, printable

ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?P<host>[^/:\s]+|\[[0-9a-fA-F:.]+\]):(?P<port>[0-9]{1,5})")

PATIENCE = 10.0
"""Seconds to wait for the scheduler's answer, and for a first worker."""


@dataclass(frozen=True)
class Cluster:
    """The workers of a Dask scheduler; they make the chunks of lost workers again.

    Attributes
    ----------
    address
        The scheduler's address, ``tcp://host:port``.
    same
        Packages whose versions must be the same in the workers and in this process: chunks' bytes depend on them.
    """

    address: str
    same: tuple[str, ...]

    def run(self, task: Task, chunks: Iterable[int], receive: Receive) -> None:
        """Make all chunks.

        Raises
        ------
        UsageError
            Where Dask is not installed, nothing answers at the address, or workers have other versions.
        NoAnswerError
            Where the cluster has no workers, or a chunk fails.
        """
        with self._client() as client:
            _check_workers(client, self.address, self.same)
            fresh = iter(chunks)
            ahead = AHEAD * max(1, sum(client.nthreads().values()))
            self._work(client, task, fresh, receive, ahead)

    def _work(self, client: Any, task: Task, fresh: Iterator[int], receive: Receive, ahead: int) -> None:
        numbers: dict[str, int] = {}

        def submitted(k: int) -> Any:
            future = client.submit(task, k, pure=False)
            numbers[future.key] = k
            return future

        # at most `ahead` chunks at a time
        first = [submitted(k) for _, k in zip(range(ahead), fresh, strict=False)]
        if not first:
            return
        finished = _dask().as_completed(first, loop=client.loop)
        for future in finished:
            k = numbers.pop(future.key)
            try:
                chunk = future.result()
            except PowergameError:
                raise
            except Exception as error:
                text = f"chunk {k} failed on the cluster at {printable(self.address)}: {error_in_words(error)}"
                raise NoAnswerError(text) from error
            receive(k, chunk)
            future.release()
            if (more := next(fresh, None)) is not None:
                finished.add(submitted(more))

    @contextmanager
    def _client(self) -> Iterator[Any]:
        dask = _dask()
        # errors come back as exceptions; Dask's log of them, with tracebacks, would only repeat them
        for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        _check_address(self.address)
        try:
            client = dask.Client(self.address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, ImportError) as error:
            raise UsageError(_no_answer(self.address, error)) from error
        try:
            yield client
        finally:
            client.close(timeout=2)


def _dask() -> Any:
    require("distributed", "--cluster")
    return importlib.import_module("distributed")


def _check_address(address: str) -> None:
    """Raise `UsageError` where nothing listens; Dask itself would keep trying."""
    match = ADDRESS.fullmatch(address)
    if match is None:
        raise UsageError(f"--cluster {printable(address)}: expected an address such as tcp://host:8786")
    try:
        socket.create_connection((match["host"].strip("[]"), int(match["port"])), timeout=PATIENCE).close()
    except (OSError, OverflowError, UnicodeError) as error:
        raise UsageError(_no_answer(address, error)) from error


def _no_answer(address: str, error: Exception) -> str:
    return f"--cluster {printable(address)}: no Dask scheduler answers at this address ({error_in_words(error)})"


def _check_workers(client: Any, address: str, same: Sequence[str]) -> None:
    """Wait for a first worker, and check that all workers have this process's versions."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise NoAnswerError(f"the cluster at {printable(address)} has no workers") from None
    for package in same:
        expected = importlib.metadata.version(package)
        # a function that every worker has, whatever packages it has
        versions = client.run(importlib.metadata.version, package, on_error="return")
        for worker, version in versions.items():
            if isinstance(version, importlib.metadata.PackageNotFoundError):
                raise UsageError(f"--cluster {printable(address)}: {package} is not installed at the worker {worker}")
            if isinstance(version, Exception):
                raise NoAnswerError(
                    f"the worker {worker} of the cluster at {printable(address)} failed: {error_in_words(version)}"
                )
            if version != expected:
                raise UsageError(
                    f"--cluster {printable(address)}: the worker {worker} has {package} {printable(str(version))} "
                    f"and this process has {expected}; the versions must be the same"
                )
