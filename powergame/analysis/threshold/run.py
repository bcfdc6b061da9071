"""Where along a path each actor's verdict flips: every such point, what holds on both sides and at the very point."""

from __future__ import annotations

import math
from collections.abc import Sequence

from powergame.analysis.head import solution_options, vary_option
from powergame.analysis.threshold.flips import RESOLUTION, RawFlip
from powergame.analysis.threshold.gains import AlongPath
from powergame.analysis.threshold.result import ActorThresholds, Flip, PathThresholds, Thresholds
from powergame.analysis.threshold.search import POINTS_OF_RESPONSES, Search, search, thorough
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.plain import Json
from powergame.scenario.axes import axis as axis_of
from powergame.scenario.fields import FieldError
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS, Axis, VerdictName
from powergame.text import printable

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
    found = search(scenario, path, axis, concept, thorough(scenario))
    along, where = found.along, found.range
    at = {raw.at: along.verdicts_at(raw.at) for flips in found.flips.values() for raw in flips}
    now = None if where.here is None else along.verdicts_of(scenario)
    actors = tuple(
        ActorThresholds(
            name,
            tuple(_flip(found, raw, at[raw.at][i]) for raw in found.flips[i]),
            found.intervals(i),
            None if now is None else now[i],
        )
        for i, name in enumerate(scenario.names)
    )
    return PathThresholds(
        path,
        where.low,
        where.high,
        where.spacing,
        found.points,
        where.now,
        actors,
        along.complete,
        tuple(_notes(along, concept)),
    )


def _flip(found: Search, raw: RawFlip, at_point: VerdictName) -> Flip:
    formulas = [
        float(found.closed[change.function])
        for change in found.changes
        if change.low <= raw.high and change.high >= raw.low and not math.isnan(found.closed[change.function])
    ]
    nearest = min(formulas, key=lambda x: abs(x - raw.at), default=math.nan)
    below, above = (None if verdict is None else VERDICTS[verdict] for verdict in (raw.below, raw.above))
    agrees = abs(nearest - raw.at) <= RESOLUTION * found.range.width
    return Flip(raw.at, below, at_point, above, nearest if agrees else None, raw.touch)


def _notes(along: AlongPath, concept: Concept) -> list[str]:
    notes = []
    if concept.name == "logit":
        if concept.rationality is not None:
            notes.append("quantal response gives every rung some probability: verdicts are `depends` throughout")
        notes.append(f"looked up at {POINTS_OF_RESPONSES} points: two flips between two neighbours are not seen")
    elif not along.complete:
        notes.append("not all lists of equilibria are proven complete: verdicts are of those that were found")
    return notes
