"""The phase diagram: what is asked of a scenario over a plane of two paths, in panels over a third path."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from powergame.analysis.aspect import SEEKS, UNDECIDED, Aspect, reached, rung_played
from powergame.analysis.sweep.grid import Axes
from powergame.arrays import BoolArray, ByteArray, FloatArray, IntArray
from powergame.batch.types import Results
from powergame.errors import UsageError
from powergame.scenario.axes import geometric, values
from powergame.scenario.paths.apply import setting
from powergame.scenario.scenario import Scenario

BETWEEN = 0.5
"""Fraction of the way from one point to the next at which a border is drawn that was not looked for."""


@dataclass(frozen=True, eq=False)
class Crossings:
    """Where borders lie between points next to each other, as fractions of the way from one to the other.

    Attributes
    ----------
    across : (P, K, Ny, Nx - 1)
        From each point to the next in x; `BETWEEN` where no border was looked for.
    along : (P, K, Ny - 1, Nx)
        From each point to the next in y.
    """

    across: FloatArray
    along: FloatArray


@dataclass(frozen=True, eq=False)
class PhaseDiagram:
    """What is asked, over two paths.

    Attributes
    ----------
    scenario
        The scenario whose paths vary.
    x, y : (Nx,), (Ny,)
        Values of the first and the second path, in any order.
    logarithmic
        Whether the values of x, and of y, have equal ratios rather than equal steps.
    verdicts : (P, n, Ny, Nx)
        Codes, places in `powergame.scenario.types.VERDICTS`.
    proven : (P, Ny, Nx)
        Whether answers hang on no list of equilibria that may lack some; quantal responses hang on none.
    own
        The scenario's own x and y; NaN where its value is no number.
    panel_path
        The third path, if there is one.
    panels : (P,)
        Values of the third path; a single meaningless one where there is no third path.
    held
        Further paths, each with the value at which the plane cuts it: the value nearest the scenario's own.
    aspect
        What is asked.
    answers : (P, Ny, Nx), or None where it is asked who seeks power
        The probability of war, the fraction destroyed (NaN without a selected equilibrium), or the place of the rung
        played (`UNDECIDED` without one).
    crossings
        Where the borders of the K `layers` lie; None where they were not looked for.
    instead
        Where nothing turns: what does, in words.
    limited
        What kept it from having as many points as were asked for, and borders between them; None if nothing did.
    """

    scenario: Scenario
    x_path: str
    x: FloatArray
    y_path: str
    y: FloatArray
    logarithmic: tuple[bool, bool]
    verdicts: ByteArray
    proven: BoolArray
    own: tuple[float, float]
    panel_path: str | None
    panels: FloatArray
    held: tuple[tuple[str, float], ...] = ()
    aspect: Aspect = SEEKS
    answers: FloatArray | None = None
    crossings: Crossings | None = None
    instead: tuple[str, ...] = ()
    limited: Literal["time"] | None = None

    @property
    def actors(self) -> tuple[str, ...]:
        """Names, n of them."""
        return self.scenario.names

    @property
    def shows_own(self) -> bool:
        """Whether the scenario's own point lies within."""
        return all(v.min() <= at <= v.max() for v, at in zip((self.x, self.y), self.own, strict=True))

    @property
    def layers(self) -> ByteArray:
        """(P, K, Ny, Nx) codes whose borders are drawn: each actor's verdict, each level's side, or the rung."""
        return self.verdicts if self.answers is None else codes_of(self.aspect, self.answers)

    @property
    def turns(self) -> bool:
        """Whether anything turns within a panel, or from one to the next."""
        layers = self.layers
        return bool((layers != layers[:1, :, :1, :1]).any())

    def share(self, holds: BoolArray) -> float:
        """Return over what share of the maps something holds, each point for the part of them that lies around it.

        Parameters
        ----------
        holds : (P, Ny, Nx)
            Whether it holds at the points of a diagram with rising values.
        """
        across, up = (_parts(v, logarithmic=log) for v, log in zip((self.x, self.y), self.logarithmic, strict=True))
        return float((holds @ across @ up).mean()) if not holds.all() else 1.0


def _parts(values: FloatArray, *, logarithmic: bool) -> FloatArray:
    """Return the part of an axis that each of its rising values stands for: halfway to its neighbours, (N,)."""
    at = np.log10(values) if logarithmic else values
    edges = np.concatenate([at[:1], (at[1:] + at[:-1]) / 2, at[-1:]])
    return np.diff(edges) / (at[-1] - at[0]) if len(at) > 1 else np.ones(1)


def codes_of(aspect: Aspect, answers: FloatArray) -> ByteArray:
    """Return answers as codes of K layers, (P, K, Ny, Nx): whether each level is reached; or which rung is played.

    Parameters
    ----------
    answers : (P, Ny, Nx)
    """
    if not aspect.is_number:
        return answers.astype(np.int8)[:, None]
    sides = [np.where(np.isnan(answers), UNDECIDED, reached(answers, level)) for level in aspect.levels]
    return np.stack(sides, axis=1).astype(np.int8)


def answered(aspect: Aspect, scenario: Scenario, results: Results) -> FloatArray | None:
    """Return what results say of an aspect, (B,); None where it is asked who seeks power.

    Parameters
    ----------
    results
        Of B rows; with `play` where it is asked what an actor plays.
    """
    if aspect.kind == "seeks":
        return None
    if aspect.kind != "plays":
        return results.war if aspect.kind == "war" else results.destroyed
    sizes = [len(scenario.ladder_of(actor)) for actor in scenario.actors]
    place = scenario.names.index(aspect.actor or "")
    first = sum(sizes[:place])
    return rung_played(results.play[first : first + sizes[place]]).astype(float)


def check_plane(axes: Axes) -> None:
    """Raise `UsageError` if axes span no plane."""
    if len(axes) < 2:
        raise UsageError("a phase diagram has two axes, but only one path varies")


def on_logarithms(axes: Axes) -> tuple[bool, bool]:
    """Return whether the values of the first path, and of the second, have equal ratios rather than equal steps."""
    x, y = (
        axis.scale == "log" or (axis.values is not None and geometric(np.unique(values(axis)))) for _, axis in axes[:2]
    )
    return x, y


def own_point(scenario: Scenario, axes: Axes) -> tuple[float, float]:
    """Return the scenario's own values of the first two paths; NaN where a value is no number."""
    return own_value(scenario, axes[0][0]), own_value(scenario, axes[1][0])


def own_value(scenario: Scenario, path: str) -> float:
    """Return a scenario's own value of a path; NaN where it is no number."""
    value = setting(scenario, path)
    return float(value) if isinstance(value, int | float) else float("nan")


def rising(diagram: PhaseDiagram) -> PhaseDiagram:
    """Return a diagram whose borders are not known yet with rising values, each once."""
    x, columns = np.unique(diagram.x, return_index=True)
    y, rows = np.unique(diagram.y, return_index=True)
    if np.array_equal(x, diagram.x) and np.array_equal(y, diagram.y):
        return diagram
    return replace(
        diagram,
        x=x,
        y=y,
        verdicts=diagram.verdicts[:, :, rows][:, :, :, columns],
        proven=diagram.proven[:, rows][:, :, columns],
        answers=None if diagram.answers is None else diagram.answers[:, rows][:, :, columns],
    )


def some_panels(diagram: PhaseDiagram, most: int) -> PhaseDiagram:
    """Return a diagram with so many panels at most, picked evenly."""
    if len(diagram.panels) <= most:
        return diagram
    picked: IntArray = np.unique(np.linspace(0, len(diagram.panels) - 1, most).round().astype(np.int64))
    known = diagram.crossings
    return replace(
        diagram,
        panels=diagram.panels[picked],
        verdicts=diagram.verdicts[picked],
        proven=diagram.proven[picked],
        answers=None if diagram.answers is None else diagram.answers[picked],
        crossings=None if known is None else Crossings(known.across[picked], known.along[picked]),
    )
