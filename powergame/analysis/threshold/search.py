"""The search along a path for the points at which verdicts turn, thorough or quick; all questions use this one."""

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
    Stretch,
    raw_flips,
    sampled,
    stretches,
)
from powergame.analysis.threshold.gains import (
    MAX_SINGLY_THREE_OR_MORE,
    MAX_SINGLY_TWO_ACTORS,
    AlongPath,
    Effort,
    Known,
)
from powergame.analysis.threshold.range import PathRange, path_range
from powergame.analysis.threshold.roots import SignChange, sign_changes
from powergame.analysis.threshold.signs import count_of_gains
from powergame.arrays import FloatArray, keep_memory
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept
from powergame.errors import GameTooLargeError
from powergame.model.compile import mebibytes, refuse_large, shape_of, shown
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS, Axis, VerdictName

POINTS_OF_RESPONSES = 257
"""Grid points for quantal response, where a logit path is followed at each of them."""

MAX_NUMBERS = 1 << 24
"""Payoffs, or gains, over the whole grid; larger games get fewer points."""

BESIDE = 10 * RESOLUTION_THREE_OR_MORE
"""Fraction of a path's range: so far from a flip, equilibria of three and more actors are told apart."""

PARTS_SIGNS_ONLY = 32
"""Parts into which a cell is divided where games are not solved singly: few rounds are faster than few games."""

THOROUGH_TWO_ACTORS = Effort(4097, 129, MAX_SINGLY_TWO_ACTORS)
THOROUGH_THREE_OR_MORE = Effort(4097, 129, MAX_SINGLY_THREE_OR_MORE)
QUICK_TWO_ACTORS = Effort(4097, 129, 32, at_points=False)
QUICK_THREE_OR_MORE = Effort(65, 65, 0, at_points=False, signs_only=True)


def thorough(scenario: Scenario) -> Effort:
    """Return the effort for a path that the user names."""
    return THOROUGH_TWO_ACTORS if len(scenario.actors) == 2 else THOROUGH_THREE_OR_MORE


def quick(scenario: Scenario) -> Effort:
    """Return the effort for the many paths that are looked at beside an answer.

    With two actors the quick search finds every flip of the thorough one that the signs of gains decide.
    """
    return QUICK_TWO_ACTORS if len(scenario.actors) == 2 else QUICK_THREE_OR_MORE


@dataclass(frozen=True, eq=False)
class Search:
    """The points at which verdicts turn along a path.

    Attributes
    ----------
    along, range
        The scenario along the path, and the range that was followed.
    points
        Grid points whose verdicts were looked at.
    changes
        Sign changes of gains that may matter.
    closed : (K,)
        Roots of the gains by formulas; NaN where there is none.
    samples
        All numbers that were looked at, and the verdicts there.
    flips
        Flips of each actor that was searched for, in order.
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
        """Whether the very games beside the flip nearest to a number have the verdicts that actor i's flip says."""
        if not self.along.effort.signs_only or self.along.decided:
            return True
        flip = min(self.flips[i], key=lambda flip: abs(flip.at - at))
        beside = BESIDE * self.range.width
        sides = ((flip.at - beside, flip.below), (flip.at + beside, flip.above))
        return all(
            self.along.verdicts_at(x).verdicts[i] == VERDICTS[verdict]
            for x, verdict in sides
            if verdict is not None and self.range.low <= x <= self.range.high
        )

    def stretches(self, i: int) -> tuple[Stretch, ...]:
        """Return actor i's verdicts between its flips."""
        return tuple(stretches(self.samples, i, self.flips[i], (self.range.low, self.range.high)))


def search(
    scenario: Scenario,
    path: str,
    axis: Axis | None,
    concept: Concept,
    effort: Effort,
    *,
    actors: Sequence[int] | None = None,
    known: Known | None = None,
    deadline: Deadline = NO_DEADLINE,
) -> Search:
    """Find where along a path each actor's verdict turns.

    Parameters
    ----------
    axis
        The range to look at; None for the whole range of a bounded number, or the usual range of another one.
    effort
        Effort of the search.
    actors
        Actors whose flips are looked for; None for all.
    known
        Verdicts by pattern of signs, from other paths of the same scenario.
    deadline
        When the search has to end.

    Raises
    ------
    TimeLimitError
        Where the time runs out.
    """
    keep_memory()
    span = path_range(scenario, path, axis, _points(scenario, concept, effort))
    along = AlongPath(scenario, path, concept, effort, {} if known is None else known, deadline)
    changes: Sequence[SignChange] = ()
    closed = np.empty(0)
    if concept.name == "nash" and not effort.signs_only:
        gains = along.gains(span.grid)
        changes = _relevant_changes(along, span, gains)
        closed = roots(path, along.columns(span.grid), span.grid, gains)
    grid = along.looked_at(span.grid, [] if span.here is None else [span.now])
    actors = range(len(scenario.actors)) if actors is None else actors
    parts = PARTS_SIGNS_ONLY if effort.signs_only else PARTS
    samples = sampled(along.verdicts, grid, changes, actors, at_points=effort.at_points, parts=parts)
    flips = {i: tuple(raw_flips(samples, i, changes)) for i in actors}
    return Search(along, span, len(grid), tuple(changes), closed, samples, flips)


def turning_gains(
    scenario: Scenario, path: str, axis: Axis | None, concept: Concept, deadline: Deadline = NO_DEADLINE
) -> list[SignChange]:
    """Return the places along a path at which a gain that may matter changes its sign; none for quantal response."""
    if concept.name != "nash":
        return []
    effort = thorough(scenario)
    span = path_range(scenario, path, axis, _points(scenario, concept, effort))
    along = AlongPath(scenario, path, concept, effort, {}, deadline)
    return _relevant_changes(along, span, along.gains(span.grid))


def _relevant_changes(along: AlongPath, span: PathRange, gains: FloatArray) -> list[SignChange]:
    changes = sign_changes(
        along.gains, span.grid, gains, nearest=RESOLUTION / 10 * span.width, widest=WIDEST_TIE * span.width
    )
    return along.relevant(changes)


def _points(scenario: Scenario, concept: Concept, effort: Effort) -> int:
    if concept.name == "logit":
        return POINTS_OF_RESPONSES
    shape = shape_of(scenario)
    numbers = max(len(shape) * math.prod(shape), count_of_gains(shape))
    return max(effort.fewest_points, min(effort.points, MAX_NUMBERS // numbers))


def refuse_many_gains(shape: tuple[int, ...], max_mebibytes: float) -> None:
    """Raise `GameTooLargeError` where the gains that a thorough search compares would take more than is allowed."""
    refuse_large(shape, max_mebibytes)
    size = 8 * count_of_gains(shape) * THOROUGH_TWO_ACTORS.fewest_points
    if size > max_mebibytes * 2**20:
        taken, limit = mebibytes(size, max_mebibytes)
        raise GameTooLargeError(
            f"a search along a path compares {shown(count_of_gains(shape))} pairs of payoffs at each of its points, "
            f"which would take {taken}; the limit is {limit} (--max-size raises it)"
        )
