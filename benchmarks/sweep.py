"""How long `powergame sweep` takes, command to file, and how much memory all of its processes take together.

A phase diagram of 1000 x 1000 points, with kernels from the cache, and once without; then a grid of many points, and
from it a billion. `--points 100000000` takes a quarter of a minute and half a gigabyte of disk.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import clock
from clock import COMMAND, NASHPY, ROOT

SCENARIO = ROOT / "scenarios" / "strong-and-aligned.yaml"

ODDS, SEVERITY, ALIGNMENT = "conflict.destruction.odds", "conflict.destruction.severity", "alignment.weak.strong"
BILLION = 1_000_000_000


@dataclass(frozen=True)
class Taken:
    """What a command took: seconds, also of all processors, and MiB of all processes at the worst moment.

    `shared_once` counts memory that processes share once (PSS), `each` for each of them (RSS).
    """

    seconds: float
    processors: float
    shared_once: float
    each: float
    bytes: int


def taken(arguments: list[str], output: Path, environment: Mapping[str, str] | None = None) -> Taken:
    """Run the command and watch its memory."""
    start, used = time.perf_counter(), processors()
    process = subprocess.Popen(
        [str(COMMAND), *arguments], stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
    )
    worst = [0.0, 0.0]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            pids = tree(process.pid)
            for k, found in enumerate((memory(pids, "smaps_rollup", "Pss:"), memory(pids, "status", "VmRSS:"))):
                worst[k] = max(worst[k], found)

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - start
    over.set()
    watcher.join()
    if status:
        raise SystemExit(status)
    return Taken(seconds, processors() - used, worst[0], worst[1], output.stat().st_size)


def processors() -> float:
    """Return the seconds that processes which are over took of processors; a busy machine does not change them much."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def tree(pid: int) -> list[int]:
    """Return a process and all that it has started, and these have, by whichever thread."""
    children: list[str] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            children += task.read_text().split()
    return [pid, *(one for child in children for one in tree(int(child)))]


def memory(pids: list[int], file: str, word: str) -> float:
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(word))
    return total / 1024


def diagrams(folder: Path, workers: int, runs: int) -> None:
    print("| 1000 x 1000 points, command to file | s, best | median | of processors, best | file, MB |")
    print("|---|---|---|---|---|")
    output = folder / "phase.parquet"

    def arguments(x: str, y: str, picture: str) -> list[str]:
        low = {ALIGNMENT: -1}.get(x, 0)
        found = ["sweep", str(SCENARIO), "--vary", f"{x}={low}:1:1000", "--vary", f"{y}=0:1:1000"]
        found += ["-o", str(output), "--quiet", "--workers", str(workers)]
        return [*found, "--plot", str(folder / f"phase.{picture}")] if picture else found

    def row(what: str, times: list[Taken]) -> None:
        seconds = [one.seconds for one in times]
        used = min(one.processors for one in times)
        figures = (min(seconds), statistics.median(seconds), used, times[0].bytes / 1e6)
        print(f"| {what} | {' | '.join(f'{figure:.2f}' for figure in figures)} |", flush=True)

    planes = (ODDS, SEVERITY), (ALIGNMENT, ODDS)
    for (x, y), picture in ((planes[0], ""), (planes[1], ""), (planes[1], "svg"), (planes[1], "png")):
        what = f"{x} x {y}, table{f' and {picture}' if picture else ''}"
        row(what, [taken(arguments(x, y, picture), output) for _ in range(runs)])
    with tempfile.TemporaryDirectory() as cache:
        row("the same without compiled kernels", [taken(arguments(x, y, picture), output, {"XDG_CACHE_HOME": cache})])


def figures() -> dict[str, float]:
    """Return how many times `import nashpy` takes what a sweep takes, all of its processes together."""
    with tempfile.TemporaryDirectory() as folder:
        axes = ["--vary", f"{ALIGNMENT}=-1:1:300", "--vary", f"{ODDS}=0:1:300"]
        arguments = ["sweep", str(SCENARIO), *axes, "-o", f"{folder}/grid.parquet", "--quiet", "--workers", "1"]
        taken = clock.least(
            {
                "sweep": lambda: clock.of_command(str(COMMAND), *arguments),
                "nashpy": lambda: clock.of_command(*NASHPY),
            },
            runs=4,
        )
    return {"import nashpy / sweep of 90,000 points": taken["nashpy"] / taken["sweep"]}


def grid(folder: Path, points: int, workers: int) -> None:
    side = max(2, round(points**0.5))
    output = folder / "grid.parquet"
    arguments = ["sweep", str(SCENARIO), "--vary", f"{ALIGNMENT}=-1:1:{side}", "--vary", f"{ODDS}=0:1:{side}"]
    found = taken([*arguments, "-o", str(output), "--quiet", "--workers", str(workers)], output)
    rate = side * side / found.seconds
    columns = ("points", "s", "points a second", "s of processors", "file, MB", "bytes a row")
    print(f"\n| {workers} workers | {' | '.join(columns)} | peak MiB, shared once | for each |")
    print("|---|---|---|---|---|---|---|---|---|")
    print(
        f"| measured | {side * side:,} | {found.seconds:.1f} | {rate:,.0f} | {found.processors:.1f} "
        f"| {found.bytes / 1e6:.1f} | {found.bytes / side**2:.2f} | {found.shared_once:.0f} | {found.each:.0f} |"
    )
    times = BILLION / (side * side)
    print(f"| a billion | {BILLION:,} | {found.seconds * times:.0f} | | | {found.bytes / 1e6 * times:.0f} | | | |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=10_000_000, help="of the large grid, about")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", help="where the files go; some gigabytes for a billion points")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        diagrams(Path(folder), asked.workers, asked.runs)
        grid(Path(folder), asked.points, asked.workers)


if __name__ == "__main__":
    main()
