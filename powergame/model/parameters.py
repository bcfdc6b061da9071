"""A scenario's numbers as arrays, in one actor's view or the scenario's own.

Shapes: the actors' axis comes first, then any number of axes over *rows*. A row is one profile of rungs under
one set of parameters; a game, or many variants of it, is one call. n actors, k outcomes, S sides.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.model.alignment import alignment, directions
from powergame.scenario.alignments.table import table_of
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Contest, Ladder, ThirdParties


@dataclass(frozen=True, eq=False)
class Rungs:
    """The rung that each actor plays, row by row.

    Attributes
    ----------
    grab, provokes, resists, strength, cost : (n, ...)
        g, q, r, phi and c of the rung played.
    odds : (n, ...)
        omega of the rung played; NaN where the scenario's holds.
    """

    grab: FloatArray
    provokes: FloatArray
    resists: FloatArray
    strength: FloatArray
    odds: FloatArray
    cost: FloatArray

    @cached_property
    def seeker(self) -> BoolArray:
        """(n, ...): whether the actor seeks power."""
        return self.grab > 0

    @cached_property
    def fighter(self) -> BoolArray:
        """(n, ...): whether the actor fights if there is war; the rest are bystanders."""
        return self.seeker | (self.provokes > 0) | (self.resists > 0)


RUNG_FIELDS = tuple(field.name for field in fields(Rungs))


def ladder_table(ladder: Ladder) -> FloatArray:
    """Return a ladder as an array (6, L), its rows in the order of `RUNG_FIELDS`."""
    rows = [[np.nan if (x := getattr(rung, name)) is None else x for rung in ladder] for name in RUNG_FIELDS]
    return np.array(rows, dtype=float)


@dataclass(frozen=True, eq=False)
class Parameters:
    """The model's numbers, as the scenario has them or as one actor believes them to be.

    Attributes
    ----------
    power : (n, 1)
        m, shares of all power. The axis of length 1 runs along the rows; many variants at once add another behind it.
    alignment : (n, n, 1)
        A.
    effectiveness, risk_aversion : (n, 1)
        b and rho.
    odds, severity, decisiveness, stakes : (1,)
        omega, sigma, gamma, tau.
    ladders : tuple of n arrays (6, L_i)
        Each actor's rungs; the rows as in `RUNG_FIELDS`.
    """

    power: FloatArray
    alignment: FloatArray
    effectiveness: FloatArray
    risk_aversion: FloatArray
    odds: FloatArray
    severity: FloatArray
    decisiveness: FloatArray
    stakes: FloatArray
    contest: Contest
    third_parties: ThirdParties
    ladders: tuple[FloatArray, ...]

    def rungs(self, profiles: IndexArray) -> Rungs:
        """Return the rungs played in some profiles.

        Parameters
        ----------
        profiles : (n, P)
            Rungs by index.
        """
        rows = profiles.shape[1:] + self.ladders[0].shape[2:]
        played = np.empty((len(RUNG_FIELDS), len(profiles), *rows))
        for i, (table, rung) in enumerate(zip(self.ladders, profiles, strict=True)):
            played[:, i] = table[:, rung]
        return Rungs(*played)


def power_shares(scenario: Scenario) -> FloatArray:
    """Return m, (n,), the actors' shares of all power.

    Examples
    --------
    >>> import powergame as pg
    >>> power_shares(pg.load("scenarios/strong-and-aligned.yaml")).tolist()
    [0.75, 0.25]
    """
    power = np.array([actor.power for actor in scenario.actors], dtype=float)
    power /= power.max()
    return np.asarray(power / power.sum())


def scenario_directions(scenario: Scenario) -> FloatArray:
    """Return d, (n, k), the actors' directions; every actor must have preferences."""
    return directions(np.array([actor.preferences for actor in scenario.actors], dtype=float))


def alignments_of(scenario: Scenario) -> FloatArray:
    """Return A, (n, n): of a scenario's table to the digit, else the cosines of its directions."""
    return alignment(scenario_directions(scenario)) if scenario.alignments is None else table_of(scenario)


def parameters(scenario: Scenario) -> Parameters:
    """Return a scenario's own numbers."""
    conflict = scenario.conflict

    def column(name: str) -> FloatArray:
        return np.array([[getattr(actor, name)] for actor in scenario.actors], dtype=float)

    return Parameters(
        power=power_shares(scenario)[:, None],
        alignment=alignments_of(scenario)[..., None],
        effectiveness=column("effectiveness"),
        risk_aversion=column("risk_aversion"),
        odds=np.array([conflict.odds], dtype=float),
        severity=np.array([conflict.severity], dtype=float),
        decisiveness=np.array([conflict.decisiveness], dtype=float),
        stakes=np.array([conflict.stakes], dtype=float),
        contest=conflict.contest,
        third_parties=conflict.third_parties,
        ladders=tuple(ladder_table(scenario.ladder_of(actor)) for actor in scenario.actors),
    )
