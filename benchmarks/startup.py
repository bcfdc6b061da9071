"""How long commands take as whole processes, beside `import nashpy` in the same run.

The scenario is the smallest one. Processor seconds are the least of several runs, and so are seconds by the clock;
commands take turns, so that a machine that slows down slows all. Bytecode is compiled first, as an installation does.
"""

from __future__ import annotations

import argparse
import compileall
import math
import shutil
import sys
import tempfile
import time
from pathlib import Path

import clock
from clock import COMMAND, NASHPY, ROOT

SMALLEST = """\
actors:
  blue: {power: 3, preferences: [1, 0.2]}
  red:  {power: 1, preferences: [1, 0]}
conflict:
  destruction: {odds: 0.6, severity: 0.5}
expect: {seeks: {blue: never, red: never}}
"""
SHIPPED = ROOT / "scenarios"
MANY = 1_000
"""Scenarios of the largest folder, at least: copies of those that are shipped."""

AGAINST = "python -c 'import nashpy'"


def commands(folder: Path) -> dict[str, list[str]]:
    """Return the commands that are measured, by name; files that they need are written."""
    compileall.compile_dir(ROOT / "powergame", quiet=1)
    small, program = folder / "smallest.yaml", str(COMMAND)
    small.write_text(SMALLEST)
    return {
        AGAINST: [*NASHPY],
        "python -c 'import numpy'": [sys.executable, "-c", "import numpy"],
        "powergame solve": [program, "solve", str(small)],
        "powergame solve --format json": [program, "solve", str(small), "--format", "json"],
        "powergame solve --no-turns": [program, "solve", str(small), "--no-turns"],
        "powergame check": [program, "check", str(small)],
        "powergame check scenarios": [program, "check", str(SHIPPED)],
    }


def light() -> dict[str, list[str]]:
    """Return commands that compute nothing, by name: the help, and what is looked up."""
    words = ("--help", "solve --help", "infer --help", "plot --help", "scenarios", "explain regret")
    return {f"powergame {line}": [str(COMMAND), *line.split()] for line in words}


def many(folder: Path) -> list[str]:
    """Return the command that checks a thousand scenarios and more, which are written."""
    copies = math.ceil(MANY / len(list(SHIPPED.glob("*.yaml"))))
    for k in range(copies):
        shutil.copytree(SHIPPED, folder / f"{k:03}")
    return [str(COMMAND), "check", str(folder)]


def figures() -> dict[str, float]:
    """Return how many times `import nashpy` takes what a command takes."""
    with tempfile.TemporaryDirectory() as folder:
        measured = {
            name: lambda command=command: clock.of_command(*command) for name, command in commands(Path(folder)).items()
        }
        seconds = clock.least(measured, runs=7)
    names = [name for name in seconds if name.startswith("powergame ")]
    return {f"import nashpy / {name.removeprefix('powergame ')}": seconds[AGAINST] / seconds[name] for name in names}


def both(command: list[str]) -> tuple[float, float]:
    """Return the processor seconds of a command, and its seconds by the clock."""
    start = time.perf_counter()
    processor = clock.of_command(*command)
    return processor, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        measured = commands(Path(folder)) | light()
        rounds = [{name: both(command) for name, command in measured.items()} for _ in range(runs + 1)]
    least = {name: [min(times[name][k] for times in rounds[1:]) for k in (0, 1)] for name in measured}
    print(f"{'':34}{'processor':>12}{'':>6}{'by the clock':>16}   (and of import nashpy)")
    for name, seconds in least.items():
        of_nashpy = [ours / its for ours, its in zip(seconds, least[AGAINST], strict=True)]
        print(f"{name:34}{seconds[0]:11.3f}s{of_nashpy[0]:6.2f}{seconds[1]:15.3f}s{of_nashpy[1]:6.2f}")
    with tempfile.TemporaryDirectory() as folder:
        processor, elapsed = both(many(Path(folder)))
    print(f"{f'powergame check of {MANY:,} and more':34}{processor:11.1f}s{'':6}{elapsed:15.1f}s")


if __name__ == "__main__":
    main()
