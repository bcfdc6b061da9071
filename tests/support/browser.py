"""A headless Chromium for tests.

A folder's ``conftest.py`` imports the fixtures: ``from browser import chromium, new_page, page  # noqa: F401``.
"""

from __future__ import annotations

import shutil

import pytest

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HOW_TO_GET_IT = f"{CHROMIUM} is missing; `make system` (apt-get install chromium) installs it"

GRAVE = ("serious", "critical")
"""What axe says of a fault that keeps somebody from using a page."""


@pytest.fixture(scope="module")
def chromium():
    """A running browser; of a module's tests, since an event loop of its own runs in the thread while it is there."""
    if shutil.which(CHROMIUM) is None:
        pytest.fail(HOW_TO_GET_IT)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium):
    """A function that opens a page in a context of its own; no page may leave an uncaught error behind."""
    contexts, errors = [], []

    def opened(*, width=1400, height=1000, dark=False, offline=False, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # nothing is looked at while it changes
            **options,
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        context.set_offline(offline)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(new_page):
    """A page at desktop width, light."""
    return new_page()


def grave_faults(page) -> list[str]:
    """Return what axe finds serious or critical on a page, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['target']}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"][:3]
    ]
