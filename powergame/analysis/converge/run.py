"""For how many preferences would an actor seek power: is seeking power instrumentally convergent here?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from powergame.analysis.converge.dimensions import Unknown, in_dimensions, preferences_path
from powergame.analysis.converge.exact import UNIFORM, ByCosine, by_cosine, limit
from powergame.analysis.converge.result import AtDimensions, Convergence, Convergent, Sensitivity, wilson
from powergame.analysis.converge.sobol import indices
from powergame.analysis.head import solution_options
from powergame.arrays import FloatArray
from powergame.equilibrium.concept import Concept
from powergame.errors import UsageError
from powergame.model.compile import refuse_types_and_rounds
from powergame.priors.draws import Unknowns, solve_draws
from powergame.priors.points import points
from powergame.scenario.fields import nearest
from powergame.scenario.paths.grammar import parse
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import ALWAYS, NEVER
from powergame.text import printable

DRAWS, DRAWS_OF_MANY = 1 << 16, 1 << 10
"""By default, of two actors' games, which are solved by the million, and of three and more."""

MAX_DRAWS, MAX_SEED = 1 << 26, 2**32 - 1

SENSITIVITY_DRAWS = 1 << 13
"""Points of each of the two sets from which Sobol' indices are estimated, or a quarter of the draws if that is less."""

Watch = Callable[[int], None]
"""Is told how many games are solved."""


def converge(
    scenario: Scenario,
    *,
    actors: Sequence[str] = (),
    dimensions: Sequence[int] = (),
    draws: int | None = None,
    seed: int = 0,
    concept: Concept | None = None,
    watch: Watch | None = None,
) -> Convergence:
    """Find for what share of preferences, or of whatever is unknown, each actor seeks power.

    Parameters
    ----------
    scenario
        Of one round, without private types. Its `unknown` is drawn; without one, every actor's preferences, uniform on
        the sphere.
    actors
        Only these actors' preferences are drawn instead, uniform on the sphere, and nothing else.
    dimensions
        Numbers of outcome dimensions to draw preferences in; the scenario's own by default.
    draws
        Rounded up to a power of 2; by default 65,536 for two actors and 1,024 for more.
    seed
        Of the quasi-random points.
    concept
        Nash equilibrium by default, or quantal response.
    watch
        Is told how far the work is.

    Raises
    ------
    UsageError
        Where an actor does not exist, nothing has the dimensions asked for, or a number is out of range.

    Examples
    --------
    >>> import powergame as pg
    >>> found = pg.converge(pg.load("scenarios/strong-and-misaligned.yaml"), actors=["weak"], dimensions=[3, 100])
    >>> [round(one.actor("weak").exact.always, 3) for one in found.found]
    [0.8, 1.0]
    """
    refuse_types_and_rounds(scenario)
    concept = concept or Concept()
    unknown, notes = _unknown(scenario, actors, concept)
    count = _count(scenario, draws)
    if not 0 <= seed <= MAX_SEED:
        raise UsageError(f"the seed {seed}; a whole number from 0 to {MAX_SEED} is wanted")
    if dimensions and not any(prior.kind == "direction" for _, prior in unknown):
        raise UsageError("nothing that is drawn is a direction, so the number of dimensions changes nothing")
    drawn = [Unknowns(*in_dimensions(scenario, k, unknown)) for k in dimensions or (scenario.dimensions,)]
    cosines = by_cosine(scenario, unknown, concept)
    counter = _Counter(watch)
    found = tuple(_at(one, count, seed, concept, cosines, counter) for one in drawn)
    return Convergence(
        scenario,
        concept,
        {
            "actor": list(actors),
            "dimensions": list(dimensions),
            "draws": count,
            "seed": seed,
            **solution_options(concept),
        },
        unknown,
        count,
        seed,
        found,
        None if cosines is None else cosines.along,
        limit(scenario, unknown, concept) if dimensions else None,
        _sensitivity(Unknowns(scenario, unknown), count, seed, concept, counter),
        (*notes, *_counted(found, count)),
    )


def games(scenario: Scenario, actors: Sequence[str], dimensions: Sequence[int], draws: int | None) -> int:
    """Return how many games `converge` would solve."""
    count = _count(scenario, draws)
    unknowns = len(_unknown(scenario, actors, Concept())[0])
    return count * max(1, len(dimensions)) + (_base(count) * (unknowns + 2) if unknowns > 1 else 0)


class _Counter:
    """Counts what is solved, for whoever watches."""

    def __init__(self, watch: Watch | None) -> None:
        self.watch, self.done = watch, 0

    def add(self, more: int) -> None:
        self.done += more
        if self.watch is not None:
            self.watch(self.done)


def _count(scenario: Scenario, draws: int | None) -> int:
    if draws is None:
        return DRAWS if len(scenario.actors) == 2 else DRAWS_OF_MANY
    if not 1 <= draws <= MAX_DRAWS:
        raise UsageError(f"{draws:,} draws; 1 to {MAX_DRAWS:,} are wanted")
    return 1 << max(1, math.ceil(math.log2(draws)))


def _base(count: int) -> int:
    return min(SENSITIVITY_DRAWS, max(2, count // 4))


def _unknown(scenario: Scenario, actors: Sequence[str], concept: Concept) -> tuple[tuple[Unknown, ...], list[str]]:
    """Return what is drawn, and what is to be said of it."""
    for name in actors:
        if name not in scenario.names:
            guess = nearest(name, scenario.names)
            hint = f"; did you mean {printable(guess)}?" if guess else ""
            raise UsageError(f"there is no actor {printable(name[:64])}{hint}")
    if actors or not scenario.unknown:
        drawn = [name for name in scenario.names if name in actors or not actors]
        return tuple((preferences_path(name), UNIFORM) for name in drawn), []
    notes = []
    unknown = tuple((path, prior) for path, prior in scenario.unknown if parse(path).kind.stored)
    if len(unknown) < len(scenario.unknown):
        if concept.name == "logit":
            raise UsageError("rationality is unknown, and converge takes one for all draws: --solution nash")
        notes.append("rationality, which is unknown too, does not matter for Nash equilibria")
    if not unknown:
        return _unknown(replace(scenario, unknown=()), (), concept)
    return unknown, notes


def _at(
    unknowns: Unknowns, count: int, seed: int, concept: Concept, cosines: ByCosine | None, counter: _Counter
) -> AtDimensions:
    """Return what is found over the draws."""
    names, dimensions = unknowns.scenario.names, unknowns.scenario.dimensions
    always, some, selected = (np.zeros(len(names)) for _ in range(3))
    war = destroyed = 0.0
    chosen = complete = 0
    for part, found in solve_draws(unknowns, points(count, sum(unknowns.widths), seed), concept):
        has = ~np.isnan(found.war)
        always += (found.verdicts == ALWAYS).sum(axis=1)
        some += (found.verdicts != NEVER).sum(axis=1)
        selected += found.selected[:, has].sum(axis=1)
        war, destroyed = war + float(found.war[has].sum()), destroyed + float(found.destroyed[has].sum())
        chosen, complete = chosen + int(has.sum()), complete + int(found.complete.sum())
        counter.add(part.stop - part.start)
    over = max(chosen, 1)
    actors = tuple(
        Convergent(
            name,
            wilson(float(always[i]) / count, count),
            wilson(float(selected[i]) / over, over),
            wilson(float(some[i]) / count, count),
            None if cosines is None else cosines.shares(name, dimensions),
        )
        for i, name in enumerate(names)
    )
    return AtDimensions(
        dimensions, actors, wilson(war / over, over), wilson(destroyed / over, over), count - chosen, count - complete
    )


def _sensitivity(
    unknowns: Unknowns, count: int, seed: int, concept: Concept, counter: _Counter
) -> tuple[Sensitivity, ...]:
    if len(unknowns.priors) < 2:
        return ()

    def outputs(cube: FloatArray) -> FloatArray:
        parts = []
        for part, found in solve_draws(unknowns, cube, concept):
            parts.append(np.vstack([found.selected, found.war]).T)
            counter.add(part.stop - part.start)
        return np.nan_to_num(np.concatenate(parts))

    found = indices(outputs, unknowns.widths, _base(count), seed)
    paths = [path for path, _ in unknowns.priors]
    return tuple(
        Sensitivity(actor, tuple(zip(paths, groups, strict=True)))
        for actor, groups in zip((*unknowns.scenario.names, None), found, strict=True)
    )


def _counted(found: Sequence[AtDimensions], count: int) -> list[str]:
    notes = []
    unselected, incomplete = max(one.unselected for one in found), max(one.incomplete for one in found)
    if unselected:
        notes.append(
            f"in up to {unselected:,} of {count:,} draws no equilibrium is selected; means are over the others"
        )
    if incomplete:
        notes.append(
            f"in up to {incomplete:,} of {count:,} draws the list of equilibria is not proven complete; verdicts are "
            "of those that were found"
        )
    return notes
