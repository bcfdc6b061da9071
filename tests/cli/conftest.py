"""The smallest scenario, as a file of the test's own."""

from __future__ import annotations

import pytest
from support.installed import SMALLEST


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALLEST)
    return path
