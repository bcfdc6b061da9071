"""The `infer` question: what do deeds tell about preferences and estimates?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Literal, get_args

from powergame.analysis.head import prior_to_dict, vary_option
from powergame.analysis.infer.arguments import (
    ObservationLike,
    PriorLike,
    ValueLike,
    as_changes,
    as_observations,
    as_priors,
    as_texts,
)
from powergame.analysis.infer.data import changes_to_dict, observation_to_dict
from powergame.analysis.infer.evidence import compared
from powergame.analysis.infer.likelihood import Deeds, Watch
from powergame.analysis.infer.prediction import next_deeds, predicted
from powergame.analysis.infer.problem import Problem, check_behaviour, problem
from powergame.analysis.infer.result import Inference, Inferences
from powergame.analysis.infer.told import told
from powergame.deadline import TimeLimit
from powergame.equilibrium.budgets import KERNEL_PROFILES
from powergame.errors import UsageError
from powergame.jit.cache import numba_works
from powergame.model.compile import shape_of
from powergame.objects.named import expect_choice, expect_number, expect_several
from powergame.plain import Json
from powergame.posterior.choose import Settings, posterior
from powergame.posterior.types import MethodName
from powergame.scenario.axes import AxisLike, as_axis
from powergame.scenario.axes import values as axis_values
from powergame.scenario.types import Axis, Changes, Observation, Prior
from powergame.sources.games import expect_scenario
from powergame.sources.load import Loaded

DRAWS, DRAWS_OF_LARGER, DRAWS_ONE_BY_ONE = 1 << 16, 1 << 13, 1 << 10
"""Draws of the prior by default: of small games, of others that kernels solve, and of those solved one by one. Without
numba, small games have as many as otherwise larger ones, and all others the last number."""

QUICK_PROFILES = 27
"""Profiles of rungs, of all agents, up to which a game is small."""

MOST_SOLVED = 1 << 21
"""Games that all default draws in all situations may take: with many situations there are fewer draws."""

MOST_NUMBERS = 1 << 26
"""Numbers that the likelihoods of all default draws may be, half a GiB: with very many different observations, and
profiles of private types, there are fewer draws."""

MAX_DRAWS, MAX_SEED = 1 << 22, 2**32 - 1
"""Draws at most, and the greatest seed."""

DEFAULT_ESS = 1000.0
"""Effective sample below which the answer is not of the promised quality."""

MAX_NEXT = 1000
"""Situations among which the most telling next deed is looked for, at most."""

DEFAULT_TREMBLE = 0.02
"""Probability of uniform play, in place of an equilibrium, with `--solution nash`."""


def infer(
    scenario: Loaded,
    *,
    unknown: Mapping[str, PriorLike] | None = None,
    observe: str | Sequence[ObservationLike] = (),
    only: Sequence[int] = (),
    without: Sequence[int] = (),
    given: str | Sequence[str] = (),
    hypotheses: str | Sequence[str] = (),
    under: Mapping[str, ValueLike] | None = None,
    next_along: Mapping[str, AxisLike] | None = None,
    method: MethodName | Literal["auto"] = "auto",
    draws: int | None = None,
    seed: int = 0,
    solution: str = "logit",
    rationality: float | None = None,
    tremble: float = DEFAULT_TREMBLE,
    ess: float = DEFAULT_ESS,
    trace: bool = False,
    workers: int | None = None,
    watch: Watch | None = None,
    time_limit: TimeLimit = None,
) -> Inference:
    """Find what the deeds of a scenario tell about what is unknown.

    Parameters
    ----------
    scenario
        A scenario of one round. Its `unknown` and private types are inferred from its `observed`.
    unknown
        Priors of further paths, or in place of the scenario's: `{"alignment.red.blue": {"uniform": [-1, 1]}}`.
    observe
        Further observations: `["red=seek, blue=hold x3", "red=hold under conflict.stakes=0.2"]`, or as files have them.
    only, without
        Numbers of the observations that count, and that do not; from 1, further ones after the scenario's.
    given
        Comparisons to which the prior is restricted, beside the scenario's own.
    hypotheses
        Comparisons whose probability is asked for.
    under
        The situation of the prediction: values that are set in it, as files have them; none for the scenario's own.
    next_along
        Axes of the situations among which the most telling next deed is looked for: `{"conflict.stakes": "0:1:5"}`.
    method
        `quadrature` for at most two coordinates, `reweight`, `smc`; `auto` chooses.
    draws
        Draws from the prior, rounded up to a power of 2; by default as many as games of this size allow.
    seed
        Seed of all that is random.
    solution, rationality, tremble
        Quantal response (`logit`), with its rationality where that is known, or Nash equilibrium (`nash`), from which
        play trembles to uniform play with this probability.
    ess
        Effective sample below which the answer is not of the promised quality.
    trace
        Whether to tell the posterior after each observation in turn.
    workers
        Threads that compute responses; by default one for each processor.
    watch
        Function that is told how many games are solved.
    time_limit
        Seconds that the work may take; None is no limit.

    Raises
    ------
    UsageError
        Where nothing is unknown, or an option does not fit.
    ScenarioError
        Where a path or a prior does not fit.
    NoAnswerError
        Where nothing that is possible explains the deeds.
    TimeLimitError
        Where the time runs out.

    Examples
    --------
    >>> import powergame as pg
    >>> scenario = pg.load("@strong-and-aligned")
    >>> aims = {"alignment.weak.strong": {"uniform": [-1, 1]}}
    >>> result = pg.infer(scenario, unknown=aims, observe="weak=hold x10", rationality=20)
    >>> result.marginal("alignment.weak.strong").posterior.mean > 0.5
    True
    """
    scenario = expect_scenario(scenario, "deeds to learn from")
    behaviour = check_behaviour(solution, rationality, tremble)
    expect_choice("method", method, ("auto", *get_args(MethodName)))
    expect_number("seed", seed, low=0, high=MAX_SEED)
    expect_number("effective sample", ess, low=0)
    if workers is not None:
        expect_number("workers", workers, low=1)
    priors, observed = as_priors(scenario, unknown or {}), as_observations(scenario, observe)
    along = {path: as_axis(axis) for path, axis in (next_along or {}).items()}
    asked = problem(
        scenario, behaviour, unknown=priors, observe=observed, only=only, without=without, given=as_texts(given),
        hypotheses=as_texts(hypotheses),
    )  # fmt: skip
    deeds = Deeds(asked, method=method, workers=workers, watch=watch, time_limit=time_limit)
    settings = Settings(method, _power_of_2(draws), seed, _usual_draws(deeds))
    points = posterior(deeds, settings, deadline=deeds.deadline)
    situation = as_changes(scenario, under or {})
    among = _situations(deeds, situation, along)
    options: dict[str, Json] = {
        "method": method,
        "draws": draws,
        "seed": seed,
        "ess": ess,
        "solution": solution,
        "rationality": rationality,
        "tremble": tremble,
        "only": list(only),
        "without": list(without),
        "trace": trace,
        **_named(priors, observed, asked, situation, along),
    }
    return told(
        deeds, points, options,
        predicted=(predicted(deeds, points, situation),), next_deeds=next_deeds(deeds, points, among),
        least_ess=ess, traced=trace,
    )  # fmt: skip


def _named(
    priors: Mapping[str, Prior],
    observed: Sequence[Observation],
    asked: Problem,
    situation: Changes,
    along: Mapping[str, Axis],
) -> dict[str, Json]:
    """Return the options that name something of the scenario's."""
    return {
        "unknown": {path: prior_to_dict(prior) for path, prior in priors.items()},
        "observe": [observation_to_dict(each) for each in observed],
        "given": [each.text for each in asked.given[len(asked.scenario.given) :]],
        "hypothesis": [each.text for each in asked.hypotheses],
        "under": changes_to_dict(situation),
        "next": vary_option(along.items()),
    }


def infer_each(scenarios: Sequence[Loaded], **options: Any) -> Inferences:
    """Find what the same deeds tell in several scenarios, compared by their evidence; the first is the baseline.

    Parameters
    ----------
    options
        As for `infer`.

    Raises
    ------
    UsageError
        Where the scenarios' observations differ; and as `infer` does.
    """
    inferences = [infer(scenario, **options) for scenario in expect_several("scenarios", scenarios)]
    return Inferences(tuple(inferences), compared(inferences))


def _power_of_2(draws: int | None) -> int | None:
    if draws is None:
        return None
    expect_number("draws", draws, low=1, high=MAX_DRAWS)
    return 1 << max(1, math.ceil(math.log2(draws)))


def _usual_draws(deeds: Deeds) -> int:
    """Return how many draws are made of the prior where nobody says."""
    scenario = deeds.problem.scenario
    agents = [
        size
        for size, actor in zip(shape_of(scenario), scenario.actors, strict=True)
        for _ in range(max(1, len(actor.types)))
    ]
    profiles = math.prod(agents)
    small = len(agents) == 2 or profiles <= QUICK_PROFILES
    several = (DRAWS, DRAWS_OF_LARGER) if numba_works() else (DRAWS_OF_LARGER, DRAWS_ONE_BY_ONE)
    count = several[0] if small else several[1] if profiles <= KERNEL_PROFILES else DRAWS_ONE_BY_ONE
    kinds = math.prod(max(1, len(actor.types)) for actor in scenario.actors)
    most = min(MOST_SOLVED // max(1, len(deeds.situations)), MOST_NUMBERS // max(1, len(deeds.observations) * kinds))
    return min(count, 1 << max(10, most.bit_length() - 1))


def _situations(deeds: Deeds, under: Changes, along: Mapping[str, Axis]) -> list[Changes]:
    """Return the situations among which the most telling next deed is looked for.

    Without axes they are that of the prediction, and those in which something was observed.
    """
    if not along:
        return list(dict.fromkeys([under, *deeds.situations]))
    axes = [axis_values(axis) for axis in along.values()]
    count = math.prod(len(axis) for axis in axes)
    if count > MAX_NEXT:
        raise UsageError(f"{count:,} situations for the next deed; expected at most {MAX_NEXT:,}")
    kept = tuple((path, value) for path, value in under if path not in along)
    return [(*kept, *zip(along, map(float, point), strict=True)) for point in product(*axes)]
