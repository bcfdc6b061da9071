"""`powergame check`: every scenario is valid and meets its expectations."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from powergame.cli import loading, options
from powergame.cli.guard import say
from powergame.cli.progress import working
from powergame.cli.rendering import cited, refuse_cite_as, table
from powergame.deadline import NO_DEADLINE
from powergame.errors import NothingMatchedError, ScenarioError, UsageError
from powergame.files import check_outputs
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.analysis.check import CheckReport
    from powergame.files import NamedFile

FORMATS = ("text", "json", "junit", "github")

EXAMPLES = """
powergame check scenarios
powergame check scenarios --format github --report junit=report.xml
"""


def check(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Scenario files, folders of them, patterns, games (.nfg), or @NAME."),
    ],
    format_: Annotated[
        Literal["text", "json", "junit", "github"], typer.Option("--format", help="Format of the report.")
    ] = "text",
    report: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="FORMAT=FILE", help="Write one more report to a file; repeatable."),
    ] = None,
    set_: options.Sets = None,
    output: options.Output = None,
    cite: options.Cite = False,
    require_complete: options.RequireComplete = False,
    allow_empty: Annotated[
        bool,
        typer.Option(
            "--allow-empty", help="Succeed where there is nothing to check: no scenario, or nothing expected."
        ),
    ] = False,
    max_size: options.MaxSize = 512.0,
    time_limit: options.TimeLimit = options.SECONDS,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show failures alone, and no warnings.")] = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Check that scenarios are valid and meet their own expectations.

    Exit status: 0 all are met, 1 one is not, 2 a scenario is invalid, 3 no answer, 5 nothing to check.
    """
    from powergame.analysis.check import check as check_paths
    from powergame.report.formats.output import write

    loading.refuse_standard_input_twice(paths)
    if cite:
        refuse_cite_as(format_)
    extra = tuple(_format_and_file(text) for text in report or ())
    reports = ((format_, output or "-"), *extra)
    outputs = [path for _, path in reports]
    check_outputs(*outputs, inputs=_files(paths))
    each = None if time_limit is NO_DEADLINE else time_limit.seconds
    with working("checking", NO_DEADLINE, quiet=quiet):
        result = check_paths(
            paths,
            sets=set_ or (),
            max_mebibytes=max_size,
            time_limit=each,
            require_complete=require_complete,
            allow_empty=allow_empty,
        )
    check_outputs(*outputs, inputs=result.files)
    shown = cited(result, format_) if cite else _rendered(result, format_, output, quiet=quiet)
    write(shown, output, commands=format_ == "github")
    for name, path in extra:
        write(_rendered(result, name, path), path, commands=name == "github")
    for scenario in result.scenarios:
        loading.warn(scenario.source, scenario.warnings, quiet=quiet)
    if result.exit_status == NothingMatchedError.exit_status:
        faults = [str(fault) for scenario in result.scenarios for fault in scenario.faults]
        for reason in faults or ["nothing was checked: no scenario has an `expect` part"]:
            say(f"powergame: {printable(reason)}")
    return result.exit_status


def _files(paths: Iterable[str]) -> Iterator[NamedFile]:
    """Yield the files that paths stand for, before any is read; no report replaces them."""
    from powergame.scenario.reading.discover import discover
    from powergame.sources.load import file_of

    for path in paths:
        with suppress(NothingMatchedError, ScenarioError):
            yield from map(file_of, discover(path))


def _format_and_file(text: str) -> tuple[str, str]:
    name, equals, path = text.partition("=")
    if name not in FORMATS or not equals or not path:
        raise UsageError(f"--report {printable(text)}: expected FORMAT=FILE, FORMAT one of {', '.join(FORMATS)}")
    return name, path


def _rendered(report: CheckReport, name: str, path: str | None, *, quiet: bool = False) -> str:
    workspace = os.environ.get("GITHUB_WORKSPACE", "")
    if name == "json":
        from powergame.report.formats import json

        return json.render(report.to_dict())
    if name == "junit":
        from powergame.report.documents.checked.junit import junit

        return junit(report, workspace)
    if name == "github":
        from powergame.report.documents.checked.github import github

        return github(report, workspace, quiet=quiet)
    from powergame.report.documents.check import document

    return table(document(report, quiet=quiet), path)
