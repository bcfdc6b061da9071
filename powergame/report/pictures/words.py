"""Words of pictures of answers: their titles, and what is played."""

from __future__ import annotations

from powergame.analysis.solve import Answer
from powergame.report.documents.solve import headline
from powergame.report.numbers import strategy

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


def play(answer: Answer, k: int) -> str:
    """Say what is played in an equilibrium: ``blue: hold 1/3, seek 2/3; red: seek``."""
    game, profile = answer.game, answer.solution.equilibria[k].profile
    return "; ".join(
        f"{name}: {strategy(rungs, mixture)}"
        for name, rungs, mixture in zip(game.actors, game.rungs, profile, strict=True)
    )


def minus(text: str) -> str:
    """Return a number's text with a true minus, as pictures have it."""
    return text.replace("-", "\N{MINUS SIGN}")
