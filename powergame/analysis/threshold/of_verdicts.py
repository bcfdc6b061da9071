"""What turns along a path of everybody's verdicts: each flip, and what holds between."""

from __future__ import annotations

import math

from powergame.analysis.threshold.flips import RESOLUTION, RawFlip
from powergame.analysis.threshold.gains import AlongPath, AtPoint
from powergame.analysis.threshold.of_selected import Beside, beside_verdicts
from powergame.analysis.threshold.result import ActorThresholds, Flip, Interval, PathThresholds
from powergame.analysis.threshold.search import POINTS_OF_RESPONSES, Search, search, thorough
from powergame.deadline import Deadline
from powergame.equilibrium.concept import Concept
from powergame.objects.named import ByName
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VERDICTS, Axis


def of_verdicts(
    scenario: Scenario, path: str, axis: Axis | None, concept: Concept, deadline: Deadline, *, only_flips: bool
) -> PathThresholds:
    """Return where along a path verdicts turn.

    Parameters
    ----------
    only_flips
        Whether to look neither for who changes sides nor, where nothing turns, for what else to ask.
    """
    result = search(scenario, path, axis, concept, thorough(scenario), deadline=deadline)
    along, span = result.along, result.range
    at = {raw.at: along.verdicts_at(raw.at) for flips in result.flips.values() for raw in flips}
    now = None if span.here is None else along.verdicts_of(scenario)
    actors = tuple(
        ActorThresholds(
            name,
            tuple(_flip(result, raw, at[raw.at], i) for raw in result.flips[i]),
            tuple(Interval(s.start, s.stop, VERDICTS[s.code], s.proven) for s in result.stretches(i)),
            None if now is None else now.verdicts[i],
            None if now is None else now.proven,
        )
        for i, name in enumerate(scenario.names)
    )
    turns = any(actor.turns for actor in actors)
    more = Beside()
    if not only_flips:
        more = beside_verdicts(scenario, path, axis, concept, result.changes, deadline, turns=turns)
    return PathThresholds(
        path,
        span.low,
        span.high,
        span.spacing,
        result.points,
        span.now,
        ByName(actors),
        along.complete,
        (*_notes(along, concept, result.points), *more.notes),
        sides=more.sides,
        others=more.others,
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
