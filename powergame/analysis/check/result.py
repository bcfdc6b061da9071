"""Result of `check`: which scenarios meet their own expectations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from powergame.analysis.display import first_few
from powergame.analysis.head import head, origin, unread_origin
from powergame.equilibrium.types import Solution
from powergame.errors import Fault
from powergame.files import NamedFile
from powergame.objects.shown import Shown
from powergame.plain import Json
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import Position
from powergame.sources.load import Loaded

if TYPE_CHECKING:
    import pandas as pd

    from powergame.equilibrium.sequential.types import TreeSolution

NOWHERE = Position("", 0, 0)
"""Place of what stands in no file."""

STATED = ("path", "expected", "found", "holds", "proven", "line", "column")
"""What a row of the table has of a statement."""

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
    seconds
        How long that took, reading included.
    file
        The file as the user named it, for programs; `source` has it as it is printed, with the variant.
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
    solution: Solution | TreeSolution | None = None
    seconds: float = field(default=0.0, compare=False)
    file: str = ""

    @property
    def variant(self) -> str | None:
        """Name of the variant that was checked; None for the scenario of a file itself, and for what was not read."""
        return self.scenario.variant if isinstance(self.scenario, Scenario) else None

    @property
    def expect(self) -> str:
        """Path of what the scenario expects, within its file."""
        return "expect" if self.variant is None else f"variants.{self.variant}.expect"

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
            **(unread_origin(self.name, self.source) if self.scenario is None else origin(self.scenario)),
            "status": self.status,
            "complete": self.solution.complete if self.solution else None,
            "limited": self.solution.limited if self.solution else None,
            "statements": [statement.to_dict() for statement in self.statements],
            "faults": [fault.to_dict() for fault in self.faults],
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, repr=False)
class CheckReport(Shown):
    """All scenarios that were checked; `options` are the user's choices besides them, by the command's options."""

    scenarios: tuple[Checked, ...] = ()
    options: Mapping[str, Json] = field(default_factory=dict)

    def _repr_line_(self) -> str:
        return first_few(f"{checked.source}: {checked.status}" for checked in self.scenarios)

    @property
    def exit_status(self) -> int:
        """The worst status of all; 5 where nothing at all was expected, since then nothing was checked.

        Where that is allowed, it is 0.
        """
        worst = max((checked.exit_status for checked in self.scenarios), key=BY_SEVERITY.index, default=0)
        nothing = not any(checked.statements for checked in self.scenarios)
        return 5 if worst == 0 and nothing and not self.options.get("allow_empty") else worst

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

    def rows(self) -> list[dict[str, Json]]:
        """Return a row for each statement, and one for each scenario without any, with its first fault."""
        rows: list[dict[str, Json]] = []
        for checked in self.scenarios:
            about: dict[str, Json] = {"source": checked.source, "name": checked.name, "status": checked.status}
            fault = checked.faults[0].message if checked.faults else None
            told: list[dict[str, Json]] = [statement.to_dict() for statement in checked.statements]
            rows += [{**about, **{key: each.get(key) for key in STATED}, "fault": fault} for each in told or [{}]]
        return rows

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table of pandas."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=["source", "name", "status", *STATED, "fault"])
