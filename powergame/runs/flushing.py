"""Chunks on their way to the disk: while one is flushed, others are worked on."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from powergame.runs.store import Store

WAITING = 2
"""Chunks that may wait for the disk; whoever brings a further one waits, too."""


class Flushing:
    """Keeps chunks in a store, in the order in which they come; a context that ends when all are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pool = ThreadPoolExecutor(1)
        self._waiting: deque[tuple[int, Future[None]]] = deque()
        self._failed = False

    def __enter__(self) -> Flushing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True)

    def put(self, k: int, data: bytes) -> list[int]:
        """Take a finished chunk, and return those that have been kept meanwhile.

        Raises
        ------
        OutputError
            Where one of them cannot be kept.
        """
        self._waiting.append((k, self._pool.submit(self._put, k, data)))
        return self._kept(WAITING)

    def rest(self) -> list[int]:
        """Wait for all others, and return them; errors as for `put`."""
        return self._kept(0)

    def _put(self, k: int, data: bytes) -> None:
        """Keep a chunk; after one that could not be kept, no further ones: its error has told what there is."""
        if self._failed:
            return
        try:
            self._store.put(k, data)
        except BaseException:
            self._failed = True
            raise

    def _kept(self, most: int) -> list[int]:
        """Return the chunks that are kept now; wait until at most so many others are left."""
        kept = []
        while self._waiting and (len(self._waiting) > most or self._waiting[0][1].done()):
            k, future = self._waiting.popleft()
            future.result()
            kept.append(k)
        return kept
