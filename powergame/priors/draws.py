"""Solved draws of unknowns: from points of the unit cube to the results of a batch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from time import monotonic

import numpy as np

from powergame.arrays import BoolArray, FloatArray
from powergame.batch.directions import Levels
from powergame.batch.engine import Engine, by_the_thousand, engine_for, solve_batch
from powergame.batch.types import Results, empty_results, most_rows
from powergame.batch.variants import Variants
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept
from powergame.model.compile import shape_of
from powergame.priors.distributions import Choice, Distribution, distribution_of
from powergame.priors.words import each_combination
from powergame.scenario.paths.grammar import parse
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Prior

ROWS = 1 << 16
"""Draws of games that are solved together, at most: those of two actors, and others that kernels solve quickly."""

ROWS_ONE_BY_ONE = 1 << 6
"""The same of games that take longer."""

FIRST_BLOCK, SMALL_GAME = 16, 1 << 10
"""Draws of the first block with three and more actors, where games have no more payoffs than the second; of others it
is one."""

LONG_BLOCK = 0.25
"""Seconds that a block of such draws may take for the next one to be longer; the results do not depend on blocks."""

Unknown = tuple[str, Prior]


@dataclass(frozen=True)
class Unknowns:
    """A scenario and the priors of what is drawn."""

    scenario: Scenario
    priors: tuple[Unknown, ...]

    @cached_property
    def distributions(self) -> dict[str, Distribution]:
        """The distribution of each unknown, by its path."""
        return {path: distribution_of(self.scenario, path, prior) for path, prior in self.priors}

    @property
    def widths(self) -> tuple[int, ...]:
        """Coordinates that each unknown takes."""
        return tuple(distribution.coordinates for distribution in self.distributions.values())


def solve_draws(
    unknowns: Unknowns,
    cube: FloatArray,
    concept: Concept,
    deadline: Deadline = NO_DEADLINE,
    *,
    with_play: bool = False,
) -> Iterator[tuple[slice, Results]]:
    """Yield the results of each block of draws, in order: of those whose alignments can be met.

    Parameters
    ----------
    cube : (N, C)
        Points of the unit cube; C is the sum of `Unknowns.widths`.
    with_play
        Whether to fill `Results.play`.

    Raises
    ------
    TimeLimitError
        Where the time runs out.
    """
    shape = shape_of(unknowns.scenario)
    quick = by_the_thousand(shape, concept)
    most = min(ROWS if quick else ROWS_ONE_BY_ONE, most_rows(shape))
    engine = engine_for(shape, len(cube))
    start, rows = 0, most
    if len(shape) > 2:
        rows = FIRST_BLOCK if len(shape) * math.prod(shape) <= SMALL_GAME else 1
    while start < len(cube):
        begun = monotonic()
        part = slice(start, min(start + rows, len(cube)))
        block = cube[part][possible_draws(unknowns, cube[part])]
        yield part, _solved(unknowns, block, concept, engine, deadline, with_play=with_play)
        start = part.stop
        rows = min(2 * rows, most) if monotonic() - begun < LONG_BLOCK else rows


def possible_draws(unknowns: Unknowns, cube: FloatArray) -> BoolArray:
    """Return which points of the unit cube have draws that can be, (N,): alignments may exclude each other."""
    outcomes = unknowns.scenario.outcomes
    if not any(parse(path, outcomes).subject.towards for path, _ in unknowns.priors):
        return np.ones(len(cube), dtype=bool)
    _, numbers = _drawn(unknowns, cube)
    levels = {path: Levels.of_rows(np.asarray(values, dtype=float)) for path, values in numbers.items()}
    return Variants(unknowns.scenario, tuple(numbers)).possible(levels)


def _drawn(unknowns: Unknowns, cube: FloatArray) -> tuple[dict[str, np.ndarray], dict[str, FloatArray]]:
    """Return the words and the numbers that are drawn at some points, by their paths."""
    ends = np.cumsum(unknowns.widths).tolist()
    words: dict[str, np.ndarray] = {}
    numbers: dict[str, FloatArray] = {}
    for (path, distribution), end in zip(unknowns.distributions.items(), ends, strict=True):
        coordinates = cube[:, end - distribution.coordinates : end]
        if isinstance(distribution, Choice) and distribution.of_words:
            words[path] = np.array(distribution.values, dtype=object)[distribution.places(coordinates)]
        else:
            numbers[path] = distribution.draw(coordinates)
    return words, numbers


def _solved(
    unknowns: Unknowns, cube: FloatArray, concept: Concept, engine: Engine, deadline: Deadline, *, with_play: bool
) -> Results:
    words, numbers = _drawn(unknowns, cube)
    results = empty_results(shape_of(unknowns.scenario), len(cube), with_play=with_play)
    if not len(cube):
        return results
    for chosen, places in each_combination(words, len(cube)):
        rows = {path: values[places] for path, values in numbers.items()}
        part = _batch(unknowns.scenario.with_values(chosen), rows, concept, engine, len(places), deadline, with_play)
        if len(places) == len(cube):
            return part
        results.write(places, part)
    return results


def _batch(
    scenario: Scenario,
    numbers: Mapping[str, FloatArray],
    concept: Concept,
    engine: Engine,
    rows: int,
    deadline: Deadline,
    with_play: bool,
) -> Results:
    columns = Variants(scenario, tuple(numbers)).columns(numbers)
    results = solve_batch(columns, concept=concept, engine=engine, with_play=with_play, deadline=deadline)
    if numbers:
        return results
    repeated = empty_results(columns.shape, rows, with_play=with_play)  # nothing but words was unknown
    repeated.write(np.arange(rows), results)
    return repeated
