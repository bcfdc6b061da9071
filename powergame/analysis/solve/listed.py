"""An equilibrium as the JSON of `solve` lists it, with the names of actors and rungs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING

from powergame.analysis.alliances import IfWar
from powergame.objects.attributes import Spelled
from powergame.plain import Json

if TYPE_CHECKING:
    from powergame.analysis.solve.result import Happening
    from powergame.equilibrium.types import Equilibrium
    from powergame.model.game import Game


@dataclass(frozen=True)
class ListedEquilibrium(Spelled):
    """An equilibrium of an answer.

    Attributes
    ----------
    strategies
        The probability of each rung, by actor.
    payoffs, power_after
        By actor.
    component
        The connected set of equilibria that it belongs to.
    found_by
        The solvers that list it.
    war, destroyed, power_after, if_war
        What happens in it; None for a game that comes from no scenario.
    """

    selected: bool
    strategies: dict[str, dict[str, float]]
    payoffs: dict[str, float]
    regret: float
    pure: bool
    component: int
    found_by: tuple[str, ...]
    war: float | None
    destroyed: float | None
    power_after: dict[str, float] | None
    if_war: IfWar | None

    def to_dict(self) -> dict[str, Json]:
        """Return the equilibrium as plain data."""
        return {
            "selected": self.selected,
            "strategies": {name: dict(strategy) for name, strategy in self.strategies.items()},
            "payoffs": dict(self.payoffs),
            "regret": self.regret,
            "pure": self.pure,
            "component": self.component,
            "found_by": list(self.found_by),
            "war": self.war,
            "destroyed": self.destroyed,
            "power_after": None if self.power_after is None else dict(self.power_after),
            "if_war": self.if_war.to_dict() if self.if_war else None,
        }


def listed(
    game: Game,
    equilibria: Iterable[Equilibrium],
    happenings: Iterable[Happening | None],
    wars: Iterable[IfWar | None],
) -> tuple[ListedEquilibrium, ...]:
    """Return equilibria with names, and with what happens in each and its most likely war."""
    return tuple(starmap(partial(_named, game), zip(equilibria, happenings, wars, strict=True)))


def _named(game: Game, e: Equilibrium, happening: Happening | None, if_war: IfWar | None) -> ListedEquilibrium:
    played = zip(game.actors, game.rungs, e.profile, strict=True)
    return ListedEquilibrium(
        selected=e.selected,
        strategies={
            name: {rung: float(p) for rung, p in zip(rungs, strategy, strict=True)} for name, rungs, strategy in played
        },
        payoffs=dict(zip(game.actors, e.payoffs, strict=True)),
        regret=e.regret,
        pure=e.pure,
        component=e.component,
        found_by=e.found_by,
        war=happening.war if happening else None,
        destroyed=happening.destroyed if happening else None,
        power_after=dict(zip(game.actors, happening.power_after, strict=True)) if happening else None,
        if_war=if_war,
    )
