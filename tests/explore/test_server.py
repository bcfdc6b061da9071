"""The server: on the loopback address, for whoever has the token, in bounds, and gone when interrupted."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
from urllib.parse import urljoin

import pytest
from support.explored import Running, closed, heard, question, running, status_of_line
from support.installed import PATIENCE, ROOT, SMALLEST, assert_ends_well, powergame
from websockets.exceptions import InvalidStatus

from powergame.explore.server import listen

DIAGRAM = {"x": "conflict.destruction.odds", "y": "conflict.destruction.severity"}
SCENARIO = ROOT / "scenarios/perfect-alignment.yaml"  # three actors: no kernels are compiled for it


@pytest.fixture(scope="module")
def server():
    with running(SCENARIO) as started:
        yield started


def test_the_page_is_there_for_whoever_has_the_token(server):
    status, headers, text = server.get()
    assert status == 200
    assert headers["content-type"].startswith("text/html")
    assert "<script" in text
    for name in ("main.js", "tokens.css", "style.css", "parts.css", "icon.svg"):
        assert server.get(name)[0] == 200


def test_nothing_on_the_page_comes_from_elsewhere_or_stands_inline(server):
    for name in ("", "main.js", "dom.js", "tokens.css", "style.css", "parts.css"):
        text = server.get(name)[2]
        addresses = re.findall(r"[a-z]*://[^\s\"']*", text)
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}
        assert not any(word in text for word in ("innerHTML", "eval(", "onclick", "style=", "insertAdjacentHTML"))


def test_the_policy_allows_the_page_s_own_files_and_its_own_line_only(server):
    policy = server.get()[1]["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert f"connect-src ws://127.0.0.1:{server.port} ws://localhost:{server.port};" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert server.get("nothing")[1]["content-security-policy"] == policy


@pytest.mark.parametrize("path", ["/", "/page.html", "/live", "/x/main.js", "//", "/{}x/", "/%00/", "/%C3%A9/"])
def test_without_the_right_token_nothing_is_served(server, path):
    status, _, text = server.get(path.replace("{}", server.token), whole=True)
    assert status == 403
    assert server.token not in text


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc/passwd", "....//etc/passwd", "/etc/passwd",
     "page/main.js", "../server.py", "server.py", "__init__.py",
     "main.js%00.html", "MAIN.JS", "main.js/", ".", "..", "main%2ejs"],
)  # fmt: skip
def test_only_the_known_names_are_served(server, path):
    assert server.get(path)[0] == 404


def test_an_address_without_its_last_slash_leads_to_the_page(server):
    status, headers, _ = server.get(f"/{server.token}", whole=True)
    assert (status, urljoin(f"http://127.0.0.1:{server.port}/{server.token}", headers["location"])) == (
        307,
        server.address,
    )


@pytest.mark.parametrize(
    "host", ["evil.com", "evil.com:80", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.com:{}", "0.0.0.0:{}", ""]
)
def test_another_host_s_name_is_refused(server, host):
    """A site whose name resolves to this machine reaches the server with its own name in the header."""
    named = host.replace("{}", str(server.port))
    assert server.get(headers={"Host": named})[0] == 403
    assert status_of_line(server, named) in (400, 403)


@pytest.mark.parametrize(
    "origin", ["http://evil.com", "null", "http://127.0.0.1", "https://127.0.0.1:{}", "http://127.0.0.1:{}.evil.com"]
)
def test_another_site_s_page_is_refused(server, origin):
    named = origin.replace("{}", str(server.port))
    assert server.get(headers={"Origin": named})[0] == 403
    with pytest.raises(InvalidStatus) as caught:
        server.line(origin=named)
    assert caught.value.response.status_code == 403


def test_a_line_needs_an_origin_and_the_token(server):
    for wrong in ({"origin": ""}, {"token": "wrong"}, {"token": server.token[:-1]}):
        with pytest.raises(InvalidStatus) as caught:
            server.line(**wrong)
        assert caught.value.response.status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_nothing_is_taken_but_questions(server, method):
    assert server.get(method=method, headers={"Content-Length": "1000000000"} if method == "POST" else ())[0] == 405


@pytest.mark.parametrize(
    "header",
    ["Content-Length: -1", "Content-Length: x", "Transfer-Encoding: chunked\r\n\r\nzz\r\nxx", "X: " + "y" * 70_000],
)
def test_garbage_is_refused_and_the_server_lives_on(server, header):
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as plain:
        plain.sendall(f"GET /{server.token}/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{header}\r\n\r\n".encode())
        try:
            answer = plain.recv(65_536)
        except ConnectionResetError:
            answer = b""
    assert not answer or answer.split()[1] in (b"200", b"400", b"431")
    assert server.get()[0] == 200


def test_a_message_that_is_too_large_ends_the_line_and_nothing_else(server):
    with server.line() as line:
        line.send("x" * 65_537)
        assert closed(line) == 1009
    with server.line() as line:
        assert heard(line, "hello")["files"]


def test_bytes_end_the_line(server):
    with server.line() as line:
        line.send(b"\x00\x01")
        assert closed(line) == 1008


@pytest.mark.parametrize("message", ["{", "[" * 60_000, question(sets=[("conflict.destruction.odds", float("nan"))])])
def test_what_is_no_question_is_answered_with_an_error_and_the_line_lives_on(server, message):
    with server.line() as line:
        line.send(message)
        error = heard(line, "answer")
        assert error["kind"] == "error"
        assert "\n" not in error["message"]
        line.send(question(2))
        assert heard(line, "answer")["seq"] == 2


@pytest.mark.parametrize(
    "asked",
    [
        question(1, [("rounds", 3)]), question(1, [("ladder", "brinkmanship")]),
        question(1, [("actors.nobody.power", 3)]),
        question(1, [("actors.ada.__class__", 3)]), question(1, [("conflict.destruction.odds", 7)]),
        question(1, [("conflict.destruction.odds", "half")]), question(1, [("conflict.contest", "fair")]),
        question(1, [("actors.ada.preferences", [0, 0])]), question(1, [("actors.ada.preferences", [1, 2, 3])]),
        question(1, [(f"actors.{name}.power", 0) for name in ("ada", "bea", "cleo")]),
        question(file=1), question(pair=(0, 5)),
        question(diagram={"x": "rounds", "y": "conflict.destruction.odds"}),
        question(diagram={"x": "conflict.destruction.odds", "y": "conflict.destruction.odds"}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_words(server, asked):
    with server.line() as line:
        line.send(asked)
        error = heard(line, "answer")
        assert error["kind"] == "error"
        assert error["seq"] == 1
        assert "internal" not in error["message"]
        line.send(question(2))
        assert heard(line, "answer")["seq"] == 2


def test_of_many_questions_the_newest_is_answered_and_most_others_are_dropped(server):
    with server.line() as line:
        for seq in range(1, 201):
            line.send(question(seq, [("conflict.destruction.odds", seq / 200)]))
        answers = []
        while not answers or answers[-1] < 200:
            answers.append(heard(line, "answer")["seq"])
    assert answers == sorted(answers)
    assert len(answers) < 150


def test_a_number_that_was_overtaken_is_not_answered(server):
    with server.line() as line:
        line.send(question(5))
        assert heard(line, "answer")["seq"] == 5
        line.send(question(4))
        line.send(question(6))
        assert heard(line, "answer")["seq"] == 6


def test_open_pages_are_bounded():
    with running(SCENARIO) as server, contextlib.ExitStack() as lines:
        for _ in range(7):
            assert heard(lines.enter_context(server.line()), "hello")
        with server.line() as eighth:
            assert heard(eighth, "hello")
            with server.line() as one_more:
                assert closed(one_more) == 1013
        assert heard(lines.enter_context(server.line()), "hello")


def test_it_listens_on_the_loopback_address_only(server):
    with open("/proc/net/tcp") as table:  # noqa: PTH123
        listening = [line.split()[1] for line in table if line.split()[3] == "0A"]
    mine = [address for address in listening if int(address.split(":")[1], 16) == server.port]
    assert mine == [f"0100007F:{server.port:04X}"]


def test_what_follows_an_answer_is_sent_at_once():
    """An accepted connection that does not name its protocol keeps small messages back for 40 ms."""
    with listen(0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_it_cleanly_with_a_page_open_and_something_being_solved(sent, status):
    server = Running(ROOT / "scenarios/first-world-war.yaml")
    with server.line() as line:
        line.send(question(1, settled=True, diagram=DIAGRAM))
        assert heard(line, "answer")["kind"] == "answer"
        code, said = server.end(sent)
        assert closed(line) in (1001, 1012)
    assert code == status
    assert "Traceback" not in said
    assert "rror" not in said
    with pytest.raises(ProcessLookupError):
        os.kill(server.process.pid, 0)


def test_every_run_has_a_token_of_its_own():
    with running(SCENARIO) as one, running(SCENARIO) as other:
        assert one.token != other.token
        assert len(one.token) >= 32
        assert other.get(f"/{one.token}/", whole=True)[0] == 403


def test_a_port_in_use_is_an_error_of_one_line(server):
    run = powergame("explore", SCENARIO, "--no-browser", "--port", server.port)
    assert run.returncode == 2
    assert run.stderr.splitlines()[-1] == f"powergame: port {server.port} cannot be used: Address already in use"
    assert_ends_well(run)


def test_other_addresses_cannot_be_asked_for():
    run = powergame("explore", SCENARIO, "--host", "0.0.0.0")
    assert run.returncode == 2
    assert "--host" in run.stderr


def test_without_the_extra_it_says_how_to_get_it(tmp_path):
    (tmp_path / "starlette.py").write_text("raise ImportError('none', name='starlette')\n")
    run = powergame("explore", SCENARIO, "--no-browser", env={"PYTHONPATH": str(tmp_path)})
    assert run.returncode == 2
    assert "pip install 'powergame[explore]'" in run.stderr
    assert_ends_well(run)


@pytest.mark.parametrize("change", ["rounds=0", "actors.blue.power=-1", "no.such.path=1"])
def test_what_solve_refuses_is_refused_with_the_same_words_before_a_page_opens(tmp_path, change):
    path = tmp_path / "small.yaml"
    path.write_text(SMALLEST)
    refused, solved = (powergame(command, path, "--set", change) for command in ("explore", "solve"))
    assert refused.returncode == solved.returncode == 2
    assert refused.stderr == solved.stderr
    assert refused.stdout == ""


def test_games_too_large_to_move_are_refused_with_a_way_out(tmp_path):
    actors = "\n".join(f"  a{i}: {{power: 1, preferences: [1, {i}]}}" for i in range(15))
    path = tmp_path / "crowd.yaml"
    path.write_text(f"actors:\n{actors}\nconflict:\n  destruction: {{odds: 0.6, severity: 0.5}}\n")
    run = powergame("explore", path, "--no-browser")
    assert run.returncode == 2
    assert "powergame solve" in run.stderr


def test_standard_input_is_a_scenario_too():
    with running("-", stdin=SMALLEST) as server, server.line() as line:
        assert heard(line, "hello")["files"][0]["source"] == "-"
        line.send(question())
        assert "seek" in heard(line, "answer")["answer"]["headline"]


def test_what_it_prints_is_the_address_alone(server):
    assert server.address == f"http://127.0.0.1:{server.port}/{server.token}/"
    assert json.dumps(server.token).isascii()
