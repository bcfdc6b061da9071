"""One open page: what is overtaken before it begins leaves nothing behind, and a line that breaks ends it quietly."""

from __future__ import annotations

import asyncio
import gc
import warnings

from support.explored import question
from support.installed import SMALLEST

from powergame.equilibrium.concept import Concept
from powergame.explore.endpoint import Endpoint
from powergame.explore.live import LivePage, Workers, _live_diagram
from powergame.explore.protocol import parse
from powergame.explore.server import application
from powergame.explore.session import Explored
from powergame.scenario.reading.load import load_text

DIAGRAM = {"x": "conflict.destruction.odds", "y": "conflict.destruction.severity"}


def test_what_is_cancelled_before_it_begins_is_not_left_unawaited():
    explored = Explored("-", load_text(SMALLEST), ())
    request = parse(question(diagram=DIAGRAM, settled=True))

    async def overtaken():
        async def send(_):  # the next question comes just before what takes longer begins
            asyncio.get_running_loop().call_soon(late.cancel)

        side = LivePage([explored], Concept(), Workers(), send, print).sides["current"]
        diagram = _live_diagram(explored, explored.scenario, request.diagram)
        late = asyncio.create_task(
            side._later(request=request, explored=explored, scenario=explored.scenario, diagram=diagram)
        )
        await asyncio.gather(late, return_exceptions=True)
        assert late.cancelled()

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        asyncio.run(overtaken())
        gc.collect()
    assert [str(one.message) for one in said] == []


def test_a_line_that_breaks_while_an_answer_is_sent_ends_the_page_without_an_error():
    endpoint = Endpoint(80, "token")
    host = next(iter(endpoint.hosts)).encode()
    path = f"/{endpoint.token}/live"
    headers = [(b"host", host), (b"origin", b"http://" + host)]
    scope = {"type": "websocket", "path": path, "raw_path": path.encode(), "headers": headers, "query_string": b""}

    async def conversation():
        broken = asyncio.Event()
        incoming = iter(
            [{"type": "websocket.connect"}, *({"type": "websocket.receive", "text": question(seq)} for seq in (1, 2))]
        )

        async def receive():  # the second question was on its way already
            message = next(incoming)
            if message.get("text") == question(2):
                await broken.wait()
            return message

        async def send(message):
            if '"answer"' in message.get("text", ""):
                broken.set()
                raise OSError

        workers = Workers()
        explored = [Explored("-", load_text(SMALLEST), ())]
        await application(explored, Concept(), endpoint, workers, print)(scope, receive, send)
        assert broken.is_set()

    asyncio.run(conversation())
