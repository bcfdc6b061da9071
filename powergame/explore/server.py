"""The server of a live page: on the loopback address only, for whoever has the token.

The token is a part of the path, so every request carries it: the page, its scripts and its live connection. Host and
Origin are checked too, so that no other site can reach the server through a browser (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib import resources
from typing import TYPE_CHECKING

import uvicorn
from h11 import ProtocolError
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from powergame.analysis.kernels import readied
from powergame.errors import UsageError
from powergame.explore.endpoint import LOOPBACK, Endpoint
from powergame.explore.live import LivePage, PageClosed, Workers
from powergame.explore.protocol import MAX_BYTES
from powergame.explore.session import Explored
from powergame.text import error_in_words

if TYPE_CHECKING:
    from powergame.equilibrium.concept import Concept

MAX_PAGES = 8
"""Pages that may be open at once."""

MAX_CONNECTIONS = 64
"""Requests that are answered at once; more are refused for the moment."""

TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

TOO_MANY, POLICY = 1013, 1008
"""Codes of RFC 6455 that close live connections: try again later, and policy violation."""


def listen(port: int) -> socket.socket:
    """Return a socket that listens on the loopback address; port 0 is any free one."""
    # with the protocol named, asyncio sends at once (TCP_NODELAY); else a diagram waits 40 ms for its answer's receipt
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK[0], port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise UsageError(f"port {port} cannot be used: {error.strerror}") from None
    return listening


def serve(
    explored: Sequence[Explored],
    concept: Concept,
    listening: socket.socket,
    *,
    allowed: tuple[str, ...] = (),
    started: Callable[[Endpoint], None],
    tell: Callable[[str], None],
) -> None:
    """Serve pages until interrupted; the interrupt is raised again when everything has been closed.

    Parameters
    ----------
    explored
        One scenario, or two.
    allowed
        Further hosts that browsers may ask for, as `powergame.explore.endpoint.hosts` returns them.
    started
        Called when the server is about to listen.
    tell
        Prints internal errors on the terminal.
    """
    endpoint = Endpoint(listening.getsockname()[1], secrets.token_urlsafe(24), allowed)
    workers = Workers()
    _log_to(tell)
    config = uvicorn.Config(
        application(explored, concept, endpoint, workers, tell),
        http="h11",
        log_config=None,
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        ws_max_size=MAX_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=MAX_BYTES,
    )
    started(endpoint)
    try:
        with readied([side.scenario for side in explored], concept):
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        workers.reasoner.end()


def application(
    explored: Sequence[Explored], concept: Concept, endpoint: Endpoint, workers: Workers, tell: Callable[[str], None]
) -> ASGIApp:
    """Return the server as an ASGI application."""
    assets = _assets()
    open_pages: set[WebSocket] = set()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _file(HTTPConnection(scope), assets, endpoint)(scope, receive, send)
        elif scope["type"] == "websocket":
            await live(WebSocket(scope, receive, send))

    async def live(socket_: WebSocket) -> None:
        if (fault := _fault(socket_, endpoint, origin_needed=True)) or _inner(socket_, endpoint) != "live":
            await socket_.close(POLICY, fault or "not found")
            return
        await socket_.accept()
        if len(open_pages) >= MAX_PAGES:
            await socket_.close(TOO_MANY, f"{MAX_PAGES} pages are open; close one")
            return
        open_pages.add(socket_)
        try:
            await _converse(LivePage(explored, concept, workers, _sender(socket_), tell), socket_)
        finally:
            open_pages.discard(socket_)

    return app


class _Log(logging.Handler):
    """What the library of the server reports: this program's errors in a line each, and nothing of what strangers send.

    A request may end in nonsense after its head has been answered; h11 then raises its own error.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, ProtocolError):
            self.tell(f"powergame: internal error ({error_in_words(error)})")


def _log_to(tell: Callable[[str], None]) -> None:
    for name in ("uvicorn.error", "websockets.server"):
        log = logging.getLogger(name)
        log.handlers, log.propagate = [_Log(tell)], False


async def _converse(page: LivePage, socket_: WebSocket) -> None:
    """Answer messages until the page is closed."""
    answering = [asyncio.create_task(side.answer()) for side in page.sides.values()]
    try:
        await page.greet()
        while True:
            await page.take(await _received(socket_))
    except PageClosed:
        return
    except KeyError:  # bytes instead of text
        await socket_.close(POLICY, "expected text")
    finally:
        late = [side.late for side in page.sides.values() if side.late]
        for task in (*answering, *late):
            task.cancel()
        await asyncio.gather(*answering, *late, return_exceptions=True)


async def _received(socket_: WebSocket) -> str:
    try:
        return await socket_.receive_text()
    except (WebSocketDisconnect, RuntimeError):  # the latter once something could not be sent
        raise PageClosed from None


def _sender(socket_: WebSocket) -> Callable[[str], Awaitable[None]]:
    async def send(text: str) -> None:
        try:
            await socket_.send_text(text)
        except (WebSocketDisconnect, RuntimeError):
            raise PageClosed from None

    return send


def _fault(request: HTTPConnection, endpoint: Endpoint, *, origin_needed: bool = False) -> str:
    """Return the reason why a request is refused; empty where it is not."""
    if [host.lower() for host in request.headers.getlist("host")] not in ([host] for host in endpoint.hosts):
        return "this server answers to its own address only"
    origin = request.headers.get("origin")
    if (origin_needed or origin is not None) and (origin or "").lower() not in endpoint.origins:
        return "this server answers to its own page only"
    token = request.scope["path"].split("/")[1]
    if not secrets.compare_digest(token.encode("utf-8", "replace"), endpoint.token.encode()):
        return "the token is missing or wrong; open the address that powergame explore printed"
    return ""


def _inner(request: HTTPConnection, endpoint: Endpoint) -> str | None:
    """Return the part of the path behind the token as it was sent, neither decoded nor resolved."""
    raw = request.scope.get("raw_path", b"").partition(b"?")[0]
    begin = f"/{endpoint.token}/".encode()
    return raw.removeprefix(begin).decode("ascii", "replace") if raw.startswith(begin) else None


def _file(request: HTTPConnection, assets: Mapping[str, tuple[bytes, str]], endpoint: Endpoint) -> Response:
    if fault := _fault(request, endpoint):
        return _guarded(PlainTextResponse(f"{fault}\n", 403), endpoint)
    if request.scope["method"] not in ("GET", "HEAD"):
        return _guarded(
            PlainTextResponse("expected GET\n", 405, {"Allow": "GET, HEAD", "Connection": "close"}), endpoint
        )
    inner = _inner(request, endpoint)
    if inner is None:  # without the slash behind the token, which the page's own files need
        return _guarded(Response(status_code=307, headers={"Location": f"{endpoint.token}/"}), endpoint)
    asset = assets.get(inner or "page.html")
    if asset is None:
        return _guarded(PlainTextResponse("not found\n", 404), endpoint)
    data, kind = asset
    return _guarded(Response(data, media_type=kind), endpoint)


def _guarded(response: Response, endpoint: Endpoint) -> Response:
    """Add the headers that keep a page to itself."""
    live = " ".join(endpoint.lines)
    response.headers.update(
        {
            "Content-Security-Policy": (
                f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src {live}; "
                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
    )
    return response


def _assets() -> dict[str, tuple[bytes, str]]:
    """Return the page's files by their names: nothing else is served."""
    tokens = resources.files("powergame.report.page") / "templates" / "tokens.css"
    assets = {}
    for file in (tokens, *(resources.files("powergame.explore") / "page").iterdir()):
        kind = next((kind for ending, kind in TYPES.items() if file.name.endswith(ending)), None)
        if kind:
            assets[file.name] = (file.read_bytes(), kind)
    return assets
