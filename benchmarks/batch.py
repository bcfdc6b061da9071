"""Scenarios a second: the batch engine, single-game solvers on the same games, and what memory alone allows.

    python benchmarks/batch.py [--rows 200000] [--seconds 2] [--grid 1000000000]

The engine goes from parameters to verdicts, probabilities of seeking, war and destruction, number of equilibria
and selection, compilation of the games included, and so are the rows left over for the exact solver; the other solvers
are given compiled payoffs and asked for the equilibria alone. `memory` reads the parameters and writes the results, and
does nothing else. `--grid` sends a grid of so many points through the engine, chunk after chunk as a sweep does but
without a file, and tells the memory that it takes. Where others work on the machine, scenarios a second of a processor
tell more.
"""

from __future__ import annotations

import argparse
import resource
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import clock
import numba
import numpy as np
from clock import ROOT

import powergame as pg
from powergame.analysis.sweep.plan import make_plan
from powergame.batch.engine import solve_batch
from powergame.batch.kernels.call import kernels
from powergame.batch.rows import at_rows
from powergame.batch.types import Columns
from powergame.batch.variants import Variants
from powergame.model.compile import payoffs_of_views
from powergame.scenario.axes import as_axis
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import BINARY, Actor, Conflict, Ladder, Rung

PATHS = ("actors.red.power", "alignment.red.blue", "conflict.destruction.odds", "conflict.destruction.severity")

MOST_GAMES = {2: 200, 3: 50, 4: 20, 5: 4}
"""Games that single-game solvers are timed on, by their rungs: nashpy takes a tenth of a second for one of 5 x 5."""


def ladder(size: int) -> Ladder:
    """Return hold and ever bolder ways to seek, with costs and odds of their own."""
    if size == 2:
        return BINARY
    steps = [k / (size - 1) for k in range(1, size)]
    bold = (
        Rung(f"seek {k}", grab=0.4 * s, provokes=0.5 * s**2, strength=1 + s, cost=0.01 * s) for k, s in enumerate(steps)
    )
    return (Rung("hold"), *bold)


def columns(size: int, rows: int) -> Columns:
    """Draw scenarios of two actors with so many rungs each."""
    actors = (Actor("red", 1.0, (1.0, 0.0)), Actor("blue", 3.0, (1.0, 0.2)))
    scenario = Scenario("drawn", actors, Conflict(0.6, 0.5), ladder(size), dimensions=2)
    r = np.random.default_rng(size)
    levels = r.uniform(-1, 1, 2000)  # alignments: each needs a vector made for it, so not all are different
    values = (r.uniform(0.1, 6, rows), levels[r.integers(0, 2000, rows)], r.uniform(0, 1, rows), r.uniform(0, 1, rows))
    return Variants(scenario, PATHS).columns(dict(zip(PATHS, values, strict=True)))


def games_of(drawn: Columns, most: int) -> np.ndarray:
    """Return the payoffs of the first rows, (rows, 2, L, L)."""
    payoffs = payoffs_of_views(at_rows(drawn, np.arange(min(most, len(drawn)))).views)
    return np.ascontiguousarray(np.moveaxis(payoffs, -1, 0))


def rates(work: Callable[[], object], count: int, seconds: float) -> tuple[float, float]:
    """Return how many a second, and how many a second of a processor, the best of several runs."""
    best, least, until = np.inf, np.inf, time.perf_counter() + seconds
    while time.perf_counter() < until or best == np.inf:
        start, used = time.perf_counter(), time.process_time()
        work()
        best, least = min(best, time.perf_counter() - start), min(least, time.process_time() - used)
    return count / best, count / least


def engine_rates(drawn: Columns, seconds: float, threads: int) -> tuple[float, float]:
    """Return scenarios a second on some threads, and scenarios a second of a processor."""
    rows = np.arange(len(drawn))
    parts = [at_rows(drawn, part) for part in np.array_split(rows, threads)]
    with ThreadPoolExecutor(threads) as pool:
        return rates(lambda: list(pool.map(solve_batch, parts)), len(rows), seconds)


@numba.njit(nogil=True)
def _touch(source: np.ndarray, target: np.ndarray) -> None:
    for j in range(source.shape[1]):
        total = 0.0
        for k in range(source.shape[0]):
            total += source[k, j]
        for k in range(target.shape[0]):
            target[k, j] = total


def memory_rate(rows: int, seconds: float) -> float:
    """Return rows a second of reading four numbers and writing as many bytes as results have, 71."""
    source = np.random.default_rng(0).random((len(PATHS), rows))
    return rates(lambda: _touch(source, np.empty((9, rows))), rows, seconds)[0]


def grid(points: int, threads: int) -> None:
    """Solve a grid of two rungs each, chunk after chunk on some threads, and print what that takes."""
    side = max(2, round(points**0.5))
    plan = make_plan(pg.load(ROOT / "scenarios" / "strong-and-aligned.yaml"), {
        "alignment.weak.strong": as_axis(f"-1:1:{side}"), "conflict.destruction.odds": as_axis(f"0:1:{side}"),
    })  # fmt: skip

    def work(chunks: range) -> float:
        variants, war = Variants(plan.scenario, plan.paths), 0.0
        for k in chunks:
            war += float(solve_batch(variants.at(plan.grid.levels(*plan.range(k))), engine="compiled").war.sum())
        return war

    start, used = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        war = sum(pool.map(work, [range(first, plan.chunks, threads) for first in range(threads)]))
    seconds, processors = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{plan.points:,} points on {threads} threads: {seconds:.1f} s, {plan.points / seconds:,.0f} a second,")
    print(
        f"{plan.points / processors:,.0f} a second of a processor; {peak:.0f} MiB at most; war {war / plan.points:.4f}"
    )


def solvers() -> dict[str, Callable[[np.ndarray], object]]:
    """Return the single-game solvers, by name."""
    import nashpy
    import pygambit
    import quantecon.game_theory as qe

    def by_nashpy(game: np.ndarray) -> object:
        return list(nashpy.Game(game[0], game[1]).support_enumeration())

    def by_quantecon(game: np.ndarray) -> object:
        players = (qe.Player(game[0]), qe.Player(np.ascontiguousarray(game[1].T)))
        return qe.support_enumeration(qe.NormalFormGame(players))

    def by_gambit(game: np.ndarray) -> object:
        return pygambit.nash.enummixed_solve(pygambit.Game.from_arrays(game[0], game[1]), rational=False).equilibria

    return {"nashpy": by_nashpy, "QuantEcon.py": by_quantecon, "Gambit": by_gambit}


def solver_rate(solve: Callable[[np.ndarray], object], games: Sequence[np.ndarray], seconds: float) -> float:
    """Return games a second, of as many as the time allows."""
    solve(games[0])
    start, done = time.perf_counter(), 0
    while done < len(games) and time.perf_counter() < start + seconds:
        solve(games[done])
        done += 1
    return done / (time.perf_counter() - start)


def figures() -> dict[str, float]:
    """Return how many times another solver takes, for each game, what the engine takes on one thread."""
    warnings.simplefilter("ignore")
    kernels()
    found = {}
    for size, rows in ((2, 50_000), (3, 20_000), (4, 5_000), (5, 2_000)):
        drawn = columns(size, rows)
        games = games_of(drawn, MOST_GAMES[size])
        measured = {"engine": lambda drawn=drawn: clock.of(lambda: solve_batch(drawn)) / len(drawn)}
        for name, solve in solvers().items():
            measured[name] = lambda solve=solve, games=games: clock.of(lambda: [solve(g) for g in games]) / len(games)
        taken = clock.least(measured, runs=7)
        found |= {f"{name} / engine, {size} x {size}": taken[name] / taken["engine"] for name in solvers()}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--grid", type=int, help="points of a grid that goes through the engine; nothing else is done")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    start = time.perf_counter()
    kernels()
    print(f"kernels ready after {time.perf_counter() - start:.1f} s (compiled or loaded from the cache)\n")
    if args.grid:
        grid(args.grid, threads=2)
        return
    others = solvers()
    print(
        f"{'rungs':8}{'engine, 1 thread':>18}{'2 threads':>14}{'of a processor':>16}"
        + "".join(f"{name:>15}" for name in others)
        + f"{'several eq.':>14}{'left over':>12}"
    )
    for size in (2, 3, 4, 5):
        drawn = columns(size, args.rows if size < 4 else args.rows // 4)
        found = solve_batch(drawn)
        (one, each), (two, _) = (engine_rates(drawn, args.seconds, threads) for threads in (1, 2))
        games = games_of(drawn, 2000)
        alone = {name: solver_rate(solve, games, args.seconds) for name, solve in others.items()}
        line = f"{size}x{size:<6}{one:18,.0f}{two:14,.0f}{each:16,.0f}"
        line += "".join(f"{alone[name]:15,.0f}" for name in others)
        print(line + f"{(found.equilibria > 1).mean():14.1%}{found.exact.mean():12.4%}")
        print(f"{'':8}{'':18}{'ratio':>30}" + "".join(f"{two / alone[name]:15,.0f}" for name in others))
    print(f"\nmemory alone, 1 thread: {memory_rate(args.rows, args.seconds):,.0f} rows a second")


if __name__ == "__main__":
    main()
