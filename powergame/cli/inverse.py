"""Options of `infer`, read for a scenario: what is unknown, what was seen, and how it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from powergame.cli import options
from powergame.errors import PowergameError, UsageError
from powergame.text import printable, repeated

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.types import Changes, Observation, Prior


def question(
    scenario: Scenario,
    sets: Sequence[str] | None,
    *,
    unknown: Sequence[str] | None,
    observe: Sequence[str] | None,
    observe_from: Sequence[str] | None,
    under: Sequence[str] | None,
    next_: Sequence[str] | None,
    solution: str,
    rationality: str | None,
    tremble: str | None,
) -> dict[str, Any]:
    """Return arguments of `powergame.infer`, from what the command's options say."""
    priors = _unknown(scenario, unknown or ())
    options.refuse_set(scenario, sets, (*dict(scenario.unknown), *priors), "is unknown")
    return {
        "unknown": priors,
        "observe": _observations(scenario, observe_from or (), observe or ()),
        "under": dict(_situation(scenario, under or ())),
        "next_along": dict(options.path_and_axis(scenario, text, "--next") for text in next_ or ()),
        "solution": solution,
        "rationality": _rationality(solution, rationality),
        **_tremble(solution, tremble),
    }


def _unknown(scenario: Scenario, texts: Iterable[str]) -> dict[str, Prior]:
    """Return what ``--unknown PATH=PRIOR`` makes unknown."""
    from powergame.scenario.fields import FieldError
    from powergame.scenario.paths.locate import split
    from powergame.scenario.priors import prior
    from powergame.scenario.values import parse_value

    priors = {}
    for text in texts:
        try:
            path, value = split(scenario, text)
            priors[path] = prior(parse_value(value), scenario.dimensions)
        except (FieldError, UsageError) as error:
            raise UsageError(f"--unknown {repeated(text)}: {error}") from None
    return priors


def _observations(scenario: Scenario, tables: Iterable[str], texts: Iterable[str]) -> tuple[Observation, ...]:
    """Return what ``--observe-from FILE`` and ``--observe TEXT`` say was seen: tables first, each in its order."""
    from powergame.scenario.reading.deed_tables import read_deeds
    from powergame.scenario.reading.deeds import observation

    seen = [each for table in tables for each in read_deeds(table, scenario)]
    for text in texts:
        try:
            seen.append(observation(scenario, text))
        except PowergameError as error:
            raise UsageError(f"--observe {repeated(text)}: {error}") from None
    return tuple(seen)


def _situation(scenario: Scenario, texts: Sequence[str]) -> Changes:
    """Return the situation of ``--under PATH=VALUE``."""
    from powergame.scenario.reading.deeds import situation

    try:
        return situation(scenario, texts)
    except PowergameError as error:
        raise UsageError(f"--under: {error}") from None


def _rationality(solution: str, text: str | None) -> float | None:
    """Return the value of ``--rationality``: finite, since in the limit every choice is certain."""
    if text is None:
        return None
    value = options.concept(solution, text).rationality
    if value is None:
        raise UsageError(
            f"--rationality {printable(text)}: expected a finite number; in the limit no deed is a surprise"
        )
    return value


def _tremble(solution: str, text: str | None) -> dict[str, float]:
    """Return the argument that ``--tremble`` gives, a share in (0, 1); none where it does not stand."""
    if text is None:
        return {}
    if solution != "nash":
        raise UsageError("--tremble belongs to --solution nash")
    value = options.number(text)
    if not 0 < value < 1:
        raise UsageError(f"--tremble {printable(text)}: expected a number above 0 and below 1")
    return {"tremble": value}
