"""The `check` question: do scenarios meet their own expectations?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from powergame.analysis.display import why_open
from powergame.analysis.head import game_origin, head, origin
from powergame.analysis.solve import Answer, solve
from powergame.equilibrium.types import UNSELECTED, Solution
from powergame.errors import Fault, NoAnswerError, PowergameError, ScenarioError
from powergame.files import NamedFile
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES
from powergame.plain import Json
from powergame.scenario.reading.load import Sets
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Expect, Position, inferred_path
from powergame.sources.games import NamedGame
from powergame.sources.load import Loaded, load_all

if TYPE_CHECKING:
    from powergame.analysis.infer.result import Inference

TOLERANCE = 1e-9
"""Probability by which a compared number may be off."""

INCOMPLETE = "the list of equilibria is not proven complete"

NOWHERE = Position("", 0, 0)
"""Place of what stands in no file."""

ERRORS = 3
"""Standard errors by which a probability that is sampled may miss an expectation."""

BY_SEVERITY = (0, 5, 1, 3, 2, 4)
"""Exit statuses from the best to the worst."""


@dataclass(frozen=True)
class Statement:
    """One expectation, and the answer to it.

    Attributes
    ----------
    holds
        Whether it is met.
    proven
        Whether that hangs on no list of equilibria that may lack some (what happens in the selected one does not), and
        on no sampling error, within which the expectation is missed.
    position
        Where it stands, if it is in a file.
    """

    path: str
    expected: str
    found: str
    holds: bool
    proven: bool = True
    position: Position | None = None

    def to_dict(self) -> dict[str, Json]:
        """Return the statement's part of the JSON; line and column are 0 where it is in no file."""
        at = self.position or NOWHERE
        place: dict[str, Json] = {"source": at.source, "line": at.line, "column": at.column}
        return {
            "path": self.path,
            "expected": self.expected,
            "found": self.found,
            "holds": self.holds,
            "proven": self.proven,
            **place,
        }


@dataclass(frozen=True)
class Checked:
    """One scenario, checked.

    Attributes
    ----------
    statements
        A statement for each expectation that is met or missed; none where the scenario could not be solved.
    faults
        What is wrong with the scenario, why it could not be solved, what it expects of a selected equilibrium where
        none is, or that its list of equilibria is not proven complete where that is asked for.
    exit_status
        0 where all is well, 1 where an expectation is not met, 2 where the scenario is bad, 3 without an answer of the
        quality asked for.
    solution
        The equilibria that expectations were held to; None where nothing was solved.
    scenario
        The scenario that was solved, or the game, which expects nothing; None where it could not be read.
    files
        The files that were read for it, whatever came of it; no report replaces them.
    """

    source: str
    name: str
    statements: tuple[Statement, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()
    exit_status: int = 0
    scenario: Loaded | None = None
    files: tuple[NamedFile, ...] = ()
    solution: Solution | None = None

    @property
    def status(self) -> str:
        """`passed`, `failed` (an expectation), `error` (no answer) or `unchecked` (nothing is expected)."""
        if self.faults:
            return "error"
        if not self.statements:
            return "unchecked"
        return "passed" if self.exit_status == 0 else "failed"

    def to_dict(self) -> dict[str, Json]:
        """Return the scenario's part of the JSON."""
        return {
            "source": self.source,
            "name": self.name,
            **self._origin(),
            "status": self.status,
            "complete": self.solution.complete if self.solution else None,
            "limited": self.solution.limited if self.solution else None,
            "statements": [statement.to_dict() for statement in self.statements],
            "faults": [fault.to_dict() for fault in self.faults],
            "warnings": list(self.warnings),
        }

    def _origin(self) -> dict[str, Json]:
        if isinstance(self.scenario, Scenario):
            return origin(self.scenario)
        return game_origin(self.name, self.source, self.scenario.sha256 if self.scenario else "")


@dataclass(frozen=True)
class CheckReport:
    """All scenarios that were checked; `options` are the user's choices besides them, by the command's options."""

    scenarios: tuple[Checked, ...] = ()
    options: Mapping[str, Json] = field(default_factory=dict)

    @property
    def exit_status(self) -> int:
        """The worst status of all; 5 where nothing at all was expected, since then nothing was checked."""
        worst = max((checked.exit_status for checked in self.scenarios), key=BY_SEVERITY.index, default=5)
        return 5 if worst == 0 and not any(checked.statements for checked in self.scenarios) else worst

    @property
    def files(self) -> tuple[NamedFile, ...]:
        """The files that were read for all scenarios."""
        return tuple(file for checked in self.scenarios for file in checked.files)

    def count(self, status: str) -> int:
        """Return how many scenarios have this status."""
        return sum(checked.status == status for checked in self.scenarios)

    def to_dict(self) -> dict[str, Json]:
        """Return the report as plain data, the JSON of ``powergame check --format json``."""
        return {
            **head("check"),
            "options": dict(self.options),
            "exit_status": self.exit_status,
            "scenarios": [checked.to_dict() for checked in self.scenarios],
        }


def check(
    sources: Iterable[str],
    *,
    sets: Sets = (),
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    time_limit: float | None = None,
    require_complete: bool = False,
) -> CheckReport:
    """Solve scenarios and compare the answers with the scenarios' own expectations.

    Parameters
    ----------
    sources
        Files, ``file#variant``, or ``file#*`` for all variants; a game file is read, and expects nothing.
    sets
        Paths and values to be set first, as ``--set`` gives them.
    max_mebibytes
        Mebibytes that a game's payoffs may take at most.
    time_limit
        Seconds that each scenario may take; None is no limit.
    require_complete
        Whether a list of equilibria that is not proven complete is a fault, and no warning.

    Returns
    -------
    CheckReport
        The report; bad scenarios are reported in it, not raised.

    Examples
    --------
    >>> report = check(["scenarios/strong-and-aligned.yaml"])
    >>> report.exit_status
    0
    >>> statement = report.scenarios[0].statements[0]
    >>> statement.path, statement.expected, statement.holds
    ('seeks.strong', 'never', True)
    """
    solved = partial(solve, max_mebibytes=max_mebibytes, look_for_turns=False, time_limit=time_limit)
    asked = _Asked(solved, partial(_inferred, time_limit=time_limit), require_complete)
    checked = tuple(checked for source in sources for checked in _all_of(source, sets, asked))
    changes = sets.items() if isinstance(sets, Mapping) else sets
    told = [text if isinstance(text, str) else "=".join(text) for text in changes]
    return CheckReport(checked, {"set": list[Json](told), "require_complete": require_complete})


@dataclass(frozen=True)
class _Asked:
    """What scenarios are asked, and how strictly."""

    solved: Callable[[Scenario], Answer]
    inferred: Callable[[Scenario], Inference]
    require_complete: bool


def _inferred(scenario: Scenario, time_limit: float | None) -> Inference:
    """Return what a scenario's observations tell of the comparisons that it expects something of."""
    from powergame.analysis.infer import infer  # only where it is asked: the rest of `check` is quick

    comparisons = scenario.expect.infers if scenario.expect else ()
    return infer(scenario, hypotheses=[text for text, _ in comparisons], time_limit=time_limit)


def _all_of(source: str, sets: Sets, asked: _Asked) -> list[Checked]:
    try:
        return [_checked(scenario, asked) for scenario in load_all(source, sets=sets)]
    except ScenarioError as error:
        return [Checked(source, source, faults=error.faults, exit_status=error.exit_status, files=error.files)]
    except PowergameError as error:
        faults = (Fault(str(error)),)
        return [Checked(source, source, faults=faults, exit_status=error.exit_status, files=error.files)]


def _checked(scenario: Loaded, asked: _Asked) -> Checked:
    read = Checked(scenario.source, scenario.name, warnings=scenario.warnings, scenario=scenario, files=scenario.files)
    if isinstance(scenario, NamedGame) or not scenario.expect:
        return read
    expect, checked = scenario.expect, read
    try:
        if not expect.infers or expect != Expect(infers=expect.infers):
            checked = _with_answer(checked, expect, asked.solved(scenario), asked.require_complete)
        if expect.infers:
            checked = _with_inference(checked, expect, asked.inferred(scenario))
    except PowergameError as error:
        status = NoAnswerError.exit_status if isinstance(error, NoAnswerError) else error.exit_status
        faults = (*checked.faults, Fault(str(error), source=scenario.source))
        return replace(checked, faults=faults, exit_status=status)
    failed = any(not statement.holds for statement in checked.statements)
    return replace(checked, exit_status=NoAnswerError.exit_status if checked.faults else int(failed))


def _with_answer(checked: Checked, expect: Expect, answer: Answer, require_complete: bool) -> Checked:
    """Return a scenario held to what it expects of equilibria."""
    faults, warnings = _undecided(expect, answer), (*checked.warnings, *answer.solution.warnings)
    if not answer.solution.complete:
        why = why_open(answer.solution)
        text = f"{INCOMPLETE}: {why}" if why else INCOMPLETE
        if require_complete:
            faults = (*faults, Fault(f"{text} (--require-complete)", source=checked.source))
        else:
            warnings = (*warnings, text)
    statements = _placed(expect, _statements(expect, answer))
    return replace(checked, statements=statements, faults=faults, warnings=warnings, solution=answer.solution)


def _with_inference(checked: Checked, expect: Expect, inference: Inference) -> Checked:
    """Return a scenario held to what it expects of comparisons; an answer without the promised quality decides none."""
    if not inference.converged:
        at = next((place for path, place in expect.positions if path.startswith("infers.")), NOWHERE)
        fault = Fault("; ".join(inference.problems), "expect.infers", at.source or checked.source, at.line, at.column)
        return replace(checked, faults=(*checked.faults, fault))
    statements = _placed(expect, _of_comparisons(expect, inference))
    return replace(checked, statements=(*checked.statements, *statements))


def _of_comparisons(expect: Expect, inference: Inference) -> Iterator[Statement]:
    for (text, bounds), hypothesis in zip(expect.infers, inference.hypotheses, strict=True):
        value, error = hypothesis.posterior, hypothesis.error
        found = f"{value:.9g} with a standard error of {error:.2g}" if error else f"{value:.9g}"
        for side, limit in bounds.given():
            missed = value - limit if side == "at_most" else limit - value
            holds = missed <= TOLERANCE + ERRORS * error
            yield Statement(inferred_path(text, side), f"{limit:.9g}", found, holds, not holds or missed <= TOLERANCE)


def _placed(expect: Expect, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return statements with their places in the file."""
    positions = dict(expect.positions)
    return tuple(replace(statement, position=positions.get(statement.path)) for statement in statements)


def _statements(expect: Expect, answer: Answer) -> Iterator[Statement]:
    for name, expected in expect.seeks:
        verdict = answer.actor(name).verdict
        yield Statement(f"seeks.{name}", expected, verdict, verdict == expected, answer.solution.complete)
    if answer.happening is not None:
        yield from (_plays(answer, name, rung) for name, rung in expect.plays)
        for path, limit in _bounds(expect):
            what, side = path.split(".")
            value = getattr(answer.happening, what)
            holds = value <= limit + TOLERANCE if side == "at_most" else value >= limit - TOLERANCE
            yield Statement(path, f"{limit:.9g}", f"{value:.9g}", holds)
    if expect.equilibria is not None:
        count = len(answer.solution.equilibria)
        holds = count == expect.equilibria
        yield Statement("equilibria.count", str(expect.equilibria), str(count), holds, answer.solution.complete)


def _undecided(expect: Expect, answer: Answer) -> tuple[Fault, ...]:
    """Return what is expected of the selected equilibrium where none is: that is neither met nor missed."""
    if answer.happening is not None:
        return ()
    expected = [(f"plays.{name}", rung) for name, rung in expect.plays]
    expected += [(path, f"{limit:.9g}") for path, limit in _bounds(expect)]
    positions, reason = dict(expect.positions), answer.unselected or UNSELECTED
    faults = []
    for path, value in expected:
        at = positions.get(path, NOWHERE)
        faults.append(Fault(f"expected {value}, but {reason}", f"expect.{path}", at.source, at.line, at.column))
    return tuple(faults)


def _bounds(expect: Expect) -> Iterator[tuple[str, float]]:
    """Yield the path and the value of each bound on what happens."""
    for what, bounds in (("war", expect.war), ("destroyed", expect.destroyed)):
        if bounds is not None:
            yield from ((f"{what}.{side}", limit) for side, limit in bounds.given())


def _plays(answer: Answer, name: str, rung: str) -> Statement:
    selected, i = answer.solution.equilibria[answer.selected or 0], answer.game.actors.index(name)
    chances = {r: float(p) for r, p in zip(answer.game.rungs[i], selected.profile[i], strict=True) if p > 0}
    play = ", ".join(r if p > 1 - TOLERANCE else f"{r} {p:.9g}" for r, p in chances.items())
    return Statement(f"plays.{name}", rung, play, chances.get(rung, 0.0) > 1 - TOLERANCE)
