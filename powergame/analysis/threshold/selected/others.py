"""What else could be asked of a path along which nothing turns: whatever does turn or move there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from powergame.analysis.aspect import UNDECIDED, Aspect
from powergame.analysis.threshold.selected.along import Selected
from powergame.analysis.threshold.selected.search import JUMP
from powergame.analysis.threshold.selected.types import Other
from powergame.arrays import ByteArray, CountArray
from powergame.scenario.scenario import Scenario

AT_LEAST = 2
"""Neighbouring numbers at which something holds at least, so that it does not hold at a point alone."""


def others(scenario: Scenario, samples: Selected, asked: Aspect) -> tuple[Other, ...]:
    """Return the questions besides the one asked that have more to tell along the path than one answer."""
    every = (*_verdicts(scenario, samples), *_numbers(samples), *_rungs(scenario, samples))
    return tuple(other for other in every if other.of != asked.text)


def _verdicts(scenario: Scenario, samples: Selected) -> Iterator[Other]:
    courses = [_held(codes) for codes in samples.verdicts]
    if any(len(held) > 1 for held in courses):
        turning = [name for name, held in zip(scenario.names, courses, strict=True) if len(held) > 1]
        yield Other("seeks", answers=tuple(turning))


def _numbers(samples: Selected) -> Iterator[Other]:
    """Yield war where it moves, and destruction where it moves though war does not."""
    for of, values in (("war", samples.war), ("destroyed", samples.destroyed)):
        known = values[~np.isnan(values)]
        if known.size and float(np.ptp(known)) > JUMP:
            yield Other(of, float(known.min()), float(known.max()))
            return


def _rungs(scenario: Scenario, samples: Selected) -> Iterator[Other]:
    for actor, codes in zip(scenario.actors, samples.rungs, strict=True):
        played = [code for code in _held(codes) if code != UNDECIDED]
        if len(played) > 1:
            names = [rung.name for rung in scenario.ladder_of(actor)]
            yield Other(f"plays.{actor.name}", answers=tuple(names[code] for code in played))


def _held(codes: ByteArray | CountArray) -> Sequence[int]:
    """Return the codes that hold for longer than at a point, in the order in which they come."""
    bounds = np.flatnonzero(np.diff(codes)) + 1
    runs = np.split(codes, bounds)
    return list(dict.fromkeys(int(run[0]) for run in runs if len(run) >= AT_LEAST))
