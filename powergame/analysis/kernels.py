"""The compiled kernels, loaded in the background, so that a phase diagram follows a move at once."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from threading import Thread

from powergame.batch.kernels.call import fits_in, kernels
from powergame.equilibrium.concept import Concept
from powergame.jit.cache import kernels_are_cached
from powergame.scenario.scenario import Scenario

COMPILE = "from powergame.batch.kernels.call import kernels; kernels()"


@contextlib.contextmanager
def readied(scenarios: Sequence[Scenario], concept: Concept) -> Iterator[None]:
    """Load the kernels in the background, if they are of use; compile them first if they are in no cache.

    A process of its own compiles them, which takes some ten seconds once for each version, so that moves meanwhile do
    not wait. It ends with the block.
    """
    if concept.name != "nash" or not any(_fit(scenario) for scenario in scenarios):
        yield
        return
    compiling = None
    if not kernels_are_cached():
        compiling = subprocess.Popen(
            [sys.executable, "-P", "-c", COMPILE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt at the terminal is for the server, which then ends this
        )
    Thread(target=_load, args=(compiling,), daemon=True).start()
    try:
        yield
    finally:
        if compiling:
            compiling.kill()
            compiling.wait()


def _load(compiling: subprocess.Popen[bytes] | None) -> None:
    if compiling:
        compiling.wait()
    if kernels_are_cached():
        kernels()


def _fit(scenario: Scenario) -> bool:
    """Whether the kernels can solve the scenario's variants."""
    return fits_in([len(scenario.ladder_of(actor)) for actor in scenario.actors])
