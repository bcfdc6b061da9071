"""How much an installation takes: a fresh environment, a wheel, and the bytes of each package with its bytecode.

Extras are added one after another; what two of them share counts for the first.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from clock import ROOT

EXTRAS = ("fast", "tables", "explore", "cluster", "arviz", "gambit")
"""Extras that are measured, each beside a plain installation."""

SMALL = 2.0
"""MB below which packages are told together."""

MEASURE = """
import json
from importlib.metadata import distributions

def size(distribution):
    files = (file.locate() for file in distribution.files or ())
    return sum(file.stat().st_size for file in files if file.is_file())

print(json.dumps({d.metadata["Name"]: size(d) / 1e6 for d in distributions()}))
"""
"""Program that prints the MB of each package of the environment in which it runs."""


def pip(python: Path, *arguments: str) -> None:
    """Install into an environment by the pip of this machine."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*command, "install", "--quiet", *arguments], check=True)


def fresh(folder: str) -> tuple[Path, Path]:
    """Return the Python of a fresh environment in a folder, and the wheel that was built there."""
    python = Path(folder) / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(python.parents[1])], check=True)
    pip_wheel = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*pip_wheel, "--wheel-dir", folder, str(ROOT)], check=True)
    (wheel,) = Path(folder).glob("*.whl")
    return python, wheel


def sizes(python: Path) -> dict[str, float]:
    """Return the MB of each package of an environment."""
    run = subprocess.run([str(python), "-c", MEASURE], capture_output=True, text=True, check=True)
    packages: dict[str, float] = json.loads(run.stdout)
    return packages


def row(what: str, added: dict[str, float]) -> str:
    """Return what some packages take, the larger ones by name."""
    large = sorted(((size, name) for name, size in added.items() if size >= SMALL), reverse=True)
    rest = [size for size in added.values() if size < SMALL]
    parts = [f"{name} {size:.0f}" for size, name in large]
    parts += [f"{len(rest)} more {sum(rest):.0f}"] if rest else []
    return f"| {what} | {sum(added.values()):.0f} | {', '.join(parts)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extras", default=",".join(EXTRAS), help="extras to measure, with commas between")
    extras = [extra for extra in parser.parse_args().extras.split(",") if extra]
    with tempfile.TemporaryDirectory() as folder:
        python, wheel = fresh(folder)
        print("| installation | MB | of which |\n|---|---|---|")
        known: dict[str, float] = {}
        for extra in ("", *extras):
            pip(python, f"{wheel}[{extra}]" if extra else str(wheel))
            present = sizes(python)
            added = {name: size for name, size in present.items() if name not in known}
            print(
                row(f"`{extra}` adds" if extra else f"plain ({wheel.stat().st_size / 1e6:.1f} MB wheel)", added),
                flush=True,
            )
            known = present


if __name__ == "__main__":
    main()
