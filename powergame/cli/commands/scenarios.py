"""`powergame scenarios`: the scenarios that powergame brings with it, a line each."""

from __future__ import annotations

import sys

from powergame.cli import options
from powergame.cli.rendering import Target
from powergame.files import is_standard_output

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
        document=lambda: documents.document(shipped) if _by_the_line(target) else documents.table(shipped),
        header=documents.HEADER,
        rows=documents.rows(shipped),
        pointer=False,
    )
    return 0


def _by_the_line(target: Target) -> bool:
    """Whether a scenario is to be a line, however long: in files and pipes, which are searched; not on a terminal."""
    on_terminal = is_standard_output(target.path) and sys.stdout.isatty()
    return target.format == "table" and not on_terminal
