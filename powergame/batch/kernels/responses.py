"""The call of the compiled kernels for quantal responses: blocks of rows, on all processors."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from types import ModuleType

import numpy as np

from powergame.arrays import ByteArray, FloatArray, IndexArray, IntArray
from powergame.batch.kernels.call import tables
from powergame.batch.types import DOUBTFUL, SOLVED, Columns, Responses, empty_responses, most_rows
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.jit.cache import cached_kernels
from powergame.model.payoffs import PAYOFF_UNIT

BLOCK = 2048
"""Rows of a block at most: no answer depends on it, nor on how many threads work on blocks."""

SURE_RATIONALITY = 1e3
"""Rationality above which rows are left to the interpreted way where libraries might round a payoff another way."""


@lru_cache(maxsize=1)
def response_kernel() -> ModuleType:
    """Return the module of the kernel for games whose payoffs are known; the first call compiles or loads it."""
    with cached_kernels():
        from powergame.batch.kernels.logit import response as kernel
    return kernel


@lru_cache(maxsize=2)
def payoff_kernel(two: bool) -> ModuleType:
    """Return the module of the kernel for payoffs, of two actors or of more."""
    with cached_kernels():
        if two:
            from powergame.batch.kernels import payoffs

            return payoffs
        from powergame.batch.kernels.many import payoffs as payoffs_of_many

        return payoffs_of_many


def load_responses(*, two: bool) -> None:
    """Compile or load what two actors need, or more."""
    response_kernel()
    payoff_kernel(two)


def respond_compiled(
    columns: Columns, rationality: FloatArray, workers: int | None = None, deadline: Deadline = NO_DEADLINE
) -> tuple[Responses, ByteArray]:
    """Find the quantal responses of columns that `powergame.batch.kernels.call.fits` accepts.

    Returns
    -------
    Responses
        The answers, valid where `became` says so.
    became : (B,)
        `SOLVED`, or `DOUBTFUL` where the row is left to the solvers of single games.
    """
    numbers, plain = tables(columns)
    sizes, n = np.array(columns.shape, dtype=np.int64), len(columns.shape)
    kernel = payoff_kernel(n == 2)
    rule = plain if n == 2 else columns.truth.third_parties == "aligned"
    steep = rationality.max(axis=0, initial=0.0) > SURE_RATIONALITY
    rationality = np.array(rationality, dtype=np.float64, order="C")  # kernels take no array that is read-only
    responses, became = _to_be_filled(columns.shape, len(columns))

    def solve(start: int, stop: int) -> None:
        payoffs, sure = np.empty((stop - start, n, math.prod(columns.shape))), np.empty(stop - start, dtype=bool)
        kernel.pay_rows(*numbers, rule, sizes, start, payoffs, sure)
        _respond(payoffs, start, sizes, rationality, responses, became)
        became[start:stop][~sure & steep[start:stop]] = DOUBTFUL

    _in_blocks(solve, columns.shape, len(columns), workers, deadline)
    return responses, became


def respond_to_payoffs(
    payoffs: Callable[[IndexArray], FloatArray],
    shape: Sequence[int],
    rationality: FloatArray,
    workers: int | None = None,
    deadline: Deadline = NO_DEADLINE,
) -> tuple[Responses, ByteArray]:
    """Find the quantal responses of games whose payoffs, (n, L_1, ..., L_n, R), are told for some rows at a time.

    Otherwise as `respond_compiled`.
    """
    rows, sizes = rationality.shape[1], np.array(shape, dtype=np.int64)
    rationality = np.array(rationality, dtype=np.float64, order="C")  # kernels take no array that is read-only
    responses, became = _to_be_filled(shape, rows)

    def solve(start: int, stop: int) -> None:
        table = payoffs(np.arange(start, stop)).reshape(len(shape), -1, stop - start) / PAYOFF_UNIT
        _respond(np.ascontiguousarray(np.moveaxis(table, -1, 0)), start, sizes, rationality, responses, became)

    _in_blocks(solve, shape, rows, workers, deadline)
    return responses, became


def _to_be_filled(shape: Sequence[int], rows: int) -> tuple[Responses, ByteArray]:
    return empty_responses(sum(shape), rows), np.full(rows, DOUBTFUL, dtype=np.int8)


def _respond(
    payoffs: FloatArray, start: int, sizes: IntArray, rationality: FloatArray, responses: Responses, became: ByteArray
) -> None:
    """Fill in the responses of a block, given payoffs (R, n, P) in units."""
    answers = responses.log_play, responses.residual, responses.unique, became
    response_kernel().respond_rows(payoffs, start, sizes, rationality, *answers)
    block = slice(start, start + len(payoffs))
    responses.solved[block] = became[block] == SOLVED


def _in_blocks(
    solve: Callable[[int, int], None], shape: Sequence[int], rows: int, workers: int | None, deadline: Deadline
) -> None:
    """Work on blocks of rows, on so many threads, or as many as there are processors: kernels run beside each other."""
    from concurrent.futures import ThreadPoolExecutor

    response_kernel()
    size = min(BLOCK, most_rows(tuple(shape), math.prod(shape)))

    def work(start: int) -> None:
        deadline.check("quantal responses were computed")
        solve(start, min(start + size, rows))

    starts = range(0, rows, size)
    if len(starts) < 2:
        for start in starts:
            work(start)
        return
    with ThreadPoolExecutor(min(len(starts), workers or _processors())) as pool:
        list(pool.map(work, starts))


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
