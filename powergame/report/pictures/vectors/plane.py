"""Actors' arrows as one actor sees them, on the plane of a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray
from powergame.model.alignment import alignment
from powergame.model.parameters import power_shares, scenario_directions
from powergame.scenario.paths.apply import seen_by
from powergame.scenario.scenario import Scenario

FLAT = 1e-9
"""Ratio of the second principal length to the first; with less, arrows lie on one line."""


@dataclass(frozen=True, eq=False)
class ArrowPlane:
    """The plane that arrows are drawn on.

    Attributes
    ----------
    basis : (2, k)
        Two directions of length 1, across and up. Where all arrows are on one line, the second is 0.
    shown
        How much of the arrows' length, all together, the plane shows.
    principal
        Whether these are principal directions rather than the outcomes themselves.
    """

    basis: FloatArray
    shown: float
    principal: bool

    @property
    def line(self) -> bool:
        """Whether all arrows are on one line."""
        return not self.basis[1].any()


@dataclass(frozen=True, eq=False)
class View:
    """The arrows that one actor sees.

    Attributes
    ----------
    actor
        Its place.
    power : (n,)
        m_j, shares of all power.
    arrows : (n, 2)
        m_j d_j on the plane.
    direction : (2,)
        d_i on the plane; shorter than 1 where it leaves it.
    projections : (n,)
        A_ij m_j: what power in each one's hands is worth to it; its own power in its own place.
    severity
        sigma.
    believes
        Whether it sees anything otherwise than it is.
    """

    actor: int
    power: FloatArray
    arrows: FloatArray
    direction: FloatArray
    projections: FloatArray
    severity: float
    believes: bool

    @property
    def value(self) -> float:
        """v_i, what the world as it is is worth to it."""
        return float(self.projections.sum())

    @property
    def loss(self) -> float:
        """What destruction would cost it: that part of the value; below 0 where it would be better off."""
        return self.severity * self.value


def arrows(scenario: Scenario) -> FloatArray:
    """Return every actor's arrow, m_j d_j, (n, k)."""
    return np.asarray(power_shares(scenario)[:, None] * scenario_directions(scenario))


def plane(scenario: Scenario, *, lines: bool = True) -> ArrowPlane:
    """Return the plane that shows most of a scenario's arrows.

    Of one or two outcomes these themselves, across and up. Of more, the two principal directions of the arrows (not
    centred: arrows begin at the origin).

    Parameters
    ----------
    lines
        Whether two outcomes give way to the line that all arrows are on, where there is one.
    """
    every = arrows(scenario)
    _, lengths, principal = np.linalg.svd(every)
    k = scenario.dimensions
    flat = len(lengths) < 2 or lengths[1] <= FLAT * lengths[0]
    if k == 2 and not (flat and lines):
        basis = np.eye(2)
    elif k == 1 or flat:
        basis = np.zeros((2, k))
        basis[0] = _turned(principal[0], every) if k > 1 else 1.0
    else:
        basis = np.stack([_turned(direction, every) for direction in principal[:2]])
    shown = float(np.sqrt(((every @ basis.T) ** 2).sum(axis=1)).sum() / np.sqrt((every**2).sum(axis=1)).sum())
    return ArrowPlane(basis, min(shown, 1.0), k > 2 and bool(basis[1].any()))


def view(scenario: Scenario, i: int, on: ArrowPlane) -> View:
    """Return the view of actor i: the scenario with i's beliefs in place of the facts."""
    beliefs = scenario.actors[i].beliefs
    seen = seen_by(scenario, scenario.actors[i])
    power, d = power_shares(seen), scenario_directions(seen)
    return View(
        i,
        power,
        arrows(seen) @ on.basis.T,
        on.basis @ d[i],
        alignment(d)[i] * power,
        seen.conflict.severity,
        bool(beliefs),
    )


def _turned(direction: FloatArray, arrows: FloatArray) -> FloatArray:
    """Return a direction or its opposite: the one that the longest projection on it points to."""
    along = arrows @ direction
    return direction if along[np.argmax(np.abs(along))] >= 0 else -direction
