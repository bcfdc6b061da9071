"""Where a live page is found: its port, its token, and the names under which browsers may ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from powergame.errors import UsageError
from powergame.text import printable

LOOPBACK = ("127.0.0.1", "localhost")
"""Names of the loopback address; the first is the one that is printed."""

NAME = re.compile(r"([a-z0-9]([a-z0-9_-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9_-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
"""Pattern of the host in an address, in lower case: a name, an IPv4 address, or an IPv6 address in brackets."""

MAX_NAME = 253
"""Characters of a host's name at most (RFC 1035)."""


@dataclass(frozen=True)
class Endpoint:
    """The port and the token of a server.

    Attributes
    ----------
    allowed
        Further hosts as browsers have them in the address, with the port where that is not the protocol's own: those
        of a forwarded port, or of a notebook's proxy.
    """

    port: int
    token: str
    allowed: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The address that a browser opens."""
        return f"http://{LOOPBACK[0]}:{self.port}/{self.token}/"

    @property
    def hosts(self) -> frozenset[str]:
        """Host headers of requests that are meant for this server."""
        return frozenset((*(f"{name}:{self.port}" for name in LOOPBACK), *self.allowed))

    @property
    def origins(self) -> frozenset[str]:
        """Origins of requests that come from its own page; the server of an allowed host may encrypt."""
        encrypted = (f"https://{host}" for host in self.allowed)
        return frozenset((*(f"http://{host}" for host in self.hosts), *encrypted))

    @property
    def lines(self) -> tuple[str, ...]:
        """Addresses of the live connection, for the page's policy."""
        encrypted = sorted(f"wss://{host}" for host in self.allowed)
        return (*sorted(f"ws://{host}" for host in self.hosts), *encrypted)


def hosts(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the hosts that ``--allow-host`` gives.

    Parameters
    ----------
    texts
        ``HOST`` or ``HOST:PORT``, as in a browser's address.

    Raises
    ------
    UsageError
        For what is no host, or stands for many.

    Examples
    --------
    >>> hosts(["localhost:9000", "Lab.example.org"])
    ('127.0.0.1:9000', 'localhost:9000', 'lab.example.org')
    """
    return tuple(dict.fromkeys(host for text in texts for host in _names(text)))


def _names(text: str) -> Iterator[str]:
    """Yield a host, and with one name of the loopback address the other."""
    name, colon, port = text.lower().rpartition(":")
    if not colon or text.endswith("]"):
        name, colon, port = text.lower(), "", ""
    if not NAME.fullmatch(name) or len(name) > MAX_NAME or (colon and not _is_port(port)):
        raise UsageError(
            f"--allow-host {printable(text[:MAX_NAME])}: expected HOST or HOST:PORT as in the browser's address, "
            "for example localhost:9000"
        )
    yield from (f"{known}{colon}{port}" for known in (LOOPBACK if name in LOOPBACK else (name,)))


def _is_port(text: str) -> bool:
    return bool(re.fullmatch("[1-9][0-9]{0,4}", text)) and int(text) <= 65_535
