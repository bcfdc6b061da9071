"""Compile a scenario to a game: one payoff array an actor, over all profiles of rungs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray, IndexArray
from powergame.deadline import NO_DEADLINE, Deadline
from powergame.digits import EVERY_DIGIT, significant
from powergame.errors import GameTooLargeError, UsageError
from powergame.model.game import Game
from powergame.model.parameters import Parameters, parameters
from powergame.model.payoffs import Branches, Outcome, branches, expected_utility, outcome, round_to_unit
from powergame.model.peace import war_probability
from powergame.objects.named import expect_number
from powergame.scenario.paths.apply import seen_by
from powergame.scenario.scenario import Scenario
from powergame.text import listed, printable

DEFAULT_MAX_MEBIBYTES = 512
"""Mebibytes that the payoff arrays of one game may take."""

MAX_ACTORS = 30
"""Actors of a game: NumPy's arrays have up to 32 dimensions in every version, one for the actors and one for rows."""

CHUNK_ENTRIES = 1 << 21
"""Entries (sides x actors x rows) computed at once: a few arrays of this size stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Compiled:
    """A scenario and its game.

    Attributes
    ----------
    game
        Payoffs as each actor believes them to be.
    war : (L_1, ..., L_n)
        Probability of war in each profile, with the scenario's own numbers.
    views
        The parameters that each actor's payoffs were computed with.
    truth
        The scenario's own.
    """

    scenario: Scenario
    game: Game
    war: FloatArray
    views: tuple[Parameters, ...]
    truth: Parameters


def compile_game(
    scenario: Scenario, max_mebibytes: float = DEFAULT_MAX_MEBIBYTES, deadline: Deadline = NO_DEADLINE
) -> Compiled:
    """Compile a scenario of one round without private types to a normal-form game.

    Parameters
    ----------
    scenario
        Any number of actors.
    max_mebibytes
        The most that the payoff arrays may take.
    deadline
        When the work has to end.

    Raises
    ------
    GameTooLargeError
        Before anything is allocated; the message has the size.
    UsageError
        Where the scenario has private types or several rounds.
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    The security dilemma, a stag hunt: striking is better against one who strikes.

    >>> import powergame as pg
    >>> compiled = compile_game(pg.load("scenarios/security-dilemma.yaml"))
    >>> compiled.game.rungs[0]
    ('hold', 'strike')
    >>> compiled.game.payoffs[0].round(2).tolist()
    [[0.7, 0.5], [0.69, 0.54]]
    >>> compiled.war.tolist()
    [[0.0, 0.5], [0.5, 0.75]]
    """
    refuse_types_and_rounds(scenario)
    shape = shape_of(scenario)
    refuse_large(shape, max_mebibytes)
    truth, seen = views_of(scenario)
    payoffs = np.empty((len(shape), math.prod(shape)))
    war = np.empty(math.prod(shape))
    for rows, profiles in chunks(shape):
        deadline.check("the game's payoffs were computed")
        known = _fill(payoffs[:, rows], seen, profiles, rounded=True).get(id(truth))
        war[rows] = war_probability(truth.rungs(profiles)) if known is None else known.p_war
    rungs = tuple(tuple(rung.name for rung in scenario.ladder_of(actor)) for actor in scenario.actors)
    game = Game(scenario.names, rungs, payoffs.reshape(len(shape), *shape))
    return Compiled(scenario, game, war.reshape(shape), seen, truth)


def payoffs_of_views(
    views: Sequence[Parameters], *, rounded: bool = True, deadline: Deadline = NO_DEADLINE
) -> FloatArray:
    """Return the payoffs (n, L_1, ..., L_n, B) of B variants, given each actor's view of them.

    Parameters
    ----------
    views
        (n,) stacked parameters; the same object for actors of the same view.
    rounded
        Whether to round to `PAYOFF_UNIT`, as a game's payoffs are; unrounded ones are smooth where the model is.
    deadline
        When the work has to end.

    Raises
    ------
    TimeLimitError
        Where the time runs out.
    """
    shape = tuple(ladder.shape[1] for ladder in views[0].ladders)
    width = views[0].odds.shape[-1]
    payoffs = np.empty((len(shape), math.prod(shape), width))
    for rows, profiles in chunks(shape, width):
        deadline.check("payoffs were computed")
        _fill(payoffs[:, rows], views, profiles, rounded=rounded)
    return payoffs.reshape(len(shape), *shape, width)


def outcomes_at_pure(compiled: Compiled, rungs: IndexArray) -> Outcome:
    """Return the outcomes of pure profiles, given as rungs (n, P): arrays (P,) and (n, P)."""
    step = max(1, CHUNK_ENTRIES // (len(rungs) + 1) ** 2)
    parts = [
        outcome(compiled.truth, compiled.truth.rungs(rungs[:, start : start + step]))
        for start in range(0, rungs.shape[1], step)
    ]
    return Outcome(
        np.concatenate([part.war for part in parts]),
        np.concatenate([part.destroyed for part in parts]),
        np.concatenate([part.power_after for part in parts], axis=1),
    )


def outcome_at(compiled: Compiled, strategies: Sequence[Sequence[float]]) -> Outcome:
    """Return the expected outcome of a mixed profile: scalars and (n,)."""
    supports = [[r for r, p in enumerate(strategy) if p > 0] for strategy in strategies]
    totals: list[FloatArray] = []
    for _, places in chunks(tuple(len(support) for support in supports)):
        profiles = np.stack([np.array(support)[place] for support, place in zip(supports, places, strict=True)])
        weight = np.ones(profiles.shape[1])
        for strategy, rungs in zip(strategies, profiles, strict=True):
            weight = weight * np.array([float(p) for p in strategy])[rungs]
        outcomes = outcome(compiled.truth, compiled.truth.rungs(profiles))
        rows = np.vstack([outcomes.war, outcomes.destroyed, outcomes.power_after])
        totals.append((rows * weight).sum(axis=1))
    war, destroyed, *after = np.sum(totals, axis=0)
    return Outcome(war, destroyed, np.array(after))


def views_of(scenario: Scenario) -> tuple[Parameters, tuple[Parameters, ...]]:
    """Return the scenario's own parameters, and each actor's view: the same object where it has no beliefs."""
    truth = parameters(scenario)
    seen = tuple(parameters(seen_by(scenario, actor)) if actor.beliefs else truth for actor in scenario.actors)
    return truth, seen


def chunks(shape: tuple[int, ...], width: int = 1) -> Iterator[tuple[slice, IndexArray]]:
    """Yield all profiles in pieces, the last actor fastest: their slice of the rows, and their rungs (n, rows)."""
    n, total = len(shape), math.prod(shape)
    step = max(1, CHUNK_ENTRIES // ((n + 1) * n * width))
    for start in range(0, total, step):
        rows = slice(start, min(start + step, total))
        yield rows, np.stack(np.unravel_index(np.arange(rows.start, rows.stop), shape))


def _fill(
    payoffs: FloatArray, views: Sequence[Parameters], profiles: IndexArray, *, rounded: bool
) -> dict[int, Branches]:
    """Write every actor's payoffs, and return each view's war and peace, computed once a view."""
    known: dict[int, Branches] = {}
    for view in {id(view): view for view in views}.values():
        rungs = view.rungs(profiles)
        known[id(view)] = ahead = branches(view, rungs)
        for i, seen in enumerate(views):
            if seen is view:
                expected = expected_utility(view, rungs, ahead, i)
                payoffs[i] = round_to_unit(expected) if rounded else expected
    return known


def refuse_types_and_rounds(scenario: Scenario) -> None:
    """Raise `UsageError` where a scenario is no matrix: it has private types, or several rounds."""
    at = printable(scenario.source or scenario.name)
    typed = [printable(actor.name) for actor in scenario.actors if actor.types]
    if typed:
        raise UsageError(
            f"{at}: {listed(typed)} {'has' if len(typed) == 1 else 'have'} private types; expected actors whose "
            "preferences are known (powergame deceive, and in one round powergame solve, take private types)"
        )
    if scenario.rounds > 1:
        raise UsageError(
            f"{at}: the scenario has {scenario.rounds} rounds; expected one, as --set rounds=1 makes it (powergame "
            "solve, and with private types powergame deceive, take several)"
        )


def shape_of(scenario: Scenario) -> tuple[int, ...]:
    """Return how many rungs each actor has, (L_1, ..., L_n)."""
    return tuple(len(scenario.ladder_of(actor)) for actor in scenario.actors)


def refuse_large(shape: tuple[int, ...], max_mebibytes: float) -> None:
    """Raise `GameTooLargeError` where payoffs of this shape would take more than is allowed."""
    if max_mebibytes != math.inf:
        expect_number("max_mebibytes", max_mebibytes, low=0.0)
    profiles = math.prod(shape)  # of Python ints: no overflow
    size = 8 * len(shape) * profiles
    if size > max_mebibytes * 2**20:
        taken, limit = mebibytes(size, max_mebibytes)
        raise GameTooLargeError(
            f"a game of {len(shape)} actors with {shown(profiles)} profiles of rungs would take {taken} of payoffs; "
            f"the limit is {limit} (--max-size raises it)"
        )
    if len(shape) > MAX_ACTORS:
        raise GameTooLargeError(f"a game has at most {MAX_ACTORS} actors, and this one has {len(shape)}")


def mebibytes(size: int, limit: float) -> tuple[str, str]:
    """Show a size in bytes and a lower limit in MiB, with the digits that tell them apart.

    Examples
    --------
    >>> mebibytes(2**30, 512.0), mebibytes(64, 1e-5), mebibytes(2**20 + 8, 1.0), mebibytes(10**40, 512.0)
    (('1,024 MiB', '512 MiB'), ('6.1e-5 MiB', '1e-5 MiB'), ('1.00001 MiB', '1 MiB'), ('about 10^33 MiB', '512 MiB'))
    """
    whole = size // 2**20
    if whole > round(limit) > 0:
        return f"{shown(whole)} MiB", f"{limit:,.0f} MiB"
    for digits in range(2, EVERY_DIGIT + 1):
        taken, most = (significant(value, digits) for value in (size / 2**20, limit))
        if float(taken) > float(most):
            break
    return f"{taken} MiB", f"{most} MiB"


def shown(count: int) -> str:
    """Return a whole number of any size as short text."""
    return f"{count:,}" if count < 10**12 else f"about 10^{int(math.log10(count))}"
