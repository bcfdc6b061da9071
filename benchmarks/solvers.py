"""How often nashpy alone is wrong and this project's answer right, and how long answers take.

Judged by Gambit's exact enumeration (enummixed in rational arithmetic): the set of extreme equilibria. Run with
``python benchmarks/solvers.py [games per size]``.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction

import clock
import numpy as np
import pygambit

from powergame.equilibrium.nash import nashpy
from powergame.equilibrium.nash.agreement import agreement
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.types import Profile, Solution
from powergame.model.game import Game

SEED = 20261123
SIZES = (2, 3, 4, 5)
KINDS = {"generic": 1000, "with ties": 3}
"""Payoffs are whole numbers below these."""


def main(games_per_size: int) -> None:
    rng = np.random.default_rng(SEED)
    print(f"numpy {np.__version__}, nashpy {nashpy.version()}, pygambit {pygambit.__version__}; seed {SEED}\n")
    print("| payoffs | rungs | games | nashpy misses extreme equilibria in | auto is right in |\n|---|---|---|---|---|")
    for kind, values in KINDS.items():
        for size in SIZES:
            verdicts = [judged(game) for game in random_games(rng, games_per_size, (size, size), values)]
            wrong, right = sum(not found for found, _ in verdicts), sum(same for _, same in verdicts)
            print(f"| {kind} | {size} x {size} | {len(verdicts)} | {wrong} | {right} |", flush=True)
    print("\n| what | games | median, ms | max, ms |\n|---|---|---|---|")
    for rungs, count in ((2, 200), (3, 100), (5, 50), (8, 10), (12, 2)):
        timed(f"auto, {rungs} x {rungs} rungs", random_games(rng, count, (rungs, rungs), 2**42))
    for shape, values, count in (((6, 64), 1000, 5), ((2, 1000), 3, 2), ((80, 80), 1000, 2), ((150, 150), 1000, 1)):
        ties = ", with ties" if values < 100 else ""
        timed(f"auto, {' x '.join(map(str, shape))} rungs{ties}", random_games(rng, count, shape, values))
    for actors, count in ((12, 5), (20, 3)):
        timed(f"dominance and pure, {actors} actors x 2 rungs", random_games(rng, count, (2,) * actors, 2**42))


def figures() -> dict[str, float]:
    """Return how many times Gambit, exact as well, takes what `auto` takes to list the same games' equilibria."""
    found = {}
    for rungs, count in ((2, 100), (3, 50), (5, 10)):
        games = list(random_games(np.random.default_rng(SEED), count, (rungs, rungs), KINDS["generic"]))
        taken = clock.least(
            {
                "auto": lambda games=games: clock.of(lambda: [find_equilibria(game, "auto") for game in games]),
                "gambit": lambda games=games: clock.of(lambda: [by_gambit(game) for game in games]),
            },
            runs=5,
        )
        found[f"Gambit, exact / auto, {rungs} x {rungs}"] = taken["gambit"] / taken["auto"]
    return found


def random_games(rng: np.random.Generator, count: int, shape: tuple[int, ...], values: int) -> Iterator[Game]:
    """Yield games with whole payoffs below `values`, divided by 2^40 where they are as fine as a scenario's."""
    names = tuple(f"actor {i + 1}" for i in range(len(shape)))
    rungs = tuple(tuple(map(str, range(size))) for size in shape)
    for _ in range(count):
        payoffs = rng.integers(0, values, size=(len(shape), *shape)) / (2.0**40 if values > 2**40 else 1.0)
        yield Game(names, rungs, payoffs)


def judged(game: Game) -> tuple[bool, bool]:
    """Return whether nashpy alone finds all extreme equilibria, and whether `auto` lists just these, each once."""
    expected = by_gambit(game)
    solution = find_equilibria(game, "auto")
    listed = [e.profile for e in solution.equilibria]
    right = len(listed) == len(expected) and set(listed) == expected and solution.complete
    return agreement(game, solution.equilibria, nashpy.candidates(game)).all_found, right


def by_gambit(game: Game) -> set[Profile]:
    table = pygambit.Game.from_arrays(*game.exact)
    found = pygambit.nash.enummixed_solve(table, rational=True).equilibria
    return {
        tuple(tuple(Fraction(str(e[rung])) for rung in player.strategies) for player in table.players) for e in found
    }


def timed(what: str, games: Iterator[Game], solve: Callable[[Game], Solution] = find_equilibria) -> None:
    times = []
    for game in games:
        start = time.perf_counter()
        solve(game)
        times.append(1000 * (time.perf_counter() - start))
    print(f"| {what} | {len(times)} | {statistics.median(times):.2f} | {max(times):.2f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 120)
