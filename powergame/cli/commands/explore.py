"""`powergame explore`: a scenario as a live page."""

from __future__ import annotations

import math
import os
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from powergame.cli import loading, options
from powergame.cli.guard import say
from powergame.errors import UsageError
from powergame.packages import require
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.explore.endpoint import Endpoint
    from powergame.explore.session import Explored

MAX_PROFILES = 20_000
"""Profiles at most of games that are moved live; larger ones take seconds a move."""

MAX_UNKNOWNS = 120
"""Unknown probabilities at most of games of private types or several rounds that are moved live; likewise."""

EXAMPLES = """
powergame explore crisis.yaml
powergame explore now.yaml later.yaml
"""


def explore(
    scenario: options.ScenarioSource,
    other: Annotated[
        str | None, typer.Argument(metavar="SCENARIO2", help="A second scenario, shown beside the first.")
    ] = None,
    set_: options.Sets = None,
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port on the loopback address; 0 is any free one.")
    ] = 0,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="HOST[:PORT]",
            help="A further host in the browser's address: of a forwarded port, or of a notebook's proxy. Repeatable.",
        ),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Open a live page: sliders, arrows and equilibria that move together."""
    if sys.platform == "win32":
        raise UsageError("explore does not run on Windows; powergame report writes a page of the same answers")
    from powergame.explore.endpoint import hosts

    allowed = hosts(allow_host or ())
    concept = options.concept(solution, rationality)
    sources = [scenario] if other is None else [scenario, other]
    explored = _explored(sources, set_, quiet)
    for side in explored:
        _refuse(side)
    _need_server()
    from powergame.explore.server import listen, serve

    serve(explored, concept, listen(port), allowed=allowed, started=_announced(browser, quiet), tell=say)
    return 0


def _explored(sources: list[str], sets: list[str] | None, quiet: bool) -> list[Explored]:
    from powergame.explore.session import Explored
    from powergame.scenario.reading.lints import lints
    from powergame.scenario.reading.load import values_of

    loading.refuse_standard_input_twice(sources)
    explored = []
    for source in sources:
        loaded = loading.load_scenario(
            source, None, quiet=True, command="explore", instead=", or two", lacks="numbers to move"
        )
        explored.append(Explored(source, loaded, tuple(values_of(loaded, sets or ()).items())))
        loading.warn(source, lints(explored[-1].scenario), quiet=quiet)
    return explored


def _refuse(explored: Explored) -> None:
    """Raise the error that solving would raise, before a page is opened."""
    scenario = explored.scenario
    if scenario.is_tree:
        from powergame.model.tree.size import refuse_large_tree

        refuse_large_tree(scenario, MAX_UNKNOWNS)
        return
    profiles = math.prod(len(scenario.ladder_of(actor)) for actor in scenario.actors)
    if profiles > MAX_PROFILES:
        raise UsageError(
            f"{printable(explored.source)}: {profiles:,} profiles of rungs are too many to move live "
            f"({MAX_PROFILES:,} at most); powergame solve takes them"
        )


def _need_server() -> None:
    for package in ("starlette", "uvicorn", "websockets"):
        require(package, "the live page")


def _announced(browser: bool, quiet: bool) -> Callable[[Endpoint], None]:
    """Return a function that prints the address, and opens it where there is a screen."""
    from powergame.report.formats.output import write

    def announce(endpoint: Endpoint) -> None:
        address = endpoint.address
        write(f"{address}\n", None)
        if not quiet:
            for host in endpoint.allowed:
                say(f"powergame: also at http(s)://{host}/{endpoint.token}/")
            say("powergame: the page works while this runs; Ctrl-C ends it")
        if browser and _has_screen():
            import webbrowser

            # some browsers come back only when they are closed
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    return announce


def _has_screen() -> bool:
    """Whether a browser would open a window; otherwise it might take the terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
