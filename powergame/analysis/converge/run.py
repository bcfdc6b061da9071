"""The `converge` question: for what share of preferences does an actor seek power (instrumental convergence)?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from powergame.analysis.aspect import Aspect, aspect
from powergame.analysis.converge.asked import AskedCounts
from powergame.analysis.converge.dimensions import Unknown, in_dimensions, preferences_path, untabled
from powergame.analysis.converge.exact import UNIFORM, ByCosine, by_cosine, limit
from powergame.analysis.converge.result import AtDimensions, Convergence, Convergent, Sensitivity
from powergame.analysis.converge.shares import wilson
from powergame.analysis.converge.sobol import indices
from powergame.analysis.head import solution_options
from powergame.arrays import FloatArray
from powergame.batch.engine import by_the_thousand
from powergame.batch.types import Results
from powergame.deadline import Deadline, TimeLimit, after
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.concept import Concept, as_concept
from powergame.errors import GameTooLargeError, TimeLimitError, UsageError
from powergame.model.compile import (
    DEFAULT_MAX_MEBIBYTES,
    mebibytes,
    refuse_large,
    refuse_types_and_rounds,
    shape_of,
)
from powergame.objects.named import expect_number, expect_several, place_of
from powergame.plain import Json
from powergame.priors.draws import Unknowns, solve_draws
from powergame.priors.points import blocks_of_points
from powergame.scenario.fields import MAX_DIMENSIONS
from powergame.scenario.paths.grammar import parse
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import ALWAYS, NEVER, VerdictName
from powergame.sources.games import expect_scenario
from powergame.sources.load import Loaded

DRAWS = 1 << 16
"""Draws by default with two actors, and of other games that are solved by the million."""

DRAWS_ONE_BY_ONE = 1 << 10
"""Draws by default of larger games with three and more actors, of their quantal responses, and of all but the smallest
games where there is no numba to compile kernels."""

MAX_DRAWS, MAX_SEED = 1 << 26, 2**32 - 1
"""Draws at most, and the greatest seed."""

SENSITIVITY_DRAWS = 1 << 13
"""Points, at most, of each of the two sets from which Sobol' indices are estimated; a quarter of fewer draws."""

Watch = Callable[[int], None]
"""Function that is told how many games are solved."""


def converge(
    scenario: Loaded,
    *,
    actors: Sequence[str] = (),
    dimensions: Sequence[int] = (),
    draws: int | None = None,
    seed: int = 0,
    concept: Concept | None = None,
    watch: Watch | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    time_limit: TimeLimit = None,
    of: str = "seeks",
    levels: Sequence[float] | None = None,
) -> Convergence:
    """Find the share of preferences, or of whatever is unknown, for which each actor seeks power.

    Parameters
    ----------
    scenario
        A scenario of one round, without private types. Its `unknown` is drawn; without one, every actor's preferences
        are, uniform on the sphere.
    actors
        Names of actors whose preferences alone are drawn, uniform on the sphere, in place of the scenario's unknowns.
    dimensions
        Numbers of outcome dimensions to draw preferences in; the scenario's own by default.
    draws
        Number of draws, rounded up to a power of 2; by default 65,536, and 1,024 where games are large or quantal
        responses of three and more actors.
    seed
        Seed of the quasi-random points.
    concept
        Nash equilibrium by default, or quantal response.
    watch
        Function that is told how many games are solved.
    max_mebibytes
        Mebibytes that the payoffs of a game, or all draws, may take at most.
    time_limit
        Seconds that the work may take; None is no limit. Where it cuts, shares are over the draws that were solved.
    of
        What is asked: ``seeks``, ``war``, ``destroyed`` or ``plays.ACTOR``; all but the first in the selected
        equilibrium.
    levels
        Of war or destruction: numbers above 0 and below 1 whose share of the draws is told.

    Raises
    ------
    UsageError
        Where an actor does not exist, no drawn direction has dimensions to change, or a number is out of range; as
        `GameTooLargeError` where the game or the draws are too large.
    TimeLimitError
        Where the time runs out before anything was solved.

    Examples
    --------
    >>> import powergame as pg
    >>> result = pg.converge(pg.load("@strong-and-misaligned"), actors=["weak"], dimensions=[3, 100])
    >>> [round(shares.actor("weak").exact.always, 3) for shares in result.found]
    [0.8, 1.0]
    """
    scenario = expect_scenario(scenario, "preferences to draw")
    refuse_types_and_rounds(scenario)
    refuse_large(shape_of(scenario), max_mebibytes)
    deadline = after(time_limit)
    concept, asked_of = as_concept(concept), aspect(scenario, of, levels)
    unknown, notes = _unknown(scenario, actors, concept)
    count = _count(scenario, draws, concept)
    _check_choices(seed, dimensions, unknown)
    given, scenario = scenario, untabled(scenario, unknown)
    drawn = [Unknowns(*in_dimensions(scenario, k, unknown)) for k in dimensions or (scenario.dimensions,)]
    _refuse_many_numbers(Unknowns(scenario, unknown), count, max_mebibytes)
    seeks = asked_of.kind == "seeks"
    cosines = by_cosine(scenario, unknown, concept, deadline) if seeks else None
    counter = _Counter(watch)
    solved = _at_each(drawn, count, seed, concept, asked_of, cosines, counter, deadline)
    limited: Limited | None = None if [draws for _, draws in solved] == [count] * len(drawn) else "time"
    far: tuple[dict[str, VerdictName | None] | None, bool | None] = None, None
    try:
        far = (seeks and dimensions and not limited and limit(scenario, unknown, concept, deadline)) or far
        sensitivity = (
            ()
            if limited or solved[0][0].impossible
            else _sensitivity(Unknowns(scenario, unknown), count, seed, concept, counter, deadline)
        )
    except TimeLimitError:
        sensitivity, limited = (), "time"
    asked, count, shares = count, solved[0][1], tuple(at for at, _ in solved)
    if limited:
        text = f"the time limit of {deadline.seconds:g} s ran out: {count:,} of {asked:,} draws were solved"
        notes.append(f"{text}, for {len(shares)} of {len(drawn)} numbers of dimensions, and no sensitivities")
    return Convergence(
        given,
        concept,
        {**_chosen(actors, dimensions, of, levels), "draws": asked, "seed": seed, **solution_options(concept)},
        unknown,
        count,
        seed,
        shares,
        None if cosines is None else cosines.along,
        *far,
        sensitivity,
        (*notes, *_counted(shares, count, concept)),
        limited,
        asked_of,
    )


def _chosen(
    actors: Sequence[str], dimensions: Sequence[int], of: str, levels: Sequence[float] | None
) -> dict[str, Json]:
    return {"actor": list(actors), "dimensions": list(dimensions), "of": of, "level": list(levels or ())}


def games(
    scenario: Scenario,
    actors: Sequence[str],
    dimensions: Sequence[int],
    draws: int | None,
    concept: Concept | None = None,
) -> int:
    """Return how many games `converge` would solve."""
    count = _count(scenario, draws, as_concept(concept))
    unknowns = len(_unknown(scenario, actors, Concept())[0])
    return count * max(1, len(dimensions)) + (_base(count) * (unknowns + 2) if unknowns > 1 else 0)


class _Counter:
    """Count of solved games, for whoever watches."""

    def __init__(self, watch: Watch | None) -> None:
        self.watch, self.done = watch, 0

    def add(self, more: int) -> None:
        self.done += more
        if self.watch is not None:
            self.watch(self.done)


def _count(scenario: Scenario, draws: int | None, concept: Concept) -> int:
    if draws is None:
        return DRAWS if by_the_thousand(shape_of(scenario), concept) else DRAWS_ONE_BY_ONE
    expect_number("draws", draws, low=1, high=MAX_DRAWS)
    return 1 << max(1, math.ceil(math.log2(draws)))


def _base(count: int) -> int:
    return min(SENSITIVITY_DRAWS, max(2, count // 4))


def _unknown(scenario: Scenario, actors: Sequence[str], concept: Concept) -> tuple[tuple[Unknown, ...], list[str]]:
    """Return what is drawn, and notes on it."""
    if isinstance(actors, str):
        raise UsageError(f"actors: expected a list of names, [{actors!r}], and not a single one")
    for name in actors:
        place_of(scenario.names, name)
    if actors or not scenario.unknown:
        drawn = [name for name in scenario.names if name in actors or not actors]
        return tuple((preferences_path(name), UNIFORM) for name in drawn), []
    notes = []
    unknown = tuple((path, prior) for path, prior in scenario.unknown if parse(path).kind.stored)
    if len(unknown) < len(scenario.unknown):
        if concept.name == "logit":
            raise UsageError("rationality is unknown, but converge takes one for all draws: use --solution nash")
        notes.append("rationality is unknown too, but does not matter for Nash equilibria")
    if not unknown:
        return _unknown(replace(scenario, unknown=()), (), concept)
    return unknown, notes


def _check_choices(seed: int, dimensions: Sequence[int], unknown: Sequence[Unknown]) -> None:
    """Raise `UsageError` for a seed that is out of range, and for dimensions that change nothing."""
    expect_number("seed", seed, low=0, high=MAX_SEED)
    for k in expect_several("dimensions", dimensions):
        expect_number("dimensions", k, low=1, high=MAX_DIMENSIONS)
    if dimensions and not any(prior.kind == "direction" for _, prior in unknown):
        raise UsageError("no unknown is a direction, so the number of dimensions changes nothing")


def _refuse_many_numbers(unknowns: Unknowns, count: int, max_mebibytes: float) -> None:
    """Raise `GameTooLargeError` where the points of the sensitivities would take more than is allowed."""
    coordinates = sum(unknowns.widths)
    size = 8 * 4 * _base(count) * coordinates
    if len(unknowns.priors) > 1 and size > max_mebibytes * 2**20:
        taken, limit = mebibytes(size, max_mebibytes)
        raise GameTooLargeError(
            f"the sensitivities to unknowns of {coordinates:,} coordinates would take {taken}; "
            f"the limit is {limit} (--max-size raises it, fewer --draws need less)"
        )


def _at_each(
    drawn: Sequence[Unknowns],
    count: int,
    seed: int,
    concept: Concept,
    asked_of: Aspect,
    cosines: ByCosine | None,
    counter: _Counter,
    deadline: Deadline,
) -> list[tuple[AtDimensions, int]]:
    """Return the shares for each number of dimensions, and the draws that they are over.

    Where the time runs out, the first may be over fewer draws, and later ones are left out.
    """
    solved: list[tuple[AtDimensions, int]] = []
    for unknowns in drawn:
        shares, draws = _at(unknowns, count, seed, concept, asked_of, cosines, counter, deadline)
        if draws < count and solved:
            break
        if not draws:
            deadline.check("the first draws were solved")
        solved.append((shares, draws))
        if draws < count:
            break
    return solved


def _at(
    unknowns: Unknowns,
    count: int,
    seed: int,
    concept: Concept,
    asked_of: Aspect,
    cosines: ByCosine | None,
    counter: _Counter,
    deadline: Deadline,
) -> tuple[AtDimensions, int]:
    """Solve the draws, as many as there is time for, and return the shares over them, and their number."""
    names, dimensions = unknowns.scenario.names, unknowns.scenario.dimensions
    always, some, selected, mixing = (np.zeros(len(names)) for _ in range(4))
    war = destroyed = 0.0
    chosen = complete = solved = possible = 0
    asked = AskedCounts(unknowns.scenario, asked_of)
    cubes = blocks_of_points(count, sum(unknowns.widths), seed)
    for draws, results in _in_time(unknowns, cubes, concept, deadline, with_play=asked_of.kind == "plays"):
        asked.add(results)
        has = ~np.isnan(results.war)
        always += (results.verdicts == ALWAYS).sum(axis=1)
        some += (results.verdicts != NEVER).sum(axis=1)
        chances = results.selected[:, has]
        selected += chances.sum(axis=1)
        mixing += ((chances > 0) & (chances < 1)).sum(axis=1)
        war, destroyed = war + float(results.war[has].sum()), destroyed + float(results.destroyed[has].sum())
        chosen, complete = chosen + int(has.sum()), complete + int(results.complete.sum())
        counter.add(draws)
        solved, possible = solved + draws, possible + len(results.war)
    if solved and not possible:
        raise UsageError("in no draw the alignments can be met together; expected other priors, or fewer of them")
    over, count = max(chosen, 1), max(possible, 1)
    actors = tuple(
        Convergent(
            name,
            wilson(float(always[i]) / count, count),
            wilson(float(selected[i]) / over, over),
            wilson(float(some[i]) / count, count),
            float(mixing[i]) / over,
            None if cosines is None else cosines.shares(name, dimensions),
        )
        for i, name in enumerate(names)
    )
    shares = AtDimensions(
        dimensions,
        actors,
        wilson(war / over, over),
        wilson(destroyed / over, over),
        count - chosen,
        count - complete,
        complete / count,
        asked.shares(),
        solved - possible,
    )
    return shares, solved


def _in_time(
    unknowns: Unknowns, cubes: Iterable[FloatArray], concept: Concept, deadline: Deadline, *, with_play: bool
) -> Iterator[tuple[int, Results]]:
    """Yield how many draws were solved, and their results, block by block, until the time runs out."""
    with suppress(TimeLimitError):
        for cube in cubes:
            for part, results in solve_draws(unknowns, cube, concept, deadline, with_play=with_play):
                yield part.stop - part.start, results


def _sensitivity(
    unknowns: Unknowns, count: int, seed: int, concept: Concept, counter: _Counter, deadline: Deadline
) -> tuple[Sensitivity, ...]:
    if len(unknowns.priors) < 2:
        return ()

    def outputs(cube: FloatArray) -> FloatArray:
        parts = []
        for part, results in solve_draws(unknowns, cube, concept, deadline):
            parts.append(np.vstack([results.selected, results.war]).T)
            counter.add(part.stop - part.start)
        return np.nan_to_num(np.concatenate(parts))

    by_output = indices(outputs, unknowns.widths, _base(count), seed)
    paths = [path for path, _ in unknowns.priors]
    return tuple(
        Sensitivity(actor, tuple(zip(paths, groups, strict=True)))
        for actor, groups in zip((*unknowns.scenario.names, None), by_output, strict=True)
    )


def _counted(shares: Sequence[AtDimensions], count: int, concept: Concept) -> list[str]:
    """Return notes on draws without a selected equilibrium or a complete list, and on those that cannot be."""
    notes = []
    if impossible := max(each.impossible for each in shares):
        notes.append(
            f"in up to {impossible:,} of {count:,} draws the alignments cannot be met together: shares are over the "
            "others, and no sensitivities are told"
        )
    unselected, incomplete = max(each.unselected for each in shares), max(each.incomplete for each in shares)
    if unselected:
        notes.append(
            f"in up to {unselected:,} of {count:,} draws no equilibrium is selected; means are over the others"
        )
    if incomplete and concept.name == "nash":
        notes.append(
            f"in up to {incomplete:,} of {count:,} draws the list of equilibria is not proven complete: shares count "
            "these verdicts, too, which are unproven"
        )
    return notes
