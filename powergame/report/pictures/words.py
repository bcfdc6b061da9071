"""Words of pictures: titles of those of answers, and numbers."""

from __future__ import annotations

from powergame.analysis.solve import Answer
from powergame.report.documents.solve import counted_equilibria
from powergame.report.documents.solved.words import headline


def title(answer: Answer) -> str:
    """Return the title of a picture of an answer."""
    if answer.actors:
        return headline(answer)
    count = len(answer.solution.equilibria)
    kind = f"{answer.type[0].upper()}{answer.type[1:]}: " if answer.type else ""
    sets = len({equilibrium.component for equilibrium in answer.solution.equilibria})
    if sets < count:
        return f"{kind}{sets} connected set{'s' if sets > 1 else ''} of equilibria."
    return f"{kind}{counted_equilibria(answer)}"


def minus(text: str) -> str:
    """Return a number's text with a true minus, as pictures have it."""
    return text.replace("-", "\N{MINUS SIGN}")
