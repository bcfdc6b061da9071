"""What commands take with the plain installation: a fresh environment, the wheel without extras, and with `fast`.

Processor seconds of whole commands, of the second run of each: with `fast` the first one may compile.
"""

from __future__ import annotations

import argparse
import shlex
import tempfile
from pathlib import Path

import clock
from size import fresh, pip

COMMANDS = (
    "solve @kingmaker",
    "threshold @security-dilemma --vary conflict.stakes",
    "plot @security-dilemma --kind phase -o {folder}/map.svg",
    "plot @rising-power --kind phase -o {folder}/map.svg",
    "plot @kingmaker --kind phase -o {folder}/map.svg",
    "plot @first-world-war --kind phase -o {folder}/map.svg",
    "report @security-dilemma -o {folder}/report.html",
    "converge @security-dilemma",
    "converge @ai-race",
    "sweep @security-dilemma --vary conflict.stakes=0:1:101 --vary conflict.destruction.odds=0:1:101 -o {folder}/t.csv",
    "infer @board-dismisses",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-fast", action="store_true", help="measure the plain installation alone")
    alone = parser.parse_args().without_fast
    with tempfile.TemporaryDirectory() as folder:
        python, wheel = fresh(folder)
        columns = {}
        for extra in ("",) if alone else ("", "[fast]"):
            pip(python, f"{wheel}{extra}")
            columns[extra or "plain"] = [_seconds(python, command.format(folder=folder)) for command in COMMANDS]
        print(f"| command | {' | '.join(columns)} |\n|{'---|' * (1 + len(columns))}")
        for command, *seconds in zip(COMMANDS, *columns.values(), strict=True):
            print(f"| `{command.partition(' -o ')[0]}` | {' | '.join(f'{each:.1f}' for each in seconds)} |")


def _seconds(python: Path, command: str) -> float:
    """Return the processor seconds of the second run of a command."""
    call = [str(python.with_name("powergame")), *shlex.split(command), "--time-limit", "none", "--quiet"]
    clock.of_command(*call)
    return clock.of_command(*call)


if __name__ == "__main__":
    main()
