"""One round: what is known of all equilibria there.

Where all types are known it is a normal-form game, with the answer of one. Of two actors all equilibria are enumerated,
type by type, and the limit of the logit path is one of them, or a point inside a convex component.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium.concept import Concept, solve_game
from powergame.equilibrium.logit.polish import members_near
from powergame.equilibrium.nash.components import connected, maximal_subsets, numbered
from powergame.equilibrium.nash.exact import Pair
from powergame.equilibrium.sequential.assessment import Assessment, bayes
from powergame.equilibrium.sequential.certificate import certify, doubt
from powergame.equilibrium.sequential.exact import bayesian_equilibria, exact_regret
from powergame.equilibrium.sequential.logit.limit import TreeLimit, tree_limit
from powergame.equilibrium.sequential.types import Certified, Method, PureList, TreeSolution
from powergame.equilibrium.types import UNSELECTED, Profile, distance
from powergame.errors import TimeLimitError
from powergame.model.game import Game
from powergame.model.tree.types import GameTree

AT_LIMIT = 1e-6
"""Probability by which the end of the logit path may miss the equilibrium that it leads to."""

NEAR_LIMIT = 1e-3
"""Probability by which it may, where the path ended early, and all other equilibria are twice as far."""


def types_known(tree: GameTree) -> bool:
    """Whether a tree is of one round in which nothing is private: a normal-form game."""
    return len(tree.rounds) == 1 and max(tree.kinds) == 1 and not tree.sided


def of_known_types(tree: GameTree, deadline: Deadline = NO_DEADLINE) -> TreeSolution:
    """Return the answer of the normal-form game that a tree is whose types are known.

    Raises
    ------
    NoAnswerError
        Where no equilibrium is known.
    """
    only = tree.rounds[0]
    game = Game(tree.actors, only.moves, only.now[:, 0].reshape(len(tree.actors), *only.shape))
    _, solution = solve_game(game, "exact", Concept(), deadline)
    listed = []
    for e in solution.equilibria:
        certified = certify(tree, assessment_of(tree, e.profile), _method(e.found_by))
        listed.append(replace(_regretting(certified, e.regret), component=e.component, selected=e.selected))
    problems = tuple(note for note in solution.notes if note.startswith(UNSELECTED))
    notes = (*solution.warnings, *(note for note in solution.notes if note not in problems))
    pure = PureList(sum(e.pure for e in listed), solution.list_limited is None)
    answer = TreeSolution(
        tuple(listed),
        solution.complete,
        pure,
        0,
        notes,
        problems,
        solution.limited,
        solution.convex,
        solution.degenerate,
    )
    return selected_first(answer)


def _method(found_by: Sequence[str]) -> Method:
    return "logit" if "logit" in found_by else "pure" if "pure" in found_by else "exact"


def of_two_actors(tree: GameTree, deadline: Deadline = NO_DEADLINE) -> TreeSolution:
    """Return all extreme equilibria of a tree of one round and two actors, the limit of the logit path selected."""
    enumeration = bayesian_equilibria(tree, deadline)
    names = [(x, y) for x, y in numbered(enumeration.pairs)]
    components = connected(names)
    listed = tuple(_exact(tree, pair, c) for pair, c in zip(enumeration.pairs, components, strict=True))
    solution = TreeSolution(
        listed,
        enumeration.complete,
        PureList(sum(e.pure for e in listed), enumeration.complete),
        limited=enumeration.limited,
        convex=maximal_subsets(names, components),
        degenerate=enumeration.degenerate,
    )
    if enumeration.complete and len(listed) == 1:
        return _selected(solution, 0)
    try:
        limit = tree_limit(tree, deadline)
    except TimeLimitError as error:
        return replace(solution, problems=(f"{UNSELECTED}: {error}",), limited="time")
    return _matched(tree, replace(solution, steps=limit.steps), enumeration.pairs, limit)


def assessment_of(tree: GameTree, profile: Profile) -> Assessment:
    """Return the assessment of one round in which an actor's types play parts of its strategy, one after the other.

    After a rung that is not played the belief stays what it was.
    """
    play, after = [], []
    for prior, strategy, kinds, rungs in zip(tree.prior, profile, tree.kinds, tree.rounds[0].shape, strict=True):
        of_actor = np.array([float(p) for p in strategy]).reshape(1, kinds, rungs)
        play.append(of_actor)
        after.append(bayes(prior[None], of_actor, np.broadcast_to(prior, (1, rungs, kinds))))
    return Assessment((tuple(play),), (tuple(after),), ((),))


def selected_first(solution: TreeSolution) -> TreeSolution:
    """Return a solution with its selected equilibrium first in the list."""
    order = sorted(range(len(solution.equilibria)), key=lambda k: not solution.equilibria[k].selected)
    place = {k: at for at, k in enumerate(order)}
    convex = tuple(tuple(sorted(place[k] for k in subset)) for subset in solution.convex)
    return replace(solution, equilibria=tuple(solution.equilibria[k] for k in order), convex=convex)


def _exact(tree: GameTree, pair: Pair, component: int) -> Certified:
    """Return an equilibrium in fractions with its certificate, in fractions too."""
    certified = certify(tree, assessment_of(tree, pair), "exact")
    return replace(_regretting(certified, float(exact_regret(tree, pair))), component=component)


def _regretting(certified: Certified, regret: float) -> Certified:
    """Return a certificate of one round with the regret that exact arithmetic has."""
    relative = min(regret, certified.relative_regret)
    return replace(certified, regret=regret, relative_regret=relative, plan_regret=regret, gains=(np.array([regret]),))


def _selected(solution: TreeSolution, k: int) -> TreeSolution:
    chosen = tuple(replace(e, selected=j == k) for j, e in enumerate(solution.equilibria))
    return selected_first(replace(solution, equilibria=chosen))


def _matched(tree: GameTree, solution: TreeSolution, pairs: Sequence[Pair], limit: TreeLimit) -> TreeSolution:
    """Return the solution with the limit of the logit path selected: listed, inside a component, or beside the list."""
    point = tuple(tuple(of_actor.ravel().tolist()) for of_actor in limit.assessment.play[0])
    far = [distance(pair, point) for pair in pairs]
    nearest = min(range(len(far)), key=far.__getitem__, default=-1)
    if pairs and far[nearest] < AT_LIMIT:
        return _selected(solution, nearest)
    inside = _inside(tree, solution, pairs, point)
    if inside is not None:
        return _inserted(solution, inside)
    if pairs and solution.complete and far[nearest] < NEAR_LIMIT and sum(x < 2 * far[nearest] for x in far) == 1:
        return _selected(solution, nearest)
    certified = certify(tree, limit.assessment, "logit")
    notes, problems = doubt(certified)
    if limit.reason:
        problems = (*problems, limit.reason)
    elif solution.complete:
        problems = (*problems, "the logit path ends near none of the listed equilibria")
    component = 1 + max((e.component for e in solution.equilibria), default=-1)
    added = _inserted(solution, replace(certified, component=component))
    return replace(added, notes=(*solution.notes, *notes), problems=problems)


def _inside(tree: GameTree, solution: TreeSolution, pairs: Sequence[Pair], point: Profile) -> Certified | None:
    """Return the exact member of a convex component at a point, or None."""
    for subset in solution.convex:
        if len(subset) == 1:
            continue
        sides = []
        for i in (0, 1):
            strategy = [float(p) for p in point[i]]
            sides.append(members_near(sorted({pairs[k][i] for k in subset}), strategy, AT_LIMIT))
        for x, y in zip(*sides, strict=False):  # none if a side is empty
            pair: Pair = (tuple(map(Fraction, x)), tuple(map(Fraction, y)))
            if distance(pair, point) > 2 * AT_LIMIT or min(*x, *y) < 0:
                continue
            member = _exact(tree, pair, solution.equilibria[subset[0]].component)
            if member.regret == 0:
                return replace(member, method="logit")
    return None


def _inserted(solution: TreeSolution, selected: Certified) -> TreeSolution:
    """Return the solution with a further equilibrium, selected."""
    return selected_first(replace(solution, equilibria=(*solution.equilibria, replace(selected, selected=True))))
