"""Scenarios side by side: what differs in them, and in their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from powergame.analysis.display import Shown, counted, listed
from powergame.analysis.head import head, values
from powergame.analysis.solve import Answer, solve
from powergame.equilibrium.concept import Concept, Solver
from powergame.errors import UsageError
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES
from powergame.plain import Json
from powergame.scenario.scenario import Scenario

SAME = 1e-9
"""Numbers nearer than this are the same."""

INPUT = "scenario.values."
"""What the paths of the scenarios' own numbers begin with."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same in all scenarios; None where a scenario does not have it."""

    path: str
    values: tuple[Json, ...]

    @property
    def differs(self) -> bool:
        """Whether some scenario differs from the baseline."""
        return any(differs(self.values[0], value) for value in self.values[1:])


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Shown):
    """Solved scenarios, the first of them the baseline."""

    answers: tuple[Answer, ...]

    def _repr_line_(self) -> str:
        names = listed(repr(answer.name) for answer in self.answers)
        return f"of {names}: {counted(len(self.differences), 'difference', 'differences')}"

    @cached_property
    def rows(self) -> tuple[Difference, ...]:
        """All that is compared, in order, whether or not it differs."""
        summaries = [summary(answer) for answer in self.answers]
        paths = dict.fromkeys(path for one in summaries for path in one)
        return tuple(Difference(path, tuple(one.get(path) for one in summaries)) for path in paths)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What differs from the baseline in some scenario."""
        return tuple(row for row in self.rows if row.differs)

    def to_dict(self) -> dict[str, Json]:
        """Return the comparison as plain data, the JSON of ``powergame compare --format json``."""
        return {
            **head("compare"),
            "options": dict(self.answers[0].options),
            "baseline": 0,
            "scenarios": [answer.to_dict() for answer in self.answers],
            "differences": [{"path": row.path, "values": list(row.values)} for row in self.differences],
        }


def compare(
    scenarios: Sequence[Scenario],
    *,
    solver: Solver = "auto",
    concept: Concept | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
) -> Comparison:
    """Solve two or more scenarios and set them side by side.

    Parameters
    ----------
    scenarios
        The first is the baseline.
    solver, concept, max_mebibytes
        As for `solve`.

    Raises
    ------
    UsageError
        Where there are fewer than two, and what `solve` raises.
    """
    if len(scenarios) < 2:
        raise UsageError("compare needs two scenarios or more; file#* stands for all variants of a file")
    answers = (solve(s, solver=solver, concept=concept, max_mebibytes=max_mebibytes) for s in scenarios)
    return Comparison(tuple(answers))


def differs(a: Json, b: Json) -> bool:
    """Whether two values are not the same, numbers to `SAME`."""
    if isinstance(a, int | float) and isinstance(b, int | float) and not isinstance(a, bool | str):
        return abs(a - b) > SAME
    if isinstance(a, list) and isinstance(b, list):
        return len(a) != len(b) or any(differs(x, y) for x, y in zip(a, b, strict=True))
    return a != b


def summary(answer: Answer) -> dict[str, Json]:
    """Return what is compared of an answer: a value for each path.

    The answers come first, then the scenario's own numbers. ``selected.*`` is the selected equilibrium,
    ``equilibria.count`` how many are listed; the rest are paths of the JSON of `solve`.
    """
    found: dict[str, Json] = {}
    for a in answer.actors:
        found[f"actors.{a.name}.verdict"] = a.verdict
    for a in answer.actors:
        found[f"actors.{a.name}.seeks.selected"] = a.seeks.selected
    for a in answer.actors:
        found[f"actors.{a.name}.motive"] = a.motive
    found |= _selected(answer)
    found["equilibria.count"] = len(answer.solution.equilibria)
    found["complete"] = answer.solution.complete
    found["game.type"] = answer.type
    for a in answer.actors:
        found[f"actors.{a.name}.power"] = a.power
        found[f"actors.{a.name}.alignment_with_power"] = a.alignment_with_power
    assumed = values(answer.scenario) if answer.scenario else {}
    return found | {INPUT + path: value for path, value in assumed.items()}


def _selected(answer: Answer) -> dict[str, Json]:
    at = answer.selected
    if at is None or (happening := answer.happenings[at]) is None:
        return {}
    found: dict[str, Json] = {"selected.war": happening.war, "selected.destroyed": happening.destroyed}
    for i, a in enumerate(answer.actors):
        found[f"selected.power_after.{a.name}"] = happening.power_after[i]
    for i, a in enumerate(answer.actors):
        found[f"selected.payoffs.{a.name}"] = answer.solution.equilibria[at].payoffs[i]
    return found
