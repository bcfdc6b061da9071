"""How long a slider's move on the live page takes: at the server alone, and in a real browser until it is shown.

A slider is moved to a new place every time, as fast as the page follows, as in a drag. `answer`: verdicts, payoffs,
equilibria, arrows; `diagram`: the phase diagram over two other numbers, computed anew. `painted`: from the slider's
input event to the end of the browser's first frame with the result. Milliseconds, median and 99th percentile.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from clock import ROOT

sys.path.insert(0, str(ROOT / "tests"))

from playwright.sync_api import sync_playwright
from support.browser import CHROMIUM, FLAGS
from support.explored import heard, question, running

from powergame.analysis.solve import solve
from powergame.scenario.reading.load import load

SCENARIOS = ("strong-and-misaligned", "baruch-plan", "ai-race", "first-world-war")
MOVES = 200
PATH = "conflict.stakes"
DIAGRAM = {"x": "conflict.destruction.odds", "y": "conflict.destruction.severity"}
WARM_SECONDS = 60
"""The most that loading (and compiling) the kernels is waited for."""

PATIENCE = 150
"""Milliseconds after an answer in which its diagram may come; later, the move has ended for the page."""

DRAG = """async ([moves, patience]) => {
    const slider = document.querySelector('input[data-path="conflict.stakes"]');
    const heard = (name) => new Promise((done) => document.addEventListener(name, done, {once: true}));
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const late = () => new Promise((done) => setTimeout(() => done(null), patience));
    const times = [];
    for (let k = 0; k < moves; k++) {
        const drawn = heard('drawn').then(painted).then(() => performance.now());
        const answered = heard('answered').then(painted).then(() => performance.now());
        const begun = performance.now();
        slider.value = (k % 199) / 200;
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        const [first, then] = [await answered, await Promise.race([drawn, late()])];
        times.push([first - begun, then === null ? NaN : then - begun]);
    }
    return times;
}"""


WARM_MOVES = 40
"""The most moves after which diagrams are taken to be as fast as they will be."""


def figures() -> dict[str, float]:
    """Return which part of a move's time at the server is what `solve` takes; the quickest of each."""
    file = ROOT / f"scenarios/{SCENARIOS[0]}.yaml"
    scenario, alone = load(file), []
    with running(file) as server:
        warmed(server)
        answered = np.nanmin(at_the_server(server)[:, 0])
    for _ in range(MOVES):
        begun = time.perf_counter()
        solve(scenario, look_for_turns=False)
        alone.append(time.perf_counter() - begun)
    return {"solve / answer on the live page": min(alone) / answered}


def at_the_server(server):
    """Return how long the answer and the diagram of each move take, without a browser; (MOVES, 2) in seconds."""
    times = []
    with server.line() as line:
        heard(line, "hello")
        for seq in range(1, MOVES + 20):
            begun = time.perf_counter()
            line.send(question(seq, [(PATH, (seq % 199) / 200)], diagram=DIAGRAM))
            heard(line, "answer")
            answered = time.perf_counter()
            drawn = heard_within(line, "phase", 0.2)
            times.append((answered - begun, drawn - begun if drawn else np.nan))
    return np.array(times[19:])


def heard_within(line, kind, seconds):
    """Return when a message of a kind comes, or None where it does not."""
    try:
        heard(line, kind, timeout=seconds)
    except TimeoutError:
        return None
    return time.perf_counter()


def warmed(server):
    """Wait until diagrams are drawn as fast as they will be."""
    end, quick, seq = time.perf_counter() + WARM_SECONDS, 0, 0
    with server.line() as line:
        while time.perf_counter() < end and seq < WARM_MOVES and quick < 3:
            seq += 1
            begun = time.perf_counter()
            line.send(question(seq, [(PATH, seq / 1000)], diagram=DIAGRAM))
            drawn = heard_within(line, "phase", 1)
            quick = quick + 1 if drawn and drawn - begun < 0.03 else 0


def in_the_browser(server, browser):
    """Return how long it takes from each move until the answer is painted, and the diagram; (MOVES, 2) in seconds."""
    page = browser.new_page()
    page.goto(server.address)
    page.locator('html[data-settled]:not([data-settled=""])').wait_for(state="attached", timeout=60_000)
    for axis, path in enumerate(DIAGRAM.values()):
        page.locator(".current .phasecard select").nth(axis).select_option(path)
    page.evaluate(DRAG, [30, PATIENCE])
    times = page.evaluate(DRAG, [MOVES, PATIENCE])
    page.close()
    return np.array([[np.nan if x is None else x for x in pair] for pair in times]) / 1000


def row(name, times):
    """Print the median and the 99th percentile of a column in milliseconds."""
    known = times[np.isfinite(times)]
    if len(known) < len(times) / 2:
        print(f"  {name:28} drawn when the move has ended")
        return
    median, high = 1000 * np.median(known), 1000 * np.percentile(known, 99)
    print(f"  {name:28} {median:7.1f} {high:7.1f}")


def main() -> None:
    names = sys.argv[1:] or SCENARIOS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in names:
            with running(ROOT / f"scenarios/{name}.yaml") as server:
                warmed(server)
                print(f"{name:30} {'median':>7} {'99 %':>7}")
                alone = at_the_server(server)
                row("server: answer", alone[:, 0])
                row("server: answer and diagram", alone[:, 1])
                shown = in_the_browser(server, browser)
                row("browser: answer painted", shown[:, 0])
                row("browser: diagram painted", shown[:, 1])
        browser.close()


if __name__ == "__main__":
    main()
