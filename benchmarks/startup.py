"""How long `powergame solve` takes as a whole process, beside `import nashpy` in the same run."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).with_name("powergame")


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    scenario = str(ROOT / "scenarios" / "strong-and-aligned.yaml")
    commands = {
        "powergame solve (table)": [str(COMMAND), "solve", scenario],
        "powergame solve --format json": [str(COMMAND), "solve", scenario, "--format", "json"],
        "python -c 'import nashpy'": [sys.executable, "-c", "import nashpy"],
        "python -c 'import numpy'": [sys.executable, "-c", "import numpy"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs + 1):  # in turn, so that a machine that slows down slows all; the first round warms up
        for name, command in commands.items():
            taken[name].append(seconds(command))
    against = statistics.median(taken["python -c 'import nashpy'"][1:])
    print(f"{'':34}{'min':>8}{'median':>8}{'max':>8}  of import nashpy")
    for name, values in taken.items():
        low, middle, high = min(values[1:]), statistics.median(values[1:]), max(values[1:])
        print(f"{name:34}{low:7.3f}s{middle:7.3f}s{high:7.3f}s  {middle / against:.2f}")


if __name__ == "__main__":
    main()
