"""Paths in words, as axes, tables and sentences name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from powergame.scenario.paths.grammar import Path, parse

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario

NAMED = {
    "conflict.destruction.odds": "odds of destruction",
    "conflict.destruction.severity": "severity of destruction",
    "conflict.third_parties": "siding of third parties",
}
"""Words for whole paths whose last words are not enough."""

LABELS = {
    "risk_aversion": "risk aversion",
    "odds": "odds of destruction",
    "provokes": "provocation",
    "resists": "resistance",
}
"""Words for fields of actors and rungs whose names are no nouns."""

DERIVED = "alignment_with_power"
"""First word of what follows from powers and alignments, and is told of beside paths: an actor's stands behind it."""


def words_of_path(scenario: Scenario, text: str, *, flowing: bool = False) -> str:
    """Return what a path of a scenario names, in words.

    Parameters
    ----------
    text
        A path, or ``alignment_with_power.ACTOR``.
    flowing
        Whether the words stand within a sentence, where no colon may part them.

    Examples
    --------
    >>> import powergame as pg
    >>> scenario = pg.load("scenarios/first-world-war.yaml")
    >>> words_of_path(scenario, "alignment.Germany.Russia")
    'alignment of Germany and Russia'
    >>> words_of_path(scenario, "actors.Germany.beliefs.conflict.destruction.severity")
    'Germany: believed severity of destruction'
    >>> words_of_path(scenario, "actors.Germany.beliefs.conflict.destruction.severity", flowing=True)
    "Germany's believed severity of destruction"
    """
    word, _, actor = text.partition(".")
    if word == DERIVED:
        return f"alignment of {actor} with the powers that be"
    path = parse(text, scenario.outcomes)
    return _words(path, scenario.outcomes, "{}'s " if flowing else "{}: ")


def _words(path: Path, outcomes: tuple[str, ...], believer: str) -> str:
    who = f"{path.actor} ({path.type})" if path.type else path.actor
    if path.believed is not None:
        return f"{believer.format(who)}believed {_words(path.believed, outcomes, believer)}"
    if path.field == "alignment":
        return f"alignment of {path.actor} and {path.towards}"
    if path.field == "probability":
        return f"probability that {path.actor} is {path.type}"
    if path.outcome:
        return f"how much {who} wants {_outcome(path.outcome, outcomes)}"
    what = NAMED.get(path.kind.template) or LABELS.get(path.field) or path.field
    if path.field in ("preferences", "angle"):
        what = "direction"
    whose = f"{who}'s {path.rung}" if path.rung and who else path.rung or who
    return f"{what} of {whose}" if whose else what


def _outcome(name: str, outcomes: tuple[str, ...]) -> str:
    """Return an outcome's name, where a path may have its place."""
    if name in outcomes or not name.isdecimal():
        return name
    place = int(name)
    return outcomes[place] if place < len(outcomes) else f"outcome {place + 1}"
