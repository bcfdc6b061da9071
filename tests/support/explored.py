"""The live page for tests: the installed command as a process, and a line to it without a browser."""

from __future__ import annotations

import contextlib
import http.client
import inspect
import json
import os
import signal
import socket
import subprocess
from urllib.parse import urlsplit

from support.installed import COMMAND, PATIENCE
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

DIRECTLY = {"proxy": None} if "proxy" in inspect.signature(connect).parameters else {}
"""Keyword that keeps newer versions of websockets from looking for a proxy."""


class Running:
    """A running `powergame explore`."""

    def __init__(self, *arguments, stdin="", env=None):
        self.process = subprocess.Popen(
            [str(COMMAND), "explore", *map(str, arguments), "--no-browser"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "NO_COLOR": "1", **(env or {})},
        )
        self.process.stdin.write(stdin)
        self.process.stdin.close()
        self.address = self.process.stdout.readline().strip()
        assert self.address, self.process.stderr.read()
        self.port = urlsplit(self.address).port
        self.token = urlsplit(self.address).path.strip("/")

    def end(self, sent=signal.SIGINT):
        """Stop it, if it has not ended; return the exit status and what it said on standard error."""
        if self.process.poll() is None:
            self.process.send_signal(sent)
        try:
            self.process.wait(timeout=PATIENCE)
        finally:
            self.process.kill()
        if self.process.stderr.closed:
            return self.process.returncode, ""
        with self.process.stdout, self.process.stderr:
            return self.process.returncode, self.process.stderr.read()

    def get(self, path="", method="GET", body=None, headers=(), whole=False):
        """Ask for a file behind the token, or at a whole path; return status, headers and text."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.putrequest(method, path if whole else f"/{self.token}/{path}", skip_host="Host" in dict(headers))
        for name, value in dict(headers).items():
            line.putheader(name, value)
        line.endheaders(body)
        with contextlib.closing(line.getresponse()) as response:
            return response.status, dict(response.getheaders()), response.read().decode()

    def line(self, token=None, origin=None, host=None):
        """Return an open line, as the page would have it."""
        origin = f"http://127.0.0.1:{self.port}" if origin is None else origin
        headers = {"Host": host} if host else {}
        url = f"ws://127.0.0.1:{self.port}/{self.token if token is None else token}/live"
        return connect(url, origin=origin or None, additional_headers=headers, **DIRECTLY)


@contextlib.contextmanager
def running(*arguments, **keywords):
    """Run it as long as the block does."""
    server = Running(*arguments, **keywords)
    try:
        yield server
    finally:
        server.end()


def question(seq=1, sets=(), *, side="current", file=0, diagram=None, pair=(0, 1), settled=False, seen=(), **more):
    """Return a message as the page sends it."""
    asked = {"seq": seq, "side": side, "file": file, "sets": [list(one) for one in sets], "diagram": diagram}
    return json.dumps({**asked, "pair": list(pair), "settled": settled, "seen": list(seen), **more})


def heard(line, kind, timeout=PATIENCE):
    """Return the next message of a kind (or an error, which none may hide)."""
    while True:
        message = json.loads(line.recv(timeout=timeout))
        if message["kind"] in (kind, "error"):
            return message


def closed(line):
    """Return the code with which the server closes a line."""
    try:
        while True:
            line.recv(timeout=PATIENCE)
    except ConnectionClosed as error:
        return error.rcvd.code if error.rcvd else None


def status_of_line(server, host, origin=None):
    """Ask for a line with another Host header, which a client would set itself; return the status."""
    origin = origin or f"http://127.0.0.1:{server.port}"
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
        plain.sendall(
            f"GET /{server.token}/live HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: {origin}\r\n\r\n".encode()
        )
        return int(plain.recv(4096).split()[1])
