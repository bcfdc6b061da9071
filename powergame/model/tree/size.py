"""How large a game tree is, before it is made; and which are refused."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from powergame.arrays import BoolArray
from powergame.errors import GameTooLargeError, UsageError
from powergame.model.compile import shape_of, shown
from powergame.model.parameters import RUNG_FIELDS, Rungs, ladder_table
from powergame.model.peace import war_probability
from powergame.model.tree.views import believers, kinds_of
from powergame.scenario.fields import GREATEST_RISK_AVERSION
from powergame.scenario.paths.apply import seen_by
from powergame.scenario.paths.grammar import parse
from powergame.scenario.scenario import Scenario
from powergame.text import printable

MAX_UNKNOWNS = 1_000
"""Unknown probabilities of a tree, beyond which it is refused: each step to a solution takes the derivatives of all by
all."""

MAX_NUMBERS = 1 << 20
"""Payoffs (actors x histories x profiles of types and of rungs, or of sides, x differing views of these) beyond which a
tree is refused: 8 MiB, and some twenty times as much while it is made."""

MAX_ACTORS_IN_TREE = 12
"""Actors beyond which a tree is refused: NumPy's arrays have up to 32 dimensions in every version, two an actor."""

MAX_POWER = 2.0**20
"""Shares of all power at the start, beyond which growth is refused: payoffs up to there keep their digits."""


@dataclass(frozen=True)
class Size:
    """How large a game tree is: histories, information sets, and probabilities that say what everybody plays."""

    histories: int
    information_sets: int
    unknowns: int


def tree_size(scenario: Scenario) -> Size:
    """Return how large a scenario's tree is; the profiles of rungs of one history must be few enough to go through.

    Examples
    --------
    Two rounds of two actors, who may yield, hold or seek:

    >>> import powergame as pg
    >>> scenario = pg.load("scenarios/security-dilemma.yaml").with_values({"ladder": "brinkmanship", "rounds": 2})
    >>> tree_size(scenario.with_values({f"actors.{name}.ladder": "brinkmanship" for name in scenario.names}))
    Size(histories=10, information_sets=20, unknowns=40)
    """
    shape, kinds = shape_of(scenario), kinds_of(scenario)
    leading = int(goes_on(scenario).sum())
    histories = 1 if leading == 0 else scenario.rounds
    if leading > 1:
        histories = (leading**scenario.rounds - 1) // (leading - 1)
    unknowns = sum(count * (rungs - 1) for count, rungs in zip(kinds, shape, strict=True))
    return Size(histories, histories * sum(kinds), histories * unknowns)


def goes_on(scenario: Scenario) -> BoolArray:
    """Return on which profiles of rungs there may be peace, in somebody's eyes, (P,), the last actor's rung fastest."""
    shape = shape_of(scenario)
    rows = np.indices(shape).reshape(len(shape), -1)
    possible = np.zeros(rows.shape[1], dtype=bool)
    for view in (scenario, *_views_of_rungs(scenario)):
        ladders = [ladder_table(view.ladder_of(actor)) for actor in view.actors]
        tables = np.stack([ladder[:, rung] for ladder, rung in zip(ladders, rows, strict=True)], axis=1)
        rungs = Rungs(**dict(zip(RUNG_FIELDS, tables, strict=True)))
        possible |= war_probability(rungs) < 1
    return possible


def _views_of_rungs(scenario: Scenario) -> list[Scenario]:
    """Return the scenario as actors see it who hold beliefs about rungs."""
    views = []
    for _, viewer in believers(scenario):
        about = tuple(belief for belief in viewer.beliefs if parse(belief[0], scenario.outcomes).subject.rung)
        if about:
            views.append(seen_by(scenario, replace(viewer, beliefs=about)))
    return views


def refuse_large_tree(scenario: Scenario, limit: int = MAX_UNKNOWNS) -> None:
    """Raise an error where a scenario's tree is too large, or grows out of all bounds; little has been computed.

    Raises
    ------
    GameTooLargeError
        Where it has more unknowns than the limit, or would fill the memory.
    UsageError
        Where growth may lead to more power than can be computed with.
    """
    _refuse_growth(scenario)
    shape, kinds, n = shape_of(scenario), kinds_of(scenario), len(scenario.actors)
    at = f"{printable(scenario.source or scenario.name)}: "
    if n > MAX_ACTORS_IN_TREE:
        raise GameTooLargeError(f"{at}a game of types or rounds has at most {MAX_ACTORS_IN_TREE} actors; this has {n}")
    views = 1 + sum(1 for _ in believers(scenario))
    numbers = n * views * math.prod(kinds) * max(math.prod(shape), _sides(scenario))
    if numbers > MAX_NUMBERS:
        raise GameTooLargeError(
            f"{at}{shown(math.prod(kinds))} profiles of types and {shown(math.prod(shape))} of rungs would take "
            f"{shown(numbers)} payoffs in one history; the limit is {MAX_NUMBERS:,}"
        )
    size = tree_size(scenario)
    words = (
        f"{at}the game has {shown(size.histories)} histories, {shown(size.information_sets)} information sets and "
        f"{shown(size.unknowns)} unknowns"
    )
    if size.unknowns > limit:
        raise GameTooLargeError(f"{words}; the limit is {limit:,} unknowns; try fewer rounds, rungs or types")
    if size.histories * numbers > MAX_NUMBERS:
        raise GameTooLargeError(
            f"{words}, and would take {shown(size.histories * numbers)} payoffs; the limit is {MAX_NUMBERS:,}"
        )


def _sides(scenario: Scenario) -> int:
    """Return over how many profiles of sides there may be wars in one history."""
    if scenario.conflict.third_parties != "aligned":
        return 0
    ladders = [scenario.ladder_of(actor) for actor in scenario.actors]
    # by how many seek and how many choose between their sides: how many profiles of rungs there are
    profiles = {(0, 0): 1}
    for ladder in ladders:
        seeking = sum(rung.seeks for rung in ladder)
        choosing = sum(not rung.seeks and (rung.provokes > 0 or rung.resists > 0) for rung in ladder)
        new: dict[tuple[int, int], int] = {}
        for (s, c), count in profiles.items():
            for step, ways in ((1, 0), seeking), ((0, 1), choosing), ((0, 0), len(ladder) - seeking - choosing):
                place = s + step[0], c + step[1]
                new[place] = new.get(place, 0) + count * ways
        profiles = new
    return sum(count * (s + 1) ** c for (s, c), count in profiles.items() if s)


def _refuse_growth(scenario: Scenario) -> None:
    """Raise `UsageError` where power may grow so much that payoffs cannot be told apart, or are no numbers."""
    fastest = max(scenario.actors, key=lambda actor: actor.growth)
    bits = (scenario.rounds - 1) * math.log2(max(1.0, fastest.growth))
    at = f"{printable(scenario.source or scenario.name)}: actors.{printable(fastest.name)}.growth: "
    if bits > math.log2(MAX_POWER):
        raise UsageError(
            f"{at}power may grow to more than {MAX_POWER:,.0f} shares of all power at the start, "
            f"{fastest.growth:.15g}-fold after each round but the last of {scenario.rounds:,}; expected less "
            "growth, or fewer rounds"
        )
    averse = max(abs(actor.risk_aversion) for actor in scenario.actors)
    if bits and averse * 2**bits > GREATEST_RISK_AVERSION:
        raise UsageError(
            f"{at}power may grow to {2**bits:,.6g} shares of all power at the start, at a risk aversion of {averse:g}; "
            f"expected a product of the two of at most {GREATEST_RISK_AVERSION:g}"
        )
