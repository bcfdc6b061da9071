"""Result of `deceive`: who conceals what it is and strikes later, who feigns, and what observers come to believe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from powergame.analysis.rounds.result import TreeEquilibrium, TreeNames
from powergame.objects.named import ByName, by_name
from powergame.objects.shown import Shown
from powergame.plain import Json
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Axis, DeceptionWord

Word: TypeAlias = DeceptionWord

WORDS: tuple[Word, ...] = get_args(DeceptionWord)

Pooling = Literal["pooling", "separating", "semi-separating"]


@dataclass(frozen=True)
class Measure:
    """A measure at the selected equilibrium, and its range over all equilibria found.

    The range is over the equilibria of the game, against the selected equilibrium of the open game.
    """

    selected: float
    least: float
    greatest: float


@dataclass(frozen=True)
class OpenPlay:
    """What a type does in the game in which it is known to be of this type, and the others' types are as private.

    Attributes
    ----------
    seeks
        The probability of seeking in the first round, at the selected equilibrium.
    least, greatest
        Its range over the equilibria found of that game.
    unique
        Whether only one equilibrium of it was found.
    names
        The names in that game: the type alone under its own name.
    """

    seeks: float
    least: float
    greatest: float
    unique: bool
    payoff: float
    names: TreeNames
    equilibrium: TreeEquilibrium


@dataclass(frozen=True)
class Otherwise:
    """How far a type's word hangs on what is not known for sure.

    Attributes
    ----------
    equilibria
        Words, and in how many of the equilibria found they hold.
    open_equilibria
        Words, and for how many of the open game's equilibria, each taken as what the type does openly, they hold.
    prior
        Other probabilities of the type, ascending, and the word there; empty where this was not asked.
    """

    equilibria: tuple[tuple[Word, int], ...]
    open_equilibria: tuple[tuple[Word, int], ...]
    prior: tuple[tuple[float, Word], ...] = ()


@dataclass(frozen=True)
class Disguise:
    """The measures of a type that has a positive probability.

    Attributes
    ----------
    seeks_first, seeks_later
        The probability of seeking in the first round; and of not doing so, and seeking in a later one.
    war
        The probability of war, given the type.
    payoff, value_of_concealment
        What it gets; and that minus what it gets where it is known.
    surprise
        Bits, given that it seeks; None for a type that never does.
    withholds, coup, shows
        The least share of cases in which it holds though it would seek openly; in which it does so and strikes later;
        in which it seeks though it would hold openly.
    """

    open: OpenPlay
    seeks_first: float
    seeks_later: float
    war: float
    payoff: float
    value_of_concealment: float
    surprise: float | None
    withholds: Measure
    coup: Measure
    shows: Measure
    verdict: Word
    otherwise: Otherwise
    why: str


@dataclass(frozen=True)
class TypeAnswer:
    """What is told of a type.

    Attributes
    ----------
    disguise
        Its measures; None for a type of probability 0.
    """

    name: str
    probability: float
    alignment_with_power: float | None
    disguise: Disguise | None


@dataclass(frozen=True)
class ActorDeceit:
    """What is told of an actor with private types.

    Attributes
    ----------
    play
        Whether the first round tells its types apart.
    revealed
        Bits that its rung of the first round tells of its type.
    value_of_information
        For each other actor, what it would gain if the type were drawn and shown to all before the first round.
    """

    name: str
    play: Pooling
    revealed: float
    value_of_information: tuple[tuple[str, float], ...]
    types: ByName[TypeAnswer]

    def type(self, name: str) -> TypeAnswer:
        """Return what is told of the type of this name."""
        return by_name(self.types, name, "type")


@dataclass(frozen=True)
class TreeSize:
    """How large a game is: terminals are those of all profiles of types, a war's lottery as one."""

    histories: int
    information_sets: int
    terminals: int
    unknowns: int


@dataclass(frozen=True, repr=False)
class Deception(Shown):
    """Who conceals, who feigns, and what observers come to believe.

    Attributes
    ----------
    options
        The options that made it, as the command has them.
    actors
        Those with private types.
    equilibria
        All that were found, the selected one first; under quantal response the response alone.
    pure, pure_complete
        How many in pure strategies were found, and whether these are proven to be all; None where none were looked for.
    complete
        Whether all equilibria of any kind are proven to be listed.
    steps
        Steps of the logit path.
    problems
        Why the answer is not of the promised quality; empty where it is.
    """

    scenario: Scenario
    options: dict[str, Json]
    rationality: float | None
    rounds: int
    size: TreeSize
    names: TreeNames
    actors: ByName[ActorDeceit]
    equilibria: tuple[TreeEquilibrium, ...]
    pure: int | None
    pure_complete: bool | None
    complete: bool
    steps: int
    notes: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def selected(self) -> TreeEquilibrium | None:
        """The selected equilibrium."""
        return next((each for each in self.equilibria if each.selected), None)

    def actor(self, name: str) -> ActorDeceit:
        """Return what is told of the actor of this name."""
        return by_name(self.actors, name)

    def to_dict(self) -> dict[str, Json]:
        """Return all as plain data, the JSON of ``powergame deceive --format json``."""
        from powergame.analysis.deceive.data import as_dict

        return as_dict(self)

    def _repr_line_(self) -> str:
        words = (f"{t.name} {t.disguise.verdict}" for actor in self.actors for t in actor.types if t.disguise)
        return f"{self.scenario.name!r}: {', '.join(words)}"


@dataclass(frozen=True, repr=False)
class Deceptions(Shown):
    """Several scenarios side by side; the first is the baseline."""

    deceptions: tuple[Deception, ...]

    def to_dict(self) -> dict[str, Json]:
        """Return all as plain data, the JSON of ``powergame deceive`` with several scenarios."""
        from powergame.analysis.deceive.data import compared_as_dict

        return compared_as_dict(self)

    def _repr_line_(self) -> str:
        return f"{len(self.deceptions)} scenarios compared"


@dataclass(frozen=True, repr=False)
class DeceptionCurves(Shown):
    """How measures depend on one or two numbers of a scenario: of `--vary`.

    Attributes
    ----------
    axes
        Paths and their axes.
    points
        For each point, the last axis fastest: the values, and the answer there.
    """

    scenario: Scenario
    axes: tuple[tuple[str, Axis], ...]
    points: tuple[tuple[tuple[float, ...], Deception], ...]

    def to_dict(self) -> dict[str, Json]:
        """Return all as plain data, the JSON of ``powergame deceive --vary``."""
        from powergame.analysis.deceive.data import curves_as_dict

        return curves_as_dict(self)

    def _repr_line_(self) -> str:
        return f"{self.scenario.name!r}: {len(self.points)} points"
