"""The `threshold` question: where along a path does each actor's verdict flip, and what holds around it?"""

from __future__ import annotations

from collections.abc import Sequence

from powergame.analysis.aspect import aspect
from powergame.analysis.head import solution_options, vary_option
from powergame.analysis.threshold.of_selected import of_selected
from powergame.analysis.threshold.of_verdicts import of_verdicts
from powergame.analysis.threshold.result import PathThresholds, Thresholds
from powergame.analysis.threshold.search import refuse_many_gains
from powergame.deadline import TimeLimit, after
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.concept import Concept, as_concept
from powergame.errors import TimeLimitError, UsageError
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES, refuse_types_and_rounds, shape_of
from powergame.plain import Json
from powergame.scenario.axes import AxisLike, as_axis
from powergame.scenario.fields import FieldError
from powergame.scenario.types import Axis
from powergame.sources.games import expect_scenario
from powergame.sources.load import Loaded
from powergame.text import printable


def threshold(
    scenario: Loaded,
    path: str,
    axis: AxisLike | None = None,
    *,
    concept: Concept | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    time_limit: TimeLimit = None,
    of: str = "seeks",
    levels: Sequence[float] | None = None,
    only_flips: bool = False,
) -> Thresholds:
    """Find where along a path each actor's verdict flips.

    Parameters
    ----------
    scenario
        A scenario of one round, without private types.
    path
        Path of a number: ``alignment.red.blue``, ``conflict.destruction.odds``, ``actors.red.power``, ...
    axis
        The range to look at: an axis, ``"0:1:101"``, a list, ... (its ends count, and its scale); None for the whole
        range of a bounded number, or the usual range of another one.
    concept
        Nash equilibrium by default, or quantal response.
    max_mebibytes
        Mebibytes that a game's payoffs, and what is compared of them, may take at most.
    time_limit
        Seconds that the search may take; None is no limit.
    of
        What is asked: ``seeks``, or, in the selected equilibrium, ``war`` (its chance), ``destroyed`` (the expected
        fraction of all power) or ``plays.ACTOR`` (its rung).
    levels
        For war and destruction: the levels whose crossings are told; None for `LEVELS`.
    only_flips
        For verdicts: whether to look neither for who changes sides nor, where nothing turns, for what else to ask.

    Returns
    -------
    Thresholds

    Raises
    ------
    ScenarioError
        Where the path does not exist, or the range leaves what it may hold.
    UsageError
        Where the path holds no number, the range is one point, or the scenario has types or rounds; as
        `GameTooLargeError` where it is too large.
    TimeLimitError
        Where the time runs out before the first path is done. Of several paths, those that are done are returned.

    Examples
    --------
    >>> import powergame as pg
    >>> result = pg.threshold(pg.load("@strong-and-aligned"), "alignment.weak.strong")
    >>> [(round(flip.at, 9), flip.below, flip.above) for flip in result.paths[0].actor("weak").flips]
    [(0.6, 'always', 'never')]
    """
    return thresholds(
        scenario,
        [(path, axis)],
        concept=concept,
        max_mebibytes=max_mebibytes,
        time_limit=time_limit,
        of=of,
        levels=levels,
        only_flips=only_flips,
    )


def thresholds(
    scenario: Loaded,
    ranges: Sequence[tuple[str, AxisLike | None]],
    *,
    concept: Concept | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    time_limit: TimeLimit = None,
    of: str = "seeks",
    levels: Sequence[float] | None = None,
    only_flips: bool = False,
) -> Thresholds:
    """Find where each actor's verdict flips along several paths, each by itself, as `threshold` does for one.

    Parameters
    ----------
    ranges
        Paths and their ranges.

    Examples
    --------
    >>> import powergame as pg
    >>> ranges = [("alignment.weak.strong", (0, 1)), ("conflict.destruction.odds", None)]
    >>> result = thresholds(pg.load("@strong-and-aligned"), ranges)
    >>> [(along.path, along.start, along.stop, len(along.actor("weak").flips)) for along in result.paths]
    [('alignment.weak.strong', 0.0, 1.0, 1), ('conflict.destruction.odds', 0.0, 1.0, 1)]
    """
    scenario = expect_scenario(scenario, "paths to vary")
    concept = as_concept(concept)
    asked = aspect(scenario, of, levels)
    axes = [(path, _axis(path, axis)) for path, axis in ranges]
    refuse_types_and_rounds(scenario)
    refuse_many_gains(shape_of(scenario), max_mebibytes)
    deadline = after(time_limit)
    paths: list[PathThresholds] = []
    limited: Limited | None = None
    for path, axis in axes:
        try:
            if asked.kind == "seeks":
                paths.append(of_verdicts(scenario, path, axis, concept, deadline, only_flips=only_flips))
            else:
                paths.append(of_selected(scenario, path, axis, concept, asked, deadline))
        except TimeLimitError:
            if not paths:
                raise
            limited = "time"
            break
    options: dict[str, Json] = {
        "vary": vary_option(axes),
        "of": asked.text,
        "level": list(asked.levels),
        **solution_options(concept),
    }
    return Thresholds(scenario, concept, options, tuple(paths), limited, asked)


def _axis(path: str, axis: AxisLike | None) -> Axis | None:
    try:
        return None if axis is None else as_axis(axis)
    except FieldError as error:
        raise UsageError(f"{printable(path)}: {error}") from None
