"""Who reaches the page, under which names, and what strangers cannot make it say."""

from __future__ import annotations

import socket

import pytest
from support.explored import heard, question, running, status_of_line
from support.installed import PATIENCE, ROOT

from powergame.errors import UsageError
from powergame.explore.endpoint import hosts

DIAGRAM = {"x": "conflict.destruction.odds", "y": "conflict.destruction.severity"}
SCENARIO = ROOT / "scenarios/perfect-alignment.yaml"  # three actors: no kernels are compiled for it


@pytest.fixture(scope="module")
def forwarded():
    with running(SCENARIO, "--allow-host", "localhost:9000", "--allow-host", "Lab.example.org") as started:
        yield started


@pytest.mark.parametrize("host", ["localhost:9000", "127.0.0.1:9000", "lab.example.org", "LAB.example.org"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_allowed_host_reaches_the_page_and_its_line_with_the_token_only(forwarded, host, scheme):
    headers = {"Host": host, "Origin": f"{scheme}://{host}"}
    assert forwarded.get(headers=headers)[0] == 200
    assert forwarded.get("/", headers=headers, whole=True)[0] == 403
    assert forwarded.get(f"/{forwarded.token}", headers=headers, whole=True)[1]["location"] == f"{forwarded.token}/"
    assert status_of_line(forwarded, host, headers["Origin"]) == 101
    assert status_of_line(forwarded, host, "http://evil.com") == 403
    policy = forwarded.get(headers=headers)[1]["content-security-policy"]
    assert f" ws://{host.lower()}" in policy
    assert f" wss://{host.lower()}" in policy


@pytest.mark.parametrize("host", ["localhost:9001", "lab.example.org:9000", "example.org", "evil.com", "localhost"])
def test_beside_an_allowed_host_others_are_refused(forwarded, host):
    assert forwarded.get(headers={"Host": host})[0] == 403
    assert status_of_line(forwarded, host) in (400, 403)


@pytest.mark.parametrize(
    "text",
    ["", "*", "*.example.org", "http://lab", "lab/", "lab:", "lab:0", "lab:65536", "lab:x", "a b", "a\nb", ":9000",
     "::1", "[::1", "lab;x", "x" * 300, "-a", "lab:09000"],
)  # fmt: skip
def test_what_is_no_host_is_refused(text):
    with pytest.raises(UsageError, match="expected HOST or HOST:PORT"):
        hosts([text])


def test_hosts_of_all_kinds_are_taken():
    assert hosts(["[::1]:80", "10.0.0.7", "a-b_c.d:1"]) == ("[::1]:80", "10.0.0.7", "a-b_c.d:1")


CHUNKED = "POST /{}/ HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("body", ["zz\r\nxx\r\n0\r\n\r\n", "5\r\nhello\r\nzz\r\n", "f" * 30 + "\r\nx"])
def test_requests_that_end_in_nonsense_leave_no_trace_on_the_terminal(body):
    with running(SCENARIO, "--quiet") as started:
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", started.port), timeout=PATIENCE) as plain:
                plain.sendall((CHUNKED.format(started.token, started.port) + body).encode())
                assert plain.recv(100).startswith(b"HTTP/1.1 4")
        assert started.get()[0] == 200
        assert started.end() == (130, "")


def test_questions_that_overtake_each_other_leave_nothing_open_at_the_end():
    with running(SCENARIO, "--quiet", env={"PYTHONWARNINGS": "error"}) as started:
        with started.line() as line:
            for seq in range(1, 60):
                line.send(question(seq, [("conflict.destruction.odds", seq / 60)], diagram=DIAGRAM, settled=True))
                if seq % 7 == 0:
                    heard(line, "answer")
        assert started.end() == (130, "")
