"""Result of `converge`: shares over the draws, exact shares where known, Sobol' indices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from powergame.analysis.aspect import SEEKS, Aspect
from powergame.analysis.converge.asked import AskedShares
from powergame.analysis.converge.exact import ExactShares
from powergame.analysis.converge.shares import Share
from powergame.analysis.converge.sobol import GroupIndices, Index
from powergame.analysis.display import first_few
from powergame.analysis.head import head, origin, prior_to_dict, solution
from powergame.analysis.threshold import ActorThresholds
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.concept import Concept
from powergame.objects.named import by_name
from powergame.objects.shown import Shown
from powergame.plain import Json
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Prior, VerdictName

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Convergent:
    """The share of the draws for which an actor seeks power.

    Attributes
    ----------
    always, some
        Shares of the draws where it seeks in every equilibrium, and where it does with some probability in some one.
    selected
        The mean probability in the selected equilibrium, over the draws that have one.
    mixing
        The share of the draws where that probability is neither 0 nor 1.
    exact
        The exact `always` and `some`, where all depends on the cosine with a uniform direction; else None.
    """

    name: str
    always: Share
    selected: Share
    some: Share
    mixing: float
    exact: ExactShares | None


@dataclass(frozen=True)
class AtDimensions:
    """The shares for one number of outcome dimensions.

    Attributes
    ----------
    war, destroyed
        The mean probability of war and the mean fraction of all power destroyed in the selected equilibrium, over the
        draws that have one.
    unselected, incomplete
        Draws without a selected equilibrium, and draws whose list of equilibria is not proven complete.
    proven
        Share of the draws whose list is: so many of the verdicts that are counted are proven.
    asked
        What is asked besides who seeks power.
    impossible
        Draws whose alignments cannot be met together; all shares are over the others.
    """

    dimensions: int
    actors: tuple[Convergent, ...]
    war: Share
    destroyed: Share
    unselected: int
    incomplete: int
    proven: float
    asked: AskedShares | None = None
    impossible: int = 0

    def actor(self, name: str) -> Convergent:
        """Return the shares of the actor of this name."""
        return by_name(self.actors, name)


@dataclass(frozen=True)
class Sensitivity:
    """Sobol' indices of one output, by unknown: an actor's seeking in the selected equilibrium, or war (None)."""

    actor: str | None
    unknowns: tuple[tuple[str, GroupIndices], ...]


@dataclass(frozen=True, eq=False, repr=False)
class Convergence(Shown):
    """The answer of `converge`.

    Attributes
    ----------
    options
        What the user chose besides the scenario, by the names of the command's options.
    unknown
        Paths and priors of what was drawn.
    draws, seed
        The number of draws, and their seed.
    found
        The shares for the scenario's own number of dimensions, or for each that was chosen, in that order.
    along
        Each actor's verdict by the alignment of the two, where all depends on that; else None.
    limit
        Each actor's verdict for all but a vanishing share of preferences as dimensions grow, None where it turns at
        right angles; None as a whole where no dimensions were chosen, or more than uniform directions is drawn.
    limit_proven
        Whether these verdicts are of lists of equilibria that are proven complete; None where there are none.
    sensitivity
        Indices of each actor's seeking in the selected equilibrium, and of war; empty for one unknown.
    notes
        What the user should know.
    limited
        `time` where the time limit cut: there are fewer draws, dimensions or indices than were asked for; else None.
    aspect
        What is asked.
    """

    scenario: Scenario
    concept: Concept
    options: Mapping[str, Json]
    unknown: tuple[tuple[str, Prior], ...]
    draws: int
    seed: int
    found: tuple[AtDimensions, ...]
    along: tuple[ActorThresholds, ...] | None
    limit: dict[str, VerdictName | None] | None
    limit_proven: bool | None
    sensitivity: tuple[Sensitivity, ...]
    notes: tuple[str, ...]
    limited: Limited | None = None
    aspect: Aspect = SEEKS

    def _repr_line_(self) -> str:
        shares = first_few(f"{actor.name} always {_brief(actor.always.value)}" for actor in self.found[0].actors)
        return f"{self.scenario.name!r}: {shares} of {self.draws:,} draws"

    def to_dict(self) -> dict[str, Json]:
        """Return all as plain data, the JSON of ``powergame converge --format json``."""
        return {
            **head("converge"),
            "scenario": origin(self.scenario),
            "options": dict(self.options),
            "solution": solution(self.concept),
            "unknown": {path: prior_to_dict(prior) for path, prior in self.unknown},
            "of": self.aspect.text,
            "levels": list(self.aspect.levels),
            "draws": self.draws,
            "seed": self.seed,
            "dimensions": [_shares_dict(shares) for shares in self.found],
            "by_alignment": None if self.along is None else {actor.name: _along_dict(actor) for actor in self.along},
            "limit": None if self.limit is None else dict(self.limit),
            "limit_proven": self.limit_proven,
            "sensitivity": {
                "actors": {s.actor: _sensitivity_dict(s) for s in self.sensitivity if s.actor is not None},
                "war": next((_sensitivity_dict(s) for s in self.sensitivity if s.actor is None), {}),
            },
            "limited": self.limited,
            "notes": list(self.notes),
        }

    def rows(self) -> list[dict[str, Json]]:
        """Return a row for each number of dimensions and each actor, level or rung."""
        if self.aspect.kind != "seeks":
            return [row for shares in self.found for row in _asked_rows(self.aspect, shares)]
        return [
            {
                "dimensions": shares.dimensions,
                "actor": actor.name,
                **{
                    f"{name}{end}": getattr(getattr(actor, name), part)
                    for name in ("always", "selected", "some")
                    for end, part in (("", "value"), ("_low", "low"), ("_high", "high"))
                },
                "exact_always": actor.exact.always if actor.exact else None,
                "exact_some": actor.exact.some if actor.exact else None,
                "war": shares.war.value,
                "destroyed": shares.destroyed.value,
                "proven": shares.proven,
            }
            for shares in self.found
            for actor in shares.actors
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return a table of pandas with a row for each number of dimensions and each actor, level or rung."""
        import pandas as pd

        return pd.DataFrame(self.rows())


def _asked_rows(aspect: Aspect, shares: AtDimensions) -> Iterator[dict[str, Json]]:
    asked = shares.asked
    assert asked is not None, "more than who seeks power is asked"
    head: dict[str, Json] = {"dimensions": shares.dimensions, "of": aspect.text}
    pairs: list[tuple[dict[str, Json], Share]] = [({"rung": rung}, share) for rung, share in asked.plays]
    if asked.mean is not None:
        head |= {"mean": asked.mean.value, "mean_low": asked.mean.low, "mean_high": asked.mean.high}
        pairs = [({"level": level}, share) for level, share in asked.above]
    for named, share in pairs:
        yield {**head, **named, "share": share.value, "share_low": share.low, "share_high": share.high}


def _along_dict(actor: ActorThresholds) -> Json:
    """Return an actor's verdict by alignment; `threshold` is A*, where there is only one and it has a closed form."""
    flips = [flip for flip in actor.flips if not flip.touch]
    return {
        "threshold": flips[0].closed_form if len(flips) == 1 else None,
        "intervals": [interval.to_dict() for interval in actor.intervals],
    }


def _sensitivity_dict(sensitivity: Sensitivity) -> dict[str, Json]:
    return {
        path: {"first": _index_dict(group.first), "total": _index_dict(group.total)}
        for path, group in sensitivity.unknowns
    }


def _index_dict(index: Index | None) -> Json:
    return None if index is None else {"value": index.value, "low": index.low, "high": index.high}


def _shares_dict(shares: AtDimensions) -> dict[str, Json]:
    return {
        "dimensions": shares.dimensions,
        "actors": {
            actor.name: {
                "always": actor.always.to_dict(),
                "selected": actor.selected.to_dict(),
                "some": actor.some.to_dict(),
                "exact": {"always": actor.exact.always, "some": actor.exact.some} if actor.exact else None,
            }
            for actor in shares.actors
        },
        "war": shares.war.to_dict(),
        "destroyed": shares.destroyed.to_dict(),
        "unselected": shares.unselected,
        "incomplete": shares.incomplete,
        "impossible": shares.impossible,
        "proven": shares.proven,
        "asked": None if shares.asked is None else shares.asked.to_dict(),
    }


def _brief(share: float) -> str:
    """Show a share with three digits; 1 only where it is exact."""
    shown = f"{share:.3g}"
    return f"{share:.9g}" if shown == "1" and share < 1 else shown
