"""Words of the pictures of inference: deeds, and numbers of bits."""

from __future__ import annotations

from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Observation, Rung, Value
from powergame.scenario.writing.dump import as_written
from powergame.text import listed


def deed(observation: Observation, scenario: Scenario, captions: Captions = OWN_WORDS) -> str:
    """Return what was played, in few words.

    Examples
    --------
    >>> from powergame import load
    >>> scenario = load("scenarios/security-dilemma.yaml")
    >>> deed(Observation((("west", "strike"), ("east", "hold")), times=3), scenario)
    'west strike, east hold (3 times)'
    """
    parts = [f"{actor} {rung}" for actor, rung in observation.plays]
    if observation.war is not None:
        parts.append("war" if observation.war else "no war")
    times = f" ({observation.times} times)" if observation.times > 1 else ""
    known = [f"{captions.words(scenario, path)} {choice(value)}" for path, value in observation.under]
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
