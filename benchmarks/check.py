"""Has anything become slower? Speed is compared with the last figures that were committed, and a loss of a fifth stops.

    python benchmarks/check.py            compare with last.json
    python benchmarks/check.py --renew    measure, and write last.json anew

Figures are ratios, greater is better: how many times something else (nashpy, Gambit, QuantEcon.py) takes what powergame
takes, both measured in turn in one run, as the least processor time of several. So a slow or busy machine changes
little; another kind of processor, or another version of what is compared with, may. Then renew the file from the state
before the change, and compare.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

LAST = Path(__file__).with_name("last.json")
BENCHMARKS = ("startup", "batch", "many", "response", "solvers", "actors", "sweep", "report", "explore", "trees")
COMPARED = ("numba", "numpy", "nashpy", "pygambit", "quantecon")
"""Packages whose versions stand beside the figures."""

KEPT = 0.8
"""Part of the last figure that must be reached."""


def measured(benchmark: str) -> dict[str, float]:
    figures: dict[str, float] = import_module(benchmark).figures()
    return figures


def better(benchmark: str, now: dict[str, float], last: dict[str, float]) -> dict[str, float]:
    """Measure once more where something was lost, and return the better of the two: luck is no loss."""
    if all(now[name] >= KEPT * last.get(name, 0) for name in now):
        return now
    again = measured(benchmark)
    return {name: max(now[name], again[name]) for name in now}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--renew", action="store_true", help="write last.json anew")
    renew = parser.parse_args().renew
    last = {} if renew else json.loads(LAST.read_text(encoding="utf-8"))["figures"]
    figures: dict[str, float] = {}
    print(f"{'':46}{'last':>10}{'now':>10}")
    for benchmark in BENCHMARKS:
        for name, now in better(benchmark, measured(benchmark), last).items():
            figures[name] = now
            before = last.get(name)
            mark = "  slower" if before and now < KEPT * before else "  new" if before is None else ""
            print(f"{name:46}{f'{before:.4g}' if before else '':>10}{f'{now:.4g}':>10}{mark}", flush=True)
    if renew:
        rounded = {name: float(f"{figure:.4g}") for name, figure in figures.items()}
        written = {"versions": {name: version(name) for name in COMPARED}, "figures": rounded}
        LAST.write_text(f"{json.dumps(written, indent=2)}\n", encoding="utf-8")
        return 0
    lost = [name for name, before in last.items() if figures.get(name, 0) < KEPT * before]
    if lost:
        print(f"\nslower by more than a fifth, or gone: {'; '.join(lost)}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
