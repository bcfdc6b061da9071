"""The `threshold` question: where along a path does each actor's verdict flip, and what holds around it?"""

from __future__ import annotations

import math
from collections.abc import Sequence

from powergame.analysis.head import solution_options, vary_option
from powergame.analysis.threshold.flips import RESOLUTION, RawFlip
from powergame.analysis.threshold.gains import AlongPath, AtPoint
from powergame.analysis.threshold.result import ActorThresholds, Flip, PathThresholds, Thresholds
from powergame.analysis.threshold.search import (
    POINTS_OF_RESPONSES,
    Search,
    refuse_many_gains,
    search,
    thorough,
)
from powergame.deadline import Deadline, TimeLimit, after
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.concept import Concept
from powergame.errors import TimeLimitError, UsageError
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES, refuse_types_and_rounds, shape_of
from powergame.plain import Json
from powergame.scenario.axes import AxisLike, as_axis
from powergame.scenario.fields import FieldError
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS, Axis
from powergame.sources.games import expect_scenario
from powergame.sources.load import Loaded
from powergame.text import printable


def threshold(
    scenario: Loaded,
    path: str,
    axis: AxisLike | None = None,
    *,
    concept: Concept | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    time_limit: TimeLimit = None,
) -> Thresholds:
    """Find where along a path each actor's verdict flips.

    Parameters
    ----------
    scenario
        A scenario of one round, without private types.
    path
        Path of a number: ``alignment.red.blue``, ``conflict.destruction.odds``, ``actors.red.power``, ...
    axis
        The range to look at: an axis, ``"0:1:101"``, a list, ... (its ends count, and its scale); None for the whole
        range of a bounded number, or the usual range of another one.
    concept
        Nash equilibrium by default, or quantal response.
    max_mebibytes
        Mebibytes that a game's payoffs, and what is compared of them, may take at most.
    time_limit
        Seconds that the search may take; None is no limit.

    Returns
    -------
    Thresholds

    Raises
    ------
    ScenarioError
        Where the path does not exist, or the range leaves what it may hold.
    UsageError
        Where the path holds no number, the range is one point, or the scenario has types or rounds; as
        `GameTooLargeError` where it is too large.
    TimeLimitError
        Where the time runs out before the first path is done. Of several paths, those that are done are returned.

    Examples
    --------
    >>> import powergame as pg
    >>> result = pg.threshold(pg.load("scenarios/strong-and-aligned.yaml"), "alignment.weak.strong")
    >>> [(round(flip.at, 9), flip.below, flip.above) for flip in result.paths[0].actor("weak").flips]
    [(0.6, 'always', 'never')]
    """
    return thresholds(scenario, [(path, axis)], concept=concept, max_mebibytes=max_mebibytes, time_limit=time_limit)


def thresholds(
    scenario: Loaded,
    ranges: Sequence[tuple[str, AxisLike | None]],
    *,
    concept: Concept | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    time_limit: TimeLimit = None,
) -> Thresholds:
    """Find where each actor's verdict flips along several paths, each by itself, as `threshold` does for one.

    Parameters
    ----------
    ranges
        Paths and their ranges.

    Examples
    --------
    >>> import powergame as pg
    >>> ranges = [("alignment.weak.strong", (0, 1)), ("conflict.destruction.odds", None)]
    >>> result = thresholds(pg.load("scenarios/strong-and-aligned.yaml"), ranges)
    >>> [(along.path, along.start, along.stop, len(along.actor("weak").flips)) for along in result.paths]
    [('alignment.weak.strong', 0.0, 1.0, 1), ('conflict.destruction.odds', 0.0, 1.0, 1)]
    """
    scenario = expect_scenario(scenario, "paths to vary")
    concept = concept or Concept()
    axes = [(path, _axis(path, axis)) for path, axis in ranges]
    refuse_types_and_rounds(scenario)
    refuse_many_gains(shape_of(scenario), max_mebibytes)
    deadline = after(time_limit)
    paths: list[PathThresholds] = []
    limited: Limited | None = None
    for path, axis in axes:
        try:
            paths.append(_along(scenario, path, axis, concept, deadline))
        except TimeLimitError:
            if not paths:
                raise
            limited = "time"
            break
    options: dict[str, Json] = {"vary": vary_option(axes), **solution_options(concept)}
    return Thresholds(scenario, concept, options, tuple(paths), limited)


def _axis(path: str, axis: AxisLike | None) -> Axis | None:
    try:
        return None if axis is None else as_axis(axis)
    except FieldError as error:
        raise UsageError(f"{printable(path)}: {error}") from None


def _along(scenario: Scenario, path: str, axis: Axis | None, concept: Concept, deadline: Deadline) -> PathThresholds:
    result = search(scenario, path, axis, concept, thorough(scenario), deadline=deadline)
    along, span = result.along, result.range
    at = {raw.at: along.verdicts_at(raw.at) for flips in result.flips.values() for raw in flips}
    now = None if span.here is None else along.verdicts_of(scenario)
    actors = tuple(
        ActorThresholds(
            name,
            tuple(_flip(result, raw, at[raw.at], i) for raw in result.flips[i]),
            result.intervals(i),
            None if now is None else now.verdicts[i],
            None if now is None else now.proven,
        )
        for i, name in enumerate(scenario.names)
    )
    return PathThresholds(
        path,
        span.low,
        span.high,
        span.spacing,
        result.points,
        span.now,
        actors,
        along.complete,
        tuple(_notes(along, concept, result.points)),
    )


def _flip(result: Search, raw: RawFlip, at_point: AtPoint, i: int) -> Flip:
    formulas = [
        float(result.closed[change.function])
        for change in result.changes
        if change.low <= raw.high and change.high >= raw.low and not math.isnan(result.closed[change.function])
    ]
    nearest = min(formulas, key=lambda x: abs(x - raw.at), default=math.nan)
    below, above = (None if verdict is None else VERDICTS[verdict] for verdict in (raw.below, raw.above))
    agrees = abs(nearest - raw.at) <= RESOLUTION * result.range.width
    proven = raw.proven and (at_point.proven or not raw.touch)
    return Flip(raw.at, below, at_point.verdicts[i], above, nearest if agrees else None, raw.touch, proven)


def _notes(along: AlongPath, concept: Concept, points: int) -> list[str]:
    notes = []
    if concept.name == "logit":
        if concept.rationality is not None:
            notes.append("quantal response gives every rung some probability: verdicts are `depends` throughout")
        else:
            notes.append("verdicts are of the selected equilibrium alone")
        notes.append(f"looked up at {POINTS_OF_RESPONSES} points: two flips between two neighbours are not seen")
        return notes
    if not along.complete:
        notes.append("not all lists of equilibria are proven complete: where they are not, verdicts are unproven")
    if not along.decided:
        notes.append(f"games were solved at {points:,} points: an interval between two neighbours may not be seen")
    return notes
