"""What the deeds tell, as the page shows it: the unknowns before and after, and two of them on a map."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from powergame.analysis.infer.border import Border, borders
from powergame.analysis.infer.result import (
    ChoiceMarginal,
    Deed,
    DirectionMarginal,
    Inference,
    NumberMarginal,
    Pair,
    Types,
)
from powergame.analysis.infer.run import infer
from powergame.plain import Json
from powergame.report.documents.infer import headline
from powergame.scenario.scenario import Scenario

if TYPE_CHECKING:
    from powergame.arrays import FloatArray, IntArray
    from powergame.report.pictures.inverse.reach import Reach

DRAWS = 1 << 11
"""Draws of the prior for a page, where there are more unknowns than quadrature takes; `infer` takes more."""

SECONDS = 300.0
"""Seconds that an answer may take: what is moved meanwhile ends it, and the first one may wait for kernels."""

TICK = 0.2
"""Share of an axis from one number to the next, at least."""


class Superseded(Exception):  # noqa: N818  (nothing went wrong)
    """Something was moved meanwhile."""


def told(scenario: Scenario, stopped: Callable[[], bool]) -> dict[str, Json] | None:
    """Return what the page shows of a scenario's deeds; None where that was superseded.

    Parameters
    ----------
    scenario
        As it stands, with all observations.
    stopped
        Tells whether to stop.

    Raises
    ------
    PowergameError
        Where the deeds cannot be explained.
    """

    def watch(_solved: int) -> None:
        if stopped():
            raise Superseded

    try:
        watch(0)
        inference = infer(scenario, draws=DRAWS, watch=watch, time_limit=SECONDS)
    except Superseded:
        return None
    return shown(inference, stopped)


def shown(inference: Inference, stopped: Callable[[], bool]) -> dict[str, Json]:
    """Return what the page shows of an inference."""
    from powergame.report.pictures.inverse.posterior import plane_of
    from powergame.report.pictures.inverse.reach import reaches

    reach, pair = reaches(inference), plane_of(inference)
    marginals: list[Json] = [
        *(_marginal(m, inference.scenario, reach) for m in (*inference.marginals, *inference.derived)),
        *(_types(types) for types in inference.types),
    ]
    return {
        "headline": headline(inference),
        "bits": inference.bits,
        "how": _how(inference),
        "doubts": list(inference.problems),
        "marginals": marginals,
        "map": _map(inference, pair, reach, stopped) if pair else None,
        "deeds": [_deed(deed, inference.scenario) for deed in inference.deeds],
    }


def _how(inference: Inference) -> str:
    """Say how it was computed."""
    method = inference.method
    if method.name == "quadrature":
        return f"By quadrature, at {method.draws:,} points."
    return f"Quickly, from {method.draws:,} draws of the prior; powergame infer takes more."


def _marginal(
    marginal: NumberMarginal | ChoiceMarginal | DirectionMarginal, scenario: Scenario, reach: dict[str, Reach]
) -> dict[str, Json]:
    from powergame.report.pictures.inverse import words
    from powergame.scenario.paths.words import words_of_path

    about: dict[str, Json] = {
        "path": marginal.path,
        "title": words_of_path(scenario, marginal.path),
        "bits": marginal.bits,
    }
    if isinstance(marginal, NumberMarginal):
        return about | _number(marginal, reach[marginal.path])
    if isinstance(marginal, ChoiceMarginal):
        names = [words.choice(value) for value in marginal.values]
        return about | _bars(names, list(marginal.prior), list(marginal.posterior))
    outcomes = scenario.outcomes or tuple(map(str, range(1, len(marginal.prior) + 1)))
    ends: dict[str, Json] = {"before": list(marginal.prior), "after": list(marginal.posterior)}
    return about | {"kind": "direction", "names": list(outcomes), **ends}


def _number(marginal: NumberMarginal, reach: Reach) -> dict[str, Json]:
    """Return a number's densities over its axis: places from 0 to 1, heights in the greatest one's."""
    from powergame.report.pictures.inverse.reach import per_place

    places, before, after = per_place(marginal.density, reach)
    at = _shares(places, reach)
    within = (at[1:] > 0) & (at[:-1] < 1)
    most = float(max(before[within].max(), after[within].max())) or 1.0
    return {
        "kind": "number",
        "edges": [*at[:-1][within].tolist(), float(at[1:][within][-1])],
        "before": (before[within] / most).tolist(),
        "after": (after[within] / most).tolist(),
        "ticks": _ticks(reach),
        "means": [marginal.prior.mean, marginal.posterior.mean],
    }


def _shares(places: FloatArray, reach: Reach) -> FloatArray:
    """Return places as shares of an axis."""
    low, high = reach.ends
    return np.asarray((places - low) / (high - low)).clip(0, 1)


def _ticks(reach: Reach) -> list[Json]:
    low, high = reach.ends
    return [[(place - low) / (high - low), text] for place, text in reach.ticks(TICK)]


def _types(types: Types) -> dict[str, Json]:
    title = f"type of {types.actor}"
    names = [name for name, _ in types.types]
    before, after = [c.prior for _, c in types.types], [c.posterior for _, c in types.types]
    return {"path": title, "title": title, "bits": None, **_bars(names, before, after)}


def _bars(names: list[str], before: list[float], after: list[float]) -> dict[str, Json]:
    return {"kind": "choice", "names": list(names), "before": list(before), "after": list(after)}


def _map(inference: Inference, pair: Pair, reach: dict[str, Reach], stopped: Callable[[], bool]) -> dict[str, Json]:
    """Return the map of two unknowns: each cell is a digit, 2 within the densest half, 1 within the densest 90 %."""
    from powergame.report.pictures.inverse.planes import sets, smoothing_of
    from powergame.scenario.paths.words import words_of_path

    x, y = reach[pair.first], reach[pair.second]
    before, after = sets(pair, (x, y), smoothing=smoothing_of(inference.method))
    lines = borders(inference, (pair.first, x.axis), (pair.second, y.axis), stopped)
    return {
        "titles": [words_of_path(inference.scenario, path) for path in (pair.first, pair.second)],
        "columns": _shares(x.at(pair.first_edges), x).tolist(),
        "rows": _shares(y.at(pair.second_edges), y).tolist(),
        "before": _packed(before),
        "after": _packed(after),
        "ticks": [_ticks(x), _ticks(y)],
        "borders": [_border(border) for border in lines],
    }


def _packed(codes: IntArray) -> str:
    return "".join(map(str, codes.ravel().tolist()))


def _border(border: Border) -> dict[str, Json]:
    """Return the verdicts of an actor over the map, row by row from its low end."""
    codes = border.diagram.verdicts[0, border.place]
    return {"actor": border.place, "name": border.actor, "points": len(codes), "verdicts": _packed(codes)}


def _deed(deed: Deed, scenario: Scenario) -> dict[str, Json]:
    from powergame.report.pictures.inverse import words

    return {
        "number": deed.number,
        "text": words.deed(deed.observation, scenario),
        "alone": deed.alone,
        "last": deed.last,
    }
