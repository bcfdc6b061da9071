"""What would turn a verdict: the nearest change of one number.

Looked for on a grid over each number's whole range, outward from its present value, and then refined. What lies
between two grid points is not seen; `powergame threshold` is the exhaustive search along one path.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from powergame.analysis.solve.result import Turn
from powergame.equilibrium.logit.limit import select
from powergame.equilibrium.nash.find import find_equilibria
from powergame.equilibrium.verdict import Verdicts, seeking_rungs, verdicts
from powergame.model.compile import payoffs_of_many
from powergame.model.game import FloatArray, Game
from powergame.model.parameters import power_shares, scenario_directions
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VerdictName

GRID = 41
"""Points over a number's whole range."""

REFINED = 9
"""Points over a bracket; `REFINEMENTS` times, each on the bracket that the last one found."""

REFINEMENTS = 4

RESOLUTION = 1 / (GRID - 1) / (REFINED - 1) ** REFINEMENTS
"""Of a turn, as a fraction of the number's range: 6e-6."""

MAX_ENTRIES, MAX_ENTRIES_OF_TWO = 330, 72
"""Actors x profiles: games beyond would take many seconds, and `Answer` says nothing of turns. Two actors' games are
enumerated exactly at some hundred points, so theirs may have 6 x 6 rungs."""

LEAST_SHARE, GREATEST_SHARE = 0.01, 0.99
"""Of all power, between which an actor's share is tried."""


@dataclass(frozen=True)
class Dial:
    """One number that can be turned.

    Attributes
    ----------
    path
        Of the number; ``actors.X.power`` is turned as X's share of all power, the others keeping their proportions.
    now, low, high
        Its value and range.
    raw
        What the path is set to for a value.
    """

    path: str
    now: float
    low: float
    high: float
    raw: Callable[[float], float]


def searched(shape: tuple[int, ...]) -> bool:
    """Whether turns are looked for in a game of this shape, (L_1, ..., L_n)."""
    return len(shape) * math.prod(shape) <= (MAX_ENTRIES_OF_TWO if len(shape) == 2 else MAX_ENTRIES)


def turns(scenario: Scenario, now: Verdicts) -> tuple[tuple[Turn, ...], ...]:
    """Return for each actor the changes of one number that turn its verdict, nearest first.

    Parameters
    ----------
    scenario
        As it is.
    now
        Its verdicts.

    Returns
    -------
    tuple of n
        At most one turn for each of: the odds of destruction, the actor's power, its alignment with each other
        actor. Empty for games that are too large (`searched`).
    """
    shape = tuple(len(scenario.ladder_of(actor)) for actor in scenario.actors)
    if not searched(shape):
        return ((),) * len(shape)
    lookup = _Verdicts(scenario)
    shared = _Scan(lookup, _odds_dial(scenario))
    found = []
    for i in range(len(shape)):
        own = (_Scan(lookup, dial) for dial in _own_dials(scenario, i))
        candidates = (scan.nearest(i, now[i]) for scan in (shared, *own))
        found.append(tuple(sorted((turn for turn in candidates if turn), key=lambda turn: turn.distance)))
    return tuple(found)


def _odds_dial(scenario: Scenario) -> Dial:
    return Dial("conflict.destruction.odds", scenario.conflict.odds, 0.0, 1.0, float)


def _own_dials(scenario: Scenario, i: int) -> Iterator[Dial]:
    """Yield actor i's power and its alignment with each other actor."""
    me = scenario.names[i]
    share = float(power_shares(scenario)[i])
    others = sum(actor.power for j, actor in enumerate(scenario.actors) if j != i)
    if 0 < others < float("inf") and LEAST_SHARE <= share <= GREATEST_SHARE:
        yield Dial(f"actors.{me}.power", share, LEAST_SHARE, GREATEST_SHARE, lambda s: s / (1 - s) * others)
    d = scenario_directions(scenario)
    if scenario.dimensions > 1:
        for j, other in enumerate(scenario.names):
            if j != i:
                cosine = float(np.clip((d[i] * d[j]).sum(), -1, 1))
                yield Dial(f"alignment.{me}.{other}", cosine, -1.0, 1.0, float)


class _Verdicts:
    """Everybody's verdict at many values of one number; games of two actors with two rungs are looked up."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.seeks = seeking_rungs(scenario)
        self.rungs = tuple(tuple(rung.name for rung in scenario.ladder_of(actor)) for actor in scenario.actors)

    def along(self, dial: Dial, values: Sequence[float]) -> list[Verdicts]:
        variants = [self.scenario.with_values({dial.path: dial.raw(value)}) for value in values]
        return [self._of(payoffs) for payoffs in payoffs_of_many(variants)]

    def confirmed(self, dial: Dial, value: float) -> Verdicts:
        """Return the verdicts at one value as `solve` gives them, the selected equilibrium included."""
        (payoffs,) = payoffs_of_many([self.scenario.with_values({dial.path: dial.raw(value)})])
        if len(payoffs) == 2:
            return self._of(payoffs)
        game = Game(self.scenario.names, self.rungs, payoffs)
        return verdicts(select(game, find_equilibria(game)).equilibria, self.seeks)

    def _of(self, payoffs: FloatArray) -> Verdicts:
        if payoffs.shape == (2, 2, 2):
            rows, columns = np.sign(payoffs[0, 0] - payoffs[0, 1]), np.sign(payoffs[1, :, 0] - payoffs[1, :, 1])
            return _two_by_two(tuple(rows.tolist()), tuple(columns.tolist()), self.seeks)
        return verdicts(find_equilibria(Game(self.scenario.names, self.rungs, payoffs), "exact").equilibria, self.seeks)


@lru_cache(maxsize=4096)
def _two_by_two(rows: tuple[float, ...], columns: tuple[float, ...], seeks: tuple[tuple[bool, ...], ...]) -> Verdicts:
    """Return the verdicts of a 2x2 game from the signs of what each actor gains by its first rung.

    Best replies, hence the supports of all extreme equilibria, hence the verdicts, depend on these signs only.
    """
    payoffs = np.zeros((2, 2, 2))
    payoffs[0, 0], payoffs[1, :, 0] = rows, columns
    game = Game(("0", "1"), (("0", "1"),) * 2, payoffs)
    return verdicts(find_equilibria(game, "exact").equilibria, seeks)


class _Scan:
    """One dial turned over its whole range, once for all actors that ask."""

    def __init__(self, lookup: _Verdicts, dial: Dial) -> None:
        self.lookup, self.dial = lookup, dial
        grid = np.linspace(dial.low, dial.high, GRID)
        self.values = sorted({dial.now, *grid.tolist()})
        self.found = lookup.along(dial, self.values)

    def nearest(self, i: int, now: VerdictName) -> Turn | None:
        """Return the nearest value at which actor i's verdict is another one, if there is one."""
        here = self.values.index(self.dial.now)
        if self.found[here][i] != now:  # an incomplete list, and the selected equilibrium says otherwise
            return None
        ways = (range(here - 1, -1, -1), range(here + 1, len(self.values)))
        sides = (next((k for k in way if self.found[k][i] != now), None) for way in ways)
        turned = [self._refined(i, now, k, k + 1 if k < here else k - 1) for k in sides if k is not None]
        return min((turn for turn in turned if turn.verdict != now), key=lambda turn: turn.distance, default=None)

    def _refined(self, i: int, now: VerdictName, outside: int, inside: int) -> Turn:
        out, into = self.values[outside], self.values[inside]
        for _ in range(REFINEMENTS):
            between = np.linspace(into, out, REFINED).tolist()
            found = [one[i] for one in self.lookup.along(self.dial, between[1:])]
            first = next(k for k, one in enumerate(found) if one != now)
            into, out = between[first], between[first + 1]
        dial, reached = self.dial, self.lookup.confirmed(self.dial, out)[i]
        return Turn(dial.path, dial.now, out, reached, abs(out - dial.now) / (dial.high - dial.low))
