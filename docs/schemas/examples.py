"""Writes the examples beside the schemas: a result of each format, as its command writes it.

They are frozen: what is there stays as it is, since what readers have written must stay readable, and only formats that
have no example get one. ``make schema`` runs it; ``tests/test_schemas.py`` holds that each is valid, and that it comes
out the same when it is computed again.
"""

from __future__ import annotations

import contextlib
import os
import shlex
from pathlib import Path

from powergame.analysis.head import VERSION
from powergame.cli.guard import run

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE / str(VERSION) / "examples"
ROOT = HERE.parents[1]

DEEDS = "--unknown 'alignment.weak.strong={uniform: [-1, 1]}' --observe 'weak=hold x3' --rationality 20"

JSON = {
    "solve": "solve scenarios/strong-and-aligned.yaml",
    "solve.types": "solve scenarios/surprise-coup.yaml --set rounds=1",
    "solve.rounds": "solve scenarios/security-dilemma.yaml --set rounds=2",
    "compare": "compare scenarios/strong-and-aligned.yaml scenarios/strong-and-misaligned.yaml --no-turns",
    "check": "check scenarios/strong-and-aligned.yaml scenarios/security-dilemma.yaml",
    "sweep": "sweep scenarios/strong-and-aligned.yaml --vary alignment.weak.strong=-1:1:5",
    "sweep.estimate": "sweep scenarios/strong-and-aligned.yaml --vary alignment.weak.strong=-1:1:5 --dry-run",
    "threshold": "threshold scenarios/strong-and-aligned.yaml --vary alignment.weak.strong",
    "threshold.war": "threshold scenarios/strong-and-aligned.yaml --vary conflict.destruction.odds --of war",
    "converge": "converge scenarios/strong-and-misaligned.yaml --actor weak --dimensions 2,3 --draws 64",
    "infer": f"infer scenarios/strong-and-aligned.yaml {DEEDS} --hypothesis 'alignment.weak.strong > 0'",
    "infer.compare": "infer scenarios/strong-and-aligned.yaml scenarios/strong-and-misaligned.yaml --method reweight "
    f"--draws 16 --ess 0 {DEEDS}",
    "deceive": "deceive scenarios/surprise-coup.yaml",
    "deceive.compare": "deceive scenarios/surprise-coup.yaml 'scenarios/surprise-coup.yaml#*'",
    "deceive.vary": "deceive scenarios/surprise-coup.yaml --vary actors.system.growth=1:2:2",
    "again": "again docs/schemas/1/examples/solve.json",
    "error": "solve scenarios/strong-and-aligned.yaml --set actors.weak.power=-1",
}
"""Commands whose JSON, on standard output, is an example."""

TABLES = {
    "sweep.points.csv": "sweep scenarios/strong-and-aligned.yaml --vary alignment.weak.strong=-1:1:5 -o",
    "infer.points.csv": f"infer scenarios/strong-and-aligned.yaml --method reweight --draws 16 --ess 0 {DEEDS} --save",
    "solve.csv": "solve scenarios/strong-and-aligned.yaml --no-turns -o",
}
"""Commands that write a table, with its description beside it, where their last word says."""


def main() -> None:
    """Write the examples that are not there."""
    EXAMPLES.mkdir(exist_ok=True)
    os.chdir(ROOT)
    for name, command in JSON.items():
        file = EXAMPLES / f"{name}.json"
        if not file.exists():
            with file.open("w") as out, contextlib.redirect_stdout(out):
                run([*shlex.split(command), "--format", "json", "--quiet"])
    for name, command in TABLES.items():
        if not (EXAMPLES / name).exists():
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
                run([*shlex.split(command), str(EXAMPLES / name), "--quiet"])


if __name__ == "__main__":
    main()
