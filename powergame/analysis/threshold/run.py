"""Where along a path each actor's verdict flips: every such point, what holds on both sides and at the very point."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from powergame.analysis.head import solution_options, vary_option
from powergame.analysis.threshold.closed_form import roots
from powergame.analysis.threshold.flips import RESOLUTION, WIDEST_TIE, RawFlip, raw_flips, sampled
from powergame.analysis.threshold.gains import AlongPath
from powergame.analysis.threshold.range import PathRange, path_range
from powergame.analysis.threshold.result import ActorThresholds, Flip, Interval, PathThresholds, Thresholds
from powergame.analysis.threshold.roots import SignChange, sign_changes
from powergame.batch.types import VERDICTS
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.model.game import FloatArray
from powergame.plain import Json
from powergame.scenario.axes import axis as axis_of
from powergame.scenario.fields import FieldError
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis, VerdictName
from powergame.text import printable

POINTS = 4097
"""Of the grid on which verdicts are looked up first, for small games."""

FEWEST_POINTS = 129
MAX_NUMBERS = 1 << 24
"""Payoffs over the whole grid; larger games get fewer points."""

POINTS_OF_PATHS = 257
"""Of the grid for quantal response, where each point is a path that is followed."""

Asked = Axis | str | Sequence[float] | dict[str, object]
"""What an axis may be given as: see `powergame.scenario.axes.axis`."""


def threshold(
    scenario: Scenario, path: str, axis: Asked | None = None, *, concept: Concept | None = None
) -> Thresholds:
    """Find where along a path each actor's verdict flips.

    Parameters
    ----------
    scenario
        Of one round, without private types.
    path
        Of a number: ``alignment.red.blue``, ``conflict.destruction.odds``, ``actors.red.power``, ...
    axis
        The range to look at: an axis, ``"0:1:101"``, a list, ... (its ends count, and its scale); None for all of
        what a bounded number can be, or what is usual of others.
    concept
        Nash equilibrium by default, or quantal response.

    Returns
    -------
    Thresholds

    Raises
    ------
    ScenarioError
        Where there is no such path, or the range leaves what it may be.
    UsageError
        Where the path is not of a number, the range is one point, or the scenario has types or rounds.

    Examples
    --------
    >>> import powergame as pg
    >>> found = pg.threshold(pg.load("scenarios/strong-and-aligned.yaml"), "alignment.weak.strong")
    >>> [(round(f.at, 9), f.below, f.above) for f in found.paths[0].actor("weak").flips]
    [(0.6, 'always', 'never')]
    """
    return thresholds(scenario, [(path, axis)], concept=concept)


def thresholds(
    scenario: Scenario, asked: Sequence[tuple[str, Asked | None]], *, concept: Concept | None = None
) -> Thresholds:
    """Do what `threshold` does for several paths, each by itself.

    Parameters
    ----------
    asked
        Paths, and their ranges.
    """
    concept = concept or Concept()
    axes = [(path, _axis(path, axis)) for path, axis in asked]
    paths = tuple(_along(scenario, path, axis, concept) for path, axis in axes)
    options: dict[str, Json] = {"vary": vary_option(axes), **solution_options(concept)}
    return Thresholds(scenario, concept, options, paths)


def _axis(path: str, asked: Asked | None) -> Axis | None:
    if asked is None or isinstance(asked, Axis):
        return asked
    try:
        return axis_of(asked)
    except FieldError as error:
        raise UsageError(f"{printable(path)}: {error}") from None


def _along(scenario: Scenario, path: str, axis: Axis | None, concept: Concept) -> PathThresholds:
    where = path_range(scenario, path, axis, _points(scenario, concept))
    along = AlongPath(scenario, path, concept)
    found: list[SignChange] = []
    closed = np.empty(0)
    if concept.name == "nash":
        gains = along.gains(where.grid)
        found = sign_changes(
            along.gains,
            where.grid,
            gains,
            nearest=RESOLUTION / 10 * where.width,
            widest=WIDEST_TIE * where.width,
        )
        closed = roots(path, along.columns(where.grid), where.grid, gains)
        found = along.relevant(found)
    grid = along.looked_at(where.grid, [] if where.here is None else [where.now])
    samples = sampled(along.verdicts, grid, found)
    turned = [raw_flips(samples, i, found) for i in range(len(scenario.actors))]
    at = {spot.at: along.verdicts_at(spot.at) for mine in turned for spot in mine}
    here = None if where.here is None else along.verdicts_of(scenario)
    actors = []
    for i, name in enumerate(scenario.names):
        flips = tuple(_flip(spot, at[spot.at][i], found, closed, where) for spot in turned[i])
        now = None if here is None else here[i]
        first = VERDICTS[samples.verdicts[i, 0]]
        actors.append(ActorThresholds(name, flips, _intervals(flips, where, first), now))
    return PathThresholds(
        path,
        where.low,
        where.high,
        where.spacing,
        len(grid),
        where.now,
        tuple(actors),
        along.complete,
        tuple(_notes(along, concept)),
    )


def _points(scenario: Scenario, concept: Concept) -> int:
    if concept.name == "logit":
        return POINTS_OF_PATHS
    shape = [len(scenario.ladder_of(actor)) for actor in scenario.actors]
    return max(FEWEST_POINTS, min(POINTS, MAX_NUMBERS // (len(shape) * math.prod(shape))))


def _flip(
    spot: RawFlip, at_point: VerdictName, found: Sequence[SignChange], closed: FloatArray, where: PathRange
) -> Flip:
    formulas = [
        float(closed[zone.function])
        for zone in found
        if zone.low <= spot.high and zone.high >= spot.low and not math.isnan(closed[zone.function])
    ]
    nearest = min(formulas, key=lambda x: abs(x - spot.at), default=math.nan)
    below, above = (None if v is None else VERDICTS[v] for v in (spot.below, spot.above))
    agrees = abs(nearest - spot.at) <= RESOLUTION * where.width
    return Flip(spot.at, below, at_point, above, nearest if agrees else None, spot.touch)


def _intervals(flips: Sequence[Flip], where: PathRange, first: VerdictName) -> tuple[Interval, ...]:
    turns = [flip for flip in flips if not flip.touch]
    bounds = [where.low, *(flip.at for flip in turns), where.high]
    at_start = next((flip.above for flip in flips if flip.below is None), None) or first
    held = [turns[0].below if turns else at_start, *(flip.above for flip in turns)]
    return tuple(
        Interval(start, stop, verdict)
        for start, stop, verdict in zip(bounds[:-1], bounds[1:], held, strict=True)
        if verdict is not None
    )


def _notes(along: AlongPath, concept: Concept) -> list[str]:
    notes = []
    if concept.name == "logit":
        if concept.rationality is not None:
            notes.append("quantal response gives every rung some probability: verdicts are `depends` throughout")
        notes.append(f"looked up at {POINTS_OF_PATHS} points: two flips between two neighbours are not seen")
    elif not along.complete:
        notes.append("not all lists of equilibria are proven complete: verdicts are of those that were found")
    return notes
