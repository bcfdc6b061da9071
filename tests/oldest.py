"""Prints the oldest packages that pyproject.toml allows, as constraints for pip."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

FLOOR = re.compile(r"([A-Za-z0-9_.-]+)>=([0-9.]+)")


def oldest(project: dict[str, object]) -> list[str]:
    """Return a constraint for each requirement of the package and of its extras for users."""
    extras = project["optional-dependencies"]
    names = [
        *project["dependencies"],
        *(name for extra in extras if extra not in ("all", "dev", "bench", "gambit") for name in extras[extra]),
    ]
    floors = [FLOOR.match(name) for name in names]
    assert all(floors), f"a requirement without a floor among {names}"
    return [f"{floor[1]}=={floor[2]}" for floor in floors]


if __name__ == "__main__":
    print("\n".join(oldest(tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"])))
