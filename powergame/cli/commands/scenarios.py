"""`powergame scenarios`: the scenarios that powergame brings with it, a line each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from powergame.cli import options
from powergame.cli.rendering import Target, table
from powergame.files import SHIPPED

if TYPE_CHECKING:
    from powergame.plain import Json
    from powergame.sources.shipped import ShippedScenario

EXAMPLES = """
powergame scenarios
powergame solve @cuban-missile-crisis
powergame new crisis.yaml --from @cuban-missile-crisis
"""


@dataclass(frozen=True)
class _List:
    """The list, as a result of the command."""

    scenarios: tuple[ShippedScenario, ...]

    def to_dict(self) -> dict[str, Json]:
        """Return it as plain data."""
        from powergame.analysis.head import named

        listed: list[Json] = [{"source": f"{SHIPPED}{each.name}"} | asdict(each) for each in self.scenarios]
        return named("scenarios") | {"scenarios": listed}


def scenarios(
    format_: options.Format = None,
    output: options.Output = None,
    metadata: options.Metadata = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """List the scenarios that powergame brings with it.

    Wherever a scenario may stand, @NAME is one of these.
    """
    from powergame.report import shipped as documents
    from powergame.report.formats.output import write
    from powergame.sources.shipped import shipped_scenarios

    shipped = shipped_scenarios()
    target = Target(output, format_, metadata, ())
    target.check()
    if target.format == "table":  # no answer, and so without a word on answers
        write(table(documents.document(shipped), output), output)
        return 0
    target.write(
        _List(shipped),
        document=lambda: documents.table(shipped),
        header=documents.HEADER,
        rows=documents.rows(shipped),
    )
    return 0
