"""One open page: the newest request is answered; requests that it supersedes are dropped."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

from powergame.errors import PowergameError, UsageError
from powergame.explore.phase import STAGES, LiveDiagram, packed, unproven
from powergame.explore.protocol import Diagram, MessageError, Request, parse
from powergame.explore.reasons import Reasoner
from powergame.explore.session import Explored, quick_answer, words_of
from powergame.explore.view import preferences, shares, view
from powergame.explore.workers import OneThread
from powergame.plain import Json
from powergame.scenario.scenario import Scenario
from powergame.text import error_in_words, printable

if TYPE_CHECKING:
    from powergame.analysis.sweep.phase.diagram import PhaseDiagram
    from powergame.equilibrium.concept import Concept

DRAGGING_SECONDS = 0.025
"""Seconds that a phase diagram may take while something is moved; a finer one waits until the move has ended."""

MOST_SECONDS = 15.0
"""Seconds that a finer diagram may take at most after a move."""

FINER = 4.0
"""Ratio of the points, and largest ratio of the time, of a stage to the one before it."""

FORGIVEN = 0.9
"""Factor on the remembered time of a stage that was too slow, at every move: the machine may have been busy."""

Send = Callable[[str], Awaitable[None]]
Tell = Callable[[str], None]


class PageClosed(Exception):  # noqa: N818  (nothing went wrong)
    """The page has been closed."""


@dataclass(frozen=True)
class Workers:
    """The threads and the process that compute for all open pages.

    Attributes
    ----------
    prompt, patient
        Threads for what must be quick, and for what may take longer.
    asking, reasoner
        A process that finds what would turn an answer, and the thread that asks it and waits.
    telling
        A thread that finds what deeds tell.
    """

    prompt: OneThread = field(default_factory=OneThread)
    patient: OneThread = field(default_factory=OneThread)
    asking: OneThread = field(default_factory=OneThread)
    telling: OneThread = field(default_factory=OneThread)
    reasoner: Reasoner = field(default_factory=Reasoner)


class PageSide:
    """One side of a page, moved or pinned: its newest request, and its diagram as far as it is drawn."""

    def __init__(self, page: LivePage) -> None:
        self.page = page
        self.newest: Request | None = None
        self.arrived = asyncio.Event()
        self.drawn: tuple[LiveDiagram, int] | None = None
        self.took: dict[int, float] = {}
        self.late: asyncio.Task[None] | None = None

    def ask(self, request: Request) -> None:
        """Accept a request; it replaces an older one whose answer has not begun."""
        if self.newest is None or request.seq > self.newest.seq:
            self.newest = request
            self.arrived.set()

    def superseded(self, request: Request) -> bool:
        """Whether a newer request has come in."""
        return self.newest is not request

    async def answer(self) -> None:
        """Answer the newest request, again and again."""
        while True:
            await self.arrived.wait()
            self.arrived.clear()
            request = self.newest
            assert request is not None
            if self.late:
                self.late.cancel()
            await self._refusing(request, self._promptly)

    async def _refusing(self, request: Request, work: Callable[[Request], Coroutine[None, None, None]]) -> None:
        """Do some work for a request; errors are shown on the page, which lives on."""
        try:
            await work(request)  # begun here: what is cancelled before it begins leaves nothing that is never awaited
        except PowergameError as error:
            await self.page.send({"kind": "error", **_about(request), "message": printable(str(error))})
        except PageClosed:
            raise
        except Exception as error:
            self.page.tell(f"powergame: internal error ({error_in_words(error)})")
            message = f"internal error ({type(error).__name__}); see the terminal"
            await self.page.send({"kind": "error", **_about(request), "message": message})

    async def _promptly(self, request: Request) -> None:
        explored = self.page.explored_by(request)
        scenario = explored.at(request.sets)
        if explored.is_tree:
            await self._promptly_of_tree(explored, scenario, request)
            return
        if max(request.pair) >= len(scenario.actors):
            raise UsageError("pair: the scenario has fewer actors")
        diagram = _live_diagram(explored, scenario, request.diagram) if request.diagram else None
        shown_now = await self.page.prompt.do(lambda: view(quick_answer(scenario, self.page.concept), request.pair))
        fresh = diagram is None or (self.drawn is not None and self.drawn[0] == diagram)
        await self.page.send({"kind": "answer", **_about(request), "answer": shown_now, "fresh": fresh})
        if diagram and not fresh:
            stages = [k for k in range(len(STAGES)) if self._expected(k) < DRAGGING_SECONDS]
            if stages:
                await self._draw(self.page.prompt, request, diagram, stages[-1], most=DRAGGING_SECONDS)
            else:
                self.took = {k: FORGIVEN * seconds for k, seconds in self.took.items()}
        if request.settled and not self.superseded(request):
            self.late = asyncio.create_task(self._refusing(request, partial(self._later, explored, scenario, diagram)))

    async def _promptly_of_tree(self, explored: Explored, scenario: Scenario, request: Request) -> None:
        """Send what is quickly told of private types or several rounds."""
        from powergame.explore.trees.panel import quick_result, tree_view

        shown_now = await self.page.prompt.do(lambda: tree_view(quick_result(scenario, self.page.concept)))
        answer = shown_now | {"preferences": preferences(scenario), "shares": shares(scenario)}
        await self.page.send({"kind": "answer", **_about(request), "answer": answer, "fresh": True})
        if request.settled and not self.superseded(request):
            self.late = asyncio.create_task(self._refusing(request, partial(self._later, explored, scenario, None)))

    async def _later(
        self, explored: Explored, scenario: Scenario, diagram: LiveDiagram | None, request: Request
    ) -> None:
        """Send what takes longer, unless something is moved meanwhile."""
        seen = explored.seen(scenario, request.seen)
        written = {"yaml": explored.yaml(seen), "command": explored.command(request.sets, self.page.concept)}
        await self.page.send({"kind": "written", **_about(request), **written})
        if explored.is_tree:
            work = [self._refusing(request, partial(self._tell_all, scenario))]
        else:
            work = [self._refusing(request, partial(self._reason, explored.commanded(request.sets)))]
        if diagram:
            work.append(self._refusing(request, partial(self._draw_finer, diagram)))
        if seen.has_deeds and scenario.rounds == 1:
            work.append(self._refusing(request, partial(self._tell, seen)))
        await asyncio.gather(*work)

    async def _reason(self, scenario: Scenario, request: Request) -> None:
        """Send the reasons with what would turn the answer."""
        page = self.page
        reasons = await page.asking.do(
            lambda: page.reasoner.ask(scenario, page.concept, lambda: self.superseded(request))
        )
        if reasons is not None:
            settled: dict[str, Json] = {"why": list(reasons.why), "certificate": reasons.certificate}
            await page.send({"kind": "settled", **_about(request), **settled})

    async def _tell_all(self, scenario: Scenario, request: Request) -> None:
        """Send all that is told of private types or several rounds."""
        from powergame.explore.trees.panel import full_result, tree_view

        def told() -> dict[str, Json] | None:
            return None if self.superseded(request) else tree_view(full_result(scenario, self.page.concept))

        tree = await self.page.telling.do(told)
        if tree is not None:
            await self.page.send({"kind": "settled", **_about(request), "tree": tree})

    async def _tell(self, scenario: Scenario, request: Request) -> None:
        """Send what the deeds tell."""
        from powergame.explore.deeds import told

        try:
            deeds = await self.page.telling.do(lambda: told(scenario, lambda: self.superseded(request)))
        except PowergameError as error:
            await self.page.send({"kind": "untold", **_about(request), "message": printable(str(error))})
            return
        if deeds is not None:
            await self.page.send({"kind": "told", **_about(request), "deeds": deeds})

    async def _draw_finer(self, diagram: LiveDiagram, request: Request) -> None:
        """Send ever finer diagrams, as long as each takes at most `MOST_SECONDS`."""
        for stage in range(len(STAGES)):
            if self._expected(stage) > MOST_SECONDS or self.superseded(request):
                return
            if self.drawn is None or self.drawn[0] != diagram or self.drawn[1] < stage:
                await self._draw(self.page.patient, request, diagram, stage)

    def _expected(self, stage: int) -> float:
        """Return how many seconds a stage of the phase diagram takes at most, by what others took; 0 if unknown."""
        known = [k for k in self.took if k <= stage]
        return self.took[max(known)] * FINER ** (stage - max(known)) if known else 0.0 if stage == 0 else math.inf

    async def _draw(
        self, hand: OneThread, request: Request, diagram: LiveDiagram, stage: int, most: float = math.inf
    ) -> None:
        """Send a phase diagram, unless it takes more than `most` seconds, or is superseded before it is done."""
        begun = perf_counter()

        def stopped() -> bool:
            if perf_counter() - begun > most:
                self.took[stage] = FINER * most
                return True
            return math.isinf(most) and self.superseded(request)

        def solve() -> PhaseDiagram | None:
            alone = thread_time()  # what others make this thread wait says nothing about the next time
            solved = diagram.solve(STAGES[stage], self.page.concept, stopped)
            if solved is not None:
                self.took[stage] = thread_time() - alone
            return solved

        axes: dict[str, Json] = {"x": diagram.x.path, "y": diagram.y.path, "points": STAGES[stage]}
        try:
            solved = await hand.do(solve)
        except PowergameError as error:
            await self.page.send({"kind": "undrawn", **_about(request), **axes, "message": printable(str(error))})
            self.drawn = (diagram, len(STAGES))  # it will not be better next time
            return
        if solved is None:
            return
        self.drawn = (diagram, stage)
        verdicts: list[Json] = list(packed(solved))
        drawn: dict[str, Json] = {**axes, "verdicts": verdicts, "unproven": unproven(solved)}
        await self.page.send({"kind": "phase", **_about(request), **drawn})


class LivePage:
    """An open page.

    Parameters
    ----------
    explored
        The scenarios that it was started with, one or two.
    workers
        Threads and a process that compute.
    send
        Sends a message to the page.
    tell
        Tells the user of the terminal.
    """

    def __init__(
        self, explored: Sequence[Explored], concept: Concept, workers: Workers, send: Send, tell: Tell
    ) -> None:
        self.explored, self.concept, self.tell = explored, concept, tell
        self.prompt, self.patient = workers.prompt, workers.patient
        self.asking, self.reasoner, self.telling = workers.asking, workers.reasoner, workers.telling
        self._send = send
        self.sides = {"current": PageSide(self), "pinned": PageSide(self)}

    async def send(self, message: Mapping[str, Json]) -> None:
        """Send a message to the page, or raise `PageClosed`."""
        await self._send(json.dumps(message, allow_nan=False, separators=(",", ":")))

    async def greet(self) -> None:
        """Send the scenarios that the page explores, and its words."""
        files: list[Json] = [explored.to_dict() for explored in self.explored]
        await self.send({"kind": "hello", "files": files, **words_of(self.explored)})

    async def take(self, text: str) -> None:
        """Handle a message from the page."""
        try:
            request = parse(text)
        except MessageError as error:
            await self.send({"kind": "error", "seq": None, "side": None, "message": printable(str(error))})
            return
        self.sides[request.side].ask(request)

    def explored_by(self, request: Request) -> Explored:
        """Return the scenario that a request is about."""
        if request.file >= len(self.explored):
            raise UsageError("file: there is no second scenario")
        return self.explored[request.file]


def _about(request: Request) -> dict[str, Json]:
    return {"seq": request.seq, "side": request.side}


def _live_diagram(explored: Explored, scenario: Scenario, paths: Diagram) -> LiveDiagram:
    x, y = explored.axes.get(paths.x), explored.axes.get(paths.y)
    if x is None or y is None or x is y:
        raise UsageError("diagram: expected two different numbers of the scenario")
    return LiveDiagram.of(scenario, x, y)
