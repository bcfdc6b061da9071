"""Scenarios of three and more actors a second: by the engine, with the time of its parts, and through `sweep`.

    python benchmarks/many.py [--rows 20000] [--points 200000] [--seconds 2]

Every row is a random scenario: powers, preferences in three dimensions, odds and severity; one half with third parties
that take sides. `left` are those that strict dominance does not settle, selection included. In brackets are scenarios
a second of a processor.
"""

from __future__ import annotations

import argparse
import math
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import clock
import numba
import numpy as np
from batch import ladder, rates

import powergame as pg
from powergame.batch.dominance import solved_by_dominance
from powergame.batch.engine import solve_batch
from powergame.batch.kernels.call import kernels_for_many, solve_compiled, tables
from powergame.batch.rows import at_rows
from powergame.batch.types import Columns
from powergame.batch.variants import Variants
from powergame.model.compile import payoffs_of_views
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict

SHAPES = ((2, 2, 2), (2, 2, 2, 2), (3, 3, 3), (2, 2, 2, 2, 2))
"""Shapes of the games that are timed."""


def scenario(shape: tuple[int, ...], third_parties: str) -> Scenario:
    """Return a scenario whose numbers are then drawn."""
    r = np.random.default_rng(len(shape))
    actors = tuple(Actor(f"a{i}", 1.0, tuple(r.normal(size=3).round(2).tolist())) for i in range(len(shape)))
    conflict = replace(Conflict(0.6, 0.5), third_parties=third_parties)
    return Scenario("drawn", actors, conflict, ladder(shape[0]), dimensions=3)


def columns(shape: tuple[int, ...], rows: int, third_parties: str) -> Columns:
    """Draw scenarios."""
    drawn, r = scenario(shape, third_parties), np.random.default_rng(0)
    values = {f"actors.{name}.power": r.uniform(0.1, 6, rows) for name in drawn.names}
    values |= {f"actors.{name}.preferences": r.normal(size=(rows, 3)) for name in drawn.names}
    values |= {f"conflict.destruction.{name}": r.random(rows) for name in ("odds", "severity")}
    return Variants(drawn, tuple(values)).columns(values)


def left(drawn: Columns) -> Columns:
    """Return the rows that strict dominance does not settle."""
    parts = np.array_split(np.arange(len(drawn)), max(1, len(drawn) // 2000))
    open_rows = [part[solved_by_dominance(payoffs_of_views(at_rows(drawn, part).views))[0] < 0] for part in parts]
    return at_rows(drawn, np.concatenate(open_rows))


def engine_rates(parts: list[Columns], seconds: float, threads: int = 2) -> tuple[float, float]:
    """Return scenarios a second of the engine on some threads, and scenarios a second of a processor."""
    pieces = [at_rows(part, rows) for part in parts for rows in np.array_split(np.arange(len(part)), threads)]
    with ThreadPoolExecutor(threads) as pool:
        work = lambda: list(pool.map(lambda piece: solve_batch(piece, engine="compiled"), pieces))  # noqa: E731
        return rates(work, sum(map(len, parts)), seconds)


@dataclass(frozen=True)
class Parts:
    """Microseconds a row that the parts of the kernel take, on one thread."""

    payoffs: float
    dominance: float
    all: float


def parts_of(drawn: Columns, seconds: float) -> Parts:
    """Measure the kernel's parts."""
    kernel = kernels_for_many()
    from powergame.batch.kernels.many import dominance, outcomes

    shape = np.array(drawn.shape, dtype=np.int64)
    strides = np.array([int(np.prod(shape[i + 1 :])) for i in range(len(shape))], dtype=np.int64)
    work_rows, scalars, flag_rows = outcomes.WORK_ROWS, outcomes.SCALARS, outcomes.FLAG_ROWS

    @numba.njit(error_model="numpy")
    def run(varying, places, constants, aligned, sizes, strides, eliminate):
        n, profiles = len(sizes), 1
        for size in sizes:
            profiles *= size
        numbers, A, kept = constants.copy(), np.ones((n + 1, n, n)), np.zeros(n, dtype=np.int64)
        flags, work = np.zeros((flag_rows, n), dtype=np.int64), np.zeros((work_rows, n + scalars))
        raw, happening, lost = np.zeros((n, profiles)), np.zeros((2, profiles)), np.zeros(profiles, dtype=np.int64)
        for row in range(varying.shape[1]):
            kernel_take(varying, places, row, numbers, A)
            kernel_payoffs(numbers, A, places, aligned, sizes, flags, work, raw, happening)
            if eliminate:
                kernel_undominated(np.rint(raw), raw, sizes, strides, kept, lost, 0.0)

    kernel_take, kernel_payoffs, kernel_undominated = kernel.take_row, kernel.payoffs, dominance.undominated
    numbers, _ = tables(drawn)
    aligned = drawn.truth.third_parties == "aligned"
    run(*numbers, aligned, shape, strides, True)  # compiled
    taken = [
        1e6 / rates(lambda e=e: run(*numbers, aligned, shape, strides, e), len(drawn), seconds)[1]
        for e in (False, True)
    ]
    whole = 1e6 / rates(lambda: solve_compiled(drawn), len(drawn), seconds)[1]
    return Parts(taken[0], taken[1] - taken[0], whole)


def sweep_rates(shape: tuple[int, ...], points: int) -> tuple[float, float]:
    """Return scenarios a second through `sweep` on two processes, their start included, and of a processor."""
    r = np.random.default_rng(1)
    drawn = scenario(shape, "aligned")
    first, second, third = drawn.names[:3]
    spans = {
        f"actors.{second}.power": (0.1, 6.0),
        f"actors.{third}.power": (0.1, 6.0),
        f"alignment.{first}.{second}": (-1.0, 1.0),
        "conflict.destruction.odds": (0.0, 1.0),
        "conflict.destruction.severity": (0.0, 1.0),
    }
    side = max(2, round(points ** (1 / len(spans))))
    axes = {path: sorted(r.uniform(*span, side).tolist()) for path, span in spans.items()}
    start, used = time.perf_counter(), processors()
    solved = pg.sweep(drawn, axes, workers=2).plan.points
    return solved / (time.perf_counter() - start), solved / (processors() - used)


def processors() -> float:
    """Return the seconds that this process, and those of its own that are over, took of processors."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def told(rates: tuple[float, float]) -> str:
    return f"{rates[0]:,.0f} ({rates[1]:,.0f})"


def figures() -> dict[str, float]:
    """Return how many times rows solved one by one take, for each shape, what the engine takes on one thread."""
    kernels_for_many()
    figures = {}
    for shape in SHAPES[:3]:
        drawn = columns(shape, 2_000, "aligned")
        few = at_rows(drawn, np.arange(50))
        measured = {
            "engine": lambda drawn=drawn: clock.of(lambda: solve_batch(drawn, engine="compiled")) / len(drawn),
            "one by one": lambda few=few: clock.of(lambda: solve_batch(few, engine="interpreted")) / len(few),
        }
        taken = clock.least(measured, runs=3)
        figures[f"one by one / engine, {'x'.join(map(str, shape))}"] = taken["one by one"] / taken["engine"]
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=2.0)
    args = parser.parse_args()
    start = time.perf_counter()
    kernels_for_many()
    print(f"kernels ready after {time.perf_counter() - start:.1f} s (compiled or loaded from the cache)\n")
    print(
        "| rungs | engine, 2 threads | left by dominance | engine on these | one by one | payoffs, us | dominance, us "
        "| kernel, us | sweep |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for shape in SHAPES:
        drawn = [columns(shape, args.rows, word) for word in ("status_quo", "aligned")]
        hard = [left(part) for part in drawn]
        exact = np.mean([solve_batch(part, engine="compiled").exact.mean() for part in drawn])
        parts = parts_of(drawn[1], args.seconds)
        figures = (
            told(engine_rates(drawn, args.seconds)),
            f"{sum(map(len, hard)) / sum(map(len, drawn)):.1%}",
            told(engine_rates(hard, args.seconds)),
            f"{exact:.3%}",
            *(f"{figure:.2f}" for figure in (parts.payoffs, parts.dominance, parts.all)),
            told(sweep_rates(shape, args.points * 8 // math.prod(shape) ** 2 * 8)),
        )
        print(f"| {'x'.join(map(str, shape))} | {' | '.join(figures)} |", flush=True)


if __name__ == "__main__":
    main()
