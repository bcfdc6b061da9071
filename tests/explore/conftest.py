"""The live page's tests drive it in a real browser, and share two servers: each loads compiled kernels of its own."""

from __future__ import annotations

import pytest
from support.browser import chromium, new_page, page  # noqa: F401
from support.explored import running
from support.installed import ROOT


@pytest.fixture(scope="session")
def server():
    """The page of two actors in two dimensions."""
    with running(ROOT / "scenarios/strong-and-misaligned.yaml") as started:
        yield started


@pytest.fixture(scope="session")
def three():
    """The page of three actors in many dimensions."""
    with running(ROOT / "scenarios/ai-race.yaml") as started:
        yield started
