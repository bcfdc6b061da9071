"""Words that a page explains itself, since whoever it is mailed to has no terminal beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from powergame.analysis.solve import Motive
from powergame.plain import Json
from powergame.report.glossary.entries import Word, entries
from powergame.report.glossary.find import explained
from powergame.scenario.types import VERDICTS, DeceptionWord

LIMITS = "limits"
"""Name of the group that says what no answer can say."""

OF_EQUILIBRIA = ("regret", "complete", "selected")
"""Words of every list of equilibria."""

OF_MATRIX = ("best reply", "mixed strategy")
"""Words of a matrix."""

OF_SCENARIOS = ("seek power", "verdict", "proven", "war", "destroyed")
"""Words of every scenario."""

OF_ACTORS = ("chance", "after", "alignment with power", "motive", "why", "turn")
"""Words of what is told of actors in one round without private types."""

OF_WAR, OF_SIDING = ("side", "wins"), ("bandwagon", "balance")
"""Words of who would fight, and of who would stand with whom where that is a choice."""

OF_TREE = (
    "known", "first", "later", "withholds", "coup", "value of concealment", "reached", "what is believed of types",
)  # fmt: skip
"""Words of private types and of rounds."""

OF_DEEDS = ("prior", "posterior", "bits", "surprise", "Bayes factor", "evidence", "quantal response", "rationality")
"""Words of what deeds tell."""

MOTIVES = {motive: "mixed motive" if motive == "mixed" else motive for motive in get_args(Motive)}
"""Words of motives; strategies are mixed, too."""


def in_order(names: Iterable[str]) -> tuple[Word, ...]:
    """Return the entries of these names, each once, in the order of the glossary."""
    wanted = set(names)
    return tuple(entry for entry in entries() if entry.name in wanted)


def limits() -> tuple[Word, ...]:
    """Return what no answer can say."""
    return tuple(entry for entry in entries() if entry.file == LIMITS)


def of_live_page(*, matrix: bool, tree: bool, deeds: bool) -> tuple[Word, ...]:
    """Return the words of a live page, on which any verdict can come about.

    Parameters
    ----------
    matrix, tree, deeds
        Whether it has a scenario of one round without private types; one of these; and something unknown.
    """
    words = [*OF_EQUILIBRIA, *OF_SCENARIOS, *VERDICTS]
    words += [*OF_MATRIX, *OF_ACTORS, *MOTIVES.values(), *OF_WAR, *OF_SIDING, "phase", "game type"] if matrix else []
    words += [*OF_TREE, "verdict of a type", *get_args(DeceptionWord)] if tree else []
    return in_order([*words, *(OF_DEEDS if deeds else ())])


def names_of_game(name: str | None) -> tuple[str, ...]:
    """Return the words of which the name of a 2 x 2 game is made; none where it has none.

    Examples
    --------
    >>> names_of_game("nearly stag hunt"), names_of_game(None)
    (('nearly', 'stag hunt'), ())
    """
    return tuple(entry.name for entry in explained(name)) if name else ()


def to_list(words: Iterable[Word]) -> list[Json]:
    """Return words as plain data: the word, what it means, and what else a reader needs, in text without marks."""
    parts = [(word.name, word.means, word.instead or word.trust) for word in words]
    return [
        {"word": name, "means": means.replace("`", ""), "more": more.replace("`", "")} for name, means, more in parts
    ]
