"""Turns of a verdict: for one number after another, the nearest flip that `threshold` finds on either side.

The search is that of `powergame.analysis.threshold`, over the same ranges and to the same resolution. It makes less
effort where verdicts do not follow from the signs of the actors' gains: with three and more rungs or actors it can miss
an interval between two points of its grid, and tell a farther one. What it tells is a flip in any case.

A touch, where the verdict differs at one point only, is no turn: the verdict is the same behind it. But where the
scenario itself lies on a touch or a flip, the verdict turns at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from powergame.analysis.solve.result import Turn
from powergame.analysis.threshold.search import Search, quick, search
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept
from powergame.equilibrium.verdict import Verdicts
from powergame.model.parameters import power_shares, scenario_directions
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.usual import power_of_others
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VerdictName

MAX_ENTRIES_TWO_ACTORS, MAX_ENTRIES_THREE_OR_MORE = 72, 330
"""Payoffs (actors times profiles) of a game up to which turns are looked for: larger games would take many seconds. Two
actors' games may have 6 x 6 rungs."""

ODDS = "conflict.destruction.odds"

LEAST_SHARE, GREATEST_SHARE = 0.01, 0.99
"""Shares of all power between which an actor's power turns verdicts."""

DIGITS = 9
"""Digits of distances that count: of two turns equally far but for rounding, the upper one is told."""


@dataclass(frozen=True)
class Dial:
    """One number that can be turned.

    Attributes
    ----------
    path
        Path of the number; the power of an actor is told as its share of all power, the others keeping their
        proportions.
    now, low, high
        Its value and range, as they are told.
    told
        Function from a value at the path to the value that is told.
    """

    path: str
    now: float
    low: float
    high: float
    told: Callable[[float], float]


@dataclass(frozen=True)
class Turns:
    """The turns of one actor, nearest first.

    Attributes
    ----------
    points
        Grid points of the number that was looked at least closely; None where no flip can lie between grid points.
    """

    turns: tuple[Turn, ...] = ()
    points: int | None = None


def searched(shape: tuple[int, ...]) -> bool:
    """Whether turns are looked for in a game of this shape, (L_1, ..., L_n)."""
    most = MAX_ENTRIES_TWO_ACTORS if len(shape) == 2 else MAX_ENTRIES_THREE_OR_MORE
    return len(shape) * math.prod(shape) <= most


def turns(scenario: Scenario, now: Verdicts, deadline: Deadline = NO_DEADLINE) -> tuple[Turns, ...]:
    """Return for each actor the changes of one number that turn its verdict.

    Parameters
    ----------
    scenario
        A scenario whose game is `searched`.
    now
        Its verdicts.
    deadline
        When the search has to end.

    Raises
    ------
    TimeLimitError
        Where the time runs out.

    Returns
    -------
    tuple of n
        At most one turn for each of: the odds of destruction, the actor's power, its alignment with each other
        actor.

    Examples
    --------
    >>> import powergame as pg
    >>> strong, weak = turns(pg.load("scenarios/strong-and-aligned.yaml"), ("never", "never"))
    >>> [(turn.path, round(turn.at, 3), turn.verdict) for turn in weak.turns]
    [('alignment.weak.strong', 0.6, 'always'), ('conflict.destruction.odds', 0.02, 'always')]
    """
    known: dict[bytes, bytes] = {}

    def along(path: str, *actors: int) -> Search:
        return search(scenario, path, None, Concept(), quick(scenario), actors=actors, known=known, deadline=deadline)

    everybody = range(len(scenario.actors))
    odds = Dial(ODDS, scenario.conflict.odds, 0.0, 1.0, float)
    by_odds = along(ODDS, *everybody)
    dials = [tuple(_dials_of(scenario, i)) for i in everybody]
    beliefs = [parse(path, scenario.outcomes) for actor in scenario.actors for path, _ in actor.beliefs]
    believed = any(path.moves_directions for path in beliefs)
    # between two actors alignment is one number, whoever turns
    both = along(dials[0][-1].path, 0, 1) if len(dials) == 2 and scenario.dimensions > 1 and not believed else None
    by_actor = []
    for i in everybody:
        searches = [(odds, by_odds)]
        for dial in dials[i]:
            between_two = both if parse(dial.path).field == "alignment" else None
            searches.append((dial, between_two or along(dial.path, i)))
        nearest = [turn for dial, result in searches if (turn := _nearest(dial, result, i, now[i]))]
        points = min((result.points for _, result in searches if not result.along.decided), default=None)
        by_actor.append(Turns(tuple(sorted(nearest, key=lambda turn: turn.distance)), points))
    return tuple(by_actor)


def _dials_of(scenario: Scenario, i: int) -> Iterator[Dial]:
    """Yield actor i's power and its alignment with each other actor."""
    name = scenario.names[i]
    share = float(power_shares(scenario)[i])
    path = f"actors.{name}.power"
    others = power_of_others(scenario, path)
    if 0 < others < math.inf and LEAST_SHARE <= share <= GREATEST_SHARE:
        yield Dial(path, share, LEAST_SHARE, GREATEST_SHARE, lambda power: power / (power + others))
    d = scenario_directions(scenario)
    if scenario.dimensions > 1:
        for j, other in enumerate(scenario.names):
            if j != i:
                cosine = float(np.clip((d[i] * d[j]).sum(), -1, 1))
                yield Dial(f"alignment.{name}.{other}", cosine, -1.0, 1.0, float)


def _nearest(dial: Dial, result: Search, i: int, verdict: VerdictName) -> Turn | None:
    """Return the nearest value at which actor i's present verdict turns, if there is one."""
    now = result.range.now
    if result.verdict_at(now, i) != verdict:  # an answer from an incomplete list says otherwise
        return None
    others = [stretch for stretch in result.intervals(i) if stretch.verdict != verdict]
    below = [(min(stretch.stop, now), stretch.verdict, -1.0) for stretch in others if stretch.start < now][-1:]
    above = [(max(stretch.start, now), stretch.verdict, 1.0) for stretch in others if stretch.stop > now][:1]
    turns = []
    for at, other, way in (*above, *below):
        told = dial.told(at)
        if (told - dial.now) * way <= 0:  # the scenario itself lies on a flip, or beside it but for rounding
            told = math.nextafter(dial.now, way * math.inf)
        if dial.low <= told <= dial.high and result.confirms(i, at):
            turns.append(Turn(dial.path, dial.now, told, other, abs(told - dial.now) / (dial.high - dial.low)))
    return min(turns, key=lambda turn: round(turn.distance, DIGITS), default=None)
