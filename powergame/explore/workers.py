"""Threads that compute while the server keeps listening."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


class OneThread:
    """One thread that does one thing after the other; it never keeps the program from ending."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Callable[[], None]] = SimpleQueue()
        Thread(target=self._work, daemon=True).start()

    async def do(self, call: Callable[[], T]) -> T:
        """Return what a call returns, or raise what it raises."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def task() -> None:
            settle: Callable[[], None]
            try:
                result = call()
                settle = _unless_done(done, done.set_result, result)
            except Exception as error:
                settle = _unless_done(done, done.set_exception, error)
            with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
                loop.call_soon_threadsafe(settle)

        self._waiting.put(task)
        return await done

    def _work(self) -> None:
        while True:
            self._waiting.get()()


def _unless_done(future: asyncio.Future[Any], settle: Callable[[Any], None], value: object) -> Callable[[], None]:
    """Return a function that settles a future, unless it was given up."""
    return lambda: None if future.done() else settle(value)
