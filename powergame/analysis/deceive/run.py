"""The `deceive` question: who conceals what it is, who feigns, and what observers come to believe."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from powergame.analysis.deceive.actors import Along, Opened, opened, told_of_actor
from powergame.analysis.deceive.prior import MOST_STEPS, MOST_UNKNOWNS, left_out, words_along
from powergame.analysis.deceive.result import Deception, Deceptions, TreeSize
from powergame.analysis.deceive.search import SearchOptions, Solved, solved
from powergame.analysis.rounds.standing import types_with_power
from powergame.analysis.rounds.told import names, told
from powergame.deadline import TimeLimit, after
from powergame.errors import UsageError
from powergame.model.tree.rounds import compile_tree
from powergame.objects.named import ByName, expect_number, expect_several
from powergame.scenario.scenario import Scenario
from powergame.sources.games import expect_scenario
from powergame.sources.load import Loaded

MAX_STARTS = 1_000
"""Further starting points of the logit path at most."""


def deceive(
    scenario: Loaded,
    *,
    starts: int = 0,
    pure: bool | None = None,
    rationality: float | None = None,
    over_prior: bool | None = None,
    time_limit: TimeLimit = None,
) -> Deception:
    """Find who conceals what it is and strikes later, who feigns, and what observers come to believe.

    Parameters
    ----------
    scenario
        A scenario in which some actor has private types, of one round or several.
    starts
        Further starting points of the logit path, beside uniform play.
    pure
        Whether equilibria in pure strategies are looked for; None where they fit.
    rationality
        Of the quantal response that is taken in the place of equilibria; None for equilibria.
    over_prior
        Whether words are looked for at other probabilities of the types, too; None where the game is small.
    time_limit
        Seconds that the work may take; None is no limit.

    Raises
    ------
    UsageError
        Where no actor has private types, or an option does not fit; as `GameTooLargeError` for games too large.
    NoAnswerError
        Where no equilibrium is selected; as `TimeLimitError` where time was lacking.

    Examples
    --------
    >>> import powergame as pg
    >>> answer = pg.deceive(pg.load("@surprise-coup"))
    >>> answer.actor("system").type("misaligned").disguise.verdict
    'conceals'
    """
    scenario = with_types(scenario)
    search = SearchOptions(*_checked(starts, pure, rationality), deadline=after(time_limit))
    tree = compile_tree(scenario)
    answer = solved(tree, search)
    solution = answer.solution
    with_power = types_with_power(scenario)
    actors = [opened(scenario, answer, i, search) for i, private in enumerate(tree.private) if private]
    along = [_along(answer, actor, search, over_prior) for actor in actors]
    known = [each for actor in actors for each in actor.openly if each]
    return Deception(
        scenario=scenario,
        options={"starts": starts, "pure": pure, "rationality": rationality},
        rationality=rationality,
        rounds=scenario.rounds,
        size=TreeSize(tree.histories, tree.information_sets, tree.terminals, tree.unknowns),
        names=names(tree),
        actors=ByName(
            told_of_actor(answer, actor, with_power[actor.i], words) for actor, words in zip(actors, along, strict=True)
        ),
        equilibria=tuple(told(tree, equilibrium) for equilibrium in solution.equilibria),
        pure=solution.pure.count if solution.pure else None,
        pure_complete=solution.pure.complete if solution.pure else None,
        complete=solution.complete,
        steps=solution.steps,
        notes=(*solution.notes, *(note for each in known for note in each.notes), *_left_out(along)),
        problems=(*solution.problems, *(problem for each in known for problem in each.problems)),
    )


def deceive_each(scenarios: Sequence[Loaded], **options: Any) -> Deceptions:
    """Ask of several scenarios, set side by side; the first is the baseline.

    Parameters
    ----------
    options
        As for `deceive`; a time limit is that of all together.

    Raises
    ------
    PowergameError
        As `deceive` does.
    """
    known = [
        with_types(scenario) for scenario in expect_several("scenarios", scenarios)
    ]  # all of them, before the first is solved
    deadline = after(options.pop("time_limit", None))
    return Deceptions(tuple(deceive(scenario, **options, time_limit=deadline) for scenario in known))


def with_types(scenario: Loaded) -> Scenario:
    """Return a scenario as it is.

    Raises
    ------
    UsageError
        For a game, and for a scenario in which no actor has private types.
    """
    scenario = expect_scenario(scenario, "private types")
    if not scenario.has_types:
        raise UsageError(
            f"{scenario.source or scenario.name}: no actor has private types; expected `types` of an actor, of which "
            "others know no more than their probabilities"
        )
    return scenario


def _along(answer: Solved, actor: Opened, search: SearchOptions, over_prior: bool | None) -> tuple[Along, ...]:
    """Return the words of an actor's types at their other probabilities; by default where the game is small."""
    small = answer.tree.unknowns <= MOST_UNKNOWNS and not answer.solution.problems
    if over_prior is False or (over_prior is None and not small):
        return ((),) * len(actor.openly)
    most_steps = MOST_STEPS if over_prior is None else math.inf
    return words_along(answer.tree, actor.i, actor.conducts, search, most_steps)


def _left_out(along: Iterable[Sequence[Along]]) -> Iterator[str]:
    if any(left_out(words) for of_actor in along for words in of_actor):
        yield "some other probabilities of types are left out: no equilibrium was met there, or it would take too long"


def _checked(starts: int, pure: bool | None, rationality: float | None) -> tuple[int, bool | None, float | None]:
    expect_number("starts", starts, low=0, high=MAX_STARTS)
    if rationality is not None:
        expect_number("rationality", rationality, low=0)
        if starts or pure:
            raise UsageError("at a rationality there is one response; expected neither starts nor pure equilibria")
    return starts, pure, rationality
