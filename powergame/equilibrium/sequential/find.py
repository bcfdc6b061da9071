"""Find the equilibria of a game of rounds and private types: the door, as `nash.find` is to games of known types.

Of one round all equilibria may be known (`one_round`). Elsewhere the list has the one that is selected, to which the
logit path leads, the pure ones, and those to which paths from other starting points lead. All are certified, whoever
found them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.sequential.alike import alike
from powergame.equilibrium.sequential.certificate import accepted, certify, doubt
from powergame.equilibrium.sequential.exact import fits
from powergame.equilibrium.sequential.logit.limit import TreeLimit, tree_limit
from powergame.equilibrium.sequential.logit.response import tree_response
from powergame.equilibrium.sequential.one_round import of_known_types, of_two_actors, types_known
from powergame.equilibrium.sequential.pure.search import pure_equilibria
from powergame.equilibrium.sequential.types import Certified, PureList, TreeSolution
from powergame.errors import TimeLimitError
from powergame.model.tree.types import GameTree

START_SPREAD = 2.0
"""Log-odds: standard deviation of the play at which paths from other starting points begin."""


def solve_tree(
    tree: GameTree,
    *,
    rationality: float | None = None,
    starts: int = 0,
    pure: bool | None = None,
    deadline: Deadline = NO_DEADLINE,
    others_by: Deadline | None = None,
) -> TreeSolution:
    """Return the known equilibria of a game tree, each with its certificate, the selected one first.

    Parameters
    ----------
    rationality
        lambda of the quantal response that is asked for instead, which is then alone in the list.
    starts
        How many further starting points the logit path is followed from; the same ones each time.
    pure
        Whether all pure equilibria are looked for; None where the tree is small enough.
    deadline
        When the search has to end.
    others_by
        When the search for others than the selected one has to end, so that other work may follow; None for no earlier.

    Raises
    ------
    NoAnswerError
        Where nothing is known; as `TimeLimitError` where time was lacking.
    """
    if rationality is not None:
        return _response(tree, rationality, deadline)
    if types_known(tree):
        return of_known_types(tree, deadline)
    if fits(tree):
        solution = of_two_actors(tree, deadline)
        if solution.complete:
            return solution
    else:
        solution = _of_limit(tree, tree_limit(tree, deadline))
    return _with_others(tree, solution, starts, pure, others_by or deadline)


def _response(tree: GameTree, rationality: float, deadline: Deadline) -> TreeSolution:
    """Return the quantal response alone; its regret is the cost of the noise in play."""
    response = tree_response(tree, rationality, deadline)
    certified = replace(certify(tree, response.assessment, "logit"), selected=True)
    note = "quantal response on the principal branch; its regret is the cost of the noise in play"
    problems = (response.reason,) if response.reason else ()
    return TreeSolution((certified,), complete=False, pure=None, steps=response.steps, notes=(note,), problems=problems)


def _of_limit(tree: GameTree, limit: TreeLimit) -> TreeSolution:
    """Return the selected equilibrium alone, or the point at which the path broke off, which a problem marks."""
    certified = replace(certify(tree, limit.assessment, "logit"), selected=True)
    notes, problems = doubt(certified)
    problems = (*problems, limit.reason) if limit.reason else problems
    return TreeSolution((certified,), complete=False, pure=None, steps=limit.steps, notes=notes, problems=problems)


def _with_others(
    tree: GameTree, solution: TreeSolution, starts: int, pure: bool | None, deadline: Deadline
) -> TreeSolution:
    """Return a solution with the pure equilibria, and those to which paths from other starting points lead."""
    if pure or (pure is None and tree.unknowns <= budgets.PURE_UNKNOWNS):
        solution = _with_pure(tree, solution, deadline)
    return _with_starts(tree, solution, starts, deadline) if starts else solution


def _with_pure(tree: GameTree, solution: TreeSolution, deadline: Deadline) -> TreeSolution:
    search = pure_equilibria(tree, deadline)
    certified = [certify(tree, assessment, "pure") for assessment in search.assessments]
    equilibria = [e for e in certified if accepted(e)]
    complete = search.complete and len(equilibria) == len(certified)
    if search.limited == "time":
        notes: tuple[str, ...] = (f"cut by the time limit of {deadline.seconds:g} s; more equilibria may be pure",)
    else:
        notes = ("too much for the budget of steps; more equilibria may be pure",) if search.limited else ()
    solution = replace(solution, pure=PureList(len(equilibria), complete), limited=search.limited or solution.limited)
    return _with_more(tree, replace(solution, notes=(*solution.notes, *notes)), equilibria)


def _with_starts(tree: GameTree, solution: TreeSolution, starts: int, deadline: Deadline) -> TreeSolution:
    size = sum(
        each.histories * kinds * rungs
        for each in tree.rounds
        for kinds, rungs in zip(tree.kinds, each.shape, strict=True)
    )
    more, steps, followed, reached = solution, solution.steps, 0, 0
    for k in range(starts):
        try:
            limit = tree_limit(tree, deadline, np.random.default_rng(k).normal(scale=START_SPREAD, size=size))
        except TimeLimitError:
            break
        steps, followed = steps + limit.steps, followed + 1
        end = certify(tree, limit.assessment, "logit")
        if not limit.reason and accepted(end):
            reached += 1
            more = _with_more(tree, more, [end])
    new = len(more.equilibria) - len(solution.equilibria)
    note = f"{reached:,} of {followed:,} further starting points lead to an equilibrium, {new:,} of them new"
    if followed == starts:
        return replace(more, steps=steps, notes=(*more.notes, note))
    note += f"; cut by the time limit of {deadline.seconds:g} s, {starts:,} were asked for"
    return replace(more, steps=steps, notes=(*more.notes, note), limited="time")


def _with_more(tree: GameTree, solution: TreeSolution, equilibria: Sequence[Certified]) -> TreeSolution:
    """Return a solution with those of different equilibria that are not in its list, each a component of its own."""
    new = [e for e in equilibria if not any(alike(tree, known, e) for known in solution.equilibria)]
    first = 1 + max((e.component for e in solution.equilibria), default=-1)
    numbered = (replace(e, component=k) for k, e in enumerate(new, first))
    return replace(solution, equilibria=(*solution.equilibria, *numbered))
