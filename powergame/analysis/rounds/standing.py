"""How far private types agree with other actors, and with the powers that be, as it is expected before the game."""

from __future__ import annotations

import numpy as np

from powergame.arrays import FloatArray
from powergame.model.alignment import alignment_with_power, directions
from powergame.model.parameters import power_shares
from powergame.model.tree.views import prior_of, types_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor


def directions_of_types(scenario: Scenario) -> tuple[FloatArray, ...]:
    """Return for each actor (T_i, k) the directions of its types; those of one without types have one row."""
    return tuple(directions(np.array(_preferences(actor), dtype=float)) for actor in scenario.actors)


def types_with_power(scenario: Scenario) -> tuple[tuple[float | None, ...], ...]:
    r"""Return for each actor, for each type, its alignment with the powers that be: with the others' expected arrow.

    None where the others' arrows cancel, or they have no power.

    Examples
    --------
    >>> import powergame as pg
    >>> actors = "actors: {blue: {power: 1, preferences: [1, 0]}, red: {power: 1, types: {"
    >>> types = "a: {probability: 0.5, preferences: [1, 0]}, b: {probability: 0.5, preferences: [0, 1]}}}}"
    >>> scenario = pg.load_text(actors + types + "\nconflict: {destruction: {odds: 0.5, severity: 0.5}}")
    >>> [[round(cosine, 3) for cosine in of_actor] for of_actor in types_with_power(scenario)]
    [[0.707], [1.0, 0.0]]
    """
    power, kinds = power_shares(scenario), directions_of_types(scenario)
    expected = np.array([p @ d for p, d in zip(prior_of(scenario), kinds, strict=True)])
    return tuple(
        tuple(alignment_with_power(_with_row(expected, i, d), power)[i] for d in of_actor)
        for i, of_actor in enumerate(kinds)
    )


def _with_row(rows: FloatArray, i: int, row: FloatArray) -> FloatArray:
    changed = rows.copy()
    changed[i] = row
    return changed


def _preferences(actor: Actor) -> list[tuple[float, ...] | None]:
    kinds = types_of(actor)
    return [kind.preferences if kind and kind.preferences is not None else actor.preferences for kind in kinds]
