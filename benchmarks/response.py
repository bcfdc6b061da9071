"""Quantal responses a second by shape, beside Gambit's; failures, wrong branches, and how many games surely have one.

    python benchmarks/response.py [--rows 100000] [--compared 10000] [--seconds 2]

Every row is a random scenario at a rationality of its own, lognormal(3, 1); payoffs are compiled, too. Gambit is given
compiled payoffs. `failed` have no response; `open` were left to the follower of single games, one by one; `wrong` are
those, of the rows compared, that it answers otherwise. Where others work on the machine, responses a second of a
processor (in brackets) and the ratio tell more.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

import clock
import many
import numpy as np
from batch import ladder, rates

from powergame.arrays import FloatArray
from powergame.batch.kernels.responses import payoff_kernel, respond_compiled, response_kernel
from powergame.batch.response import respond
from powergame.batch.rows import at_rows
from powergame.batch.types import SOLVED, Columns
from powergame.batch.variants import Variants
from powergame.equilibrium.logit.response import quantal_response
from powergame.model.compile import payoffs_of_views
from powergame.model.game import Game
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Conflict

SHAPES = ((2, 2), (3, 3), (5, 5), (2, 2, 2), (3, 3, 3), (2,) * 5)
"""Shapes of the games that are timed."""

GAMBIT_GAMES = 30
"""Games of two actors that Gambit is timed on."""

WRONG = 1e-6
"""Probability by which a response differs from another one."""


def columns(shape: tuple[int, ...], rows: int) -> Columns:
    """Draw scenarios."""
    if len(shape) > 2:
        return many.columns(shape, rows, "status_quo")
    actors = (Actor("red", 1.0, (1.0, 0.0)), Actor("blue", 3.0, (1.0, 0.2)))
    scenario = Scenario("drawn", actors, Conflict(0.6, 0.5), ladder(shape[0]), dimensions=2)
    r = np.random.default_rng(shape[0])
    values = {
        "actors.red.power": r.uniform(0.1, 6, rows),
        "alignment.red.blue": r.uniform(-1, 1, rows),
        "conflict.destruction.odds": r.random(rows),
        "conflict.destruction.severity": r.random(rows),
    }
    return Variants(scenario, tuple(values)).columns(values)


def drawn_rationality(drawn: Columns) -> FloatArray:
    """Return a rationality for each row, the same of all actors, (n, B)."""
    each = np.exp(np.random.default_rng(9).normal(3, 1, len(drawn)))
    return np.broadcast_to(each, (len(drawn.shape), len(drawn)))


def games(drawn: Columns, count: int) -> Sequence[Game]:
    """Return the games of the first rows."""
    payoffs = payoffs_of_views(at_rows(drawn, np.arange(count)).views)
    rungs = tuple(tuple(map(str, range(size))) for size in drawn.shape)
    names = tuple(map(str, range(len(drawn.shape))))
    return [Game(names, rungs, np.ascontiguousarray(payoffs[..., k])) for k in range(count)]


def wrong(drawn: Columns, rationality: FloatArray, log_play: FloatArray, count: int) -> int:
    """Return how many of the first rows the follower of single games answers otherwise."""
    different = 0
    for start in range(0, count, 1000):
        part = at_rows(drawn, np.arange(start, min(start + 1000, count)))
        for k, game in enumerate(games(part, len(part)), start=start):
            point = quantal_response(game, float(rationality[0, k]))
            far = np.abs(np.exp(log_play[:, k]) - np.concatenate(point.profile)).max()
            different += not (point.converged and far <= WRONG)
    return different


def by_gambit(drawn: Columns, rationality: FloatArray) -> float:
    """Return the processor seconds that Gambit takes for a response."""
    import pygambit

    played = games(drawn, GAMBIT_GAMES)
    made = [pygambit.Game.from_arrays(*(game.payoffs)) for game in played]
    solve = pygambit.qre.logit_solve_lambda
    return clock.of(lambda: [solve(g, lam=[float(much)]) for g, much in zip(made, rationality[0], strict=False)]) / len(
        made
    )


def figures() -> dict[str, float]:
    """Return how many times Gambit takes, for games of two actors, what the kernels take on one thread."""
    response_kernel()
    found = {}
    for shape in SHAPES[:2]:
        drawn = columns(shape, 20_000)
        much = drawn_rationality(drawn)
        measured = {
            "kernels": lambda drawn=drawn, much=much: clock.of(lambda: respond(drawn, much)) / len(drawn),
            "Gambit": lambda drawn=drawn, much=much: by_gambit(drawn, much),
        }
        taken = clock.least(measured, runs=3)
        found[f"Gambit / kernels, quantal response, {shape[0]} x {shape[1]}"] = taken["Gambit"] / taken["kernels"]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--compared", type=int, default=10_000, help="rows of each shape held to the other follower")
    parser.add_argument("--seconds", type=float, default=2.0)
    args = parser.parse_args()
    for name, load in (
        ("responses", response_kernel),
        ("payoffs of two actors", lambda: payoff_kernel(two=True)),
        ("payoffs of more", lambda: payoff_kernel(two=False)),
    ):
        start, used = time.perf_counter(), time.process_time()
        load()
        print(f"{name}: {time.perf_counter() - start:.1f} s ({time.process_time() - used:.1f} s of a processor)")
    print("\n| rungs | responses a second | surely one | open | failed | wrong | Gambit takes |")
    print("|---|---|---|---|---|---|---|")
    for shape in SHAPES:
        drawn = columns(shape, args.rows if len(shape) == 2 else args.rows // 5)
        much = drawn_rationality(drawn)
        _, became = respond_compiled(drawn, much)
        found = respond(drawn, much, engine="compiled")
        wall, each = rates(
            lambda drawn=drawn, much=much: respond(drawn, much, engine="compiled"), len(drawn), args.seconds
        )
        compared = min(args.compared, len(drawn))
        other = f"{by_gambit(drawn, much) * each:,.0f} times" if len(shape) == 2 else ""
        print(
            f"| {'x'.join(map(str, shape))} | {wall:,.0f} ({each:,.0f}) | {found.unique.mean():.1%}"
            f" | {(became != SOLVED).mean():.4%} | {(~found.solved).mean():.4%}"
            f" | {wrong(drawn, much, found.log_play, compared)} of {compared:,} | {other} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
