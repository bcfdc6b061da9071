"""Words of pictures of answers: titles, and numbers with the digits that tell them apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from powergame.analysis.solve import Answer
from powergame.arrays import FloatArray
from powergame.report.documents.solve import headline
from powergame.report.numbers import number, strategy

FEWEST, MOST = 3, 6
"""Decimals of payoffs, at least and at most."""

SMALL, LARGE = 1e-3, 1e4
"""Payoffs between which no exponent is used: with all below the first, or one above the second, it may be."""

MIXED_LISTED = 3
"""Equilibria in mixed strategies that a picture lists in words."""


def title(answer: Answer) -> str:
    """Return the title of a picture of an answer."""
    if answer.actors:
        return headline(answer)
    count = len(answer.solution.equilibria)
    kind = f"{answer.type[0].upper()}{answer.type[1:]}: " if answer.type else ""
    sets = len({equilibrium.component for equilibrium in answer.solution.equilibria})
    if sets < count:
        return f"{kind}{sets} connected set{'s' if sets > 1 else ''} of equilibria."
    return f"{kind}{count} equilibri{'um' if count == 1 else 'a'}{'' if answer.solution.complete else ' found'}."


def figures(values: FloatArray, groups: Sequence[Sequence[int]]) -> list[str]:
    """Show numbers of one picture alike, with as many decimals as tell those apart that are compared, within reason.

    Parameters
    ----------
    values : (N,)
    groups
        Places of numbers that are compared with each other.
    """
    numbers = [float(x) + 0.0 for x in values]
    largest = max((abs(x) for x in numbers), default=0.0)
    if 0 < largest < SMALL or largest >= LARGE:
        return [_minus(f"{x:.4g}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")) for x in numbers]
    if all(x == math.floor(x) for x in numbers):
        return [_minus(f"{x:.0f}") for x in numbers]
    for decimals in range(FEWEST, MOST + 1):
        texts = [number(x) if decimals == FEWEST else f"{x:.{decimals}f}" for x in numbers]
        if all(len({texts[k] for k in group}) == len({numbers[k] for k in group}) for group in groups):
            break
    return [_minus(text) for text in texts]


def play(answer: Answer, k: int) -> str:
    """Say what is played in an equilibrium: ``blue: hold 1/3, seek 2/3; red: seek``."""
    game, profile = answer.game, answer.solution.equilibria[k].profile
    return "; ".join(
        f"{name}: {strategy(rungs, mixture)}"
        for name, rungs, mixture in zip(game.actors, game.rungs, profile, strict=True)
    )


def _minus(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")
