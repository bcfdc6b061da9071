"""What a report on scenarios needs: their answers, what turns the verdicts in each, and which stand side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from powergame.analysis.compare import Comparison
from powergame.analysis.solve import Answer
from powergame.analysis.threshold import PathThresholds, thresholds
from powergame.arrays import ByteArray, FloatArray
from powergame.batch.engine import solve_batch
from powergame.batch.variants import Variants
from powergame.errors import PowergameError
from powergame.scenario import axes
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.locate import locate
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis

MAX_PATHS, MAX_PATHS_OF_MANY = 4, 2
"""Paths along which thresholds are looked for, of two actors and of more, whose games take longer."""

MAX_PROFILES_OF_MANY = 8
"""Of three and more actors: larger games take many seconds, and `powergame threshold` has the patience."""

PHASE_POINTS = 121
"""Along each axis of a phase diagram of two actors, whose games are solved by the ten thousand."""

PHASE_PAYOFFS = 4_000
"""Payoffs over the whole diagram of three and more actors: each of their games takes milliseconds, or tens of them."""

FEWEST_POINTS = 9
MAX_PROFILES = 32
"""Games with more profiles have no phase diagram here; `sweep` draws them."""

ALIGNMENT_AXIS = Axis(None, -1.0, 1.0, 2)
SHARE_AXIS = Axis(None, 0.0, 1.0, 2)


@dataclass(frozen=True, eq=False)
class Phase:
    """Who seeks power over two paths.

    Attributes
    ----------
    x, y
        The paths.
    xs : (X,)
        Values along x, from its low end.
    ys : (Y,)
        Values along y, from its low end.
    logarithmic
        Whether x, and y, have equal ratios rather than equal steps.
    verdicts : (n, Y, X)
        Places in `powergame.batch.types.VERDICTS`.
    here
        The scenario's own values of x and y.
    complete
        Whether all lists of equilibria are proven complete.
    """

    x: str
    y: str
    xs: FloatArray
    ys: FloatArray
    logarithmic: tuple[bool, bool]
    verdicts: ByteArray
    here: tuple[float, float]
    complete: bool


@dataclass(frozen=True, eq=False)
class Reported:
    """One scenario of a report: its answer, where its verdicts flip, and over which part of a plane they hold."""

    answer: Answer
    thresholds: tuple[PathThresholds, ...]
    phase: Phase | None


@dataclass(frozen=True, eq=False)
class Report:
    """All that a report shows.

    Attributes
    ----------
    parts
        The scenarios, in the order asked.
    """

    parts: tuple[Reported, ...]

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Places of scenarios with the same actors, two or more; the first of a group is its baseline."""
        found: dict[tuple[str, ...], list[int]] = {}
        for k, part in enumerate(self.parts):
            found.setdefault(part.answer.game.actors, []).append(k)
        return tuple(tuple(group) for group in found.values() if len(group) > 1)

    def comparison(self, group: Sequence[int]) -> Comparison:
        """Return the comparison of some of the scenarios."""
        return Comparison(tuple(self.parts[k].answer for k in group))


def report(answers: Sequence[Answer]) -> Report:
    """Collect what a report on solved scenarios shows.

    Parameters
    ----------
    answers
        One or more. Thresholds are looked for, and phase diagrams solved, for Nash equilibria of scenarios; a
        solved game, or a quantal response, is reported without them.
    """
    return Report(tuple(_reported(answer) for answer in answers))


def _reported(answer: Answer) -> Reported:
    scenario = answer.scenario
    if scenario is None or answer.concept.name != "nash" or math.prod(answer.game.shape) > MAX_PROFILES:
        return Reported(answer, (), None)
    return Reported(answer, tuple(_thresholds(scenario)), _phase(scenario))


def _thresholds(scenario: Scenario) -> Iterator[PathThresholds]:
    """Yield what flips along the paths that matter most, as far as that takes seconds only."""
    several = len(scenario.actors) > 2
    if several and math.prod(len(scenario.ladder_of(actor)) for actor in scenario.actors) > MAX_PROFILES_OF_MANY:
        return
    for path, axis in list(_asked(scenario))[: MAX_PATHS_OF_MANY if several else MAX_PATHS]:
        try:
            yield from thresholds(scenario, [(path, axis)]).paths
        except PowergameError:
            continue  # the path cannot be moved here (one actor has all power, say): there is nothing to tell of it


def _asked(scenario: Scenario) -> Iterator[tuple[str, Axis | None]]:
    """Yield paths of numbers, and ranges: those that the scenario varies, then those that matter in most."""
    own = {path: axis for path, axis in scenario.vary if _movable(scenario, path) and _width(axis) > 0}
    yield from own.items()
    weak, _strong = _by_power(scenario)
    usual: dict[str, Axis | None] = {
        _alignment(scenario): None,
        "conflict.destruction.odds": None,
        f"actors.{weak}.power": _decades(next(actor.power for actor in scenario.actors if actor.name == weak)),
        "conflict.destruction.severity": None,
    }
    yield from ((path, axis) for path, axis in usual.items() if path not in own and _movable(scenario, path))


def _decades(now: float) -> Axis | None:
    """Return a tenth to ten times of a number, in equal ratios."""
    return Axis(None, now / 10, now * 10, 101, "log") if now > 0 else None


def _by_power(scenario: Scenario) -> tuple[str, str]:
    """Return the weakest actor and the strongest other one; the first-named of equals."""
    weak = min(scenario.actors, key=lambda actor: actor.power)
    strong = max((actor for actor in scenario.actors if actor is not weak), key=lambda actor: actor.power)
    return weak.name, strong.name


def _alignment(scenario: Scenario) -> str:
    weak, strong = _by_power(scenario)
    return f"alignment.{weak}.{strong}"


def _movable(scenario: Scenario, path: str) -> bool:
    """Whether a path is of a number that can take any value of a range."""
    try:
        value = locate(scenario, path).get()
    except FieldError:
        return False
    if path.startswith("alignment.") and scenario.dimensions == 1:
        return False
    return isinstance(value, int | float) and math.isfinite(value)


def _width(axis: Axis) -> float:
    ends = axes.ends_of(axis)
    return max(ends) - min(ends)


def _phase(scenario: Scenario) -> Phase | None:
    """Return the diagram over the scenario's own first two axes, else over alignment and odds of destruction."""
    own = [(path, axis) for path, axis in scenario.vary if _movable(scenario, path) and _width(axis) > 0]
    usual = [(_alignment(scenario), ALIGNMENT_AXIS), ("conflict.destruction.odds", SHARE_AXIS)]
    usual = [(path, axis) for path, axis in usual if _movable(scenario, path) and path not in dict(own)]
    chosen = [*own, *usual][:2]
    if len(chosen) < 2:
        return None
    (x, x_axis), (y, y_axis) = chosen
    points = _points(scenario)
    xs, ys = _values(x_axis, points), _values(y_axis, points)
    grid = [one.ravel() for one in np.meshgrid(xs, ys)]
    try:
        found = solve_batch(Variants(scenario, (x, y)).columns({x: grid[0], y: grid[1]}))
    except PowergameError:
        return None  # some corner of the plane is no valid scenario
    here = tuple(float(str(locate(scenario, path).get())) for path in (x, y))
    return Phase(
        x,
        y,
        xs,
        ys,
        (x_axis.scale == "log", y_axis.scale == "log"),
        found.verdicts.reshape(-1, len(ys), len(xs)),
        (here[0], here[1]),
        bool(found.complete.all()),
    )


def _points(scenario: Scenario) -> int:
    if len(scenario.actors) == 2:
        return PHASE_POINTS
    shape = [len(scenario.ladder_of(actor)) for actor in scenario.actors]
    points = math.isqrt(PHASE_PAYOFFS // (len(shape) * math.prod(shape)))
    return max(FEWEST_POINTS, points | 1)


def _values(axis: Axis, points: int) -> FloatArray:
    ends = axes.ends_of(axis)
    return axes.values(Axis(None, min(ends), max(ends), points, axis.scale))
