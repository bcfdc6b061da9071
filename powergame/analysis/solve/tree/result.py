"""Result of `solve` on private types in one round, and on several rounds without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from powergame.analysis.display import counted, first_few, marked
from powergame.analysis.rounds.result import TreeEquilibrium, TreeNames
from powergame.analysis.solve.result import Belief, Happening, ListedIn, Motive, Terms
from powergame.arrays import FloatArray
from powergame.equilibrium.concept import Concept
from powergame.equilibrium.sequential.types import TreeSolution
from powergame.equilibrium.verdict import Seeking
from powergame.model.tree.bayesian import GameOfTypes
from powergame.objects.named import ByName, by_name, place_of
from powergame.objects.shown import Shown
from powergame.plain import Json
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VerdictName


@dataclass(frozen=True)
class KindAnswer:
    """What is told of one of an actor's types; an actor without private types has one, ``known``.

    Attributes
    ----------
    alignment
        With each other actor: the mean over that one's types.
    motive
        By what its rungs are worth over the others' types; None over several rounds.
    beliefs
        What this type believes, but for what the actor does.
    stakes, played
        As for an actor whose type is known; in several rounds of the first, and peace with all that follows it.
    """

    name: str
    probability: float
    alignment: Mapping[str, float]
    alignment_with_power: float | None
    verdict: VerdictName
    seeks: Seeking
    motive: Motive | None
    beliefs: tuple[Belief, ...]
    stakes: Terms | None
    played: Terms | None
    why: str


@dataclass(frozen=True)
class TreeActor:
    """What is told of one actor.

    Attributes
    ----------
    private
        Whether it has private types.
    seeks
        Its probability of seeking power in some round that is reached.
    beliefs
        What it believes whatever its type.
    """

    name: str
    power: float
    private: bool
    verdict: VerdictName
    proven: bool
    seeks: Seeking
    listed: ListedIn
    beliefs: tuple[Belief, ...]
    kinds: tuple[KindAnswer, ...]


@dataclass(frozen=True, eq=False, repr=False)
class TreeAnswer(Shown):
    """A solved scenario of one round with private types, or of several rounds without them.

    Attributes
    ----------
    options
        What the user chose besides the scenario, by the names of the command's options.
    rounds
        How many may be played; fewer than the scenario's where war is certain before.
    equilibria
        Those of `solution` as they are told.
    happenings
        The outcome of each equilibrium, of the whole game.
    cases
        Of one round, for each profile of types; empty for several rounds.
    war : (L_1, ..., L_n)
        Probability of war in each profile of rungs of the first round.
    """

    scenario: Scenario
    options: Mapping[str, Json]
    concept: Concept
    solver: str
    rounds: int
    names: TreeNames
    solution: TreeSolution
    actors: ByName[TreeActor]
    equilibria: tuple[TreeEquilibrium, ...]
    happenings: tuple[Happening, ...]
    cases: tuple[GameOfTypes, ...]
    war: FloatArray

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.name

    @property
    def source(self) -> str:
        """The scenario's source."""
        return self.scenario.source

    @property
    def selected(self) -> int | None:
        """Place of the selected equilibrium in the list."""
        return next((k for k, e in enumerate(self.equilibria) if e.selected), None)

    @property
    def happening(self) -> Happening | None:
        """What happens in the selected equilibrium; None where none is selected."""
        return None if self.selected is None else self.happenings[self.selected]

    @property
    def unproven(self) -> bool:
        """Whether verdicts hang on a list that may lack equilibria; a quantal response is all that it tells of."""
        return self.concept.name == "nash" and not self.solution.complete

    @property
    def unselected(self) -> str | None:
        """Why no equilibrium is selected; None where one is."""
        return None if self.selected is not None else "; ".join(self.solution.problems) or "the path led to none"

    def actor(self, name: str) -> TreeActor:
        """Return what is told of the actor of this name."""
        return by_name(self.actors, name)

    def plays(self, name: str) -> dict[str, float]:
        """Return the probability of each rung of an actor, over its types, in the first round of the selected one."""
        i, first = place_of(self.names.actors, name), self.equilibria[self.selected or 0].histories[0]
        pairs = zip(first.beliefs[i], first.play[i], strict=True)
        parts = [[p * x for x in play] for p, play in pairs]
        return {rung: sum(column) for rung, column in zip(self.names.rungs[i], zip(*parts, strict=True), strict=True)}

    def to_dict(self) -> dict[str, Json]:
        """Return the answer as plain data, the JSON of ``powergame solve --format json``."""
        from powergame.analysis.solve.tree.data import as_dict

        return as_dict(self)

    def _repr_line_(self) -> str:
        verdicts = first_few(f"{actor.name} {marked(actor.verdict, proven=not self.unproven)}" for actor in self.actors)
        return f"{self.name!r} in {counted(self.rounds, 'round', 'rounds')}: {verdicts}"
