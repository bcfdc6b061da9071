"""What turns along a path in the selected equilibrium: the chance of war, what is destroyed, or the rung played."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from powergame.analysis.aspect import Aspect
from powergame.analysis.threshold.flips import WIDEST_TIE, RawFlip, Samples, raw_flips, stretches, tied_at
from powergame.analysis.threshold.range import PathRange, path_range
from powergame.analysis.threshold.result import ActorThresholds, Flip, Interval, PathThresholds
from powergame.analysis.threshold.roots import SignChange
from powergame.analysis.threshold.search import turning_gains
from powergame.analysis.threshold.selected.along import LARGE, Selected, SelectedAlong, points_beside, points_for
from powergame.analysis.threshold.selected.others import others
from powergame.analysis.threshold.selected.search import (
    course,
    looked_up,
    number_turns,
    rung_turns,
    side_changes,
    side_turns,
)
from powergame.analysis.threshold.selected.types import Other, SideChange
from powergame.arrays import BoolArray, FloatArray, ascending, keep_memory
from powergame.deadline import Deadline
from powergame.equilibrium.concept import Concept
from powergame.errors import TimeLimitError
from powergame.model.compile import shape_of
from powergame.objects.named import ByName
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis


def of_selected(
    scenario: Scenario, path: str, axis: Axis | None, concept: Concept, aspect: Aspect, deadline: Deadline
) -> PathThresholds:
    """Return what turns along a path in the selected equilibrium, as `aspect` asks."""
    keep_memory()
    span = path_range(scenario, path, axis, points_for(scenario, concept))
    changes = _narrow(turning_gains(scenario, path, axis, concept, deadline), span)
    look = SelectedAlong(scenario, path, concept, deadline)
    grid = _beside(span.grid, changes)
    samples = looked_up(look, grid, _turning(scenario, aspect))
    actors: tuple[ActorThresholds, ...] = ()
    run = None
    if aspect.actor is not None:
        actors = (_rungs(scenario, samples, scenario.names.index(aspect.actor), changes, look, span),)
    else:
        number = _at_point(look, aspect)
        run = course(samples, samples.value(aspect), aspect.levels, changes, number, span.here)
    turns = any(actor.turns for actor in actors) or bool(run and run.crossings)
    return PathThresholds(
        path,
        span.low,
        span.high,
        span.spacing,
        len(span.grid),
        span.now,
        ByName(actors),
        bool(samples.proven.all()),
        tuple(_notes(samples, concept, points_for(scenario, concept))),
        run,
        side_changes(samples, scenario.names, changes),
        () if turns else others(scenario, samples, aspect),
    )


@dataclass(frozen=True)
class Beside:
    """What is told beside the verdicts along a path; `notes` say where the time did not suffice for it."""

    sides: tuple[SideChange, ...] = ()
    others: tuple[Other, ...] = ()
    notes: tuple[str, ...] = ()


def beside_verdicts(
    scenario: Scenario,
    path: str,
    axis: Axis | None,
    concept: Concept,
    changes: Sequence[SignChange],
    deadline: Deadline,
    *,
    turns: bool,
) -> Beside:
    """Return who changes sides along a path, and, where no verdict turns, what else to ask.

    Large games are not looked at, since each may take a second.

    Parameters
    ----------
    changes
        Sign changes of gains, as the search for verdicts has them.
    turns
        Whether a verdict turns.
    """
    look = SelectedAlong(scenario, path, concept, deadline)
    if math.prod(shape_of(scenario)) > LARGE or (turns and not look.chooses):
        return Beside()
    span = path_range(scenario, path, axis, points_beside(scenario))
    narrow = _narrow(changes, span)
    try:
        samples = looked_up(look, _beside(span.grid, narrow), side_turns)
    except TimeLimitError:
        return Beside(notes=("the time limit ran out before it was known who changes sides, or what else turns",))
    sides = side_changes(samples, scenario.names, narrow)
    return Beside(sides, () if turns else others(scenario, samples, Aspect()))


def _narrow(changes: Sequence[SignChange], span: PathRange) -> list[SignChange]:
    return [change for change in changes if change.high - change.low <= WIDEST_TIE * span.width]


def _beside(grid: FloatArray, changes: Sequence[SignChange]) -> FloatArray:
    """Return the grid, both ends of all sign changes, and the middles between them."""
    ends = ascending([end for change in changes for end in (change.low, change.high)])
    return ascending(np.concatenate([grid, ends, (ends[1:] + ends[:-1]) / 2]))


def _turning(scenario: Scenario, aspect: Aspect) -> Callable[[Selected], BoolArray]:
    """Return the function that says in which cells something turns that is to be told."""

    def turns(samples: Selected) -> BoolArray:
        if aspect.actor is not None:
            asked = rung_turns(samples, scenario.names.index(aspect.actor))
        else:
            asked = number_turns(samples, samples.value(aspect), aspect.levels)
        return asked | side_turns(samples) if len(samples.sides) else asked

    return turns


def _at_point(look: SelectedAlong, aspect: Aspect) -> Callable[[float], float | None]:
    """Return the function that says what number is at a point, as `solve` has it."""

    def number(x: float) -> float | None:
        value = float(look.exactly(x).value(aspect)[0])
        return None if np.isnan(value) else value

    return number


def _rungs(
    scenario: Scenario, samples: Selected, i: int, changes: Sequence[SignChange], look: SelectedAlong, span: PathRange
) -> ActorThresholds:
    """Return where the rung that actor i plays turns."""
    actor = scenario.actors[i]
    names = (*(rung.name for rung in scenario.ladder_of(actor)), None)  # the last one is that of `UNDECIDED`
    codes = Samples(samples.x, samples.rungs, samples.proven, tied_at(samples.x, changes))
    raw = raw_flips(codes, i, changes)

    def flip(turn: RawFlip) -> Flip:
        below, above = (None if code is None else names[code] for code in (turn.below, turn.above))
        there = look.exactly(turn.at)
        proven = turn.proven and (bool(there.proven[0]) or not turn.touch)
        return Flip(turn.at, below, names[int(there.rungs[i, 0])], above, None, turn.touch, proven)

    now = None if span.here is None else look.exactly(span.now)
    return ActorThresholds(
        actor.name,
        tuple(map(flip, raw)),
        tuple(
            Interval(stretch.start, stretch.stop, names[stretch.code], stretch.proven)
            for stretch in stretches(codes, i, raw, (span.low, span.high))
        ),
        None if now is None else names[int(now.rungs[i, 0])],
        None if now is None else bool(now.proven[0]),
    )


def _notes(samples: Selected, concept: Concept, points: int) -> Iterator[str]:
    if concept.name == "nash" and not samples.proven.all():
        yield "not all lists of equilibria are proven complete: where they are not, another one may be selected"
    yield f"games were solved at {points:,} points or more: what comes and goes between two neighbours may not be seen"
