"""Which tests wait for compiled kernels (``pytest -m "not kernels"`` leaves them out), and how examples are drawn."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("hypothesis"):  # environments of users lack it
    from hypothesis import settings

    # the same examples every time, however slow the machine; tests/fuzz looks for others
    settings.register_profile("repeated", derandomize=True, deadline=None)
    settings.load_profile("repeated")

TESTS = Path(__file__).parent

KERNELS = (
    "analysis/converge/test_converge.py",
    "analysis/infer/test_worked_cases.py",
    "analysis/sweep/test_sweep.py",
    "analysis/threshold/test_threshold.py",
    "batch",
    "cli/commands/test_report.py",
    "cli/commands/test_sweep.py",
    "cli/test_missing_packages.py",
    "equilibrium/nash/many/test_odd_counts.py",
    "equilibrium/nash/many/test_the_same_list.py",
    "explore/test_hostile_names.py",
    "explore/test_links.py",
    "explore/test_moves.py",
    "explore/test_page.py",
    "explore/test_server.py",
    "hostile/test_sweep_faults.py",
    "posterior/test_experiments.py",
    "report/page/test_page.py",
    "report/test_notebook.py",
    "site",
    "test_docs.py",
)
"""Files and folders whose tests solve so many rows that kernels are compiled, or loaded where they are cached."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [place for place in KERNELS if not (TESTS / place).exists()]
    if missing:
        raise pytest.UsageError(f"tests/conftest.py names what is not there: {', '.join(missing)}")
    waiting = [TESTS / place for place in KERNELS]
    for item in items:
        if any(place == item.path or place in item.path.parents for place in waiting):
            item.add_marker(pytest.mark.kernels)
