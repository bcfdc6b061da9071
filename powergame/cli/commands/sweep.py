"""`powergame sweep`: a scenario solved over a whole parameter space."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powergame.cli import loading, options
from powergame.cli.drawing import load_matplotlib
from powergame.cli.guard import say
from powergame.cli.progress import progress
from powergame.cli.rendering import cited, refuse_cite_as, refuse_metadata_without_csv, rendered, status
from powergame.errors import TimeLimitError, UsageError
from powergame.files import check_outputs, input_file, is_standard_output
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.analysis.aspect import Aspect
    from powergame.analysis.sweep import Sweep
    from powergame.analysis.sweep.estimate import Estimate
    from powergame.analysis.sweep.plan import Plan
    from powergame.deadline import Deadline
    from powergame.runs.formats import Kept

MAX_WORKERS = 1024

MAX_PRINTED = 10_000
"""Points at most whose rows go to standard output where no file is given."""

MAX_ON_STREAM = 1_000_000
"""Points at most of a table that ``-o -`` asks for on standard output."""

Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="PATH=AXIS",
        help="A path and its values: 0:1:101 (from:to:count), [0, 0.5, 1], or {from: 1, to: 9, count: 5, scale: log}. "
        "Repeat for more dimensions; by default the scenario's `vary`.",
    ),
]
Table = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="File for the table: .parquet, .csv or .arrow; - prints CSV."),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, max=MAX_WORKERS, help="Worker processes; by default the cores."),
]
Address = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler whose workers solve it: tcp://host:port."),
]
Resume = Annotated[bool, typer.Option("--resume", help="Continue an unfinished sweep into the same file.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only print the number of points, and about how many bytes and seconds.")
]
Plot = Annotated[
    str | None,
    typer.Option(
        "--plot",
        metavar="FILE",
        help="Draw the phase diagram of the first two axes (--of says what): .svg, .png or .pdf.",
    ),
]


EXAMPLES = r"""
powergame sweep crisis.yaml --vary alignment.red.blue=-1:1:101 \
    --vary conflict.destruction.odds=0:1:101 -o crisis.parquet --plot crisis.svg
"""


def sweep(
    scenario: options.ScenarioSource,
    vary: Vary = None,
    output: Table = None,
    metadata: options.Metadata = False,
    cite: options.Cite = False,
    set_: options.Sets = None,
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    workers: Workers = None,
    cluster: Address = None,
    resume: Resume = False,
    dry_run: DryRun = False,
    plot: Plot = None,
    of: options.Of = "seeks",
    level: options.Levels = None,
    format_: Annotated[options.FormatName, typer.Option("--format", help="Format of the summary.")] = "table",
    require_complete: options.RequireComplete = False,
    max_size: options.MaxSize = 512.0,
    time_limit: options.TimeLimit = options.NO_LIMIT,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Solve a scenario for all combinations of values of some paths.

    The table goes to a file (-o), a summary to standard output; with -o - the table takes its place, as CSV.
    --resume continues an unfinished sweep.
    """
    from powergame.analysis.sweep.plan import make_plan
    from powergame.report.formats.output import write

    loaded = loading.load_scenario(scenario, set_, quiet=quiet, command="sweep")
    check_outputs(output, plot, inputs=loaded.files)
    if workers is not None and cluster is not None:
        raise UsageError("--workers and --cluster exclude each other; give one of them")
    printed = _is_printed(output, format_, resume=resume, metadata=metadata)
    if cite:
        refuse_cite_as("csv" if printed else format_)
    axes = [options.path_and_axis(loaded, text) for text in vary] if vary else loaded.vary
    options.refuse_set(loaded, set_, (path for path, _ in axes), "varies")
    plan = make_plan(loaded, tuple(axes), options.concept(solution, rationality), _format(output), max_size)
    plan = replace(plan, commented=metadata)
    if printed and plan.points > MAX_ON_STREAM:
        raise UsageError(f"-o -: the table has {plan.points:,} points; expected at most {MAX_ON_STREAM:,}, or a file")
    asked = _asked(plan, plot, of, level)
    count = workers or cores()
    if dry_run:
        from powergame.analysis.sweep.estimate import estimate

        write(_estimate(estimate(plan, count, time_limit), format_), None)
        return 0
    result = _solved(plan, None if printed else output, count, cluster, resume, time_limit, quiet)
    if plot is not None:
        write(_drawn(result, plot, asked), plot, inputs=loaded.files)
    shown = cited(result, format_) if cite else _table(result) if printed else _summary(result, format_)
    write(shown, "-", inputs=loaded.files)
    complete = result.tally.complete == result.tally.rows
    return status(complete=complete, required=require_complete, quiet=quiet)


def _asked(plan: Plan, plot: str | None, of: str, levels: list[float] | None) -> Aspect:
    """Return what the picture is of; raise `UsageError` where there can be none, or none is asked for."""
    from powergame.analysis.aspect import aspect
    from powergame.analysis.sweep.phase.diagram import check_plane

    if plot is not None:
        load_matplotlib("a picture")
        from powergame.report.pictures.drawing.files import ending

        check_plane(plan.axes)
        ending(plot)
    elif of != "seeks" or levels:
        raise UsageError("--of and --level say what --plot draws: give --plot FILE; the table has war and destruction")
    return aspect(plan.scenario, of, levels)


def _is_printed(output: str | None, format_: options.FormatName, *, resume: bool, metadata: bool) -> bool:
    """Whether the table goes to standard output; refuse what does not go together with that, or with its format."""
    if resume and is_standard_output(output):
        raise UsageError("--resume continues a sweep into a file; give -o FILE")
    printed = output is not None and is_standard_output(output)
    if printed and format_ not in ("table", "csv"):
        raise UsageError(f"-o - prints the table, as CSV; --format {format_} needs standard output for the summary")
    refuse_metadata_without_csv(metadata, "csv" if printed else format_, output)
    return printed


def cores() -> int:
    """Return the number of cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _format(output: str | None) -> Kept:
    if output is None or is_standard_output(output):
        return "memory"
    from powergame.runs.formats import format_of

    return format_of(Path(output))


def _solved(
    plan: Plan,
    output: str | None,
    workers: int,
    cluster: str | None,
    resume: bool,
    time_limit: Deadline,
    quiet: bool,
) -> Sweep:
    from powergame.analysis.sweep import in_memory, runner_for, to_file

    runner = runner_for(plan, workers, cluster)
    with progress(plan.points, quiet=quiet) as watch:
        if output is None:
            return in_memory(plan, runner, watch=watch, deadline=time_limit)
        before = input_file(output)
        try:
            return to_file(plan, Path(output), runner, resume=resume, watch=watch, deadline=time_limit)
        except (KeyboardInterrupt, SystemExit, TimeLimitError):
            written = input_file(output).identity != before.identity
            say(f"powergame: stopped; {'the file is written' if written else _kept(plan, output)}")
            raise


def _kept(plan: Plan, output: str) -> str:
    """Say what is kept of an interrupted sweep."""
    from powergame.analysis.sweep import work_folder

    folder = work_folder(Path(output))
    finished = sum(1 for _ in folder.glob("*.chunk"))
    if not finished:
        return "nothing was finished yet"
    return (
        f"{finished:,} of {plan.chunks:,} chunks are kept in {printable(folder.name)}; "
        "the same command with --resume continues"
    )


def _drawn(sweep: Sweep, plot: str, asked: Aspect) -> bytes:
    from powergame.analysis.head import head_of
    from powergame.report.pictures.drawing.files import ending, to_bytes
    from powergame.report.pictures.kinds import draw_sweep

    about = head_of(sweep.to_dict()) | {"of": asked.text, "level": list(asked.levels)}
    return to_bytes(draw_sweep(sweep, asked), ending(plot), about)


def _table(sweep: Sweep) -> str:
    from powergame.analysis.sweep.chunk import schema
    from powergame.runs.tables.csv import text

    assert sweep.table is not None, "it was held in memory"
    return text(schema(sweep.plan), sweep.table)


def _summary(sweep: Sweep, format_: options.FormatName) -> str:
    from powergame.report.documents import sweep as documents

    if format_ == "csv" and sweep.table is not None and sweep.tally.rows <= MAX_PRINTED:
        return _table(sweep)
    header, rows = documents.csv_table(sweep)
    return rendered(
        sweep,
        format_,
        None,
        document=lambda: documents.document(sweep),
        header=header,
        rows=rows,
        metadata=sweep.plan.commented,
    )


def _estimate(estimate: Estimate, format_: options.FormatName) -> str:
    from powergame.report.documents import sweep as documents

    return rendered(
        estimate,
        format_,
        None,
        document=lambda: documents.estimated(estimate),
        header=documents.ESTIMATE_HEADER,
        rows=documents.estimate_rows(estimate),
    )
