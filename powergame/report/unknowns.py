"""Unknowns in words."""

from __future__ import annotations

from powergame.scenario.paths.grammar import Path, parse

LABELS = {
    "destruction.odds": "odds of destruction",
    "destruction.severity": "severity of destruction",
    "third_parties": "siding of third parties",
    "risk_aversion": "risk aversion",
}
"""Words for fields whose own names are not enough."""


def in_words(path: str, outcomes: tuple[str, ...] = ()) -> str:
    """Return what an unknown is, in words.

    Examples
    --------
    >>> in_words("alignment.red.blue")
    'alignment of red and blue'
    >>> in_words("actors.red.beliefs.conflict.destruction.odds")
    'odds of destruction (as red believes)'
    """
    word, _, actor = path.partition(".")
    if word == "alignment_with_power":
        return f"alignment of {actor} with the powers that be"
    return _named(parse(path, outcomes))


def _named(path: Path) -> str:
    if path.believed is not None:
        return f"{_named(path.believed)} (as {path.actor} believes)"
    template, field = path.kind.template, path.field
    if template == "alignment.ACTOR.ACTOR":
        return f"alignment of {path.actor} and {path.towards}"
    if path.type:
        return f"{field} that {path.actor} is {path.type}"
    if path.outcome:
        return f"how much {path.actor} wants {path.outcome}"
    whose = " of ".join(name for name in (path.rung, path.actor) if name)
    word = "direction" if field in ("preferences", "angle") else _label(template, field)
    return f"{word} of {whose}" if whose else word


def _label(template: str, field: str) -> str:
    return next((words for ending, words in LABELS.items() if template.endswith(ending)), field.replace("_", " "))
