"""What actors believe where it differs from the scenario."""

from __future__ import annotations

import math

from powergame.analysis.solve.result import Belief
from powergame.plain import plain
from powergame.scenario.paths.apply import get
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor, Value


def beliefs_of(scenario: Scenario, actor: Actor) -> tuple[Belief, ...]:
    """Return an actor's beliefs that differ from the scenario's own values, in the file's order.

    Examples
    --------
    >>> import powergame as pg
    >>> scenario = pg.load("scenarios/openai-board-2023.yaml")
    >>> [(belief.path, belief.believed, belief.true) for belief in beliefs_of(scenario, scenario.actors[0])]
    [('actors.chief executive.power', 0.5, 3.0), ('conflict.destruction.odds', 0.2, 0.5)]
    """
    pairs = ((path, value, get(scenario, path)) for path, value in actor.beliefs)
    return tuple(Belief(path, plain(value), plain(true)) for path, value, true in pairs if not _same(value, true))


def _same(value: Value, true: Value) -> bool:
    """Whether two values are the same but for rounding: an alignment is computed."""
    if isinstance(value, float | int) and isinstance(true, float | int):
        return math.isclose(value, true, abs_tol=math.ulp(1.0))
    return value == true
