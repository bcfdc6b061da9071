"""Exact shares where verdicts depend on one cosine only, and the limit of many dimensions: both without draws.

Two actors' payoffs depend on their preferences only by the cosine between them. So the alignments at which a verdict
turns cut the sphere into caps, whose shares have a closed form in any number of dimensions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from powergame.analysis.converge.caps import share_within
from powergame.analysis.converge.dimensions import Unknown, held_directions, in_dimensions, preferences_path
from powergame.analysis.solve import solve_matrix
from powergame.analysis.threshold import ActorThresholds, threshold
from powergame.analysis.threshold.search import refuse_many_gains
from powergame.deadline import Deadline
from powergame.equilibrium.concept import Concept
from powergame.errors import GameTooLargeError
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES, shape_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Prior, VerdictName

UNIFORM = Prior("direction")

TILT = 1e-4
"""Cosine by which a pair of actors is turned from right angles, to see whether a verdict turns there."""


@dataclass(frozen=True)
class ExactShares:
    """The shares of directions where an actor always seeks power, and where it does in some equilibrium."""

    always: float
    some: float


@dataclass(frozen=True)
class ByCosine:
    """Each actor's verdict by the cosine between the two.

    Attributes
    ----------
    ends
        The verdicts at the cosines -1 and 1, the only ones in one dimension.
    """

    along: tuple[ActorThresholds, ...]
    ends: tuple[dict[str, VerdictName], dict[str, VerdictName]]

    def shares(self, name: str, dimensions: int) -> ExactShares:
        """Return an actor's shares in so many dimensions."""
        if dimensions == 1:
            verdicts = [end[name] for end in self.ends]
            return ExactShares(verdicts.count("always") / 2, 1 - verdicts.count("never") / 2)
        intervals = next(actor for actor in self.along if actor.name == name).intervals
        always = share_within(((i.start, i.stop) for i in intervals if i.verdict == "always"), dimensions)
        never = share_within(((i.start, i.stop) for i in intervals if i.verdict == "never"), dimensions)
        return ExactShares(always, 1 - never)


def by_cosine(scenario: Scenario, unknown: Sequence[Unknown], concept: Concept, deadline: Deadline) -> ByCosine | None:
    """Return the verdicts by the cosine.

    None where more matters, is drawn or asked for, where the game is too large, and where they are unproven.
    """
    preferences = {preferences_path(name) for name in scenario.names}
    uniform = bool(unknown) and all(path in preferences and prior == UNIFORM for path, prior in unknown)
    if len(scenario.actors) != 2 or not uniform or concept.name != "nash" or _fixed(scenario, unknown):
        return None
    try:
        refuse_many_gains(shape_of(scenario), DEFAULT_MAX_MEBIBYTES)
    except GameTooLargeError:
        return None
    plane, _ = in_dimensions(scenario, 2, [(path, UNIFORM) for path in sorted(preferences)])
    first, second = scenario.names
    path = f"alignment.{first}.{second}"
    along = threshold(plane, path, concept=concept, time_limit=deadline, only_flips=True).paths[0]
    if not along.complete:
        return None
    at_ends = (_verdicts(plane, {path: end}, concept, deadline)[0] for end in (-1.0, 1.0))
    return ByCosine(along.actors, (next(at_ends), next(at_ends)))


def limit(
    scenario: Scenario, unknown: Sequence[Unknown], concept: Concept, deadline: Deadline
) -> tuple[dict[str, VerdictName | None], bool] | None:
    """Return each actor's verdict for all but a vanishing share of directions, as dimensions grow without bound.

    In many dimensions nearly all drawn directions are nearly at right angles to all others. An actor's verdict is None
    where it turns at right angles; the whole is None where more than uniform directions is drawn, or alignments are
    asked for. Beside the verdicts stands whether they are of lists of equilibria that are proven complete.
    """
    preferences = {preferences_path(name) for name in scenario.names}
    uniform = all(path in preferences and prior == UNIFORM for path, prior in unknown)
    if not uniform or _fixed(scenario, unknown):
        return None
    drawn = [name for name in scenario.names if preferences_path(name) in dict(unknown)]
    before = scenario.dimensions
    wide, _ = in_dimensions(scenario, before + len(drawn), unknown)
    upright = wide.with_values(
        {
            preferences_path(name): tuple(float(k == before + j) for k in range(wide.dimensions))
            for j, name in enumerate(drawn)
        }
    )
    tilted = [_verdicts(upright, changes, concept, deadline) for changes in _tilts(scenario.names, drawn)]
    by_name = {name: {verdicts[name] for verdicts, _ in tilted} for name in scenario.names}
    return (
        {name: next(iter(verdicts)) if len(verdicts) == 1 else None for name, verdicts in by_name.items()},
        all(proven for _, proven in tilted),
    )


def _fixed(scenario: Scenario, unknown: Sequence[Unknown]) -> bool:
    """Whether something holds alignments fast, so that they are not those of directions drawn freely."""
    return bool(scenario.asked) or bool(held_directions(scenario, unknown))


def _tilts(names: Sequence[str], drawn: Sequence[str]) -> Iterator[dict[str, float]]:
    for first, second in combinations(names, 2):
        if first in drawn or second in drawn:
            turned, fixed = (first, second) if first in drawn else (second, first)
            yield from ({f"alignment.{turned}.{fixed}": tilt} for tilt in (-TILT, TILT))


def _verdicts(
    scenario: Scenario, changes: dict[str, float], concept: Concept, deadline: Deadline
) -> tuple[dict[str, VerdictName], bool]:
    """Return everybody's verdict, and whether they are of a list of equilibria that is proven complete."""
    answer = solve_matrix(scenario.with_values(changes), concept=concept, look_for_turns=False, time_limit=deadline)
    if answer.solution.limited == "time":
        deadline.check("the limit of many dimensions was solved")
    return {actor.name: actor.verdict for actor in answer.actors}, answer.solution.complete
