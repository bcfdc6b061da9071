"""lrsnash, an independent exact solver (D. Avis, lrslib), as an oracle."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from powergame.model.game import Game

Pair = tuple[tuple[Fraction, ...], ...]


def extreme_equilibria(games: Sequence[Game], folder: Path) -> list[set[Pair]]:
    """Return the sets of extreme equilibria of games of two actors, all in one run.

    In the output each block lists strategies of the second player and then of the first; every pair is an equilibrium.
    """
    program = shutil.which("lrsnash")
    assert program, "lrsnash is not installed: it comes with the Debian package lrslib"
    files = [folder / f"game{k}.txt" for k in range(len(games))]
    for file, game in zip(files, games, strict=True):
        file.write_text(_written(game))
    run = subprocess.run([program, *files], capture_output=True, text=True, check=True)
    *parts, _ = run.stdout.split("*Number of equilibria found:")
    counts = [int(part.split("\n", 1)[0]) for part in run.stdout.split("*Number of equilibria found:")[1:]]
    assert len(parts) == len(games), run.stdout
    found = [_read(part, game.shape) for part, game in zip(parts, games, strict=True)]
    assert [len(pairs) for pairs in found] == counts, "not all of the output was understood"
    return found


def _written(game: Game) -> str:
    tables = ("\n".join(" ".join(map(str, row)) for row in table) for table in game.exact)
    return "{} {}\n\n{}\n\n{}\n".format(*game.shape, *tables)


def _read(text: str, shape: Sequence[int]) -> set[Pair]:
    found: set[Pair] = set()
    for block in text.split("\n\n"):
        lines = [line.split() for line in block.splitlines() if line[:1] in ("1", "2")]
        first, second = (
            [_strategy(line, shape[player - 1]) for line in lines if line[0] == str(player)] for player in (1, 2)
        )
        found |= {(x, y) for x in first for y in second}
    return found


def _strategy(line: Iterable[str], size: int) -> tuple[Fraction, ...]:
    _, *numbers = line
    return tuple(Fraction(number) for number in numbers[:size])
