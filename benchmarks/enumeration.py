"""All equilibria of three and more actors, beside Gambit's enumpoly, and the selected one, beside Gambit's logit path.

Random games with payoffs as fine as a scenario's, each solved by both in one run. Run with
``python benchmarks/enumeration.py [games per size]``.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pygambit
from solvers import random_games

from powergame.equilibrium.logit.limit import select
from powergame.equilibrium.nash.agreement import SAME_PROFILE
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.nash.many.supports import compiled_search
from powergame.equilibrium.types import Profile, distance
from powergame.model.game import Game

T = TypeVar("T")

SEED = 20261126
ENUMPOLY = ((2, 2, 2), (2, 2, 2, 2), (3, 2, 2), (3, 3, 2), (3, 3, 3))
"""Sizes at which enumpoly answers in seconds."""

LARGER = ((4, 4, 2), (2,) * 5, (2,) * 6, (2,) * 7, (3, 3, 3, 3), (4, 4, 4))
"""Sizes that it is not asked for."""


def main(games_per_size: int) -> None:
    rng = np.random.default_rng(SEED)
    compiled_search()  # as in a session in which larger games were solved; smaller ones alone do not load it
    print(f"numpy {np.__version__}, pygambit {pygambit.__version__}; seed {SEED}; medians\n")
    print("| rungs | games | proven complete | equilibria | ms | enumpoly has | loses some in | ms |")
    print("|---|---|---|---|---|---|---|---|")
    for shape in ENUMPOLY:
        enumerated(shape, list(random_games(rng, games_per_size, shape, 2**42)), compared=True)
    for shape in LARGER:
        enumerated(shape, list(random_games(rng, max(2, games_per_size // 10), shape, 2**42)), compared=False)
    print("\n| rungs | games | selected, ms | Gambit's logit path, ms | ends elsewhere |\n|---|---|---|---|---|")
    for shape in ENUMPOLY:
        selected(shape, list(random_games(rng, max(2, games_per_size // 4), shape, 2**42)))


def enumerated(shape: tuple[int, ...], games: list[Game], *, compared: bool) -> None:
    """Write a row on the equilibria of some games."""
    times, theirs, complete, total, has, loses = [], [], 0, 0, 0, 0
    for game in games:
        taken, solution = timed(lambda game=game: find_equilibria(game))
        times.append(taken)
        complete += solution.complete
        total += len(solution.equilibria)
        if compared:
            taken, profiles = timed(lambda game=game: enumpoly(game))
            theirs.append(taken)
            both = sum(any(distance(e.profile, p) < SAME_PROFILE for p in profiles) for e in solution.equilibria)
            has += both
            loses += both < len(solution.equilibria)
    beside = f"{has} | {loses} | {statistics.median(theirs):.1f}" if compared else " | | "
    print(
        f"| {' x '.join(map(str, shape))} | {len(games)} | {complete} | {total} | {statistics.median(times):.1f} "
        f"| {beside} |",
        flush=True,
    )


def selected(shape: tuple[int, ...], games: list[Game]) -> None:
    """Write a row on the ends of logit paths."""
    times, theirs, elsewhere = [], [], 0
    for game in games:
        solution = find_equilibria(game)
        taken, answer = timed(lambda game=game, solution=solution: select(game, solution))
        if len(solution.equilibria) == 1:
            continue  # it needs no path
        times.append(taken)
        taken, end = timed(lambda game=game: logit_end(game))
        theirs.append(taken)
        far = [distance(e.profile, end) for e in answer.equilibria]
        elsewhere += not answer.equilibria[far.index(min(far))].selected
    name = " x ".join(map(str, shape))
    print(
        f"| {name} | {len(times)} | {statistics.median(times):.1f} | {statistics.median(theirs):.1f} | {elsewhere} |",
        flush=True,
    )


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the milliseconds that some work takes, and its result."""
    start = time.perf_counter()
    result = work()
    return 1000 * (time.perf_counter() - start), result


def enumpoly(game: Game) -> list[Profile]:
    table = pygambit.Game.from_arrays(*game.exact)
    found = pygambit.nash.enumpoly_solve(table).equilibria
    return [tuple(tuple(float(e[r]) for r in player.strategies) for player in table.players) for e in found]


def logit_end(game: Game) -> Profile:
    """Return where Gambit's principal branch ends."""
    table = pygambit.Game.from_arrays(*game.exact)
    end = pygambit.nash.logit_solve(table).equilibria[0]
    return tuple(tuple(float(end[r]) for r in player.strategies) for player in table.players)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
