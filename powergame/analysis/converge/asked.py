"""What is asked besides who seeks power, counted over draws: means and levels of numbers, shares of rungs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.analysis.aspect import UNDECIDED, Aspect, reached, rung_played
from powergame.analysis.converge.shares import Share, wilson
from powergame.batch.types import Results
from powergame.plain import Json
from powergame.scenario.scenario import Scenario


@dataclass(frozen=True)
class AskedShares:
    """What is asked, over the draws that have a selected equilibrium.

    Attributes
    ----------
    mean
        Of the probability of war, or of the fraction destroyed; None where a rung is asked for.
    above
        Each level, and the share of the draws in which it is reached.
    plays
        Each rung, and the share of the draws in which the actor plays it more than others.
    """

    mean: Share | None
    above: tuple[tuple[float, Share], ...]
    plays: tuple[tuple[str, Share], ...]

    def to_dict(self) -> dict[str, Json]:
        """Return the shares as plain data."""
        return {
            "mean": None if self.mean is None else self.mean.to_dict(),
            "above": [{"level": level, "share": share.to_dict()} for level, share in self.above],
            "plays": {rung: share.to_dict() for rung, share in self.plays},
        }


class AskedCounts:
    """Counts of what is asked, from block to block of draws."""

    def __init__(self, scenario: Scenario, aspect: Aspect) -> None:
        self.aspect = aspect
        sizes = [len(scenario.ladder_of(actor)) for actor in scenario.actors]
        place = scenario.names.index(aspect.actor) if aspect.actor else 0
        self._rows = slice(sum(sizes[:place]), sum(sizes[: place + 1]))
        self._rungs = [rung.name for rung in scenario.ladder_of(scenario.actors[place])]
        self._counts = np.zeros(len(aspect.levels) or len(self._rungs), dtype=np.int64)
        self._sum, self._known = 0.0, 0

    def add(self, results: Results) -> None:
        """Count a block of draws."""
        if self.aspect.kind == "plays":
            rungs = rung_played(results.play[self._rows])
            self._counts += np.bincount(rungs[rungs != UNDECIDED], minlength=len(self._rungs))
            self._known += int((rungs != UNDECIDED).sum())
        elif self.aspect.is_number:
            numbers = results.war if self.aspect.kind == "war" else results.destroyed
            known = numbers[~np.isnan(numbers)]
            self._counts += np.array([reached(known, level).sum() for level in self.aspect.levels])
            self._sum, self._known = self._sum + float(known.sum()), self._known + len(known)

    def shares(self) -> AskedShares | None:
        """Return the shares; None where it is asked who seeks power."""
        if self.aspect.kind == "seeks":
            return None
        over = max(self._known, 1)
        shares = [wilson(float(count) / over, over) for count in self._counts]
        if self.aspect.kind == "plays":
            return AskedShares(None, (), tuple(zip(self._rungs, shares, strict=True)))
        return AskedShares(wilson(self._sum / over, over), tuple(zip(self.aspect.levels, shares, strict=True)), ())
