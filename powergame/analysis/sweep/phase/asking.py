"""What is asked of a scenario at points of some paths, and what is answered there, in blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter

import numpy as np

from powergame.analysis.aspect import SEEKS, Aspect
from powergame.analysis.sweep.chunk import COMPILED_FROM
from powergame.analysis.sweep.phase.diagram import answered, codes_of
from powergame.arrays import BoolArray, ByteArray, FloatArray, IntArray
from powergame.batch.engine import Engine, by_the_thousand, engine_for, solve_batch
from powergame.batch.variants import Variants
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept, as_concept
from powergame.model.compile import shape_of
from powergame.scenario.scenario import Scenario

BLOCK_SECONDS = 0.008
"""Seconds, about, that a block of points may take: whoever may stop the work waits no longer."""

FIRST_BLOCK, GREATEST_BLOCK = 2, 4096
"""Points of the first block, and of any block at most."""

AT_ONCE = 1 << 17
"""Points of a block where nobody may stop the work, so that memory is bounded."""


@dataclass(frozen=True, eq=False)
class Answered:
    """What is known of B points.

    Attributes
    ----------
    verdicts : (n, B)
    proven : (B,)
    answers : (B,), or None where it is asked who seeks power
    """

    verdicts: ByteArray
    proven: BoolArray
    answers: FloatArray | None

    def layers(self, aspect: Aspect) -> ByteArray:
        """Return the codes whose borders are drawn, (K, B)."""
        if self.answers is None:
            return self.verdicts
        return codes_of(aspect, self.answers[None, None])[0, :, 0]

    def joined(self, more: Answered) -> Answered:
        """Return what is known of these points and of further ones."""
        answers = None
        if self.answers is not None and more.answers is not None:
            answers = np.concatenate([self.answers, more.answers])
        return Answered(
            np.concatenate([self.verdicts, more.verdicts], axis=1), np.concatenate([self.proven, more.proven]), answers
        )

    def at(self, places: IntArray) -> Answered:
        """Return what is known of points at some places among these."""
        answers = None if self.answers is None else self.answers[places]
        return Answered(self.verdicts[:, places], self.proven[places], answers)


@dataclass(frozen=True)
class Asking:
    """What is asked of a scenario at points of some paths.

    Attributes
    ----------
    stopped
        Tells whether to stop; it is called between blocks of a few milliseconds. Without it points are solved in large
        blocks.
    engine
        By the number of all points that will be asked for: they are solved in parts, and may be few each time.
    """

    scenario: Scenario
    paths: tuple[str, ...]
    aspect: Aspect = SEEKS
    concept: Concept | None = None
    stopped: Callable[[], bool] | None = None
    deadline: Deadline = NO_DEADLINE
    engine: Engine = "auto"

    @cached_property
    def variants(self) -> Variants:
        """The scenario's variants along the paths."""
        return Variants(self.scenario, self.paths)

    def nothing(self) -> Answered:
        """Return the answer at no point."""
        answers = None if self.aspect.kind == "seeks" else np.empty(0)
        return Answered(np.empty((len(self.scenario.actors), 0), dtype=np.int8), np.empty(0, dtype=np.bool_), answers)

    def at(self, points: Mapping[str, FloatArray]) -> Answered | None:
        """Answer at some points; None if stopped."""
        count = len(points[self.paths[0]])
        done, block = 0, FIRST_BLOCK if self.stopped else AT_ONCE
        parts = []
        while done < count:
            if self.stopped and self.stopped():
                return None
            begun = perf_counter()
            parts.append(self._block({path: v[done : done + block] for path, v in points.items()}))
            done += block
            if self.stopped:
                pace = block / max(perf_counter() - begun, 1e-6)
                block = int(np.clip(pace * BLOCK_SECONDS, 1, min(4 * block, GREATEST_BLOCK)))
        answers = [part.answers for part in parts if part.answers is not None]
        return Answered(
            np.concatenate([part.verdicts for part in parts], axis=1),
            np.concatenate([part.proven for part in parts]),
            np.concatenate(answers) if answers else None,
        )

    def _block(self, points: dict[str, FloatArray]) -> Answered:
        results = solve_batch(
            self.variants.columns(points),
            concept=self.concept,
            engine=self.engine,
            selecting=self.aspect.kind != "seeks",
            with_play=self.aspect.kind == "plays",
            deadline=self.deadline,
        )
        proven = results.complete
        if self.concept is not None and self.concept.name != "nash":
            proven = np.ones_like(proven)
        return Answered(results.verdicts, proven, answered(self.aspect, self.scenario, results))


def engine_of(scenario: Scenario, concept: Concept | None, points: int) -> Engine:
    """Return the engine for so many points in all, however few are solved at a time."""
    if points >= COMPILED_FROM and quick(scenario, concept):
        return "compiled"
    return engine_for(shape_of(scenario), points) if (concept or Concept()).name == "nash" else "auto"


def quick(scenario: Scenario, concept: Concept | None = None) -> bool:
    """Whether thousands of games like a scenario's are solved in a second."""
    shape = shape_of(scenario)
    concept = as_concept(concept)
    if concept.name != "nash":
        return False
    return by_the_thousand(shape, concept)
