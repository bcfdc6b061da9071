"""The `sweep` question: every combination of some paths' values is solved into a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from powergame.analysis.sweep.chunk import BadPointError, fields, opened, solve_chunk
from powergame.analysis.sweep.plan import Plan, make_plan
from powergame.analysis.sweep.result import Sweep
from powergame.analysis.sweep.tally import Tally, Total
from powergame.batch.engine import by_the_million
from powergame.deadline import NO_DEADLINE, Deadline, TimeLimit, after
from powergame.equilibrium.concept import Concept
from powergame.errors import Fault, OutputError, ScenarioError, UsageError
from powergame.files import target_of
from powergame.model.compile import DEFAULT_MAX_MEBIBYTES, shape_of
from powergame.plain import Json
from powergame.runs.cluster import Cluster
from powergame.runs.flushing import Flushing
from powergame.runs.formats import format_of, needs_pyarrow
from powergame.runs.metadata import check_beside, short_name, write_beside
from powergame.runs.store import Store
from powergame.runs.tables.memory import decode
from powergame.runs.tables.rows import Rows, joined
from powergame.runs.workers import Processes, Runner, Serial, Task
from powergame.scenario.axes import AxisLike, as_axis
from powergame.scenario.fields import FieldError
from powergame.scenario.types import Axis
from powergame.sources.games import expect_scenario
from powergame.sources.load import Loaded
from powergame.text import printable

Watch: TypeAlias = Callable[[int], None]
"""Function that is told after each chunk how many points are solved."""

MAX_IN_MEMORY = 10_000_000
"""Points of a table in memory, at most: about a gigabyte."""

ALONE = 1 << 21
"""Points up to which one process is faster than several, where kernels solve them."""

ALONE_THREE_OR_MORE = 1 << 14
"""The same with three and more actors."""

ALONE_ONE_BY_ONE = 1 << 10
"""Points up to which one process is faster than several, where they are solved one by one."""


def sweep(
    scenario: Loaded,
    axes: Mapping[str, AxisLike] | None = None,
    *,
    output: str | os.PathLike[str] | None = None,
    workers: int = 1,
    concept: Concept | None = None,
    cluster: str | None = None,
    resume: bool = False,
    watch: Watch | None = None,
    max_mebibytes: float = DEFAULT_MAX_MEBIBYTES,
    time_limit: TimeLimit = None,
) -> Sweep:
    """Solve a scenario for all combinations of some paths' values.

    Parameters
    ----------
    axes
        Values of each path: ``"0:1:101"``, a sequence, or an `Axis`; by default the scenario's own ``vary``.
    output
        A file that ends in .parquet, .csv or .arrow; without one the table is held in memory.
    workers
        Processes; a program that asks for more than one must do so under ``if __name__ == "__main__":``.
    cluster
        The address of a Dask scheduler, whose workers are used instead.
    resume
        Go on with an unfinished sweep into the same file, if there is one.
    watch
        Function that is told after each chunk how many points are solved.
    max_mebibytes
        Mebibytes that the payoffs of one game may take at most.
    time_limit
        Seconds that the work may take; None is no limit.

    Returns
    -------
    Sweep
        The result, with the table or the path of the file; a file has the same bytes whoever solved it.

    Raises
    ------
    ScenarioError, UsageError
        Where the paths, axes or options are not valid.
    OutputError
        Where the file cannot be written; finished chunks are kept for `resume`.
    NoAnswerError
        Where the workers cannot solve it; as `TimeLimitError` where the time runs out. What is finished of a file is
        kept for `resume`.

    Examples
    --------
    >>> import powergame as pg
    >>> crisis = pg.load("@strong-and-misaligned")
    >>> result = sweep(crisis, {"alignment.strong.weak": [-0.5, 1.0]})
    >>> [result.share("weak", verdict) for verdict in ("always", "never")]
    [0.5, 0.5]
    """
    deadline = after(time_limit)
    scenario = expect_scenario(scenario, "paths to vary")
    pairs = scenario.vary if axes is None else _axes(axes)
    if output is None:
        plan = make_plan(scenario, pairs, concept, max_mebibytes=max_mebibytes)
        return in_memory(plan, runner_for(plan, workers, cluster), watch=watch, deadline=deadline)
    path = Path(output)
    plan = make_plan(scenario, pairs, concept, format_of(path), max_mebibytes)
    return to_file(plan, path, runner_for(plan, workers, cluster), resume=resume, watch=watch, deadline=deadline)


def runner_for(plan: Plan, workers: int, cluster: str | None = None) -> Runner:
    """Return the runner of the chunks, with no more workers than are worth starting."""
    if workers < 1:
        raise UsageError(f"{workers} workers cannot do anything; expected 1 or more")
    if cluster is not None:
        return Cluster(cluster, ("powergame", "numpy", *["pyarrow"] * needs_pyarrow(plan.format)))
    count = worth_starting(plan, workers)
    return Serial() if count == 1 else Processes(count)


def worth_starting(plan: Plan, workers: int) -> int:
    """Return how many of some processes a sweep has work for."""
    shape = shape_of(plan.scenario)
    few = ALONE_ONE_BY_ONE
    if by_the_million(shape, plan.concept):
        few = ALONE if len(shape) == 2 else ALONE_THREE_OR_MORE
    return 1 if plan.points <= few else min(workers, plan.chunks)


def in_memory(plan: Plan, runner: Runner, *, watch: Watch | None = None, deadline: Deadline = NO_DEADLINE) -> Sweep:
    """Solve a plan's chunks into a table; see `sweep`."""
    if plan.points > MAX_IN_MEMORY:
        raise UsageError(
            f"a table of {plan.points:,} points must be written to a file; memory holds at most {MAX_IN_MEMORY:,}"
        )
    solved: dict[int, tuple[Tally, Rows]] = {}

    def receive(k: int, chunk: bytes) -> None:
        tally, piece = opened(chunk)
        solved[k] = tally, decode(fields(plan), piece)
        if len(solved) < plan.chunks:
            deadline.check("points were solved")
        if watch:
            watch(sum(tally.rows for tally, _ in solved.values()))

    runner.run(_task(plan, runner, deadline), range(plan.chunks), receive)
    ordered = [solved[k] for k in range(plan.chunks)]
    table = joined(piece for _, piece in ordered)
    total = Total()
    for tally, _ in ordered:
        total.add(tally)
    return Sweep(plan, total.tally(), table)


def to_file(
    plan: Plan,
    path: Path,
    runner: Runner,
    *,
    resume: bool = False,
    watch: Watch | None = None,
    deadline: Deadline = NO_DEADLINE,
) -> Sweep:
    """Solve a plan's chunks into a file; see `sweep`."""
    from powergame.analysis.sweep.whole import joining

    target, folder = _target(plan, path), work_folder(path)
    if has_file_beside(plan):
        check_beside(path, plan.scenario.files)
    with Store(folder, _manifest(plan), plan.chunks, label=str(path), resume=resume) as store:
        solved = sum(stop - start for start, stop in map(plan.range, store.present()))

        def tell(kept: Sequence[int]) -> None:
            nonlocal solved
            for start, stop in map(plan.range, kept):
                solved += stop - start
                if solved < plan.points:
                    deadline.check("points were solved")
                if watch:
                    watch(solved)

        if watch:
            watch(solved)
        try:
            with joining(plan, store) as whole, Flushing(store) as flushing:

                def receive(k: int, chunk: bytes) -> None:
                    tell(flushing.put(k, chunk))
                    whole.grow()

                runner.run(_task(plan, runner, deadline), store.missing(), receive)
                tell(flushing.rest())
                whole.complete()
        except BadPointError:
            store.remove()  # the same point would end every further try
            raise
        store.deliver(target)
    if has_file_beside(plan):
        write_beside(path, plan.about(), plan.scenario.files)
    return Sweep(plan, whole.total.tally(), path=path)


def _task(plan: Plan, runner: Runner, deadline: Deadline) -> Task:
    """Return what makes a chunk; other machines' clocks know nothing of the deadline, which is looked at here, too."""
    return partial(solve_chunk, plan, deadline=NO_DEADLINE if isinstance(runner, Cluster) else deadline)


def has_file_beside(plan: Plan) -> bool:
    """Whether the description of a plan's table is written beside it: other formats than CSV have it in themselves."""
    return plan.format == "csv" and not plan.commented


def work_folder(path: Path) -> Path:
    """Return the folder in which a sweep into a file keeps its finished chunks."""
    target = Path(os.path.realpath(path))
    return target.with_name(short_name(target.name, f".{target.name}.sweep", ".sweep"))


def _manifest(plan: Plan) -> dict[str, Json]:
    """Return what chunks of one sweep have in common, by words that a message can name."""
    about = plan.about()
    scenario = {word: about["scenario"][word] for word in ("name", "source", "sha256")}  # type: ignore[index, call-overload]
    return {
        "scenario": scenario,
        "values": about["scenario"]["values"],  # type: ignore[index, call-overload]
        "axes": about["axes"],
        "solution": about["solution"],
        "version of powergame": plan.version,
        "version of pyarrow": version("pyarrow") if needs_pyarrow(plan.format) else None,
        "format": plan.format,
        "chunk size": plan.rows,
    }


def _target(plan: Plan, path: Path) -> Path:
    """Return the file to be written, links resolved, or raise `OutputError`."""
    inputs, label = plan.scenario.files, printable(str(path))
    target = target_of(str(path), inputs)
    if target.exists() and not target.is_file():
        raise OutputError(f"{label}: is not a regular file")
    folder = str(work_folder(path))
    if any(os.path.dirname(file.path) == folder for file in inputs):  # noqa: PTH120  (as it is compared)
        raise OutputError(f"{label}: an input is in {printable(folder)}, the sweep's own folder; expected another file")
    return target


def _axes(axes: Mapping[str, AxisLike]) -> tuple[tuple[str, Axis], ...]:
    pairs, faults = [], []
    if not isinstance(axes, Mapping):
        raise UsageError(f"axes of type {type(axes).__name__}: expected a mapping, {{PATH: AXIS}}")
    for path, given in axes.items():
        try:
            pairs.append((path, as_axis(given)))
        except FieldError as error:
            faults.append(Fault(str(error), printable(path)))
    if faults:
        raise ScenarioError(faults)
    return tuple(pairs)
