"""Seconds that games of rounds and private types take, by size; and how often Gambit's logit path takes longer.

    python benchmarks/trees.py                  some minutes
    python benchmarks/trees.py --games 10 --gambit 5

Scenarios are drawn at random. The first table has the whole of `deceive`: the selected equilibrium, the open game of
each type, and pure equilibria where they fit; a size that is promised has its bound beside it. The second has the
agent logit path alone on the same trees, followed by powergame and by Gambit (which reads the tree as .efg, has agents
too, and is stopped after `LIMIT` seconds), with how many of them end with a regret above 1e-5. Seconds are those of a
processor.
"""

from __future__ import annotations

import argparse
import io
import math
import multiprocessing
import resource
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np

from powergame.analysis.deceive.run import deceive
from powergame.equilibrium.sequential.certificate import certify
from powergame.equilibrium.sequential.logit.limit import tree_limit
from powergame.errors import PowergameError
from powergame.model.tree.efg import write_efg
from powergame.model.tree.rounds import compile_tree
from powergame.model.tree.types import GameTree
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict, PrivateType, Rung

LIMIT = 20
"""Seconds of a processor that Gambit is given for a game."""

REACHED = 1e-5
"""Regret above which the end of a path is no equilibrium."""


@dataclass(frozen=True)
class Size:
    """How large games are, and how many seconds `deceive` may take on one."""

    actors: int
    rungs: int
    rounds: int
    types: int = 2
    bound: float | None = None

    def __str__(self) -> str:
        bound = "" if self.bound is None else f", bound {self.bound:g} s"
        return f"{self.actors} actors, {self.types} types, {self.rungs} rungs, {self.rounds} rounds{bound}"


SIZES = (
    Size(2, 2, 2),
    Size(2, 3, 2, bound=5),
    Size(3, 2, 2, bound=10),
    Size(2, 2, 4, bound=60),
    Size(3, 3, 2, bound=60),
)
"""Sizes that `deceive` is timed on."""

COMPARED = (Size(2, 2, 1), Size(2, 2, 2, types=1), Size(2, 2, 2), Size(2, 3, 2, types=1))
"""Sizes that Gambit is timed on."""


def draw(size: Size, seed: int) -> Scenario:
    """Return a scenario of this size, in which all actors have as many types."""
    r = np.random.default_rng((seed, size.actors, size.rungs, size.rounds, size.types))

    def number(low: float, high: float) -> float:
        return float(round(r.uniform(low, high), 3))

    def types() -> tuple[PrivateType, ...]:
        p = number(0.1, 0.9)
        vectors = [tuple(r.normal(size=2).round(3).tolist()) for _ in range(2)]
        return tuple(PrivateType(*each) for each in zip(("loyal", "rival"), (p, 1 - p), vectors, strict=True))

    actors = []
    for i in range(size.actors):
        of_actor = types()
        hidden = size.types > 1
        actors.append(
            Actor(
                f"actor {i + 1}",
                number(0.5, 4),
                None if hidden else of_actor[0].preferences,
                growth=number(0.5, 2.5),
                types=of_actor if hidden else (),
            )
        )
    bold = [Rung(f"seek {k}", number(0.05, 0.7), number(0.05, 1)) for k in range(1, size.rungs)]
    return Scenario(
        f"{size} {seed}",
        tuple(actors),
        Conflict(number(0, 1), number(0, 1)),
        (Rung("hold"), *bold),
        dimensions=2,
        rounds=size.rounds,
    )


def deceived(size: Size, games: int) -> str:
    """Return a row of the first table."""
    seconds, regrets, complete = [], [], 0
    tree = compile_tree(draw(size, 0))
    for seed in range(games):
        start = time.process_time()
        try:
            answer = deceive(draw(size, seed), over_prior=False)
        except PowergameError:
            regrets.append(np.inf)
            continue
        seconds.append(time.process_time() - start)
        regrets.append(answer.selected.regret if answer.selected else np.inf)
        complete += bool(answer.pure_complete)
    failed = sum(regret > REACHED for regret in regrets)
    size_of_tree = f"{tree.information_sets} | {tree.unknowns}"
    return (
        f"| {size} | {size_of_tree} | {statistics.median(seconds):.2f} | {max(seconds):.2f} | {failed} | {complete} |"
    )


def by_us(tree: GameTree) -> tuple[float, float]:
    """Return the seconds that the path takes, and the regret of its end."""
    start = time.process_time()
    limit = tree_limit(tree)
    return time.process_time() - start, certify(tree, limit.assessment, "logit").regret


def by_gambit(tree: GameTree) -> tuple[float, float]:
    """Return the seconds that Gambit's path takes, and the regret of its end; infinite where it was stopped."""
    received, sent = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("fork").Process(target=_gambit, args=(write_efg(tree, "drawn"), sent))
    worker.start()
    sent.close()
    try:
        seconds, regret = received.recv()
        return seconds, regret
    except EOFError:
        return LIMIT, np.inf
    finally:
        worker.join()


def _gambit(efg: str, answer: Connection) -> None:
    import pygambit

    start = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(start) + LIMIT, math.ceil(start) + LIMIT))
    game = pygambit.read_efg(io.StringIO(efg))
    try:
        ends = pygambit.nash.logit_solve(game, use_strategic=False, maxregret=1e-6).equilibria
        regret = float(ends[0].agent_max_regret()) if ends else np.inf
    except (RuntimeError, ValueError):
        regret = np.inf
    answer.send((time.process_time() - start, regret))


def compared(size: Size, games: int) -> tuple[str, float]:
    """Return a row of the second table, and the median of how many times as long Gambit takes."""
    trees = [compile_tree(draw(size, seed)) for seed in range(games)]
    ours, theirs = [by_us(tree) for tree in trees], [by_gambit(tree) for tree in trees]
    reached = [(a[0], b[0]) for a, b in zip(ours, theirs, strict=True) if b[1] <= REACHED]
    times = statistics.median(theirs_ / ours_ for ours_, theirs_ in reached) if reached else np.nan
    slower = sum(theirs_ > ours_ for ours_, theirs_ in reached)
    missed = [sum(regret > REACHED for _, regret in each) for each in (ours, theirs)]
    seconds = [statistics.median(second for second, _ in each) for each in (ours, theirs)]
    row = (
        f"| {size} | {trees[0].information_sets} | {seconds[0]:.3f} | {seconds[1]:.3f} | {times:.0f} | "
        f"{slower} of {len(reached)} | {missed[0]} | {missed[1]} |"
    )
    return row, times


def figures() -> dict[str, float]:
    """Return what is compared with the last figures."""
    return {f"Gambit, logit path / ours, {size}": compared(size, 5)[1] for size in (Size(2, 2, 1), Size(2, 2, 2))}


def print_head(head: Sequence[str]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--games", type=int, default=20, help="games of each size that deceive is timed on")
    parser.add_argument("--gambit", type=int, default=20, help="games of each size that Gambit is timed on")
    asked = parser.parse_args()
    print_head(("deceive", "information sets", "unknowns", "median s", "most s", "no equilibrium", "pure ones proven"))
    for size in SIZES:
        print(deceived(size, asked.games), flush=True)
    print()
    columns = (
        "logit path",
        "information sets",
        "powergame s",
        "Gambit s",
        "times",
        "faster",
        "missed",
        "Gambit missed",
    )
    print_head(columns)
    for size in COMPARED:
        print(compared(size, asked.gambit)[0], flush=True)


if __name__ == "__main__":
    main()
