"""The `compare` question: what differs between scenarios, and between their answers?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from powergame.analysis.display import counted, first_few
from powergame.analysis.head import head, values
from powergame.analysis.solve import Answer, solve_matrix
from powergame.analysis.solve.result import MAX_PAYOFFS_IN_JSON
from powergame.deadline import TimeLimit, after
from powergame.equilibrium.concept import Concept, Solver
from powergame.errors import UsageError
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES, refuse_large, shape_of
from powergame.objects.named import expect_several
from powergame.objects.shown import Shown
from powergame.plain import Json
from powergame.sources.games import NamedGame, expect_loaded
from powergame.sources.load import Loaded

SAME = 1e-9
"""Difference of two numbers up to which they are the same."""

INPUT = "scenario.values."
"""Prefix of the paths of the scenarios' own numbers."""

COUNT = "equilibria.count"
"""Path of the number of equilibria that are listed."""

RUNGS, PAYOFFS = "game.rungs.", "game.payoffs."
"""Prefixes of the paths of games' own names and numbers."""


@dataclass(frozen=True)
class Difference:
    """A value of each scenario, by its path; None where a scenario does not have it.

    Attributes
    ----------
    proven
        Whether each value hangs on no list of equilibria that may lack some: verdicts, and how many are listed.
    """

    path: str
    values: tuple[Json, ...]
    proven: tuple[bool, ...]

    @property
    def differs(self) -> bool:
        """Whether some scenario differs from the baseline."""
        return any(self.differs_at(k) for k in range(1, len(self.values)))

    def differs_at(self, k: int) -> bool:
        """Whether scenario k differs from the baseline; games may be of any scale, so all of their digits count."""
        first, value = self.values[0], self.values[k]
        return first != value if self.path.startswith(PAYOFFS) else differs(first, value)


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Shown):
    """Solved scenarios, the first of them the baseline."""

    answers: tuple[Answer, ...]

    def _repr_line_(self) -> str:
        names = first_few(repr(answer.name) for answer in self.answers)
        return f"of {names}: {counted(len(self.differences), 'difference', 'differences')}"

    @cached_property
    def rows(self) -> tuple[Difference, ...]:
        """All values that are compared, in order, whether or not they differ."""
        with_payoffs = any(answer.scenario is None for answer in self.answers)
        summaries = [summary(answer) | (_payoffs(answer) if with_payoffs else {}) for answer in self.answers]
        paths = dict.fromkeys(path for values in summaries for path in values)
        return tuple(self._row(path, tuple(values.get(path) for values in summaries)) for path in paths)

    def _row(self, path: str, values: tuple[Json, ...]) -> Difference:
        hangs = _hangs(path)
        pairs = zip(values, self.answers, strict=True)
        return Difference(path, values, tuple(not (hangs and value is not None and a.unproven) for value, a in pairs))

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The values that differ from the baseline in some scenario."""
        return tuple(row for row in self.rows if row.differs)

    def to_dict(self) -> dict[str, Json]:
        """Return the comparison as plain data, the JSON of ``powergame compare --format json``."""
        return {
            **head("compare"),
            "options": dict(self.answers[0].options),
            "baseline": 0,
            "scenarios": [answer.to_dict() for answer in self.answers],
            "differences": [
                {"path": row.path, "values": list(row.values), "proven": all(row.proven)} for row in self.differences
            ],
        }


def compare(
    scenarios: Sequence[Loaded],
    *,
    solver: Solver = "auto",
    concept: Concept | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    look_for_turns: bool = True,
    time_limit: TimeLimit = None,
) -> Comparison:
    """Solve two or more scenarios, or games, and set them side by side.

    Parameters
    ----------
    scenarios
        Two or more; the first is the baseline. Where a game is among them, payoffs are compared, too.
    solver, concept, max_mebibytes, look_for_turns
        As for `solve`.
    time_limit
        Seconds that all of them together may take; None is no limit.

    Raises
    ------
    UsageError
        Where there are fewer than two, and where `solve` raises it.

    Examples
    --------
    >>> import powergame as pg
    >>> aligned = pg.load("@strong-and-aligned")
    >>> comparison = compare([aligned, aligned.with_values({"alignment.weak.strong": 0.0})])
    >>> [row.values for row in comparison.differences if row.path == "actors.weak.verdict"]
    [('never', 'always')]
    """
    if len(expect_several("scenarios", scenarios)) < 2:
        raise UsageError("compare needs two scenarios or more; file#* stands for all variants of a file")
    for named in map(expect_loaded, scenarios):  # before the first is solved
        refuse_large(named.game.shape if isinstance(named, NamedGame) else shape_of(named), max_mebibytes)
    deadline = after(time_limit)
    answers = (
        solve_matrix(
            named,
            solver=solver,
            concept=concept,
            max_mebibytes=max_mebibytes,
            look_for_turns=look_for_turns,
            time_limit=deadline,
        )
        for named in scenarios
    )
    return Comparison(tuple(answers))


def differs(a: Json, b: Json) -> bool:
    """Whether two values differ, numbers by more than `SAME`."""
    if isinstance(a, int | float) and isinstance(b, int | float) and not isinstance(a, bool | str):
        return abs(a - b) > SAME
    if isinstance(a, list) and isinstance(b, list):
        return len(a) != len(b) or any(differs(x, y) for x, y in zip(a, b, strict=True))
    return a != b


def summary(answer: Answer) -> dict[str, Json]:
    """Return the values by which an answer is compared, by path.

    The answers come first, then the scenario's own numbers. ``selected.*`` is the selected equilibrium,
    ``equilibria.count`` the number of listed ones; the rest are paths of the JSON of `solve`.
    """
    by_path: dict[str, Json] = {}
    for a in answer.actors:
        by_path[f"actors.{a.name}.verdict"] = a.verdict
    for a in answer.actors:
        by_path[f"actors.{a.name}.seeks.selected"] = a.seeks.selected
    for a in answer.actors:
        by_path[f"actors.{a.name}.motive"] = a.motive
    by_path |= _selected(answer)
    by_path[COUNT] = len(answer.solution.equilibria)
    by_path["complete"] = answer.solution.complete
    by_path["game.type"] = answer.type
    for a in answer.actors:
        by_path[f"actors.{a.name}.power"] = a.power
        by_path[f"actors.{a.name}.alignment_with_power"] = a.alignment_with_power
    assumed = values(answer.scenario) if answer.scenario else {}
    return by_path | {INPUT + path: value for path, value in assumed.items()}


def _hangs(path: str) -> bool:
    """Whether a value hangs on the whole list of equilibria, and not on the selected one or on what is assumed."""
    return path == COUNT or (path.startswith("actors.") and path.endswith(".verdict"))


def _selected(answer: Answer) -> dict[str, Json]:
    at = answer.selected
    if at is None:
        return {}
    by_path: dict[str, Json] = {}
    if (happening := answer.happening) is not None:
        by_path |= {"selected.war": happening.war, "selected.destroyed": happening.destroyed}
        for i, a in enumerate(answer.actors):
            by_path[f"selected.power_after.{a.name}"] = happening.power_after[i]
    for i, name in enumerate(answer.game.actors):
        by_path[f"selected.payoffs.{name}"] = answer.solution.equilibria[at].payoffs[i]
    return by_path


def _payoffs(answer: Answer) -> dict[str, Json]:
    """Return the rungs of a game and all of its payoffs, which are all that is assumed where there is no scenario."""
    game = answer.game
    rungs: dict[str, Json] = {
        f"{RUNGS}{name}": list(rungs) for name, rungs in zip(game.actors, game.rungs, strict=True)
    }
    if game.payoffs.size > MAX_PAYOFFS_IN_JSON:
        return rungs
    return rungs | {f"{PAYOFFS}{name}": game.payoffs[i].tolist() for i, name in enumerate(game.actors)}
