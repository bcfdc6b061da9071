"""What is known without drawing: exact shares where all hangs on one cosine, and the limit of many dimensions.

Two actors' payoffs depend on their preferences by the cosine between them only. So the alignments at which a verdict
turns cut the sphere into caps, whose shares are known in closed form, in any number of dimensions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from powergame.analysis.converge.caps import share_within
from powergame.analysis.converge.dimensions import Unknown, fixed_dimensions, in_dimensions, preferences_path
from powergame.analysis.solve import solve
from powergame.analysis.threshold import ActorThresholds, threshold
from powergame.equilibrium.concept import Concept
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Prior, VerdictName

UNIFORM = Prior("direction")

TILT = 1e-4
"""How far a pair of actors is turned from right angles to see whether a verdict turns there."""


@dataclass(frozen=True)
class ExactShares:
    """Of one actor: the shares of directions where it always seeks, and where it does in some equilibrium."""

    always: float
    some: float


@dataclass(frozen=True)
class ByCosine:
    """Each actor's verdict by the cosine between the two.

    Attributes
    ----------
    ends
        The verdicts at the cosines -1 and 1, all that there is in one dimension.
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


def by_cosine(scenario: Scenario, unknown: Sequence[Unknown], concept: Concept) -> ByCosine | None:
    """Return the verdicts by the cosine, or None where more than that matters or is drawn."""
    preferences = {preferences_path(name) for name in scenario.names}
    uniform = bool(unknown) and all(path in preferences and prior == UNIFORM for path, prior in unknown)
    if len(scenario.actors) != 2 or not uniform or concept.name != "nash" or fixed_dimensions(scenario, unknown):
        return None
    plane, _ = in_dimensions(scenario, 2, [(path, UNIFORM) for path in sorted(preferences)])
    first, second = scenario.names
    path = f"alignment.{first}.{second}"
    found = threshold(plane, path, concept=concept).paths[0]
    return ByCosine(found.actors, (_verdicts(plane, {path: -1.0}, concept), _verdicts(plane, {path: 1.0}, concept)))


def limit(scenario: Scenario, unknown: Sequence[Unknown], concept: Concept) -> dict[str, VerdictName | None] | None:
    """Return each actor's verdict for all but a vanishing share of directions, as dimensions grow without bound.

    In many dimensions nearly all of what is drawn is nearly at right angles to all else. None for an actor whose
    verdict turns just there; None for all where more than uniform directions is drawn.
    """
    own = {preferences_path(name) for name in scenario.names}
    if any(path not in own or prior != UNIFORM for path, prior in unknown) or fixed_dimensions(scenario, unknown):
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
    seen = [_verdicts(upright, tilted, concept) for tilted in _tilts(scenario.names, drawn)]
    return {name: seen[0][name] if len({one[name] for one in seen}) == 1 else None for name in scenario.names}


def _tilts(names: Sequence[str], drawn: Sequence[str]) -> Iterator[dict[str, float]]:
    for one, other in combinations(names, 2):
        if one in drawn or other in drawn:
            turned, fixed = (one, other) if one in drawn else (other, one)
            yield from ({f"alignment.{turned}.{fixed}": tilt} for tilt in (-TILT, TILT))


def _verdicts(scenario: Scenario, changes: dict[str, float], concept: Concept) -> dict[str, VerdictName]:
    answer = solve(scenario.with_values(changes), concept=concept, look_for_turns=False)
    return {actor.name: actor.verdict for actor in answer.actors}
