"""The `solve` question: who seeks power at equilibrium, why, and what happens then?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from powergame.analysis.alliances import if_wars
from powergame.analysis.head import solution_options
from powergame.analysis.solve.beliefs import beliefs_of
from powergame.analysis.solve.motive import motive
from powergame.analysis.solve.result import ActorAnswer, Answer, Happening, ListedIn
from powergame.analysis.solve.terms import played, prospects, stakes
from powergame.analysis.solve.turn_sentence import grid_note, turn_sentence, unreached_note
from powergame.analysis.solve.why import seeks_in, what_it_believes, why_this_play, without_choice
from powergame.deadline import Deadline, TimeLimit, after
from powergame.equilibrium.concept import Concept, Solver, as_concept, solve_game
from powergame.equilibrium.expected import arrays
from powergame.equilibrium.ordinal import ordinal_name
from powergame.equilibrium.types import Solution
from powergame.equilibrium.verdict import seeking, seeking_in_each, seeking_rungs, verdict, verdicts
from powergame.model.alignment import alignment_with_power
from powergame.model.compile import (
    DEFAULT_MAX_MEBIBYTES,
    Compiled,
    compile_game,
    outcome_at,
    outcomes_at_pure,
    refuse_large,
)
from powergame.model.game import Game
from powergame.model.parameters import power_shares, scenario_directions
from powergame.objects.named import ByName
from powergame.plain import Json
from powergame.scenario.scenario import Scenario
from powergame.sources.games import NamedGame, expect_loaded

if TYPE_CHECKING:
    from powergame.analysis.solve.turns import Turns
    from powergame.equilibrium.verdict import Verdicts


def solve(
    scenario: Scenario | NamedGame,
    *,
    solver: Solver = "auto",
    concept: Concept | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    look_for_turns: bool = True,
    time_limit: TimeLimit = None,
) -> Answer | Any:
    """Solve a scenario, or a game.

    Parameters
    ----------
    scenario
        A scenario, with private types in one round or without; or a game, of which the answer has equilibria and
        certificates, without seeking and motives.
    solver
        `auto` is `exact` for two actors, with nashpy's list compared; for more, elimination of strictly dominated
        rungs and a search through all supports, with proof, where the game is small enough for it.
    concept
        Nash equilibrium by default, or quantal response at a rationality.
    max_mebibytes
        Mebibytes that the payoff arrays may take at most.
    look_for_turns
        Whether to look for the changes that would turn verdicts, which takes most of the time.
    time_limit
        Seconds that the work may take; None is no limit. Where it cuts, the answer has what was reached, and
        ``answer.solution.limited`` is `time`.

    Returns
    -------
    Answer or TreeAnswer
        The latter of private types, and of several rounds. Type checkers take it for an `Answer`.

    Raises
    ------
    GameTooLargeError
        Before anything is allocated.
    UsageError
        Where private types meet several rounds, which `deceive` takes, or the solver is for matrices.
    NoAnswerError
        Where no equilibrium at all could be found, or the quantal response path broke off; as `TimeLimitError` where
        time was lacking.

    Examples
    --------
    >>> import powergame as pg
    >>> answer = pg.solve(pg.load("@strong-and-aligned"))
    >>> [actor.verdict for actor in answer.actors]
    ['never', 'never']
    """
    scenario = expect_loaded(scenario)
    if isinstance(scenario, Scenario) and scenario.is_tree:
        from powergame.analysis.solve.tree.run import refuse_both, solve_rounds  # which most scenarios do not need

        refuse_both(scenario)
        options = _options(solver, as_concept(concept), look_for_turns)
        return solve_rounds(scenario, solver=solver, concept=concept, options=options, time_limit=time_limit)
    return solve_matrix(
        scenario,
        solver=solver,
        concept=concept,
        max_mebibytes=max_mebibytes,
        look_for_turns=look_for_turns,
        time_limit=time_limit,
    )


def solve_matrix(
    scenario: Scenario | NamedGame,
    *,
    solver: Solver = "auto",
    concept: Concept | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    look_for_turns: bool = True,
    time_limit: TimeLimit = None,
) -> Answer:
    """Solve a scenario of one round without private types, or a game, as `solve` does.

    Raises
    ------
    UsageError
        Where the scenario has private types or several rounds, so that there is no matrix of payoffs.
    """
    chosen, deadline = as_concept(concept), after(time_limit)
    if isinstance(scenario, NamedGame):
        return _solve_named(scenario, solver, chosen, max_mebibytes, deadline)
    compiled = compile_game(scenario, max_mebibytes, deadline)
    concept, solution = solve_game(compiled.game, solver, chosen, deadline)
    turned: tuple[Turns | None, ...] = (None,) * len(scenario.actors)
    if look_for_turns and concept.name == "nash":
        turned = _turned(compiled, verdicts(solution.equilibria, seeking_rungs(scenario)), deadline)
    if note := unreached_note(turned):
        solution = replace(solution, later_limited="time", notes=(*solution.notes, note))
    if note := grid_note(turned):
        solution = replace(solution, notes=(*solution.notes, note))
    return Answer(
        name=scenario.name,
        source=scenario.source,
        sha256=scenario.sha256,
        scenario=scenario,
        about=scenario.about,
        game=compiled.game,
        solution=solution,
        concept=concept,
        options=_options(solver, chosen, look_for_turns),
        actors=ByName(_actors(compiled, solution, turned)),
        happenings=tuple(_happenings(compiled, solution)),
        if_wars=if_wars(compiled.truth, compiled.game, compiled.war, [e.profile for e in solution.equilibria]),
        war=compiled.war,
        type=_type(compiled.game),
    )


def _solve_named(named: NamedGame, solver: Solver, chosen: Concept, max_mebibytes: float, deadline: Deadline) -> Answer:
    """Solve a game that comes from no scenario: equilibria and certificates, without seeking and motives."""
    game = named.game
    refuse_large(game.shape, max_mebibytes)
    concept, solution = solve_game(game, solver, chosen, deadline)
    return Answer(
        name=named.name,
        source=named.source,
        sha256=named.sha256,
        scenario=None,
        about=named.about,
        game=game,
        solution=solution,
        concept=concept,
        options=_options(solver, chosen, look_for_turns=False),
        actors=ByName(),
        happenings=(None,) * len(solution.equilibria),
        if_wars=(None,) * len(solution.equilibria),
        war=None,
        type=_type(game),
    )


def _options(solver: Solver, concept: Concept, look_for_turns: bool) -> dict[str, Json]:
    return {"solver": solver, **solution_options(concept), "turns": look_for_turns}


def _actors(compiled: Compiled, solution: Solution, turned: Sequence[Turns | None]) -> tuple[ActorAnswer, ...]:
    scenario = compiled.scenario
    d, power = scenario_directions(scenario), power_shares(scenario)
    with_power = alignment_with_power(d, power)
    rungs = seeking_rungs(scenario)
    chances = [seeking(seekers, i, solution.equilibria) for i, seekers in enumerate(rungs)]
    selected = next((e for e in solution.equilibria if e.selected), None)
    answers = []
    for i, actor in enumerate(scenario.actors):
        ahead = prospects(compiled, i, selected) if selected else None
        play = arrays(selected.profile)[i] if selected else None
        answer = ActorAnswer(
            name=actor.name,
            power=float(power[i]),
            alignment={
                other: float(compiled.truth.alignment[i, j, 0]) for j, other in enumerate(scenario.names) if j != i
            },
            alignment_with_power=with_power[i],
            verdict=verdict(chances[i]),
            proven=solution.complete,
            seeks=chances[i],
            listed=_listed(solution, rungs[i], i),
            motive=motive(compiled.game, rungs, i),
            why="",
            beliefs=beliefs_of(scenario, actor),
            stakes=stakes(ahead, rungs[i]) if ahead else None,
            played=played(ahead, play) if ahead and play is not None else None,
            turns=None if (of_actor := turned[i]) is None or of_actor.cut else of_actor.turns,
        )
        most = None if play is None else float(play.max())
        told = _reasons(answer, rungs[i], most, len(solution.equilibria), turned[i])
        answers.append(replace(answer, why=" ".join(filter(None, told))))
    return tuple(answers)


def _listed(solution: Solution, seeks: Sequence[bool], i: int) -> ListedIn:
    each = seeking_in_each(seeks, i, solution.equilibria)
    return ListedIn(sum(chance == 1 for chance in each), sum(0 < chance < 1 for chance in each))


def _reasons(
    actor: ActorAnswer, seeks: Sequence[bool], most: float | None, count: int, turned: Turns | None
) -> Iterator[str]:
    """Yield the sentences of an actor's *why*.

    Parameters
    ----------
    most
        Probability of the rung that it plays most; None where no equilibrium is selected.
    count
        Number of equilibria listed.
    """
    yield what_it_believes(actor.beliefs)
    unable = without_choice(seeks)
    yield unable
    if actor.seeks.selected is not None and most is not None:
        yield from why_this_play(seeks, actor.stakes, actor.played, actor.seeks.selected, most)
    if unable:
        return
    if actor.seeks.selected is None or (actor.verdict == "depends" and count > 1):
        yield seeks_in(actor.listed, count)
    yield turn_sentence(turned)


def _turned(compiled: Compiled, now: Verdicts, deadline: Deadline) -> tuple[Turns | None, ...]:
    """Return each actor's turns; None where the game is too large to look for them."""
    from powergame.analysis.solve.turns import searched, turns  # half of what a small scenario takes

    return turns(compiled.scenario, now, deadline) if searched(compiled.game.shape) else (None,) * len(now)


def _happenings(compiled: Compiled, solution: Solution) -> Iterator[Happening]:
    """Yield the outcome of each equilibrium; those of pure ones, which may be thousands, are computed at once."""
    pure = [e for e in solution.equilibria if e.pure]
    played = np.array([[[float(p) for p in strategy].index(1.0) for strategy in e.profile] for e in pure]).T
    together = outcomes_at_pure(compiled, played) if pure else None
    rank = 0
    for e in solution.equilibria:
        if together is not None and e.pure:
            war, destroyed, after = together.war[rank], together.destroyed[rank], together.power_after[:, rank]
            rank += 1
        else:
            mixed = outcome_at(compiled, [[float(p) for p in strategy] for strategy in e.profile])
            war, destroyed, after = mixed.war, mixed.destroyed, mixed.power_after
        yield Happening(float(war), float(destroyed), tuple(float(x) for x in after))


def _type(game: Game) -> str | None:
    return ordinal_name(game.payoffs) if game.payoffs.shape == (2, 2, 2) else None
