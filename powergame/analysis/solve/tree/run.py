"""`solve` on private types in one round, and on several rounds without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from powergame.analysis.rounds.chances import seeking
from powergame.analysis.rounds.standing import directions_of_types, types_with_power
from powergame.analysis.rounds.told import names, told
from powergame.analysis.solve.beliefs import beliefs_of
from powergame.analysis.solve.result import ListedIn
from powergame.analysis.solve.tree.outcomes import happening
from powergame.analysis.solve.tree.reasons import KindReasons, reasons
from powergame.analysis.solve.tree.result import KindAnswer, TreeActor, TreeAnswer
from powergame.arrays import FloatArray
from powergame.deadline import Deadline, TimeLimit, after
from powergame.equilibrium.concept import Concept, Solver, as_concept
from powergame.equilibrium.sequential.find import solve_tree
from powergame.equilibrium.sequential.types import TreeSolution
from powergame.equilibrium.verdict import Seeking, snapped, verdict
from powergame.errors import NoAnswerError, TimeLimitError, UsageError
from powergame.model.parameters import power_shares
from powergame.model.tree.bayesian import by_types
from powergame.model.tree.rounds import compile_tree
from powergame.model.tree.types import GameTree
from powergame.objects.named import ByName
from powergame.plain import Json
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Actor
from powergame.text import printable

PATH = "agent logit path"
"""Name of the solver that finds the selected equilibrium, and others from further points."""

Chances = FloatArray
"""For each equilibrium, for each type of an actor, (E, T_i): its probability of seeking power."""


def refuse_both(scenario: Scenario) -> None:
    """Raise `UsageError` for private types in several rounds: what they do is told by what they hide."""
    if scenario.rounds > 1 and scenario.has_types:
        at = printable(scenario.source or scenario.name)
        raise UsageError(
            f"{at}: there are private types and {scenario.rounds} rounds; expected one of the two (powergame deceive "
            "takes both)"
        )


def solve_rounds(
    scenario: Scenario,
    *,
    solver: Solver = "auto",
    concept: Concept | None = None,
    options: Mapping[str, Json] | None = None,
    time_limit: TimeLimit = None,
) -> TreeAnswer:
    """Solve a scenario of private types, of several rounds, or of both.

    Parameters
    ----------
    solver
        `auto`: others are for matrices.
    options
        What the user chose, by the names of the command's options.

    Raises
    ------
    UsageError
        Where the solver is for matrices; as `GameTooLargeError` where the game is too large.
    NoAnswerError
        Where no equilibrium at all could be found; as `TimeLimitError` where time was lacking.
    """
    at, deadline, concept = printable(scenario.source or scenario.name), after(time_limit), as_concept(concept)
    if solver != "auto":
        raise UsageError(f"--solver {solver}: {at} has private types or several rounds; expected --solver auto")
    tree = compile_tree(scenario)
    solution = _solution(tree, concept, deadline)
    chances = [_chances(tree, solution, i) for i in range(len(tree.actors))]
    equilibria = tuple(told(tree, each) for each in solution.equilibria)
    return TreeAnswer(
        scenario=scenario,
        options=options or {},
        concept=concept,
        solver=PATH if concept.name == "logit" or not solution.complete else "exact",
        rounds=len(tree.rounds),
        names=names(tree),
        solution=solution,
        actors=ByName(_actors(scenario, tree, solution, chances)),
        equilibria=equilibria,
        happenings=tuple(happening(tree, c, e) for c, e in zip(solution.equilibria, equilibria, strict=True)),
        cases=tuple(by_types(tree)) if scenario.rounds == 1 else (),
        war=tree.rounds[0].war[0],
    )


def _solution(tree: GameTree, concept: Concept, deadline: Deadline) -> TreeSolution:
    """Return the equilibria by the concept asked for; of the limit of quantal response the selected one alone."""
    solution = solve_tree(tree, rationality=concept.rationality, deadline=deadline)
    if not solution.equilibria:
        error = TimeLimitError if solution.limited == "time" else NoAnswerError
        raise error("\n".join(("no equilibrium was found", *solution.problems, *solution.notes)))
    if concept.name == "logit":
        only = tuple(each for each in solution.equilibria if each.selected)
        return replace(solution, equilibria=only, complete=False, pure=None)
    return solution


def _chances(tree: GameTree, solution: TreeSolution, i: int) -> Chances:
    return np.array([seeking(tree, e.assessment.play, e.beliefs, i).first.sum(axis=0) for e in solution.equilibria])


def _actors(
    scenario: Scenario, tree: GameTree, solution: TreeSolution, chances: Sequence[Chances]
) -> Iterator[TreeActor]:
    power = power_shares(scenario)
    why = reasons(scenario, tree, solution, chances)
    for i, actor in enumerate(scenario.actors):
        seeks, listed = _seeking(chances[i] @ tree.prior[i], solution)
        yield TreeActor(
            name=actor.name,
            power=float(power[i]),
            private=tree.private[i],
            verdict=verdict(seeks),
            proven=solution.complete,
            seeks=seeks,
            listed=listed,
            beliefs=beliefs_of(scenario, actor),
            kinds=tuple(_kinds(scenario, tree, solution, i, chances[i], why[i])),
        )


def _kinds(
    scenario: Scenario, tree: GameTree, solution: TreeSolution, i: int, chances: Chances, why: Sequence[KindReasons]
) -> Iterator[KindAnswer]:
    actor, directions = scenario.actors[i], directions_of_types(scenario)
    with_power = types_with_power(scenario)[i]
    means = [p @ d for p, d in zip(tree.prior, directions, strict=True)]
    for x, name in enumerate(tree.types[i]):
        seeks, _ = _seeking(chances[:, x], solution)
        yield KindAnswer(
            name=name,
            probability=float(tree.prior[i][x]),
            alignment={
                other: _cosine(directions[i][x], mean)
                for j, (other, mean) in enumerate(zip(tree.actors, means, strict=True))
                if j != i
            },
            alignment_with_power=with_power[x],
            verdict=verdict(seeks),
            seeks=seeks,
            motive=why[x].motive,
            beliefs=beliefs_of(scenario, _as_type(actor, x)) if actor.types else (),
            stakes=why[x].stakes,
            played=why[x].played,
            why=why[x].why,
        )


def _cosine(direction: FloatArray, mean: FloatArray) -> float:
    return float(np.clip(direction @ mean, -1.0, 1.0))


def _as_type(actor: Actor, x: int) -> Actor:
    return replace(actor, beliefs=actor.types[x].beliefs)


def _seeking(chances: FloatArray, solution: TreeSolution) -> tuple[Seeking, ListedIn]:
    """Return a probability of seeking over all equilibria, (E,), and in how many it is certain or possible."""
    each = [snapped(float(chance)) for chance in chances]
    selected = next((c for c, e in zip(each, solution.equilibria, strict=True) if e.selected), None)
    listed = ListedIn(sum(chance == 1 for chance in each), sum(0 < chance < 1 for chance in each))
    return Seeking(min(each), max(each), selected), listed
