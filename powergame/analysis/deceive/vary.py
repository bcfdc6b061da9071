"""How measures of deception depend on one or two numbers of a scenario: of `--vary`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from powergame.analysis.deceive.result import DeceptionCurves
from powergame.analysis.deceive.run import deceive, with_types
from powergame.analysis.head import vary_option
from powergame.deadline import after
from powergame.errors import UsageError
from powergame.plain import Json
from powergame.scenario.axes import AxisLike, as_axis, values
from powergame.sources.load import Loaded
from powergame.text import printable

MAX_PATHS = 2
"""Paths that vary together at most."""

MAX_POINTS = 1_000
"""Points at which a scenario is solved at most."""


def deceive_along(
    scenario: Loaded, vary: Mapping[str, AxisLike] | Sequence[tuple[str, AxisLike]], **options: Any
) -> DeceptionCurves:
    """Find how measures depend on one or two numbers of a scenario.

    Parameters
    ----------
    vary
        Paths and their axes: ``{"actors.system.growth": "0.5:3:26"}``.
    options
        As for `deceive`; a time limit is that of all points together. Words over the prior are looked for only where
        ``over_prior`` asks for it.

    Raises
    ------
    UsageError
        Where no path varies, one varies twice, more than two vary, or there are too many points; and as `deceive` does.
    ScenarioError
        Where a path does not exist, or a value does not fit.
    NoAnswerError
        As `deceive` does.

    Examples
    --------
    >>> import powergame as pg
    >>> curves = pg.deceive_along(pg.load("@surprise-coup"), {"actors.system.growth": [0.5, 2]})
    >>> [answer.actor("system").type("misaligned").disguise.verdict for _, answer in curves.points]
    ['open', 'conceals']
    """
    scenario = with_types(scenario)
    pairs = vary.items() if isinstance(vary, Mapping) else vary
    axes = tuple((path, as_axis(axis)) for path, axis in pairs)
    for k, (path, _) in enumerate(axes):
        if path in dict(axes[:k]):
            raise UsageError(f"{printable(path)} varies twice")
    if not 1 <= len(axes) <= MAX_PATHS:
        raise UsageError(f"{len(axes)} paths to vary; expected one or two")
    count = math.prod(len(axis) for _, axis in axes)
    if count > MAX_POINTS:
        raise UsageError(f"{count:,} points to solve; expected at most {MAX_POINTS:,}")
    options = {"over_prior": False} | options | {"time_limit": after(options.get("time_limit"))}
    told: dict[str, Json] = {"vary": vary_option(axes)}
    points = []
    for place in product(*(values(axis).tolist() for _, axis in axes)):
        there = scenario.with_values({path: value for (path, _), value in zip(axes, place, strict=True)})
        answer = deceive(there, **options)
        points.append((tuple(place), replace(answer, options=answer.options | told)))
    return DeceptionCurves(scenario, axes, tuple(points))
