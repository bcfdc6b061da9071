"""The script of Gambit's process: reads a game from standard input, writes its equilibria to standard output.

It imports nothing of powergame.
"""

from __future__ import annotations

import io
import json
import sys

import pygambit


def main(method: str, text: str) -> list[list[list[str]]]:
    """Return the equilibria that a method finds of a game in .nfg format, probabilities as text."""
    game = pygambit.read_nfg(io.BytesIO(text.encode()))
    if method == "enummixed":
        equilibria = pygambit.nash.enummixed_solve(game, rational=True).equilibria
    else:
        equilibria = pygambit.nash.enumpoly_solve(game).equilibria
    return [[[str(e[rung]) for rung in player.strategies] for player in game.players] for e in equilibria]


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.stdin.buffer.read().decode())))
