"""`powergame sweep`: a scenario solved over a whole parameter space."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powergame.cli import loading, options
from powergame.cli.guard import guarded, say
from powergame.cli.progress import progress
from powergame.cli.rendering import rendered
from powergame.errors import OutputError, TimeLimitError, UsageError
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.analysis.sweep import Sweep
    from powergame.analysis.sweep.estimate import Estimate
    from powergame.analysis.sweep.plan import Plan
    from powergame.deadline import Deadline
    from powergame.runs.formats import FormatName

MAX_WORKERS = 1024

MAX_PRINTED = 10_000
"""Points at most whose rows go to standard output where no file is given."""

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
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="File for the table: .parquet, .csv or .arrow."),
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
    Path | None,
    typer.Option("--plot", metavar="FILE", help="Draw the phase diagram of the first two axes: .svg, .png or .pdf."),
]


EXAMPLES = r"""
powergame sweep crisis.yaml --vary alignment.red.blue=-1:1:101 \
    --vary conflict.destruction.odds=0:1:101 -o crisis.parquet --plot crisis.svg
"""


@guarded
def sweep(
    scenario: options.Source,
    vary: Vary = None,
    output: Table = None,
    set_: options.Sets = None,
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    workers: Workers = None,
    cluster: Address = None,
    resume: Resume = False,
    dry_run: DryRun = False,
    plot: Plot = None,
    format_: options.Format = "table",
    max_size: options.MaxSize = 512.0,
    time_limit: options.TimeLimit = options.NO_LIMIT,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Solve a scenario for all combinations of values of some paths.

    The table goes to a file (-o), a summary to standard output. --resume continues an unfinished sweep.
    """
    from powergame.analysis.sweep.plan import make_plan
    from powergame.analysis.sweep.plane import check_plane
    from powergame.report.formats.output import write

    loaded = loading.one_scenario(scenario, set_, quiet=quiet, command="sweep")
    _check_outputs(output, plot, loading.files(loaded.source, scenario))
    if workers is not None and cluster is not None:
        raise UsageError("--workers and --cluster exclude each other; give one of them")
    if resume and output is None:
        raise UsageError("--resume continues a sweep into a file; give -o FILE")
    axes = [options.path_and_axis(text) for text in vary] if vary else loaded.vary
    plan = make_plan(loaded, tuple(axes), options.concept(solution, rationality), _format(output), max_size)
    if plot is not None:
        check_plane(plan.axes)
        _check_picture(plot)
    count = workers or cores()
    if dry_run:
        from powergame.analysis.sweep.estimate import estimate

        write(_estimate(estimate(plan, count, time_limit), format_), None)
        return 0
    result = _solved(plan, output, count, cluster, resume, time_limit, quiet)
    if plot is not None:
        _draw(result, plot)
    write(_summary(result, format_), None)
    return 0


def cores() -> int:
    """Return the number of cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _format(output: Path | None) -> FormatName:
    if output is None:
        return "arrow"
    from powergame.runs.formats import format_of

    return format_of(output)


def _check_outputs(output: Path | None, plot: Path | None, inputs: tuple[str, ...]) -> None:
    """Raise `OutputError` where an output would overwrite an input, or the other output."""
    taken = [os.path.realpath(name) for name in inputs if name != "-"]
    for path in (output, plot):
        if path is None:
            continue
        real = os.path.realpath(path)
        if real in taken:
            raise OutputError(f"{printable(str(path))}: is an input, or another output; choose another file")
        taken.append(real)


def _check_picture(plot: Path) -> None:
    """Raise where the picture could not be written, before anything is solved."""
    from powergame.report.pictures.drawing.files import ending

    ending(plot)
    if plot.is_dir() or not plot.absolute().parent.is_dir():
        raise OutputError(
            f"{printable(str(plot))}: cannot be written: {'is a folder' if plot.is_dir() else 'no such folder'}"
        )


def _solved(
    plan: Plan,
    output: Path | None,
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
        try:
            return to_file(plan, output, runner, resume=resume, watch=watch, deadline=time_limit)
        except (KeyboardInterrupt, SystemExit, TimeLimitError):
            say(f"powergame: stopped; {_kept(plan, output)}")
            raise


def _kept(plan: Plan, output: Path) -> str:
    """Say what is kept of an interrupted sweep."""
    from powergame.analysis.sweep import work_folder

    folder = work_folder(output)
    finished = sum(1 for _ in folder.glob("*.chunk"))
    if not finished:
        return "nothing was finished yet"
    return (
        f"{finished:,} of {plan.chunks:,} chunks are kept in {printable(folder.name)}; "
        "the same command with --resume continues"
    )


def _draw(sweep: Sweep, plot: Path) -> None:
    from powergame.report.pictures.drawing.files import save
    from powergame.report.pictures.kinds import draw_sweep

    save(draw_sweep(sweep), plot)


def _summary(sweep: Sweep, format_: options.FormatName) -> str:
    from powergame.report.documents import sweep as documents

    if format_ == "csv" and sweep.table is not None and sweep.tally.rows <= MAX_PRINTED:
        from powergame.runs.tables import as_csv

        return as_csv(sweep.table)
    return rendered(
        sweep,
        format_,
        None,
        document=lambda: documents.document(sweep),
        header=documents.CSV_HEADER,
        rows=documents.csv_rows(sweep),
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
