"""What `converge` finds: shares of the draws, with what is known of them exactly, and which unknown matters most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from powergame.analysis.converge.exact import ExactShares
from powergame.analysis.converge.sobol import GroupIndices, Index
from powergame.analysis.display import Shown, listed
from powergame.analysis.head import head, origin, solution
from powergame.analysis.threshold import ActorThresholds
from powergame.equilibrium.concept import Concept
from powergame.plain import Json, plain
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Prior, VerdictName

if TYPE_CHECKING:
    import pandas as pd

CONFIDENCE_QUANTILE = 1.959963984540054
"""Of the normal distribution: 95 % lie within."""


@dataclass(frozen=True)
class Share:
    """A share of the draws, or the mean of what is in [0, 1], with its 95 % Wilson interval [1]_.

    For quasi-random draws, and for means of what lies inside of [0, 1], the interval is wider than need be.

    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
       American Statistical Association 22.
    """

    value: float
    low: float
    high: float


def wilson(mean: float, count: int) -> Share:
    """Return a mean over so many draws with its Wilson interval."""
    z2 = CONFIDENCE_QUANTILE**2
    centre = (mean + z2 / (2 * count)) / (1 + z2 / count)
    half = CONFIDENCE_QUANTILE / (1 + z2 / count) * math.sqrt(mean * (1 - mean) / count + z2 / (4 * count**2))
    return Share(mean, max(0.0, min(mean, centre - half)), min(1.0, max(mean, centre + half)))


@dataclass(frozen=True)
class Convergent:
    """For what share of the draws an actor seeks power.

    Attributes
    ----------
    always, some
        In every equilibrium; in some equilibrium, with some probability.
    selected
        The mean probability in the selected equilibrium, over the draws that have one.
    exact
        The first two without drawing, where all hangs on one cosine with a uniform direction.
    """

    name: str
    always: Share
    selected: Share
    some: Share
    exact: ExactShares | None


@dataclass(frozen=True)
class AtDimensions:
    """What was found for one number of outcome dimensions.

    Attributes
    ----------
    war, destroyed
        The mean probability of war and the mean destroyed, of all power, in the selected equilibrium; over the draws
        that have one.
    unselected, incomplete
        How many draws have none, and how many a list of equilibria that is not proven complete.
    """

    dimensions: int
    actors: tuple[Convergent, ...]
    war: Share
    destroyed: Share
    unselected: int
    incomplete: int

    def actor(self, name: str) -> Convergent:
        """Return what was found of the actor of this name."""
        return next(actor for actor in self.actors if actor.name == name)


@dataclass(frozen=True)
class Sensitivity:
    """Sobol' indices of one output, by unknown: of an actor's seeking in the selected equilibrium, or (None) of war."""

    actor: str | None
    unknowns: tuple[tuple[str, GroupIndices], ...]


@dataclass(frozen=True, eq=False, repr=False)
class Convergence(Shown):
    """The answer of `converge`.

    Attributes
    ----------
    options
        What was asked for besides the scenario, by the names of the command's options.
    unknown
        What was drawn: paths and priors.
    draws, seed
        How many, and from which seed.
    found
        For the scenario's own number of dimensions, or for each that was asked for, in that order.
    along
        Each actor's verdict by the alignment of the two, where all hangs on that; else None.
    limit
        Each actor's verdict for all but a vanishing share of preferences as dimensions grow, None where it turns just
        there; None where dimensions were not asked for, or more than uniform directions is drawn.
    sensitivity
        Of each actor's seeking in the selected equilibrium, and of war; empty for one unknown.
    notes
        What the user should know.
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
    sensitivity: tuple[Sensitivity, ...]
    notes: tuple[str, ...]

    def _repr_line_(self) -> str:
        shares = listed(f"{actor.name} always {actor.always.value:.3g}" for actor in self.found[0].actors)
        return f"{self.scenario.name!r}: {shares} of {self.draws:,} draws"

    def to_dict(self) -> dict[str, Json]:
        """Return all as plain data, the JSON of ``powergame converge --format json``."""
        return {
            **head("converge"),
            "scenario": origin(self.scenario),
            "options": dict(self.options),
            "solution": solution(self.concept),
            "unknown": {path: _prior_dict(prior) for path, prior in self.unknown},
            "draws": self.draws,
            "seed": self.seed,
            "dimensions": [_found_dict(one) for one in self.found],
            "by_alignment": None if self.along is None else {one.name: _along_dict(one) for one in self.along},
            "limit": None if self.limit is None else dict(self.limit),
            "sensitivity": {
                "actors": {one.actor: _sensitivity_dict(one) for one in self.sensitivity if one.actor is not None},
                "war": next((_sensitivity_dict(one) for one in self.sensitivity if one.actor is None), {}),
            },
            "notes": list(self.notes),
        }

    def rows(self) -> list[dict[str, Json]]:
        """Return a row for each actor and number of dimensions."""
        return [
            {
                "dimensions": one.dimensions,
                "actor": actor.name,
                **{
                    f"{name}{end}": getattr(getattr(actor, name), part)
                    for name in ("always", "selected", "some")
                    for end, part in (("", "value"), ("_low", "low"), ("_high", "high"))
                },
                "exact_always": actor.exact.always if actor.exact else None,
                "exact_some": actor.exact.some if actor.exact else None,
                "war": one.war.value,
                "destroyed": one.destroyed.value,
            }
            for one in self.found
            for actor in one.actors
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return a table of pandas with a row for each actor and number of dimensions."""
        import pandas as pd

        return pd.DataFrame(self.rows())


def _prior_dict(prior: Prior) -> Json:
    if prior.kind == "direction":
        if prior.mean is None:
            return {"direction": "uniform"}
        return {"direction": {"mean": list(prior.mean), "concentration": prior.concentration}}
    return {prior.kind: [plain(x) for x in prior.parameters]}


def _share_dict(share: Share) -> dict[str, Json]:
    return {"value": share.value, "low": share.low, "high": share.high}


def _along_dict(actor: ActorThresholds) -> Json:
    """Return an actor's verdict by alignment; `threshold` is A*, where there is just one and it has a closed form."""
    flips = [flip for flip in actor.flips if not flip.touch]
    return {
        "threshold": flips[0].closed_form if len(flips) == 1 else None,
        "intervals": [{"from": one.start, "to": one.stop, "verdict": one.verdict} for one in actor.intervals],
    }


def _sensitivity_dict(one: Sensitivity) -> dict[str, Json]:
    return {
        path: {"first": _index_dict(group.first), "total": _index_dict(group.total)} for path, group in one.unknowns
    }


def _index_dict(index: Index | None) -> Json:
    return None if index is None else {"value": index.value, "low": index.low, "high": index.high}


def _found_dict(found: AtDimensions) -> dict[str, Json]:
    return {
        "dimensions": found.dimensions,
        "actors": {
            actor.name: {
                "always": _share_dict(actor.always),
                "selected": _share_dict(actor.selected),
                "some": _share_dict(actor.some),
                "exact": {"always": actor.exact.always, "some": actor.exact.some} if actor.exact else None,
            }
            for actor in found.actors
        },
        "war": _share_dict(found.war),
        "destroyed": _share_dict(found.destroyed),
        "unselected": found.unselected,
        "incomplete": found.incomplete,
    }
