"""`powergame scenarios`: the scenarios that powergame brings with it, a line each."""

from __future__ import annotations

from powergame.cli import options
from powergame.cli.rendering import Target

EXAMPLES = """
powergame scenarios
powergame solve @cuban-missile-crisis
powergame new crisis.yaml --from @cuban-missile-crisis
"""


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
    from powergame.sources.shipped import shipped_scenarios

    shipped = shipped_scenarios()
    target = Target(output, format_, metadata, ())
    target.check()
    target.write(
        documents.ShippedList(shipped),
        document=lambda: documents.document(shipped) if target.format == "table" else documents.table(shipped),
        header=documents.HEADER,
        rows=documents.rows(shipped),
        pointer=False,
    )
    return 0
