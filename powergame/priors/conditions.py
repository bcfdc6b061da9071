"""Comparisons at values of what is unknown: where they hold, and the limits that they set to an unknown."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from powergame.arrays import BoolArray
from powergame.errors import UsageError
from powergame.priors.profiles import Values
from powergame.priors.quantities import Quantities
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import Path
from powergame.scenario.relations import Relation, Side, relation, unknown_behind
from powergame.scenario.scenario import Scenario
from powergame.text import repeated

HOLDS: Mapping[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}


@dataclass(frozen=True, eq=False)
class Condition:
    """A comparison of quantities, which holds at some points.

    Attributes
    ----------
    relation
        What is compared.
    quantities
        What its paths are worth.
    """

    relation: Relation
    quantities: Quantities

    @property
    def text(self) -> str:
        """As it is written."""
        return self.relation.text

    def holds(self, values: Values) -> BoolArray:
        """Return at which of B points it holds, (B,); not where a quantity is undefined.

        Parameters
        ----------
        values
            Values of the unknowns at the points.
        """
        rows = len(next(iter(values.values()))) if values else 1
        left, right = (self._side(side, values) for side in (self.relation.left, self.relation.right))
        return np.broadcast_to(np.asarray(HOLDS[self.relation.operator](left, right), dtype=bool), rows)

    def _side(self, side: Side, values: Values) -> np.ndarray:
        return self.quantities.of(side, values) if isinstance(side, Path) else np.asarray(side)

    @cached_property
    def limits(self) -> Mapping[str, tuple[float, float]]:
        """The ends that it sets to an unknown number, by the unknown's path; empty where it sets none.

        It says no more than that then, but for the ends themselves, which have probability 0.
        """
        left, right = self.relation.left, self.relation.right
        path, end = (left, right) if isinstance(left, Path) else (right, left)
        if not (isinstance(path, Path) and isinstance(end, float)) or self.relation.operator == "==":
            return {}
        behind = unknown_behind(self.quantities.scenario, path)
        if behind is None or behind[1].kind == "choice":
            return {}
        below = (self.relation.operator in ("<", "<=")) == (path is left)
        return {behind[0]: (-math.inf, end) if below else (end, math.inf)}


def condition(scenario: Scenario, text: str, rationality: float | None = None) -> Condition:
    """Return a comparison of a scenario's quantities.

    Parameters
    ----------
    scenario
        Its `unknown` holds all that is, an assumed rationality included.
    rationality
        The shared rationality, where it is given.

    Raises
    ------
    UsageError
        Where the text is no comparison, names what is not there, or compares what cannot be compared.

    Examples
    --------
    >>> import powergame as pg
    >>> from dataclasses import replace
    >>> from powergame.scenario.types import Prior
    >>> scenario = pg.load("scenarios/security-dilemma.yaml")
    >>> scenario = replace(scenario, unknown=(("alignment.west.east", Prior("uniform", (-1.0, 1.0))),))
    >>> positive = condition(scenario, "alignment.east.west > 0")
    >>> positive.holds({"alignment.west.east": np.array([-0.5, 0.5])}).tolist(), positive.limits
    ([False, True], {'alignment.west.east': (0.0, inf)})
    """
    try:
        read = relation(scenario, text)
    except FieldError as error:
        raise UsageError(f"{repeated(text)}: {error}") from None
    return Condition(read, Quantities(scenario, rationality))
