"""How long scenarios of many actors take to compile and to answer, and in how much memory."""

from __future__ import annotations

import random
import resource
import time

import clock

from powergame.analysis.solve import solve
from powergame.model.compile import compile_game
from powergame.scenario.reading.load import load_text
from powergame.scenario.scenario import Scenario

SEED = 0
COUNTS = (2, 5, 8, 12, 16, 20)


def scenario_of(actors: int) -> Scenario:
    """Return a random scenario on the binary ladder."""
    r = random.Random(SEED)
    people = ""
    for k in range(actors):
        power, wishes = r.uniform(1, 3), ", ".join(f"{r.gauss(0, 1):.3f}" for _ in range(3))
        people += f"  a{k}: {{power: {power:.3f}, preferences: [{wishes}]}}\n"
    return load_text(f"actors:\n{people}conflict: {{destruction: {{odds: 0.5, severity: 0.5}}}}\n")


def figures() -> dict[str, float]:
    """Return how many times `import nashpy` takes what compiling and answering for some actors takes."""
    scenarios = {f"import nashpy / {n} actors": scenario_of(n) for n in (5, 8, 12)}
    measured = {name: lambda one=one: clock.of(lambda: solve(one)) for name, one in scenarios.items()}
    taken = clock.least({**measured, "nashpy": lambda: clock.of_command(*clock.NASHPY)}, runs=3)
    return {name: taken["nashpy"] / taken[name] for name in scenarios}


def main() -> None:
    print("| actors x 2 rungs | compile, s | answer, s | equilibria listed | peak memory so far, MiB |")
    print("|---|---|---|---|---|")
    for actors in COUNTS:
        scenario = scenario_of(actors)
        start = time.perf_counter()
        compile_game(scenario)
        compiled = time.perf_counter()
        answer = solve(scenario)
        end = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"| {actors} | {compiled - start:.3f} | {end - compiled:.2f} "
            f"| {len(answer.solution.equilibria)} | {peak:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
