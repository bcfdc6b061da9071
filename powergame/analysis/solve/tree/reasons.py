"""Why a type plays what it plays in the first round, in sentences and their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from powergame.analysis.solve.beliefs import beliefs_of
from powergame.analysis.solve.motive import motive
from powergame.analysis.solve.result import Motive, Terms
from powergame.analysis.solve.terms import Prospects, played, stakes
from powergame.analysis.solve.tree.prospects import FirstRound, first_round
from powergame.analysis.solve.why import what_it_believes, why_this_play, without_choice
from powergame.arrays import FloatArray
from powergame.digits import percent
from powergame.equilibrium.sequential.types import TreeSolution
from powergame.equilibrium.verdict import snapped
from powergame.model.tree.types import GameTree
from powergame.scenario.paths.known import overlaid
from powergame.scenario.scenario import Scenario


@dataclass(frozen=True)
class KindReasons:
    """A type's reasons, and the numbers in them; without a selected equilibrium only what it believes."""

    motive: Motive | None
    stakes: Terms | None
    played: Terms | None
    why: str


def reasons(
    scenario: Scenario, tree: GameTree, solution: TreeSolution, chances: Sequence[FloatArray]
) -> tuple[tuple[KindReasons, ...], ...]:
    """Return for each actor, for each type, why it plays what it plays in the selected equilibrium.

    Parameters
    ----------
    chances
        For each actor, for each equilibrium, (E, T_i): the probability that a type seeks power in some round.
    """
    selected = next((k for k, e in enumerate(solution.equilibria) if e.selected), None)
    if selected is None:
        return tuple((KindReasons(None, None, None, ""),) * kinds for kinds in tree.kinds)
    first = first_round(scenario, tree, solution.equilibria[selected])
    return tuple(
        tuple(_of_kind(scenario, first, i, x, float(chances[i][selected, x])) for x in range(kinds))
        for i, kinds in enumerate(tree.kinds)
    )


def _of_kind(scenario: Scenario, first: FirstRound, i: int, kind: int, ever: float) -> KindReasons:
    each = first.tree.rounds[0]
    seeks = [bool(x) for x in each.seeks[i]]
    play = first.assessment.play[0][i][0, kind]
    ahead: Prospects = first.prospects(i, kind)
    at_stake, plays = stakes(ahead, seeks), played(ahead, play)
    now = snapped(float(play[each.seeks[i]].sum()))
    only = len(first.tree.rounds) == 1
    told = [*_of_beliefs(scenario, i, kind), *_of_play(seeks, at_stake, plays, now, float(play.max()), only=only)]
    if not only and snapped(ever) != now:
        told.append(f"Over all rounds it seeks with probability {percent(snapped(ever))}.")
    return KindReasons(
        motive=motive(first.game(i, kind), [[bool(x) for x in of_actor] for of_actor in each.seeks], i)
        if only
        else None,
        stakes=at_stake,
        played=plays,
        why=" ".join(told),
    )


def _of_beliefs(scenario: Scenario, i: int, kind: int) -> Iterator[str]:
    actor = scenario.actors[i]
    if actor.types:
        actor = replace(actor, beliefs=overlaid(scenario, actor.beliefs, actor.types[kind].beliefs))
    if told := what_it_believes(beliefs_of(scenario, actor)):
        yield told


def _of_play(
    seeks: Sequence[bool], at_stake: Terms | None, plays: Terms | None, chance: float, most: float, *, only: bool
) -> Iterator[str]:
    """Yield the sentences about the first round."""

    def of_round(told: str) -> str:
        return told if only else f"In the first round, {told[0].lower()}{told[1:]}"

    if unable := without_choice(seeks):
        yield unable
    yield from map(of_round, why_this_play(seeks, at_stake, plays, chance, most))
