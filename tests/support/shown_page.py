"""The live page in a browser, as tests see it: what is moved, and what it then shows."""

from __future__ import annotations

import json
import shlex
from functools import lru_cache

from powergame.analysis.solve import solve
from powergame.report.formats.json import render
from powergame.scenario.reading.load import load

SHOWN = """(side) => Object.fromEntries([...document.querySelectorAll(`.${side} [data-key]`)].map((e) =>
    [e.dataset.key, {number: e.dataset.value === undefined ? null : Number(e.dataset.value), text: e.textContent,
     verdict: e.dataset.verdict, marked: e.classList.contains('differs')}]))"""


def opened(page, server, fragment=""):
    """Open the page, and wait for its first answer."""
    page.goto(f"{server.address}{fragment}")
    return settled(page)


def settled(page):
    """Wait until the last move has been answered, reasons included."""
    page.locator('html[data-settled]:not([data-settled=""])').wait_for(state="attached", timeout=60_000)
    return page


MOVE = """(e, value) => {
    for (let d = e.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
    e.value = value;
    e.dispatchEvent(new Event('input', {bubbles: true}));
}"""


def move(page, path, value):
    """Move a slider to a place, as in a drag that goes on; it has ended when nothing moves any more."""
    quoted = path.replace("\\", "\\\\").replace('"', '\\"')
    page.locator(f'input[data-path="{quoted}"]').evaluate(MOVE, str(value))


def shown(page, side="current"):
    """Return what is shown, by keys: texts, and the numbers behind them with all their digits."""
    return page.evaluate(SHOWN, side)


def command(page):
    """Return the command that the page offers."""
    return page.locator(".export pre").first.inner_text()


@lru_cache(maxsize=256)
def solved_here(path, *sets):
    """Return what `powergame solve PATH --set ... --format json` prints, without a process of its own."""
    return json.loads(render(solve(load(path, sets=sets)).to_dict()))


def answer_of_command(page):
    """Solve what the page offers as a command."""
    words = shlex.split(command(page))
    assert words[:2] == ["powergame", "solve"]
    assert words[3::2] == ["--set"] * len(words[3::2])
    return solved_here(words[2], *words[4::2])


def selected(answer):
    """Return the selected equilibrium of an answer."""
    return next(one for one in answer["equilibria"] if one["selected"])


def assert_shows(page, answer, side="current"):
    """Every number, verdict and reason on the page is that of an answer of `solve --format json`."""
    found = shown(page, side)
    assert {key: found[key]["number"] for key in _numbers(answer)} == _numbers(answer)
    for key, text in _texts(answer).items():
        assert found[key]["text"] == text
    verdicts = [found[f"actor-{i}-verdict"]["verdict"] for i in range(len(answer["actors"]))]
    assert verdicts == [actor["verdict"] for actor in answer["actors"].values()]
    assert page.locator(f".{side} .equilibria tbody tr").count() == len(answer["equilibria"])


def _numbers(answer):
    at = selected(answer)
    wanted = {"war": at["war"], "destroyed": at["destroyed"]}
    for i, (name, actor) in enumerate(answer["actors"].items()):
        wanted[f"actor-{i}-power"] = actor["power"]
        wanted[f"actor-{i}-chance"] = actor["seeks"]["selected"]
        wanted[f"actor-{i}-aligned"] = actor["alignment_with_power"]
        wanted[f"actor-{i}-after"] = at["power_after"][name]
    for k, equilibrium in enumerate(answer["equilibria"]):
        wanted[f"equilibrium-{k}-war"] = equilibrium["war"]
        for i, strategy in enumerate(equilibrium["strategies"].values()):
            wanted |= {f"equilibrium-{k}-play-{i}-{rung}": p for rung, p in strategy.items() if p}
    return wanted | (_payoffs(answer) if len(answer["actors"]) == 2 else {})


def _payoffs(answer):
    return {
        f"payoff-{i}-{r}-{c}": payoff
        for i, payoffs in enumerate(answer["game"]["payoffs"].values())
        for r, row in enumerate(payoffs)
        for c, payoff in enumerate(row)
    }


def _texts(answer):
    actors = list(enumerate(answer["actors"].values()))
    return {f"actor-{i}-{what}": actor[what] for i, actor in actors for what in ("motive", "why")}
