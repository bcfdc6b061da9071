"""What is said of a prior and a posterior: marginals, what was learned, and what trades off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from powergame.scenario.types import Value

MASS = 0.9
"""Probability that a highest-density set holds."""

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Probabilities of the quantiles that are told."""

FLAT_BITS = 0.05
"""Bits below which the deeds say next to nothing about an unknown."""


@dataclass(frozen=True)
class NumberSummary:
    """A distribution of a number.

    Attributes
    ----------
    quantiles
        At `LEVELS`.
    hdi
        The highest-density set that holds `MASS`: one interval, or several.
    """

    mean: float
    sd: float
    median: float
    quantiles: tuple[float, ...]
    hdi: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Density:
    """Densities of a number before and after, constant between edges.

    Attributes
    ----------
    edges : (M + 1,)
        Ends of the parts, from the least to the greatest.
    prior, posterior : (M,)
        Probability in each part, divided by its width.
    """

    edges: tuple[float, ...]
    prior: tuple[float, ...]
    posterior: tuple[float, ...]


@dataclass(frozen=True)
class NumberMarginal:
    """What is known of a number, before and after.

    Attributes
    ----------
    path
        An unknown, or what is derived from some.
    bits
        Kullback-Leibler divergence of the posterior from the prior.
    """

    kind: ClassVar[Literal["number"]] = "number"
    path: str
    bits: float
    prior: NumberSummary
    posterior: NumberSummary
    density: Density


@dataclass(frozen=True)
class ChoiceMarginal:
    """What is known of a choice among values, before and after, in the prior's order."""

    kind: ClassVar[Literal["choice"]] = "choice"
    path: str
    bits: float
    values: tuple[Value, ...]
    prior: tuple[float, ...]
    posterior: tuple[float, ...]


@dataclass(frozen=True)
class DirectionMarginal:
    """What is known of a direction: its mean, (k,), before and after; the shorter, the less is known."""

    kind: ClassVar[Literal["direction"]] = "direction"
    path: str
    bits: float
    prior: tuple[float, ...]
    posterior: tuple[float, ...]


Marginal = NumberMarginal | ChoiceMarginal | DirectionMarginal


@dataclass(frozen=True)
class Before:
    """A number before the deeds and after them."""

    prior: float
    posterior: float


@dataclass(frozen=True)
class TradeOff:
    """Two unknowns that the deeds tie together.

    Attributes
    ----------
    correlation
        Of their normal scores, under the posterior; of several coordinates the strongest.
    of_first, of_second
        Mean of the first unknown where the second is in its lower and its upper third, and the other way round; None
        for what has no mean.
    """

    unknowns: tuple[str, str]
    correlation: float
    of_first: tuple[float, float] | None
    of_second: tuple[float, float] | None


@dataclass(frozen=True)
class Learned:
    """A direction in which the posterior differs from the prior.

    Attributes
    ----------
    eigenvalue
        Variance of the normal scores in it; 1 before.
    direction
        Length of the direction's part in each unknown's scores; signed where it has one score.
    """

    eigenvalue: float
    direction: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Pair:
    """The joint distribution of two unknown numbers: probabilities of cells, rows of the second, columns of the first.

    Attributes
    ----------
    first_edges, second_edges
        Ends of the cells.
    prior, posterior : (M_2, M_1)
        Probability of each cell.
    """

    first: str
    second: str
    first_edges: tuple[float, ...]
    second_edges: tuple[float, ...]
    prior: tuple[tuple[float, ...], ...]
    posterior: tuple[tuple[float, ...], ...]
