"""The distributions, and a command that was installed from the wheel, for all workers of a run."""

from __future__ import annotations

import os

import pytest
from support.released import PLAIN, build, install
from support.taking_turns import alone


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A folder that all workers of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "released"


@pytest.fixture(scope="session")
def released(shared):
    """Distributions in ``dist``, the wheel of the checkout itself in ``direct``, and the checkout."""
    with alone(shared):
        build(shared)
    return shared


@pytest.fixture(scope="session")
def plain(released):
    """The folder of the programs of the plain environment, with the wheel installed."""
    with alone(released):
        install(released)
    return PLAIN / "bin"
