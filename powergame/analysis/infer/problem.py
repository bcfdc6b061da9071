"""The problem of inference: what is unknown, what was observed, and how play answers payoffs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from powergame.errors import Fault, ScenarioError, UsageError
from powergame.objects.named import expect_choice, expect_number
from powergame.priors.conditions import Condition, condition
from powergame.priors.situations import Behaviour
from powergame.scenario.fields import FieldError
from powergame.scenario.paths.grammar import parse
from powergame.scenario.paths.locate import unknown as located
from powergame.scenario.paths.overlap import same_value
from powergame.scenario.priors import check_fit
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Observation, Prior
from powergame.text import printable

RATIONALITY = "rationality"

ASSUMED = Prior("lognormal", (3.0, 1.0))
"""Prior of the rationality where none is given: its median is 20, so that 5 % of all power moves odds by e."""


@dataclass(frozen=True)
class Problem:
    """What is asked.

    Attributes
    ----------
    loaded
        The scenario as it was given, of one round.
    scenario
        The same with all that is asked to be unknown.
    unknown
        What is unknown, with its prior; private types aside.
    assumed
        Those among them that the scenario does not have.
    deeds
        The observations that count, each with its number.
    given
        What the prior is restricted to.
    notes
        What was left out, and why.
    """

    loaded: Scenario
    scenario: Scenario
    unknown: tuple[tuple[str, Prior], ...]
    assumed: tuple[tuple[str, Prior], ...]
    behaviour: Behaviour
    deeds: tuple[tuple[int, Observation], ...]
    given: tuple[Condition, ...]
    hypotheses: tuple[Condition, ...]
    notes: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all unknowns."""
        return tuple(path for path, _ in self.unknown)


def problem(
    scenario: Scenario,
    behaviour: Behaviour,
    *,
    unknown: Mapping[str, Prior],
    observe: Sequence[Observation],
    only: Sequence[int],
    without: Sequence[int],
    given: Sequence[str],
    hypotheses: Sequence[str],
) -> Problem:
    """Return what is asked of a scenario with some options.

    Raises
    ------
    UsageError
        Where nothing is unknown, an observation does not exist, or the scenario has several rounds.
    ScenarioError
        Where a path or a prior does not fit.
    """
    if scenario.rounds > 1:
        raise UsageError(
            f"{printable(scenario.source or scenario.name)}: the scenario has {scenario.rounds} rounds; expected "
            "one, as --set rounds=1 makes it: deeds tell of one"
        )
    priors = _with(scenario, unknown)
    typed = any(actor.types for actor in scenario.actors)
    kept, assumed, notes = _rationality(scenario, priors, behaviour)
    if not kept and not typed:
        raise UsageError(
            f"{printable(scenario.source or scenario.name)}: nothing is unknown; give --unknown PATH=PRIOR, or "
            "`unknown` in the scenario"
        )
    asked = replace(scenario, unknown=(*kept, *assumed))
    deeds = _chosen((*scenario.observed, *observe), only, without)
    if not deeds:
        notes.append("nothing was observed, so that the posterior is the prior")
    return Problem(
        scenario,
        asked,
        asked.unknown,
        assumed,
        behaviour,
        deeds,
        tuple(condition(asked, text, behaviour.rationality) for text in (*scenario.given, *given)),
        tuple(condition(asked, text, behaviour.rationality) for text in hypotheses),
        tuple(notes),
    )


def _with(scenario: Scenario, unknown: Mapping[str, Prior]) -> dict[str, Prior]:
    """Return the scenario's priors and those that are added; an added one replaces the scenario's of the same path."""
    priors = dict(scenario.unknown)
    for path, prior in unknown.items():
        try:
            place = located(scenario, path)
            check_fit(prior, place.path, place.check)
        except FieldError as error:
            raise ScenarioError([Fault(str(error), f"unknown: {printable(path)}", scenario.source)]) from None
        for other in list(priors):
            if same_value(place.path, parse(other, scenario.outcomes), scenario.outcomes):
                del priors[other]
        priors[path] = prior
    return priors


def _rationality(
    scenario: Scenario, priors: Mapping[str, Prior], behaviour: Behaviour
) -> tuple[tuple[tuple[str, Prior], ...], tuple[tuple[str, Prior], ...], list[str]]:
    """Return what stays unknown, what is assumed of the rationality, and notes."""
    about = {path for path in priors if parse(path, scenario.outcomes).field == RATIONALITY}
    if behaviour.solution == "nash":
        notes = ["rationality is unknown too, but does not matter for Nash equilibria"] if about else []
        return tuple((path, prior) for path, prior in priors.items() if path not in about), (), notes
    given = behaviour.rationality is not None
    kept = tuple((path, prior) for path, prior in priors.items() if not (given and path == RATIONALITY))
    own = {parse(path, scenario.outcomes).actor for path in about} - {""}
    everybody = RATIONALITY in about or given or own >= set(scenario.names)
    return kept, () if everybody else ((RATIONALITY, ASSUMED),), []


def _chosen(
    observed: Sequence[Observation], only: Sequence[int], without: Sequence[int]
) -> tuple[tuple[int, Observation], ...]:
    """Return the observations that count, with their numbers."""
    for number in (*only, *without):
        if not 1 <= number <= len(observed):
            known = f"1 to {len(observed)}" if observed else "none"
            raise UsageError(f"there is no observation {number}; there are {known}")
    kept = [k for k in range(1, len(observed) + 1) if (not only or k in only) and k not in without]
    return tuple((k, observed[k - 1]) for k in kept)


def check_behaviour(solution: str, rationality: float | None, tremble: float) -> Behaviour:
    """Return how play answers payoffs, from options.

    Raises
    ------
    UsageError
        Where a number is out of range, or a rationality is given for Nash equilibria.
    """
    expect_choice("solution", solution, ("logit", "nash"))
    if rationality is not None:
        expect_number("rationality", rationality, low=0.0)
    expect_number("tremble", tremble, low=0.0)
    if not 0 < tremble < 1:
        raise UsageError(f"the tremble {tremble:g}; expected a number above 0 and below 1")
    if solution == "nash":
        if rationality is not None:
            raise UsageError("--rationality belongs to quantal response, not to Nash equilibrium: use --solution logit")
        return Behaviour("nash", None, tremble)
    return Behaviour("logit", rationality, tremble)
