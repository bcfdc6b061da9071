"""`powergame schema`: the JSON Schemas of scenario files, for editors, and of the JSON that commands write."""

from __future__ import annotations

from typing import Annotated

import typer

from powergame.cli import options
from powergame.errors import UsageError

EXAMPLES = """
powergame schema -o scenario.schema.json
powergame schema solve
"""


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[NAME]", help="scenario, or a command whose JSON it is of: solve, compare, ...; points; error."
        ),
    ] = "scenario",
    output: options.Output = None,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Write the JSON Schema of scenario files, or of the JSON of a command.

    It is of draft 7; editors complete and check scenarios with it.
    """
    from powergame.report.formats.output import write

    format_ = name.removeprefix("powergame.")
    write(_text("points" if format_.endswith(".points") else format_.partition(".")[0]), output)
    return 0


def _text(name: str) -> str:
    """Return the text of a schema: of scenarios as it is made, of all else as it is kept."""
    if name == "scenario":
        from powergame.report.formats import json
        from powergame.scenario.writing.schema import json_schema

        return json.render(json_schema())
    from powergame.analysis.head import VERSION
    from powergame.objects.nearest import unknown
    from powergame.sources.shipped import shipped_folder

    ending = ".schema.json"
    folder = shipped_folder("schemas") / str(VERSION)
    known = sorted(file.name.removesuffix(ending) for file in folder.glob(f"*{ending}"))
    if name not in known:
        raise UsageError(unknown("schema", name, known))
    return (folder / f"{name}{ending}").read_text(encoding="utf-8")
