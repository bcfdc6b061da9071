"""What is published of models that can be written as scenarios: those in scenarios/, each with its variants."""

from __future__ import annotations

from pathlib import Path

from scipy.optimize import brentq

import powergame as pg

SCENARIOS = Path(__file__).parent.parent / "scenarios"

STEPS = 30
"""Halvings of a range in which something turns."""

DRAWS = 64
"""Directions that are drawn beside the share that is exact: few, which need no compiled kernels."""


def turns(scenario: str, path: str, actors: list[str]) -> dict[str, list[float]]:
    """Return where along a path each actor's verdict turns."""
    along = pg.threshold(_read(scenario), path, only_flips=True).paths[0]
    return {actor: [flip.at for flip in along.actor(actor).flips] for actor in actors}


def shares_at_which_one_fights(scenarios: list[str], actors: list[str]) -> list[list[float]]:
    """Return for each scenario at which share of all power each actor's verdict turns, as its power changes."""
    return [[_share_at_which_one_fights(scenario, actor) for actor in actors] for scenario in scenarios]


def _share_at_which_one_fights(scenario: str, actor: str) -> float:
    read = _read(scenario)
    others = sum(other.power for other in read.actors) - read.actor(actor).power
    (power,) = (at for at in turns(scenario, f"actors.{actor}.power", [actor])[actor] if at > 0)
    return power / (power + others)


def war_turns(scenario: str, path: str, low: float, high: float) -> float:
    """Return where along a path the selected equilibrium turns between war and peace, once from low to high."""
    read = _read(scenario)

    def at_war(value: float) -> bool:
        return _war(read.with_values({path: value})) > 0.5

    at_low = at_war(low)
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if at_war(middle) == at_low else (low, middle)
    return (low + high) / 2


def wars(scenarios: list[str]) -> list[float]:
    """Return the chance of war in the selected equilibrium of each scenario."""
    return [_war(_read(scenario)) for scenario in scenarios]


def verdicts(scenarios: list[str], actor: str) -> list[str]:
    """Return an actor's verdict in each scenario."""
    return [pg.solve(_read(scenario), look_for_turns=False).actor(actor).verdict for scenario in scenarios]


def types_of_game(scenarios: list[str]) -> list[str]:
    """Return the name of each scenario's game."""
    return [str(pg.solve(_read(scenario), look_for_turns=False).type) for scenario in scenarios]


def number_of_pure_equilibria(scenario: str) -> int:
    """Return in how many equilibria nobody, and no type, mixes."""
    return sum(equilibrium.pure for equilibrium in pg.solve(_read(scenario), look_for_turns=False).equilibria)


def cut_off(scenario: str) -> float:
    """Return the cost below which types arm, where costs are even on 0 to 1, in units of what war destroys.

    It is the share of types that arm at which a type that nobody expects is indifferent at that very cost.
    """
    read = _read(scenario)
    actors = [actor.name for actor in read.actors]

    def indifferent(share: float) -> float:
        chances = {"low": share, "high": 1 - share}
        paths = {f"actors.{actor}.types.{kind}.probability": chances[kind] for actor in actors for kind in chances}
        told = pg.solve(read.with_values(paths), look_for_turns=False).to_dict()
        stakes = told["actors"]["a"]["types"]["in between"]["stakes"]
        return (stakes["advantage"] + stakes["cost"]) / read.conflict.severity

    return float(brentq(lambda share: indifferent(share) - share, 0.01, 0.99))


def share_that_seeks(scenario: str, actor: str, dimensions: int) -> float:
    """Return the share of an actor's directions that seek power in every equilibrium."""
    convergence = pg.converge(_read(scenario), actors=[actor], dimensions=[dimensions], draws=DRAWS)
    return convergence.found[0].actor(actor).exact.always


def _war(scenario: pg.Scenario) -> float:
    equilibria = pg.solve(scenario, look_for_turns=False).to_dict()["equilibria"]
    return next(equilibrium["war"] for equilibrium in equilibria if equilibrium["selected"])


def _read(scenario: str) -> pg.Scenario:
    return pg.load(SCENARIOS / scenario)
