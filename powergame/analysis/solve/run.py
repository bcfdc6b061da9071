"""The `solve` question: who seeks power at equilibrium, why, and what happens then?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from powergame.analysis.head import solution_options
from powergame.analysis.solve.motive import motive
from powergame.analysis.solve.result import ActorAnswer, Answer, Happening
from powergame.analysis.solve.turns import Turns, searched, turns
from powergame.analysis.solve.why import stakes, why
from powergame.deadline import Deadline, TimeLimit, after
from powergame.equilibrium.concept import Concept, Solver, solve_game
from powergame.equilibrium.ordinal import ordinal_name
from powergame.equilibrium.types import Solution
from powergame.equilibrium.verdict import seeking, seeking_rungs, verdict
from powergame.errors import TimeLimitError
from powergame.model.alignment import alignment_with_power
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES, Compiled, compile_game, outcome_at, outcomes_at_pure
from powergame.model.game import Game
from powergame.model.parameters import power_shares, scenario_directions
from powergame.plain import Json
from powergame.scenario.scenario import Scenario


def solve(
    scenario: Scenario,
    *,
    solver: Solver = "auto",
    concept: Concept | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    look_for_turns: bool = True,
    time_limit: TimeLimit = None,
) -> Answer:
    """Solve a scenario.

    Parameters
    ----------
    scenario
        A scenario of one round, without private types.
    solver
        `auto` is `exact` for two actors, with nashpy's list compared; for more, elimination of strictly dominated
        rungs and all pure equilibria.
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
    Answer

    Raises
    ------
    GameTooLargeError, UsageError
        As `compile_game` does.
    NoAnswerError
        Where no equilibrium at all could be found, or the quantal response path broke off; as `TimeLimitError` where
        time was lacking.

    Examples
    --------
    >>> import powergame as pg
    >>> answer = pg.solve(pg.load("scenarios/strong-and-aligned.yaml"))
    >>> [actor.verdict for actor in answer.actors]
    ['never', 'never']
    """
    deadline = after(time_limit)
    compiled = compile_game(scenario, max_mebibytes, deadline)
    chosen = concept or Concept()
    concept, solution = solve_game(compiled.game, solver, chosen, deadline)
    try:
        actors = _actors(compiled, solution, concept, look_for_turns, deadline)
    except TimeLimitError:
        look_for_turns = False
        actors = _actors(compiled, solution, concept, look_for_turns, deadline)
        notes = (*solution.notes, "no time was left to look for what would turn the verdicts")
        solution = replace(solution, limited="time", notes=notes)
    return Answer(
        name=scenario.name,
        source=scenario.source,
        sha256=scenario.sha256,
        scenario=scenario,
        game=compiled.game,
        solution=solution,
        concept=concept,
        options=_options(solver, chosen, look_for_turns),
        actors=actors,
        happenings=tuple(_happenings(compiled, solution)),
        war=compiled.war,
        type=_type(compiled.game),
    )


def answer_for_game(
    game: Game,
    name: str,
    source: str,
    sha256: str,
    solver: Solver,
    concept: Concept | None = None,
    *,
    time_limit: TimeLimit = None,
) -> Answer:
    """Solve a game that comes from no scenario: equilibria and certificates, without seeking and motives."""
    chosen = concept or Concept()
    concept, solution = solve_game(game, solver, chosen, after(time_limit))
    return Answer(
        name=name,
        source=source,
        sha256=sha256,
        scenario=None,
        game=game,
        solution=solution,
        concept=concept,
        options=_options(solver, chosen, look_for_turns=False),
        actors=(),
        happenings=(None,) * len(solution.equilibria),
        war=None,
        type=_type(game),
    )


def _options(solver: Solver, concept: Concept, look_for_turns: bool) -> dict[str, Json]:
    return {"solver": solver, **solution_options(concept), "turns": look_for_turns}


def _actors(
    compiled: Compiled, solution: Solution, concept: Concept, look_for_turns: bool, deadline: Deadline
) -> tuple[ActorAnswer, ...]:
    scenario = compiled.scenario
    d, power = scenario_directions(scenario), power_shares(scenario)
    with_power = alignment_with_power(d, power)
    rungs = seeking_rungs(scenario)
    chances = [seeking(seekers, i, solution.equilibria) for i, seekers in enumerate(rungs)]
    verdicts = tuple(map(verdict, chances))
    looked = look_for_turns and concept.name == "nash" and searched(compiled.game.shape)
    turned = turns(scenario, verdicts, deadline) if looked else (Turns(),) * len(verdicts)
    selected = next((e for e in solution.equilibria if e.selected), None)
    answers = []
    for i, actor in enumerate(scenario.actors):
        at_stake = stakes(compiled, i, selected) if selected else None
        answers.append(
            ActorAnswer(
                name=actor.name,
                power=float(power[i]),
                alignment={
                    other: float(compiled.truth.alignment[i, j, 0]) for j, other in enumerate(scenario.names) if j != i
                },
                alignment_with_power=with_power[i],
                verdict=verdicts[i],
                seeks=chances[i],
                motive=motive(compiled.game, rungs, i),
                why=why(at_stake, chances[i], turned[i] if looked else None, seeker=any(rungs[i])),
                stakes=at_stake,
                turns=turned[i].turns,
            )
        )
    return tuple(answers)


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
