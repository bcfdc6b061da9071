"""How long `powergame solve` takes as a whole process, beside `import nashpy` in the same run."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

import clock
from clock import COMMAND, NASHPY, ROOT

SCENARIO = str(ROOT / "scenarios" / "strong-and-aligned.yaml")
COMMANDS = {
    "powergame solve (table)": [str(COMMAND), "solve", SCENARIO],
    "powergame solve --format json": [str(COMMAND), "solve", SCENARIO, "--format", "json"],
    "python -c 'import nashpy'": [*NASHPY],
    "python -c 'import numpy'": [sys.executable, "-c", "import numpy"],
}


def figures() -> dict[str, float]:
    """Return how many times `import nashpy` takes what a command takes."""
    solved, as_json, nashpy, _ = clock.least(
        {name: lambda command=command: clock.of_command(*command) for name, command in COMMANDS.items()}, runs=7
    ).values()
    return {"import nashpy / solve": nashpy / solved, "import nashpy / solve --format json": nashpy / as_json}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):  # in turn, so that a machine that slows down slows all; the first round warms up
        for name, command in COMMANDS.items():
            taken[name].append(seconds(command))
    against = statistics.median(taken["python -c 'import nashpy'"][1:])
    print(f"{'':34}{'min':>8}{'median':>8}{'max':>8}  of import nashpy")
    for name, values in taken.items():
        low, middle, high = min(values[1:]), statistics.median(values[1:]), max(values[1:])
        print(f"{name:34}{low:7.3f}s{middle:7.3f}s{high:7.3f}s  {middle / against:.2f}")


if __name__ == "__main__":
    main()
