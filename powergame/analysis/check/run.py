"""The `check` question: do scenarios meet their own expectations?"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from powergame.analysis.check.judged import of_comparisons, of_deceptions, of_equilibria
from powergame.analysis.check.result import Checked, CheckReport
from powergame.analysis.solve import Answer, solve_matrix
from powergame.errors import Fault, NoAnswerError, NothingMatchedError, PowergameError, ScenarioError, UsageError
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES
from powergame.plain import Json
from powergame.scenario.fields import EXPECT
from powergame.scenario.reading.discover import discover
from powergame.scenario.reading.load import Sets, file_and_variant
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Expectation
from powergame.sources.games import NamedGame
from powergame.sources.load import Loaded, load_all

if TYPE_CHECKING:
    from powergame.analysis.deceive.result import Deception
    from powergame.analysis.infer.result import Inference
    from powergame.analysis.solve.tree.result import TreeAnswer


def check(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    sets: Sets = (),
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    time_limit: float | None = None,
    require_complete: bool = False,
    allow_empty: bool = False,
) -> CheckReport:
    """Solve scenarios and compare the answers with the scenarios' own expectations.

    Parameters
    ----------
    paths
        Files, folders of them and patterns, one or several; ``file#variant``, or ``file#*`` for all variants. A file
        stands for its scenario, and for those of its variants that expect something themselves. A game is read, and
        expects nothing.
    sets
        Paths and values to be set first, as ``--set`` gives them.
    max_mebibytes
        Mebibytes that a game's payoffs may take at most.
    time_limit
        Seconds that each scenario may take; None is no limit.
    require_complete
        Whether a list of equilibria that is not proven complete is a fault, and no warning.
    allow_empty
        Whether it is fine that there is nothing to check: folders without scenarios, scenarios that expect nothing.

    Returns
    -------
    CheckReport
        The report; bad scenarios are reported in it, not raised.

    Raises
    ------
    NothingMatchedError
        Where no path has a scenario, and that is not allowed.
    UsageError
        Where a path is none, but a scenario, say.

    Examples
    --------
    >>> report = check(["scenarios/strong-and-aligned.yaml"])
    >>> report.exit_status
    0
    >>> statement = report.scenarios[0].statements[0]
    >>> statement.path, statement.expected, statement.holds
    ('seeks.strong', 'never', True)
    """
    asked = _asked(max_mebibytes, time_limit, require_complete=require_complete)
    scenarios = tuple(checked for path in _paths(paths) for checked in _at(path, sets, asked))
    matched = tuple(checked for checked in scenarios if checked.exit_status != NothingMatchedError.exit_status)
    if scenarios and not matched and not allow_empty:
        raise NothingMatchedError("\n".join(str(fault) for checked in scenarios for fault in checked.faults))
    changes = sets.items() if isinstance(sets, Mapping) else sets
    told = [text if isinstance(text, str) else "=".join(text) for text in changes]
    options: dict[str, Json] = {"set": list(told), "require_complete": require_complete, "allow_empty": allow_empty}
    return CheckReport(matched if allow_empty else scenarios, options)


def check_loaded(scenarios: Iterable[Loaded], *, options: Mapping[str, Json]) -> CheckReport:
    """Check scenarios that are loaded already, with their changes; `options` are those of their report."""
    asked = _asked(DEFAULT_MAX_MEBIBYTES, None, require_complete=bool(options["require_complete"]))
    return CheckReport(tuple(_checked(scenario, asked) for scenario in scenarios), options)


def _paths(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str]:
    """Return the names of one or several files or folders."""
    named = [paths] if isinstance(paths, str | os.PathLike) or not isinstance(paths, Iterable) else list(paths)
    for path in named:
        if not isinstance(path, str | os.PathLike):
            kind = type(path).__name__
            raise UsageError(f"a value of type {kind} is no path; expected the name of a file, a folder or a pattern")
    return [os.fspath(path) for path in named]


@dataclass(frozen=True)
class _Asked:
    """What scenarios are asked, and how strictly."""

    solved: Callable[[Scenario], Answer | TreeAnswer]
    inferred: Callable[[Scenario, Sequence[str]], Inference]
    deceived: Callable[[Scenario], Deception]
    require_complete: bool


def _asked(max_mebibytes: float, time_limit: float | None, *, require_complete: bool) -> _Asked:
    return _Asked(
        partial(_solved, max_mebibytes=max_mebibytes, time_limit=time_limit),
        partial(_inferred, time_limit=time_limit),
        partial(_deceived, time_limit=time_limit),
        require_complete,
    )


def _solved(scenario: Scenario, max_mebibytes: float, time_limit: float | None) -> Answer | TreeAnswer:
    """Return a scenario's equilibria; `solve` itself leaves private types in several rounds to `deceive`."""
    if not scenario.is_tree:
        return solve_matrix(scenario, max_mebibytes=max_mebibytes, look_for_turns=False, time_limit=time_limit)
    from powergame.analysis.solve.tree.run import solve_rounds  # only where it is asked

    return solve_rounds(scenario, time_limit=time_limit)


def _inferred(scenario: Scenario, comparisons: Sequence[str], time_limit: float | None) -> Inference:
    """Return what a scenario's observations tell of some comparisons."""
    from powergame.analysis.infer import infer  # only where it is asked: the rest of `check` is quick

    return infer(scenario, hypotheses=comparisons, time_limit=time_limit)


def _deceived(scenario: Scenario, time_limit: float | None) -> Deception:
    """Return what a scenario's private types do."""
    from powergame.analysis.deceive import deceive

    return deceive(scenario, over_prior=False, time_limit=time_limit)


def _at(path: str, sets: Sets, asked: _Asked) -> Iterator[Checked]:
    """Yield all that a path stands for, checked."""
    try:
        sources = discover(path)
    except NothingMatchedError as error:
        yield _unread(path, error)
        return
    for source in sources:
        yield from _all_of(source, sets, asked)


def _all_of(source: str, sets: Sets, asked: _Asked) -> Iterator[Checked]:
    """Yield the scenarios of a source, checked; the first one's time includes the reading."""
    begun = time.perf_counter()
    file, _ = file_and_variant(source)
    try:
        scenarios = load_all(source, sets=sets, expecting=True)
    except PowergameError as error:
        yield replace(_unread(source, error), seconds=time.perf_counter() - begun, file=file)
        return
    for scenario in scenarios:
        checked = _checked(scenario, asked)
        ended = time.perf_counter()
        yield replace(checked, seconds=ended - begun, file=file)
        begun = ended


def _unread(source: str, error: PowergameError) -> Checked:
    """Return what could not be read, with the faults that say why."""
    faults = error.faults if isinstance(error, ScenarioError) else (Fault(str(error)),)
    return Checked(source, source, faults=faults, exit_status=error.exit_status, files=error.files)


def _checked(scenario: Loaded, asked: _Asked) -> Checked:
    read = Checked(scenario.source, scenario.name, warnings=scenario.warnings, scenario=scenario, files=scenario.files)
    if isinstance(scenario, NamedGame) or not scenario.expect:
        return read
    checked = read
    try:
        if expected := _expected(scenario, "solve"):
            checked = of_equilibria(checked, expected, asked.solved(scenario), asked.require_complete)
        if expected := _expected(scenario, "infer"):
            comparisons = tuple(dict.fromkeys(expectation.words[1] for expectation in expected))
            checked = of_comparisons(checked, expected, asked.inferred(scenario, comparisons))
        if expected := _expected(scenario, "deceive"):
            checked = of_deceptions(checked, expected, asked.deceived(scenario))
    except PowergameError as error:
        status = NoAnswerError.exit_status if isinstance(error, NoAnswerError) else error.exit_status
        faults = error.faults if isinstance(error, ScenarioError) else (Fault(str(error), source=scenario.source),)
        return replace(checked, faults=(*checked.faults, *faults), exit_status=status)
    failed = any(not statement.holds for statement in checked.statements)
    return replace(checked, exit_status=NoAnswerError.exit_status if checked.faults else int(failed))


def _expected(scenario: Scenario, question: str) -> tuple[Expectation, ...]:
    """Return what a scenario expects of a question's answer."""
    return tuple(e for e in scenario.expect or () if EXPECT[e.words[0]].question == question)
