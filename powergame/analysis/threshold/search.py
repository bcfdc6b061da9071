"""The search along one path for the points at which verdicts turn, thorough or quick; every question asks this one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.analysis.threshold.closed_form import roots
from powergame.analysis.threshold.flips import (
    PARTS,
    RESOLUTION,
    RESOLUTION_THREE_OR_MORE,
    WIDEST_TIE,
    RawFlip,
    Samples,
    raw_flips,
    sampled,
)
from powergame.analysis.threshold.gains import (
    MAX_SINGLY_THREE_OR_MORE,
    MAX_SINGLY_TWO_ACTORS,
    AlongPath,
    Effort,
)
from powergame.analysis.threshold.range import PathRange, path_range
from powergame.analysis.threshold.result import Interval
from powergame.analysis.threshold.roots import SignChange, sign_changes
from powergame.arrays import ByteArray, FloatArray
from powergame.equilibrium.concept import Concept
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS, Axis, VerdictName

POINTS_OF_RESPONSES = 257
"""Grid points for quantal response, where a path is followed at each of them."""

MAX_NUMBERS = 1 << 24
"""Payoffs over the whole grid; larger games get fewer points."""

BESIDE = 10 * RESOLUTION_THREE_OR_MORE
"""Fraction of a path's range: so far from a flip of three and more actors equilibria are told apart."""

PARTS_SIGNS_ONLY = 32
"""Parts into which a cell is divided where games are not solved singly: few rounds are faster than few games."""

THOROUGH_TWO_ACTORS = Effort(4097, 129, MAX_SINGLY_TWO_ACTORS)
THOROUGH_THREE_OR_MORE = Effort(4097, 129, MAX_SINGLY_THREE_OR_MORE)
QUICK_TWO_ACTORS = Effort(4097, 129, 32, at_points=False)
QUICK_THREE_OR_MORE = Effort(65, 65, 0, at_points=False, signs_only=True)


def thorough(scenario: Scenario) -> Effort:
    """Return the effort for a path that is asked for."""
    return THOROUGH_TWO_ACTORS if len(scenario.actors) == 2 else THOROUGH_THREE_OR_MORE


def quick(scenario: Scenario) -> Effort:
    """Return the effort for the many paths that are looked at beside an answer.

    With two actors, all that the signs of gains decide is found that the thorough search finds.
    """
    return QUICK_TWO_ACTORS if len(scenario.actors) == 2 else QUICK_THREE_OR_MORE


@dataclass(frozen=True, eq=False)
class Search:
    """Where verdicts turn along one path.

    Attributes
    ----------
    along, range
        The path and what was followed of it.
    points
        Grid points whose verdicts were looked at.
    changes
        Sign changes of gains that may matter.
    closed : (K,)
        Roots of the gains by formulas; NaN where there is none.
    samples
        All that was looked at.
    flips
        Flips of each actor that was asked for, in order.
    """

    along: AlongPath
    range: PathRange
    points: int
    changes: tuple[SignChange, ...]
    closed: FloatArray
    samples: Samples
    flips: dict[int, tuple[RawFlip, ...]]

    def verdict_at(self, x: float, i: int) -> VerdictName:
        """Return actor i's verdict at a number that was looked at."""
        return VERDICTS[int(self.samples.verdicts[i, np.searchsorted(self.samples.x, x)])]

    def confirms(self, i: int, at: float) -> bool:
        """Whether actor i's verdicts beside the flip nearest to a number are those of the very games there."""
        if not self.along.effort.signs_only or self.along.decided:
            return True
        flip = min(self.flips[i], key=lambda flip: abs(flip.at - at))
        beside = BESIDE * self.range.width
        sides = ((flip.at - beside, flip.below), (flip.at + beside, flip.above))
        return all(
            self.along.verdicts_at(x)[i] == VERDICTS[verdict]
            for x, verdict in sides
            if verdict is not None and self.range.low <= x <= self.range.high
        )

    def intervals(self, i: int) -> tuple[Interval, ...]:
        """Return what holds for actor i between its flips."""
        turning = [flip for flip in self.flips[i] if not flip.touch]
        bounds = [self.range.low, *(flip.at for flip in turning), self.range.high]
        at_start = next((flip.above for flip in self.flips[i] if flip.below is None), None)
        first = int(self.samples.verdicts[i, 0]) if at_start is None else at_start
        held = [turning[0].below if turning else first, *(flip.above for flip in turning)]
        return tuple(
            Interval(start, stop, VERDICTS[verdict])
            for start, stop, verdict in zip(bounds[:-1], bounds[1:], held, strict=True)
            if verdict is not None
        )


def search(
    scenario: Scenario,
    path: str,
    axis: Axis | None,
    concept: Concept,
    effort: Effort,
    *,
    actors: Sequence[int] | None = None,
    known: dict[bytes, ByteArray] | None = None,
) -> Search:
    """Find where along a path each actor's verdict turns.

    Parameters
    ----------
    axis
        The range to look at; None for all of what a bounded number can be, or what is usual of others.
    effort
        How much is solved.
    actors
        Whose flips are looked for; None for everybody's.
    known
        Verdicts by pattern of signs, from other paths of the same scenario.
    """
    where = path_range(scenario, path, axis, _points(scenario, concept, effort))
    along = AlongPath(scenario, path, concept, effort, {} if known is None else known)
    changes: Sequence[SignChange] = ()
    closed = np.empty(0)
    if concept.name == "nash" and not effort.signs_only:
        gains = along.gains(where.grid)
        changes = sign_changes(
            along.gains,
            where.grid,
            gains,
            nearest=RESOLUTION / 10 * where.width,
            widest=WIDEST_TIE * where.width,
        )
        closed = roots(path, along.columns(where.grid), where.grid, gains)
        changes = along.relevant(changes)
    grid = along.looked_at(where.grid, [] if where.here is None else [where.now])
    actors = range(len(scenario.actors)) if actors is None else actors
    parts = PARTS_SIGNS_ONLY if effort.signs_only else PARTS
    samples = sampled(along.verdicts, grid, changes, actors, at_points=effort.at_points, parts=parts)
    flips = {i: tuple(raw_flips(samples, i, changes)) for i in actors}
    return Search(along, where, len(grid), tuple(changes), closed, samples, flips)


def _points(scenario: Scenario, concept: Concept, effort: Effort) -> int:
    if concept.name == "logit":
        return POINTS_OF_RESPONSES
    shape = [len(scenario.ladder_of(actor)) for actor in scenario.actors]
    return max(effort.fewest_points, min(effort.points, MAX_NUMBERS // (len(shape) * math.prod(shape))))
