"""The compiled kernels, loaded in the background, so that a phase diagram follows a move at once."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from threading import Thread

from powergame.batch.kernels.call import are_cached, fits_in, load
from powergame.equilibrium.concept import Concept
from powergame.model.compile import shape_of
from powergame.scenario.scenario import Scenario

COMPILE = "from powergame.batch.kernels.call import load; [load((2,) * n) for n in {actors}]"


@contextlib.contextmanager
def readied(scenarios: Sequence[Scenario], concept: Concept) -> Iterator[None]:
    """Load the kernels in the background, if they are of use; compile them first if they are in no cache.

    A process of its own compiles them, which takes some ten seconds once for each version, so that moves meanwhile do
    not wait. It ends with the block.
    """
    shapes = [shape for scenario in scenarios if fits_in(shape := shape_of(scenario))]
    if concept.name != "nash" or not shapes:
        yield
        return
    kinds = sorted({min(len(shape), 3) for shape in shapes})  # kernels for two actors, and for more
    compiling = None
    if not all(are_cached((2,) * n) for n in kinds):
        compiling = subprocess.Popen(
            [sys.executable, "-P", "-c", COMPILE.format(actors=kinds)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt at the terminal is for the server, which then ends this
        )
    Thread(target=_load, args=(kinds, compiling), daemon=True).start()
    try:
        yield
    finally:
        if compiling:
            compiling.kill()
            compiling.wait()


def _load(kinds: Sequence[int], compiling: subprocess.Popen[bytes] | None) -> None:
    if compiling:
        compiling.wait()
    for n in kinds:
        if are_cached((2,) * n):
            load((2,) * n)
