"""What was seen, and in which situation, in words."""

from __future__ import annotations

from powergame.plain import written
from powergame.scenario.types import Changes, Observation
from powergame.scenario.writing.dump import as_written


def observed_in_words(observation: Observation) -> str:
    """Say what was seen.

    Examples
    --------
    >>> observed_in_words(Observation((("red", "seek"),), (("actors.red.power", 2.0),), 3, war=True))
    'red: seek, and war; with actors.red.power = 2; 3 times'
    """
    plays = ", ".join(f"{actor}: {rung}" for actor, rung in observation.plays)
    war = {True: "war", False: "no war", None: ""}[observation.war]
    seen = ", and ".join(part for part in (plays, war) if part)
    times = f"{observation.times:,} times" if observation.times > 1 else ""
    return "; ".join(part for part in (seen, situation_in_words(observation.under), times) if part)


def situation_in_words(under: Changes) -> str:
    """Say what is known of a situation, where anything is."""
    return f"with {', '.join(f'{path} = {written(as_written(value))}' for path, value in under)}" if under else ""
