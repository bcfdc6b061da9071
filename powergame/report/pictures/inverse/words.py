"""Words of the pictures of inference: unknowns, deeds, and numbers of bits."""

from __future__ import annotations

from powergame.scenario.paths.grammar import Path, parse
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Observation, Rung, Value
from powergame.scenario.writing.dump import as_written
from powergame.text import listed

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
    'odds of destruction, as red believes'
    """
    word, _, actor = path.partition(".")
    if word == "alignment_with_power":
        return f"alignment of {actor} with the powers that be"
    return _named(parse(path, outcomes))


def _named(path: Path) -> str:
    if path.believed is not None:
        return f"{_named(path.believed)}, as {path.actor} believes"
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


def deed(observation: Observation, outcomes: tuple[str, ...] = ()) -> str:
    """Return what was played, in few words.

    Examples
    --------
    >>> deed(Observation((("red", "seek"), ("blue", "hold")), times=3))
    'red seek, blue hold (3 times)'
    """
    parts = [f"{actor} {rung}" for actor, rung in observation.plays]
    if observation.war is not None:
        parts.append("war" if observation.war else "no war")
    times = f" ({observation.times} times)" if observation.times > 1 else ""
    known = [f"{in_words(path, outcomes)} {choice(value)}" for path, value in observation.under]
    return ", ".join(parts) + times + (f" under {listed(known)}" if known else "")


def bits(number: float) -> str:
    """Return a number of bits."""
    return f"{number:.2f} bits"


def choice(value: Value) -> str:
    """Return a value of an unknown, or of what is known."""
    if isinstance(value, tuple):
        if any(isinstance(x, Rung) for x in value):
            name = as_written(value)
            return name if isinstance(name, str) else "other rungs"
        return "(" + ", ".join(f"{x:g}" if isinstance(x, float | int) else str(x) for x in value) + ")"
    if isinstance(value, float | int):
        return f"{value:g}"
    return value.replace("_", " ")


def subject(scenario: Scenario, given: tuple[str, ...]) -> str:
    """Return the scenario's name, and what the prior is restricted to."""
    return f"{scenario.name}{f'; given {listed(list(given))}' if given else ''}"
