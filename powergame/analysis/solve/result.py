"""Result of `solve`: who seeks power at equilibrium, why, and what happens then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from powergame.analysis.alliances import IfWar
from powergame.analysis.display import counted, first_few, marked
from powergame.analysis.head import game_origin, head, origin, solution
from powergame.analysis.solve.listed import ListedEquilibrium, listed
from powergame.arrays import FloatArray
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.concept import Concept
from powergame.equilibrium.ordinal import meaning
from powergame.equilibrium.types import UNSELECTED, Solution
from powergame.equilibrium.verdict import Seeking
from powergame.model.game import Game
from powergame.objects.named import ByName, by_name, place_of
from powergame.objects.shown import Shown
from powergame.plain import Json
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import VerdictName

Motive = Literal["predatory", "opportunist", "defensive", "restrained", "mixed"]

MAX_PAYOFFS_IN_JSON = 1_000_000
"""Payoffs of a game above which the JSON leaves them out (null): the file would be tens of megabytes."""


@dataclass(frozen=True)
class Turn:
    """A change of one number that turns an actor's verdict.

    Attributes
    ----------
    path
        Path of the number.
    now, at
        Its value, and the nearest value known at which the verdict turns: a flip that `threshold` finds. Both are in
        the path's own unit: ``--set PATH=AT``, or a value a little farther, turns the verdict.
    verdict
        The verdict behind that value.
    distance
        The change as a fraction of the number's whole range; turns are sorted by it.
    share
        Of an actor's power, `now` and `at` as shares of all power; else None.
    proven
        Whether the verdict behind that value is of lists of equilibria that are proven complete.
    """

    path: str
    now: float
    at: float
    verdict: VerdictName
    distance: float
    share: tuple[float, float] | None = None
    proven: bool = True

    @property
    def told(self) -> tuple[float, float]:
        """The two values as people are told: of power as shares of all power."""
        return self.share or (self.now, self.at)

    def to_dict(self) -> dict[str, Json]:
        """Return the turn as plain data."""
        share: Json = {"now": self.share[0], "at": self.share[1]} if self.share else None
        return {
            "path": self.path,
            "now": self.now,
            "at": self.at,
            "verdict": self.verdict,
            "proven": self.proven,
            "distance": self.distance,
            "share": share,
        }


@dataclass(frozen=True)
class Terms:
    """The terms of what one rung of an actor is worth more than another, in the actor's utility and by its own beliefs.

    With P the probability of war, and u(peace) and u(war) the expected utilities if it comes to either, all of them
    means over the others' play:

        u_s - u_r = (1 - P_s) (u_s(peace) - u_r(peace)) + P_s (u_s(war) - u_r(war))
                    + (P_s - P_r) (u_r(war) - u_r(peace)) - (c_s - c_r)

    Attributes
    ----------
    rung, against
        s and r.
    peace, war, likelier, cost
        The four terms, in this order, but for the sign of the last: what it gains where peace holds, by how much better
        it fights, what it gains by making war likelier, and how much more the rung costs.
    war_probability
        P_s and P_r, as the actor believes.

    Examples
    --------
    >>> terms = Terms("seek", "hold", peace=0.02, war=0.0, likelier=-0.05, cost=0.01, war_probability=(0.3, 0.0))
    >>> round(terms.advantage, 3)
    -0.04
    """

    rung: str
    against: str
    peace: float
    war: float
    likelier: float
    cost: float
    war_probability: tuple[float, float]

    @property
    def rungs(self) -> tuple[str, str]:
        """The two rungs that are compared."""
        return self.rung, self.against

    @property
    def advantage(self) -> float:
        """By how much the rung is worth more than the other."""
        return self.peace + self.war + self.likelier - self.cost

    def to_dict(self, rung: str, against: str) -> dict[str, Json]:
        """Return the JSON, with the names of its first two keys."""
        return {
            rung: self.rung,
            against: self.against,
            "peace": self.peace,
            "war": self.war,
            "likelier": self.likelier,
            "cost": self.cost,
            "advantage": self.advantage,
            "war_probability": list(self.war_probability),
        }


@dataclass(frozen=True)
class Belief:
    """What an actor believes of the value at a path, where it is not the scenario's own."""

    path: str
    believed: Json
    true: Json


@dataclass(frozen=True)
class ListedIn:
    """In how many of the listed equilibria an actor seeks power: with probability 1, and with one between 0 and 1."""

    surely: int
    perhaps: int


@dataclass(frozen=True)
class ActorAnswer:
    """The answer for an actor; `alignment` is by the others' names, the rest as in the model.

    Attributes
    ----------
    proven
        Whether the verdict is of a list of equilibria that is proven complete.
    stakes
        Its best rung that seeks power against its best other one, and `played` the rung that it plays most against the
        best of the others, in the selected equilibrium. None where none is selected or there are no two such rungs.
    turns
        None where none were looked for.
    """

    name: str
    power: float
    alignment: dict[str, float]
    alignment_with_power: float | None
    verdict: VerdictName
    proven: bool
    seeks: Seeking
    listed: ListedIn
    motive: Motive
    why: str
    beliefs: tuple[Belief, ...]
    stakes: Terms | None
    played: Terms | None
    turns: tuple[Turn, ...] | None

    def to_dict(self) -> dict[str, Json]:
        """Return the actor's part of the JSON."""
        return {
            "power": self.power,
            "alignment": dict(self.alignment),
            "alignment_with_power": self.alignment_with_power,
            "verdict": self.verdict,
            "proven": self.proven,
            "seeks": {
                "least": self.seeks.least,
                "greatest": self.seeks.greatest,
                "selected": self.seeks.selected,
                "surely": self.listed.surely,
                "perhaps": self.listed.perhaps,
            },
            "motive": self.motive,
            "why": self.why,
            "beliefs": {b.path: {"believed": b.believed, "true": b.true} for b in self.beliefs},
            "stakes": self.stakes.to_dict("seek", "refrain") if self.stakes else None,
            "played": self.played.to_dict("rung", "against") if self.played else None,
            "turns": None if self.turns is None else [turn.to_dict() for turn in self.turns],
        }


@dataclass(frozen=True)
class Happening:
    """The expected outcome of an equilibrium of a scenario."""

    war: float
    destroyed: float
    power_after: tuple[float, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Answer(Shown):
    """A solved scenario, or a solved game (then `scenario`, `war` and `actors` are empty).

    Attributes
    ----------
    about
        What the scenario, or the comment of the game, says of it.
    options
        What the user chose besides the scenario, by the names of the command's options.
    happenings
        The outcome of each equilibrium of `solution`; None for a game that comes from no scenario.
    if_wars
        The most likely war of each equilibrium; None where nobody would fight, and for a game that comes from no
        scenario.
    war : (L_1, ..., L_n)
        Probability of war in each profile.
    type
        The name of a 2x2 game by its ordinal structure, or None.
    """

    name: str
    source: str
    sha256: str
    scenario: Scenario | None
    about: str
    game: Game
    solution: Solution
    concept: Concept
    options: Mapping[str, Json]
    actors: ByName[ActorAnswer]
    happenings: tuple[Happening | None, ...]
    if_wars: tuple[IfWar | None, ...]
    war: FloatArray | None
    type: str | None

    def _repr_line_(self) -> str:
        sure = not self.unproven
        verdicts = first_few(f"{actor.name} {marked(actor.verdict, proven=sure)}" for actor in self.actors)
        equilibria = counted(len(self.solution.equilibria), "equilibrium", "equilibria")
        return f"{self.name!r}: {verdicts or equilibria}"

    @cached_property
    def equilibria(self) -> tuple[ListedEquilibrium, ...]:
        """The equilibria listed, with the names of actors and rungs."""
        return listed(self.game, self.solution.equilibria, self.happenings, self.if_wars)

    @property
    def complete(self) -> bool:
        """Whether the list of equilibria is proven complete."""
        return self.solution.complete

    @property
    def limited(self) -> Limited | None:
        """What cut the work short; None where nothing did."""
        return self.solution.limited

    @property
    def degenerate(self) -> bool:
        """Whether the game is degenerate."""
        return self.solution.degenerate

    @property
    def warnings(self) -> tuple[str, ...]:
        """Why the list is in doubt, beyond what `complete` says."""
        return self.solution.warnings

    @property
    def notes(self) -> tuple[str, ...]:
        """What was used, and what was exceeded or lost."""
        return self.solution.notes

    @property
    def selected(self) -> int | None:
        """Place of the selected equilibrium in the list."""
        return next((k for k, e in enumerate(self.solution.equilibria) if e.selected), None)

    @property
    def happening(self) -> Happening | None:
        """What happens in the selected equilibrium; None where none is selected, and for a game without a scenario."""
        return None if self.selected is None else self.happenings[self.selected]

    @property
    def if_war(self) -> IfWar | None:
        """The most likely war of the selected equilibrium; None where none is selected, or nobody would fight."""
        return None if self.selected is None else self.if_wars[self.selected]

    @property
    def unproven(self) -> bool:
        """Whether verdicts hang on a list that may lack equilibria; a quantal response is all that it tells of."""
        return self.concept.name == "nash" and not self.solution.complete

    @property
    def type_note(self) -> str | None:
        """What the name of a 2x2 game means, in a sentence; None where it has none."""
        game = self.game
        return meaning(game.payoffs, game.actors, game.rungs) if self.type else None

    @property
    def unselected(self) -> str | None:
        """The note that says why no equilibrium is selected; None where one is."""
        return next((note for note in self.solution.notes if note.startswith(UNSELECTED)), None)

    @property
    def believers(self) -> tuple[ActorAnswer, ...]:
        """The actors that believe anything otherwise than it is; payoffs are in each actor's own eyes."""
        return tuple(actor for actor in self.actors if actor.beliefs)

    def actor(self, name: str) -> ActorAnswer:
        """Return the answer for the actor of this name."""
        return by_name(self.actors, name)

    def plays(self, name: str) -> dict[str, float]:
        """Return the probability of each rung of an actor in the selected equilibrium."""
        i = place_of(self.game.actors, name)
        strategy = self.solution.equilibria[self.selected or 0].profile[i]
        return {rung: float(p) for rung, p in zip(self.game.rungs[i], strategy, strict=True)}

    def to_dict(self) -> dict[str, Json]:
        """Return the answer as plain data, the JSON of ``powergame solve --format json``."""
        return {
            **head("solve"),
            "scenario": self._origin(),
            "options": dict(self.options),
            "actors": {actor.name: actor.to_dict() for actor in self.actors},
            "game": self._game(),
            "solution": {**solution(self.concept), "residual": self.concept.residual},
            "equilibria": [equilibrium.to_dict() for equilibrium in self.equilibria],
            "components": [list(members) for members in self.solution.convex],
            "complete": self.complete,
            "limited": self.limited,
            "degenerate": self.degenerate,
            "solver": {"name": self.solution.solver, "version": self.solution.version},
            "warnings": list(self.warnings),
            "notes": list(self.notes),
        }

    def _origin(self) -> dict[str, Json]:
        if self.scenario:
            return origin(self.scenario)
        return game_origin(self.name, self.source, self.sha256, self.game, self.about)

    def _game(self) -> dict[str, Json]:
        game = self.game
        small = game.payoffs.size <= MAX_PAYOFFS_IN_JSON
        return {
            "rungs": {name: list(rungs) for name, rungs in zip(game.actors, game.rungs, strict=True)},
            "payoffs": {name: game.payoffs[i].tolist() for i, name in enumerate(game.actors)} if small else None,
            "war": self.war.tolist() if small and self.war is not None else None,
            "type": self.type,
            "type_note": self.type_note,
        }
