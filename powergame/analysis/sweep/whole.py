"""The whole of a sweep: a file that grows in order, while chunks are finished in any order."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from powergame.analysis.sweep.chunk import opened, schema, solve_chunk
from powergame.analysis.sweep.plan import Plan
from powergame.analysis.sweep.tally import Total
from powergame.runs.store import DamagedChunkError, Store
from powergame.runs.tables import format_named
from powergame.runs.tables.pieces import Add

AT_ONCE = 4
"""Chunks that are joined whenever one has been finished, at most: workers are not to wait long for their next ones."""


@dataclass
class Whole:
    """The chunks that have been joined, from the first one on.

    Attributes
    ----------
    add
        Function that writes a piece behind those before it.
    total
        The results of their rows, summed up.
    chunks
        Their number.
    """

    plan: Plan
    store: Store
    add: Add
    total: Total = field(default_factory=Total)
    chunks: int = 0

    def grow(self) -> None:
        """Join some of the chunks that are finished and whose turn it is."""
        until = min(self.chunks + AT_ONCE, self.plan.chunks)
        while self.chunks < until and self.store.has(self.chunks):
            self._join()

    def complete(self) -> None:
        """Join all others."""
        while self.chunks < self.plan.chunks:
            self._join()

    def _join(self) -> None:
        k = self.chunks
        try:
            chunk = self.store.get(k)
        except DamagedChunkError:  # damaged since the store was opened, into which nobody else should write
            self.store.put(k, chunk := solve_chunk(self.plan, k))
        tally, piece = opened(chunk)
        with self.store.writing():
            self.add(piece)
        self.total.add(tally)
        self.chunks += 1


@contextlib.contextmanager
def joining(plan: Plan, store: Store) -> Iterator[Whole]:
    """Begin the whole; it is on the disk when the context ends, and gone where that is by an error."""
    with store.joining() as file, contextlib.ExitStack() as stack:
        with store.writing():
            add = stack.enter_context(format_named(plan.format).joining(schema(plan), file))
        yield Whole(plan, store, add)
        with store.writing():
            stack.close()
