"""The phase diagram of a page: who seeks power over two numbers, coarse at first and then finer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from powergame.arrays import ByteArray, FloatArray
from powergame.batch.engine import solve_batch
from powergame.batch.variants import Variants
from powergame.equilibrium.concept import Concept
from powergame.explore.controls import Control
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import NEVER

STAGES = (4, 7, 13, 25, 49, 97)
"""Points along each axis; each stage has all of the last one's."""

BLOCK_SECONDS = 0.008
"""About how long a block of points may take: whoever waits for the next move waits no longer."""

FIRST_BLOCK, GREATEST_BLOCK = 2, 4096


@dataclass(frozen=True)
class Plane:
    """Two axes of one scenario; equal planes have the same diagram.

    Attributes
    ----------
    without
        The scenario with both numbers in the middle of their ranges, so that it does not matter where they stand.
        (Not at an end: an alignment of 1 would forget the plane in which it turns.)
    scenario
        As it stands.
    """

    without: Scenario
    x: Control
    y: Control
    scenario: Scenario = field(compare=False)

    @classmethod
    def of(cls, scenario: Scenario, x: Control, y: Control) -> Plane:
        """Return the plane through a scenario."""
        middles = {one.path: (one.low + one.high) / 2 for one in (x, y)}
        return cls(scenario.with_values(middles), x, y, scenario)


def solve_plane(plane: Plane, points: int, concept: Concept, stopped: Callable[[], bool]) -> ByteArray | None:
    """Return everybody's verdicts over a plane, or None where that was stopped.

    Parameters
    ----------
    points
        Along each axis.
    stopped
        Asked between blocks of a few milliseconds.

    Returns
    -------
    (n, points, points)
        Places in `powergame.batch.types.VERDICTS`, by y (from its low end) and x.
    """
    paths = (plane.x.path, plane.y.path)
    variants = Variants(plane.scenario, paths)
    xs, ys = (np.asarray(a).ravel() for a in np.meshgrid(values(plane.x, points), values(plane.y, points)))
    found = np.full((len(plane.scenario.actors), points * points), NEVER, dtype=np.int8)
    done, block = 0, FIRST_BLOCK
    while done < len(xs):
        if stopped():
            return None
        begun = perf_counter()
        rows = slice(done, done + block)
        found[:, rows] = solve_batch(
            variants.columns({paths[0]: xs[rows], paths[1]: ys[rows]}), concept=concept
        ).verdicts
        done += block
        pace = block / max(perf_counter() - begun, 1e-6)
        block = int(np.clip(pace * BLOCK_SECONDS, 1, min(4 * block, GREATEST_BLOCK)))
    return found.reshape(-1, points, points)


def values(control: Control, points: int) -> FloatArray:
    """Return the values of an axis, (points,): the slider's range, in its scale."""
    steps = np.geomspace if control.scale == "log" else np.linspace
    found = np.asarray(steps(control.low, control.high, points), dtype=float)
    found[0], found[-1] = control.low, control.high
    return found


def packed(verdicts: ByteArray) -> list[str]:
    """Return for each actor a digit a point, row by row from the low end of y."""
    return ["".join(map(str, one.ravel().tolist())) for one in verdicts]
