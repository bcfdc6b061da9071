"""`powergame check`: every scenario is valid and meets its expectations."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from powergame.cli import options
from powergame.cli.guard import guarded, say
from powergame.errors import UsageError
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.analysis.check import CheckReport

FORMATS = ("text", "json", "junit", "github")


EXAMPLES = """
powergame check scenarios
powergame check scenarios --format github --report junit=report.xml
"""


@guarded
def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Scenario files, folders of them, or patterns.")
    ],
    format_: Annotated[
        Literal["text", "json", "junit", "github"], typer.Option("--format", help="How the report is written.")
    ] = "text",
    report: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="FORMAT=FILE", help="Write one more report to a file; repeatable."),
    ] = None,
    set_: options.Sets = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Hold scenarios to what they expect of themselves.

    Exit status: 0 all is met, 1 something is not, 2 a scenario is bad, 3 no answer, 5 nothing to check.
    """
    from powergame.analysis.check import check as check_sources
    from powergame.report.formats.output import write
    from powergame.scenario.reading.discover import discover

    extra = tuple(_format_and_file(text) for text in report or ())
    sources = [source for path in paths for source in discover(path)]
    found = check_sources(sources, sets=options.changes(set_))
    inputs = tuple(source.partition("#")[0] for source in sources)
    for name, path in ((format_, output), *extra):
        write(_rendered(found, name, path), path, inputs=inputs)
    if not quiet:
        for one in found.scenarios:
            for warning in one.warnings:
                say(f"powergame: warning: {printable(one.source)}: {printable(warning)}")
        if found.exit_status == 5:
            say("powergame: nothing was checked: no scenario has an `expect` part")
    return found.exit_status


def _format_and_file(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if name not in FORMATS or not equals or not path:
        raise UsageError(f"--report {printable(text)}: FORMAT=FILE is wanted, FORMAT one of {', '.join(FORMATS)}")
    return name, Path(path)


def _rendered(found: CheckReport, name: str, path: Path | None) -> str:
    from powergame.report.documents import check as checked
    from powergame.report.formats import json

    if name == "json":
        return json.render(found.to_dict())
    if name == "junit":
        return checked.junit(found)
    if name == "github":
        return checked.github(found)
    from powergame.report.formats import terminal

    screen = terminal.Screen() if path else terminal.screen_of(sys.stdout)
    return terminal.render(checked.document(found), screen)
