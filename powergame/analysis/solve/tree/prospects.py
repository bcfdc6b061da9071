"""What may come of each rung of the first round, while the others play an equilibrium of a game tree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from powergame.analysis.solve.terms import Prospects
from powergame.arrays import FloatArray
from powergame.equilibrium.sequential.assessment import Assessment, beliefs
from powergame.equilibrium.sequential.types import Certified
from powergame.equilibrium.sequential.values import expected, war_of, worth_of_all
from powergame.model.game import Game
from powergame.model.payoffs import round_to_unit, utility_in_peace, utility_in_war
from powergame.model.tree.rounds import Stage, first_stage
from powergame.model.tree.types import GameTree
from powergame.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class FirstRound:
    """The first round of a game tree, in an equilibrium.

    Attributes
    ----------
    worth : (n, T_1, ..., T_n, L_1, ..., L_n)
        What each profile of rungs is worth with all that follows.
    values
        The same of the histories of the next round, (n, H', T_1, ..., T_n); None in the last.
    """

    tree: GameTree
    stage: Stage
    assessment: Assessment
    worth: FloatArray
    values: FloatArray | None

    def prospects(self, i: int, kind: int) -> Prospects:
        """Return what may come of each rung of one type of an actor, by what it believes of the others' types."""
        each = self.tree.rounds[0]
        others = self._others(i)
        own = self._tables(i)
        p_war, in_peace, in_war = (self._by_rung(table, i, kind) for table in own)
        mu = beliefs(self.tree, self.assessment.after)[0]
        worth = expected(self.worth[:, None], self.assessment.play[0], mu)[i][0, kind]
        cost = self._by_rung(self.stage.by_type(self.stage.rungs.cost[i], i)[0], i, kind)[:, 0]
        return Prospects(each.moves[i], others, p_war, in_peace, in_war, worth, cost)

    def game(self, i: int, kind: int) -> Game:
        """Return the game of known types whose payoffs are the means, over the others' types, of one type's."""
        n = len(self.tree.actors)
        mean = np.take(self.worth[i], kind, axis=i)
        for j in reversed([j for j in range(n) if j != i]):
            axis = j - (j > i)
            mean = np.tensordot(self.tree.prior[j], mean, axes=(0, axis))
        moves = self.tree.rounds[0].moves
        return Game(self.tree.actors, moves, np.stack([round_to_unit(mean)] * n))

    def _tables(self, i: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return P(war), and what peace and war are worth to an actor, (T_1, ..., T_n, L_1, ..., L_n)."""
        stage, ahead = self.stage, self.stage.ahead
        peace = stage.by_type(utility_in_peace(stage.parameters, ahead, i), i)[0]
        fought = stage.by_type(np.where(stage.rungs.fighter.any(axis=0), 1.0, 0.0), i)[0] > 0
        war = np.where(fought, stage.by_type(utility_in_war(stage.parameters, ahead.war, i), i)[0], peace)
        p_war = stage.by_type(ahead.p_war, i)[0]
        each = self.tree.rounds[0]
        for siding, chosen in zip(each.sidings, self.assessment.sides[0], strict=True):
            cell = (*(slice(None) for _ in self.tree.actors), *siding.rungs)
            p = siding.p_war[i][0].reshape([-1 if j == i else 1 for j in range(len(self.tree.actors))])
            of_war = war_of(siding, i, chosen)[0]
            war[cell] = np.where(p > 0, of_war / np.where(p > 0, p, 1.0), war[cell])
        if self.values is not None:
            n = len(self.tree.actors)
            there = np.moveaxis(self.values[i][each.next[0]], range(n), range(n, 2 * n))
            peace = np.where(each.next[0] >= 0, there, peace)
        return p_war, peace, war

    def _others(self, i: int) -> FloatArray:
        """Return the probability of all profiles of the others' types and rungs, (M,)."""
        n = len(self.tree.actors)
        weight = np.ones((1,) * (2 * n))
        for j, (prior, play) in enumerate(zip(self.tree.prior, self.assessment.play[0], strict=True)):
            if j != i:
                shape = [1] * (2 * n)
                shape[j], shape[n + j] = play[0].shape
                weight = weight * (prior[:, None] * play[0]).reshape(shape)
        return weight.ravel()

    def _by_rung(self, table: FloatArray, i: int, kind: int) -> FloatArray:
        """Return what a type sees of a table by its own rung, (L_i, M)."""
        n = len(self.tree.actors)
        of_type: FloatArray = np.take(table, kind, axis=i)
        return np.moveaxis(of_type, n - 1 + i, 0).reshape(table.shape[n + i], -1)


def first_round(scenario: Scenario, tree: GameTree, certified: Certified) -> FirstRound:
    """Return the first round of an equilibrium."""
    assessment = certified.assessment
    worths, values = worth_of_all(tree, assessment.play, assessment.sides)
    following = values[1] if len(values) > 1 else None
    return FirstRound(tree, first_stage(scenario), assessment, worths[0][:, 0], following)
