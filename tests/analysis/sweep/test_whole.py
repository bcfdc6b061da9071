"""The file of a sweep grows in order, while its chunks are finished in any order."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import pyarrow.parquet as pq
import pytest
from support.installed import SMALLEST

from powergame.analysis.sweep import to_file, work_folder
from powergame.analysis.sweep.plan import Plan, make_plan
from powergame.errors import OutputError
from powergame.runs.formats import FormatName
from powergame.runs.workers import Serial
from powergame.scenario.axes import axis
from powergame.scenario.reading.load import load_text

ODDS = "conflict.destruction.odds"


def plan_of(format_: FormatName) -> Plan:
    """Return 20 chunks of 50 rows."""
    return replace(make_plan(load_text(SMALLEST), {ODDS: axis("0:1:1000")}, format_=format_), rows=50)


@dataclass
class Ordered:
    """A runner that makes chunks in a given order, and calls a function after each."""

    order: Callable[[list[int]], Iterable[int]]
    after: Callable[[], None] = lambda: None
    made: list[int] = field(default_factory=list)

    def run(self, task, chunks, receive):
        for k in self.order(list(chunks)):
            receive(k, task(k))
            self.made.append(k)
            self.after()


@pytest.mark.parametrize("format_", ["parquet", "csv", "arrow"])
@pytest.mark.parametrize("order", [reversed, lambda chunks: sorted(chunks, key=lambda k: k % 3)])
def test_the_order_in_which_chunks_are_finished_leaves_no_trace(tmp_path, format_, order):
    plan = plan_of(format_)
    whole = to_file(plan, tmp_path / f"a.{format_}", Serial())
    other = to_file(plan, tmp_path / f"b.{format_}", Ordered(order))
    assert other.path.read_bytes() == whole.path.read_bytes()
    assert other.tally == whole.tally


def test_finished_chunks_are_in_the_file_before_the_others_are_made(tmp_path):
    output, sizes = tmp_path / "out.arrow", []
    growing = work_folder(output) / "joined.part"
    runner = Ordered(list, after=lambda: sizes.append(growing.stat().st_size))
    to_file(plan_of("arrow"), output, runner)
    assert sizes[-1] > 0.8 * output.stat().st_size
    assert sorted(sizes) == sizes


def test_a_work_that_goes_on_takes_up_what_was_finished_while_it_makes_the_rest(tmp_path):
    plan, output = plan_of("parquet"), tmp_path / "out.parquet"

    def stop():
        if len(first.made) == 15:
            raise KeyboardInterrupt

    first = Ordered(list, after=stop)
    with pytest.raises(KeyboardInterrupt):
        to_file(plan, output, first)
    assert not (work_folder(output) / "joined.part").exists()
    second = Ordered(list)
    to_file(plan, output, second, resume=True)
    assert second.made == [15, 16, 17, 18, 19]
    assert pq.read_metadata(output).num_row_groups == plan.chunks
    assert pq.read_metadata(output).num_rows == 1000


def test_what_a_runner_cannot_do_is_not_told_as_a_file_that_cannot_be_written(tmp_path):
    def fail():
        raise OSError(errno.EAGAIN, "no more processes")

    with pytest.raises(OSError, match="no more processes") as told:
        to_file(plan_of("parquet"), tmp_path / "out.parquet", Ordered(list, after=fail))
    assert not isinstance(told.value, OutputError)
