"""A progress bar on standard error, with the rate and the time that is left, or that has passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text


class _Rate(ProgressColumn):
    """Points per second, once they are known."""

    def render(self, task: Task) -> Text:
        return Text(f"{short(task.speed)}/s" if task.speed else "")


@contextmanager
def bar(points: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar, and yield the function that takes the number of points done; None where nobody knows how many."""
    done = TextColumn("{task.fields[done]}")
    columns: tuple[ProgressColumn, ...] = (
        (done, _Rate(), TimeElapsedColumn())
        if points is None
        else (TextColumn("{task.percentage:>3.0f} %"), BarColumn(), done, _Rate(), TimeRemainingColumn())
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=points, done="")
        told = False

        def watch(done: int) -> None:
            nonlocal told
            if not told:  # what an earlier run did says nothing about the rate
                shown.reset(task, completed=done)
                told = True
            shown.update(task, completed=done, done=short(done) + ("" if points is None else f" of {short(points)}"))

        yield watch


def short(number: float) -> str:
    """Show a large number with three digits: ``12.3 M``."""
    for size, name in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if number >= size:
            return f"{number / size:.3g}{name}"
    return f"{number:.0f}"
