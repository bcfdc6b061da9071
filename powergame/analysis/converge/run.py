"""The `converge` question: for what share of preferences does an actor seek power (instrumental convergence)?"""

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
from powergame.sources.games import expect_scenario
from powergame.sources.load import Loaded
from powergame.text import printable

DRAWS = 1 << 16
"""Draws by default with two actors, whose games are solved by the million."""

DRAWS_THREE_OR_MORE = 1 << 10
"""Draws by default with three and more actors."""

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
        Number of draws, rounded up to a power of 2; by default 65,536 for two actors and 1,024 for more.
    seed
        Seed of the quasi-random points.
    concept
        Nash equilibrium by default, or quantal response.
    watch
        Function that is told how many games are solved.

    Raises
    ------
    UsageError
        Where an actor does not exist, no drawn direction has dimensions to change, or a number is out of range.

    Examples
    --------
    >>> import powergame as pg
    >>> result = pg.converge(pg.load("scenarios/strong-and-misaligned.yaml"), actors=["weak"], dimensions=[3, 100])
    >>> [round(shares.actor("weak").exact.always, 3) for shares in result.found]
    [0.8, 1.0]
    """
    scenario = expect_scenario(scenario, "preferences to draw")
    refuse_types_and_rounds(scenario)
    concept = concept or Concept()
    unknown, notes = _unknown(scenario, actors, concept)
    count = _count(scenario, draws)
    if not 0 <= seed <= MAX_SEED:
        raise UsageError(f"the seed {seed}; expected a whole number from 0 to {MAX_SEED}")
    if dimensions and not any(prior.kind == "direction" for _, prior in unknown):
        raise UsageError("no unknown is a direction, so the number of dimensions changes nothing")
    drawn = [Unknowns(*in_dimensions(scenario, k, unknown)) for k in dimensions or (scenario.dimensions,)]
    cosines = by_cosine(scenario, unknown, concept)
    counter = _Counter(watch)
    shares = tuple(_at(unknowns, count, seed, concept, cosines, counter) for unknowns in drawn)
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
        shares,
        None if cosines is None else cosines.along,
        limit(scenario, unknown, concept) if dimensions else None,
        _sensitivity(Unknowns(scenario, unknown), count, seed, concept, counter),
        (*notes, *_counted(shares, count)),
    )


def games(scenario: Scenario, actors: Sequence[str], dimensions: Sequence[int], draws: int | None) -> int:
    """Return how many games `converge` would solve."""
    count = _count(scenario, draws)
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


def _count(scenario: Scenario, draws: int | None) -> int:
    if draws is None:
        return DRAWS if len(scenario.actors) == 2 else DRAWS_THREE_OR_MORE
    if not 1 <= draws <= MAX_DRAWS:
        raise UsageError(f"{draws:,} draws; expected 1 to {MAX_DRAWS:,}")
    return 1 << max(1, math.ceil(math.log2(draws)))


def _base(count: int) -> int:
    return min(SENSITIVITY_DRAWS, max(2, count // 4))


def _unknown(scenario: Scenario, actors: Sequence[str], concept: Concept) -> tuple[tuple[Unknown, ...], list[str]]:
    """Return what is drawn, and notes on it."""
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
            raise UsageError("rationality is unknown, but converge takes one for all draws: use --solution nash")
        notes.append("rationality is unknown too, but does not matter for Nash equilibria")
    if not unknown:
        return _unknown(replace(scenario, unknown=()), (), concept)
    return unknown, notes


def _at(
    unknowns: Unknowns, count: int, seed: int, concept: Concept, cosines: ByCosine | None, counter: _Counter
) -> AtDimensions:
    """Solve the draws, and return the shares over them."""
    names, dimensions = unknowns.scenario.names, unknowns.scenario.dimensions
    always, some, selected = (np.zeros(len(names)) for _ in range(3))
    war = destroyed = 0.0
    chosen = complete = 0
    for part, results in solve_draws(unknowns, points(count, sum(unknowns.widths), seed), concept):
        has = ~np.isnan(results.war)
        always += (results.verdicts == ALWAYS).sum(axis=1)
        some += (results.verdicts != NEVER).sum(axis=1)
        selected += results.selected[:, has].sum(axis=1)
        war, destroyed = war + float(results.war[has].sum()), destroyed + float(results.destroyed[has].sum())
        chosen, complete = chosen + int(has.sum()), complete + int(results.complete.sum())
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
        for part, results in solve_draws(unknowns, cube, concept):
            parts.append(np.vstack([results.selected, results.war]).T)
            counter.add(part.stop - part.start)
        return np.nan_to_num(np.concatenate(parts))

    by_output = indices(outputs, unknowns.widths, _base(count), seed)
    paths = [path for path, _ in unknowns.priors]
    return tuple(
        Sensitivity(actor, tuple(zip(paths, groups, strict=True)))
        for actor, groups in zip((*unknowns.scenario.names, None), by_output, strict=True)
    )


def _counted(shares: Sequence[AtDimensions], count: int) -> list[str]:
    """Return notes on draws without a selected equilibrium or a complete list."""
    notes = []
    unselected, incomplete = max(each.unselected for each in shares), max(each.incomplete for each in shares)
    if unselected:
        notes.append(
            f"in up to {unselected:,} of {count:,} draws no equilibrium is selected; means are over the others"
        )
    if incomplete:
        notes.append(
            f"in up to {incomplete:,} of {count:,} draws the list of equilibria is not proven complete; verdicts rest "
            "on the equilibria that were found"
        )
    return notes
