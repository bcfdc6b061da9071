"""What a report on 1 and on 10 scenarios takes: time to make, bytes, time to load in a browser."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import clock
from clock import COMMAND, NASHPY, ROOT
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


def made(scenarios: list[Path], file: Path) -> float:
    start = time.perf_counter()
    subprocess.run([str(COMMAND), "report", *map(str, scenarios), "-o", str(file)], check=True)
    return time.perf_counter() - start


def figures() -> dict[str, float]:
    """Return how many times `import nashpy` takes what a report on a scenario takes."""
    with tempfile.TemporaryDirectory() as folder:
        scenario, file = ROOT / "scenarios" / "strong-and-aligned.yaml", Path(folder) / "report.html"
        taken = clock.least(
            {
                "report": lambda: clock.of_command(str(COMMAND), "report", str(scenario), "-o", str(file)),
                "nashpy": lambda: clock.of_command(*NASHPY),
            },
            runs=4,
        )
    return {"import nashpy / report": taken["nashpy"] / taken["report"]}


def loads(browser: Browser, file: Path, runs: int) -> list[float]:
    """Return milliseconds until the page is loaded, pictures and all, each time in a browser context of its own."""
    found = []
    for _ in range(runs):
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.goto(file.as_uri(), wait_until="load")
        page.wait_for_function(f"{LOADED} > 0")
        found.append(page.evaluate(LOADED))
        context.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    shipped = sorted((ROOT / "scenarios").glob("*.yaml"))
    few = [ROOT / "scenarios" / "strong-and-aligned.yaml"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        print(f"{'':28}{'made in':>10}{'size':>12}{'loaded in (median, max)':>28}")
        for scenarios in (few, shipped[:10], shipped):
            file = Path(folder) / f"{len(scenarios)}.html"
            made(scenarios[:1], file)  # compiled kernels come from the cache from here on
            seconds = made(scenarios, file)
            took = loads(browser, file, runs)
            size = file.stat().st_size / 1e3
            print(
                f"{f'{len(scenarios)} scenarios':28}{seconds:9.2f}s{size:9,.0f} kB"
                f"{f'{statistics.median(took):.0f} ms, {max(took):.0f} ms':>28}"
            )
        browser.close()


if __name__ == "__main__":
    main()
