"""`powergame schema`: the JSON Schema of scenario files, for editors."""

from __future__ import annotations

from powergame.cli import options

EXAMPLES = """
powergame schema -o scenario.schema.json
"""


def schema(
    output: options.Output = None,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Write the JSON Schema of scenario files.

    It is of draft 7; editors complete and check scenarios with it.
    """
    from powergame.report.formats import json
    from powergame.report.formats.output import write
    from powergame.scenario.writing.schema import json_schema

    write(json.render(json_schema()), output)
    return 0
