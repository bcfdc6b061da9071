"""Gambit's solvers, through the optional package pygambit (GPL-2.0-or-later).

They run in a separate process with a time limit: on games with ties they may run for ever, and their compiled loops
cannot be interrupted from Python.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.types import Profile
from powergame.errors import NoAnswerError, TimeLimitError, UsageError
from powergame.model.game import Game
from powergame.model.nfg import write_nfg


def version() -> str:
    """Return pygambit's version.

    Raises
    ------
    UsageError
        Where it is not installed.
    """
    try:
        return importlib.metadata.version("pygambit")
    except importlib.metadata.PackageNotFoundError:
        message = "--solver gambit needs pygambit, an optional extra: pip install 'powergame[gambit]'"
        raise UsageError(message) from None


def extreme_equilibria(game: Game, deadline: Deadline = NO_DEADLINE) -> list[Profile]:
    """Return the extreme equilibria of a game of two actors, in Gambit's rational arithmetic (enummixed).

    Raises
    ------
    UsageError
        Where pygambit is not installed.
    NoAnswerError
        Where it does not answer in time.
    """
    return [
        tuple(tuple(Fraction(p) for p in strategy) for strategy in profile)
        for profile in _ask(game, "enummixed", deadline)
    ]


def mixed_equilibria(game: Game, deadline: Deadline = NO_DEADLINE) -> list[tuple[tuple[float, ...], ...]]:
    """Return the isolated equilibria of a game of three or more actors that enumpoly finds, in floats.

    Raises
    ------
    UsageError, NoAnswerError
        As `extreme_equilibria`.
    """
    return [
        tuple(tuple(float(p) for p in strategy) for strategy in profile) for profile in _ask(game, "enumpoly", deadline)
    ]


def _ask(game: Game, method: str, deadline: Deadline) -> list[list[list[str]]]:
    """Return Gambit's profiles with probabilities as text."""
    version()
    return run(method, write_nfg(_plain(game), "game"), deadline)


def run(method: str, text: str, deadline: Deadline = NO_DEADLINE) -> list[list[list[str]]]:
    """Run a method on a game in .nfg format in a separate process; return profiles of probabilities as text."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("gambit_process.py")), method]
    seconds = min(budgets.GAMBIT_SECONDS, deadline.left)
    try:
        process = subprocess.run(
            command, input=text, capture_output=True, encoding="utf-8", timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        deadline.check(f"gambit's {method} was asked")
        raise TimeLimitError(f"gambit's {method} did not answer within {seconds:g} s") from None
    if process.returncode:
        last = process.stderr.strip().splitlines()[-1:]
        raise NoAnswerError(": ".join([f"gambit's {method} failed", *last]))
    profiles: list[list[list[str]]] = json.loads(process.stdout)
    return profiles


def _plain(game: Game) -> Game:
    """Return the game as Gambit can take it: its profiles are known by their places.

    Names are numbers, since it reads no name that is not printable ASCII. Payoffs are scaled to [0, 1]: enummixed finds
    nothing where they are in the billions.
    """
    exact = np.empty(game.payoffs.shape, dtype=object)
    for i, table in enumerate(game.exact):
        low, span = table.min(), table.max() - table.min()
        exact[i] = (table - low) / (span or Fraction(1))
    rungs = tuple(tuple(map(str, range(length))) for length in game.shape)
    return Game(tuple(map(str, range(len(rungs)))), rungs, exact.astype(np.float64), exact)
