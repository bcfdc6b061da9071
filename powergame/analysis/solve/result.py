"""Result of `solve`: who seeks power at equilibrium, why, and what happens then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from powergame.analysis.display import Shown, counted, listed
from powergame.analysis.head import game_origin, head, origin, solution
from powergame.arrays import FloatArray
from powergame.equilibrium.concept import Concept
from powergame.equilibrium.types import Equilibrium, Solution
from powergame.equilibrium.verdict import Seeking
from powergame.model.game import Game
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
        Its value, and the nearest value at which the verdict turns: a flip that `threshold` finds. Power is given as
        the actor's share of all power, whatever the scenario's unit.
    verdict
        The verdict behind that value.
    distance
        The change as a fraction of the number's whole range; turns are sorted by it.
    """

    path: str
    now: float
    at: float
    verdict: VerdictName
    distance: float


@dataclass(frozen=True)
class Stakes:
    """The worth of an actor's best seeking rung against its best other rung, in the selected equilibrium.

    Attributes
    ----------
    seek, refrain
        The two rungs.
    peace, war, cost
        Expected gain where there is no war; expected gain (usually a loss) from the war that may come; extra cost of
        the rung. All are in the actor's utility, by its own beliefs; ``peace + war - cost`` is the whole advantage.

    Examples
    --------
    >>> round(Stakes("seek", "hold", peace=0.02, war=-0.05, cost=0.01).advantage, 3)
    -0.04
    """

    seek: str
    refrain: str
    peace: float
    war: float
    cost: float

    @property
    def advantage(self) -> float:
        """By how much seeking is worth more than refraining."""
        return self.peace + self.war - self.cost


@dataclass(frozen=True)
class ActorAnswer:
    """The answer for an actor; `alignment` is by the others' names, the rest as in the model."""

    name: str
    power: float
    alignment: dict[str, float]
    alignment_with_power: float | None
    verdict: VerdictName
    seeks: Seeking
    motive: Motive
    why: str
    stakes: Stakes | None
    turns: tuple[Turn, ...]

    def to_dict(self) -> dict[str, Json]:
        """Return the actor's part of the JSON."""
        stakes: Json = None
        if self.stakes:
            s = self.stakes
            stakes = {"seek": s.seek, "refrain": s.refrain, "peace": s.peace, "war": s.war, "cost": s.cost}
            stakes["advantage"] = s.advantage
        return {
            "power": self.power,
            "alignment": dict(self.alignment),
            "alignment_with_power": self.alignment_with_power,
            "verdict": self.verdict,
            "seeks": {
                "least": self.seeks.least,
                "greatest": self.seeks.greatest,
                "selected": self.seeks.selected,
            },
            "motive": self.motive,
            "why": self.why,
            "stakes": stakes,
            "turns": [
                {"path": t.path, "now": t.now, "at": t.at, "verdict": t.verdict, "distance": t.distance}
                for t in self.turns
            ],
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
    options
        What the user chose besides the scenario, by the names of the command's options.
    happenings
        The outcome of each equilibrium of `solution`; None for a game that comes from no scenario.
    war : (L_1, ..., L_n)
        Probability of war in each profile.
    type
        The name of a 2x2 game by its ordinal structure, or None.
    """

    name: str
    source: str
    sha256: str
    scenario: Scenario | None
    game: Game
    solution: Solution
    concept: Concept
    options: Mapping[str, Json]
    actors: tuple[ActorAnswer, ...]
    happenings: tuple[Happening | None, ...]
    war: FloatArray | None
    type: str | None

    def _repr_line_(self) -> str:
        verdicts = listed(f"{actor.name} {actor.verdict}" for actor in self.actors)
        equilibria = counted(len(self.solution.equilibria), "equilibrium", "equilibria")
        return f"{self.name!r}: {verdicts or equilibria}"

    @property
    def selected(self) -> int | None:
        """Place of the selected equilibrium in the list."""
        return next((k for k, e in enumerate(self.solution.equilibria) if e.selected), None)

    def actor(self, name: str) -> ActorAnswer:
        """Return the answer for the actor of this name."""
        return next(actor for actor in self.actors if actor.name == name)

    def to_dict(self) -> dict[str, Json]:
        """Return the answer as plain data, the JSON of ``powergame solve --format json``."""
        pairs = zip(self.solution.equilibria, self.happenings, strict=True)
        return {
            **head("solve"),
            "scenario": origin(self.scenario) if self.scenario else game_origin(self.name, self.source, self.sha256),
            "options": dict(self.options),
            "actors": {actor.name: actor.to_dict() for actor in self.actors},
            "game": self._game(),
            "solution": {**solution(self.concept), "residual": self.concept.residual},
            "equilibria": [self._equilibrium(e, happening) for e, happening in pairs],
            "components": [list(members) for members in self.solution.convex],
            "complete": self.solution.complete,
            "limited": self.solution.limited,
            "degenerate": self.solution.degenerate,
            "solver": {"name": self.solution.solver, "version": self.solution.version},
            "notes": list(self.solution.notes),
        }

    def _game(self) -> dict[str, Json]:
        game = self.game
        small = game.payoffs.size <= MAX_PAYOFFS_IN_JSON
        return {
            "rungs": {name: list(rungs) for name, rungs in zip(game.actors, game.rungs, strict=True)},
            "payoffs": {name: game.payoffs[i].tolist() for i, name in enumerate(game.actors)} if small else None,
            "war": self.war.tolist() if small and self.war is not None else None,
            "type": self.type,
        }

    def _equilibrium(self, equilibrium: Equilibrium, happening: Happening | None) -> dict[str, Json]:
        game = self.game
        return {
            "selected": equilibrium.selected,
            "strategies": {
                name: {rung: float(p) for rung, p in zip(rungs, strategy, strict=True)}
                for name, rungs, strategy in zip(game.actors, game.rungs, equilibrium.profile, strict=True)
            },
            "payoffs": dict(zip(game.actors, equilibrium.payoffs, strict=True)),
            "regret": equilibrium.regret,
            "pure": equilibrium.pure,
            "component": equilibrium.component,
            "found_by": list(equilibrium.found_by),
            "war": happening.war if happening else None,
            "destroyed": happening.destroyed if happening else None,
            "power_after": dict(zip(game.actors, happening.power_after, strict=True)) if happening else None,
        }
