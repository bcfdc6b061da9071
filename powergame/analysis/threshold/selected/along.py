"""The selected equilibria at many numbers of a path."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from powergame.analysis.alliances import leaders_if_war
from powergame.analysis.aspect import UNDECIDED, Aspect, rung_played
from powergame.analysis.threshold.selected.types import ALIKE
from powergame.arrays import BoolArray, ByteArray, CountArray, FloatArray, IndexArray
from powergame.batch.engine import QUICK_PROFILES, Engine, by_the_million, solve_batch
from powergame.batch.types import Columns, Results
from powergame.batch.variants import Variants
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept
from powergame.model.compile import shape_of
from powergame.scenario.scenario import Scenario

POINTS = 513
"""Points at which games are looked at first where kernels know their shape."""

PROFILES, FEWEST, MOST = 4096, 33, 129
"""Profiles of all games together that are looked at first, of games that are solved one by one, at some milliseconds to
hundreds of milliseconds each; and how many games these are at least and at most."""

LARGE = 256
"""Profiles of a game above which nothing is looked for that was not asked for: it may take a second to solve."""


def points_for(scenario: Scenario, concept: Concept) -> int:
    """Return at how many points of a path games are looked at first; the same whatever is compiled and kept."""
    shape = shape_of(scenario)
    if concept.name == "nash" and (len(shape) == 2 or by_the_million(shape, concept)):
        return POINTS
    return _one_by_one(math.prod(shape))


def points_beside(scenario: Scenario) -> int:
    """Return at how many points games are looked at first where who seeks power was asked, and this is told beside."""
    profiles = math.prod(shape_of(scenario))
    return _one_by_one(profiles) if profiles <= QUICK_PROFILES else FEWEST


def _one_by_one(profiles: int) -> int:
    return max(FEWEST, min(MOST, PROFILES // profiles))


@dataclass(frozen=True, eq=False)
class Selected:
    """What happens in the selected equilibrium at some numbers of a path.

    Attributes
    ----------
    x : (S,)
        The numbers, ascending, each once.
    verdicts : (n, S)
        Places in `VERDICTS`.
    war, destroyed : (S,)
        Chance of war, and expected fraction of all power destroyed; NaN where no equilibrium is selected.
    support : (S,)
        Which rungs are played, as one number: where it differs, another equilibrium is selected.
    rungs : (n, S)
        The rung that each actor plays with the greatest probability; `UNDECIDED` where no equilibrium is selected.
    sides : (n, S), or (0, S) where nobody chooses a side
        Whom each actor follows in the most likely war, n for the status quo; `UNDECIDED` for who does not fight, and
        for everybody where no war can come.
    proven : (S,)
        Whether the list of equilibria is proven complete.
    """

    x: FloatArray
    verdicts: ByteArray
    war: FloatArray
    destroyed: FloatArray
    support: CountArray
    rungs: CountArray
    sides: IndexArray
    proven: BoolArray

    def value(self, aspect: Aspect) -> FloatArray:
        """Return the number that is asked for, (S,): the chance of war, or what is destroyed."""
        return self.war if aspect.kind == "war" else self.destroyed

    def at(self, places: IndexArray | slice) -> Selected:
        """Return some of the numbers."""
        return Selected(*(getattr(self, field.name)[..., places] for field in fields(self)))

    def merged(self, other: Selected) -> Selected:
        """Return these numbers and others, ascending."""
        order = np.argsort(np.concatenate([self.x, other.x]), kind="stable")
        both = ((getattr(self, field.name), getattr(other, field.name)) for field in fields(self))
        return Selected(*(np.concatenate(pair, axis=-1)[..., order] for pair in both))


class SelectedAlong:
    """The selected equilibria of a scenario while one of its numbers varies.

    Parameters
    ----------
    path
        Path of the number.
    concept
        Solution concept.
    deadline
        When the work has to end; whatever is asked for later raises `TimeLimitError`.

    Attributes
    ----------
    chooses
        Whether third parties choose a side in war.
    """

    def __init__(self, scenario: Scenario, path: str, concept: Concept, deadline: Deadline = NO_DEADLINE) -> None:
        self.concept, self.deadline, self.path = concept, deadline, path
        self.variants = Variants(scenario, (path,))
        self._supports: dict[bytes, int] = {}
        self.chooses = scenario.conflict.third_parties == "aligned" and len(scenario.actors) > 2

    def __call__(self, x: FloatArray) -> Selected:
        """Return what happens at some numbers, (S,), ascending."""
        return self._looked_up(self.variants, x)

    def exactly(self, x: float) -> Selected:
        """Return what happens at a number by the very game that `solve` solves, even where rounding decides."""
        there = self.variants.scenario.with_values({self.path: x})
        return self._looked_up(Variants(there, ()), np.array([x]), "interpreted")

    def _looked_up(self, variants: Variants, x: FloatArray, engine: Engine = "auto") -> Selected:
        columns = variants.columns({self.path: x})
        results = solve_batch(columns, concept=self.concept, engine=engine, with_play=True, deadline=self.deadline)
        starts = np.cumsum([0, *columns.shape])
        play = [results.play[a:b] for a, b in pairwise(starts)]
        return Selected(
            x=x,
            verdicts=results.verdicts,
            war=results.war,
            destroyed=results.destroyed,
            support=self._support(results),
            rungs=np.stack([rung_played(of_actor) for of_actor in play]),
            sides=self._sides(columns, results),
            proven=results.complete,
        )

    def _support(self, results: Results) -> CountArray:
        """Return a number for each set of rungs that are played, the same whenever it is asked for."""
        keys = (row.tobytes() for row in np.packbits(results.play > ALIKE, axis=0).T)
        return np.array([self._supports.setdefault(key, len(self._supports)) for key in keys], dtype=np.int32)

    def _sides(self, columns: Columns, results: Results) -> IndexArray:
        if not self.chooses:
            return np.empty((0, len(columns)), dtype=np.intp)
        possible = np.nan_to_num(results.war) > ALIKE
        return np.where(possible, leaders_if_war(columns.truth, results.play), UNDECIDED)
