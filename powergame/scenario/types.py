"""Types of the parts of a scenario that has been read: immutable, and in range.

The classes say what holds of a valid scenario; `powergame.scenario.reading.load` and `powergame.scenario.paths.apply`
are the only ways to make one, and they check everything that is written here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Value: TypeAlias = "float | int | str | tuple[float, ...] | Ladder"
"""A value that a path of the path language can hold."""

Table: TypeAlias = tuple[tuple[float, ...], ...]
"""A table of alignments: a row for each actor, with a 1 for itself."""

Changes: TypeAlias = tuple[tuple[str, Value], ...]
"""Paths and their new values, in the order written."""

Contest = Literal["ratio", "logistic"]
ThirdParties = Literal["status_quo", "aligned"]
VerdictName = Literal["always", "never", "depends"]

VERDICTS: tuple[VerdictName, ...] = ("never", "always", "depends")
"""Names of verdicts, in the order of their codes in arrays."""

STATUS_QUO = "status quo"
"""The name of the side that no seeker leads."""

NEVER, ALWAYS, DEPENDS = range(3)

DeceptionWord = Literal["conceals", "waits", "reassured", "feigns", "distrusted", "suspected", "open"]
"""What a private type does, in a word."""


@dataclass(frozen=True)
class Rung:
    """One thing that an actor can do.

    Attributes
    ----------
    name
        The action's name.
    grab
        g in [0, 1]: fraction of each other actor's power it takes if there is no war.
    provokes
        q in [0, 1]: how likely it is to start a war against one who resists.
    resists
        r in [0, 1]: how likely a provocation against it is met by war.
    strength
        phi > 0: multiplies own strength in war.
    odds
        omega in [0, 1]: odds of destruction in a war fought from this rung; None for the scenario's.
    cost
        c >= 0: own cost, in shares of all power.
    """

    name: str
    grab: float = 0.0
    provokes: float = 0.0
    resists: float = 1.0
    strength: float = 1.0
    odds: float | None = None
    cost: float = 0.0

    @property
    def seeks(self) -> bool:
        """Whether to play this rung is to seek power."""
        return self.grab > 0


Ladder: TypeAlias = tuple[Rung, ...]

BINARY: Ladder = (Rung("hold"), Rung("seek", grab=0.3, provokes=0.3))
BRINKMANSHIP: Ladder = (Rung("yield", resists=0.0), Rung("hold"), Rung("seek", grab=0.3, provokes=0.3))
READY_MADE: dict[str, Ladder] = {"binary": BINARY, "brinkmanship": BRINKMANSHIP}


@dataclass(frozen=True)
class PrivateType:
    """One of the types that an actor may privately be: preferences or beliefs, with a probability."""

    name: str
    probability: float
    preferences: tuple[float, ...] | None = None
    beliefs: Changes = ()


@dataclass(frozen=True)
class Actor:
    """One actor.

    Attributes
    ----------
    power
        m >= 0, in any unit.
    preferences
        d as written: any length but 0, one number for each outcome. None where `types` hold them.
    effectiveness
        b > 0, in war.
    risk_aversion
        rho, constant and absolute; 0 is risk-neutral.
    ladder
        Its own rungs; None for the scenario's.
    beliefs
        What it believes where it differs from the scenario: paths and values.
    growth
        Factor > 0 that multiplies its power every round.
    """

    name: str
    power: float
    preferences: tuple[float, ...] | None
    about: str = ""
    effectiveness: float = 1.0
    risk_aversion: float = 0.0
    ladder: Ladder | None = None
    beliefs: Changes = ()
    growth: float = 1.0
    types: tuple[PrivateType, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """A conflict: the destruction that it may bring, and the way it is decided.

    Attributes
    ----------
    odds, severity
        omega and sigma in [0, 1]: how likely destruction is in a war, and the fraction of everybody's power.
    decisiveness
        gamma in [0, inf]: 0 a coin, 1 a lottery in proportion to strength, inf the strongest wins.
    stakes
        tau in [0, 1]: fraction of its power that a losing fighter loses.
    """

    odds: float
    severity: float
    decisiveness: float = 1.0
    stakes: float = 1.0
    contest: Contest = "ratio"
    third_parties: ThirdParties = "status_quo"


@dataclass(frozen=True)
class Asked:
    """An alignment that is asked for: the cosine of two actors' preferences, of whom the first-named turns."""

    turned: str
    towards: str
    cosine: float

    @property
    def path(self) -> str:
        """The path that asks for it."""
        return f"alignment.{self.turned}.{self.towards}"

    @property
    def pair(self) -> frozenset[str]:
        """The two actors, either way round."""
        return frozenset((self.turned, self.towards))


@dataclass(frozen=True)
class Position:
    """A place in a file, as the user named it; line and column from 1."""

    source: str
    line: int
    column: int


@dataclass(frozen=True)
class Expectation:
    """A statement that must hold of the answer; `check` compares.

    Attributes
    ----------
    words
        Its path within ``expect``: ``("seeks", "red")``, ``("war", "at_most")``.
    position
        Where it stands, if it is in a file.
    """

    words: tuple[str, ...]
    value: str | float
    position: Position | None = field(default=None, compare=False, repr=False)

    @property
    def path(self) -> str:
        """Its words as one text."""
        return ".".join(self.words)


@dataclass(frozen=True)
class Variant:
    """Named changes to a scenario.

    Attributes
    ----------
    changes
        Paths and their new values, in the order written.
    expect
        What must hold of the variant's answers; it inherits nothing of what the scenario expects. None where it does
        not say.
    """

    name: str
    changes: Changes = ()
    expect: tuple[Expectation, ...] | None = None


@dataclass(frozen=True)
class Axis:
    """Values along which a path is varied.

    Attributes
    ----------
    values
        Given one by one (a list); None for a range.
    start, stop, count
        The range, both ends in.
    scale
        Whether the range's steps are equal or its ratios are.
    """

    values: tuple[float, ...] | None = None
    start: float = 0.0
    stop: float = 0.0
    count: int = 1
    scale: Literal["linear", "log"] = "linear"

    def __len__(self) -> int:
        return self.count if self.values is None else len(self.values)


PriorKind = Literal["uniform", "beta", "normal", "gamma", "lognormal", "range", "choice", "direction"]


@dataclass(frozen=True)
class Prior:
    """A prior distribution of an unknown.

    Attributes
    ----------
    kind
        `uniform` (a, b), `beta` (a, b), `normal` (mean, sd), `gamma` (shape, scale), `lognormal` (mu, sd),
        `range` (the ends of 90 % of the fitting family),
        `choice` (the values), or `direction`: uniform on the sphere where `mean` is None, else von Mises-Fisher.
    parameters
        As listed with `kind`; for `choice` the values, which may be text (contest, third parties).
    mean, concentration
        Parameters of the von Mises-Fisher distribution.
    """

    kind: PriorKind
    parameters: tuple[Value, ...] = ()
    mean: tuple[float, ...] | None = None
    concentration: float = 0.0


@dataclass(frozen=True)
class Observation:
    """What was seen in a situation: rungs that were played, whether there was war, or both.

    Attributes
    ----------
    plays
        Actors and their rungs; of the others nothing was seen.
    under
        What is known of the situation: paths and their values, which win over what is unknown elsewhere.
    times
        How often it was seen.
    war
        Whether war broke out; None where that was not seen.
    """

    plays: tuple[tuple[str, str], ...]
    under: Changes = ()
    times: int = 1
    war: bool | None = None
