"""Limits of size and of time hold in every command, and say what they are."""

from __future__ import annotations

import itertools
import json
import os
import re
import select
import subprocess
import time
from unittest import mock

import numpy as np
import pytest
from support.in_process import command
from support.installed import COMMAND

ODDS = "conflict.destruction.odds"

COMMANDS = {
    "solve": ["solve"],
    "compare": ["compare"],
    "check": ["check"],
    "sweep": ["sweep", "--vary", f"{ODDS}=0:1:11"],
    "dry run": ["sweep", "--vary", f"{ODDS}=0:1:11", "--dry-run"],
    "threshold": ["threshold", "--vary", ODDS],
    "converge": ["converge"],
    "vectors": ["plot", "--kind", "vectors", "-o", "out.svg"],
    "ladder": ["plot", "--kind", "ladder", "-o", "out.svg"],
    "phase": ["plot", "--kind", "phase", "-o", "out.svg"],
    "thresholds drawn": ["plot", "--kind", "threshold", "--vary", ODDS, "-o", "out.svg"],
    "report": ["report", "-o", "out.html"],
    "export": ["export"],
}


def crowd(count):
    """Return a scenario of many actors, with an expectation, so that it is solved by all commands."""
    actors = "".join(f"  R{k}: {{power: {k + 1}, preferences: [{k}.5, 1]}}\n" for k in range(count))
    return (
        f"actors:\n{actors}conflict:\n  destruction: {{odds: 0.3, severity: 0.3}}\nexpect:\n  seeks: {{R0: depends}}\n"
    )


def scenarios_of(name, path):
    return [path, path] if name == "compare" else [path]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("count", [22, 31, 33])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_game_that_would_not_fit_is_refused_with_its_size_by_every_command(here, name, count):
    (here / "crowd.yaml").write_text(crowd(count))
    first, *rest = COMMANDS[name]
    begun = time.process_time()
    ended = command(first, *scenarios_of(name, "crowd.yaml"), *rest)
    assert ended.status == 2
    told = ended.error + ended.out.decode()  # check tells it in its report
    mebibytes = 8 * count * 2**count // 2**20
    assert f"{mebibytes:,} MiB" in " ".join(told.split())
    assert time.process_time() - begun < 10  # of which what is loaded first may take some
    assert not list(here.glob("out*"))


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "0", "-1", "0.0", "many", "", "1_0", "٣", " 5"])
@pytest.mark.parametrize("option", ["--max-size", "--time-limit"])
def test_a_limit_is_a_number_above_zero(here, option, value):
    (here / "crowd.yaml").write_text(crowd(2))
    ended = command("solve", "crowd.yaml", f"{option}={value}")
    assert ended.status == 2
    assert option in ended.error
    assert "expected" in ended.error


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_ends_where_its_time_does(here, name):
    (here / "crowd.yaml").write_text(crowd(15))
    first, *rest = COMMANDS[name]
    begun = time.monotonic()
    ended = command(first, *scenarios_of(name, "crowd.yaml"), *rest, "--time-limit", "0.01")
    assert ended.status == 3
    assert "the time limit of 0.01 s" in " ".join((ended.error + ended.out.decode()).split())
    assert time.monotonic() - begun < 20  # of a machine that does other things too
    assert not list(here.glob("out*"))


def random_game(size):
    numbers = " ".join(f"{x:.2f}" for x in np.random.default_rng(6).random(2 * size * size))
    return f'NFG 1 R "random" {{ "a" "b" }} {{ {size} {size} }}\n\n{numbers}\n'


def test_a_game_that_is_too_large_to_enumerate_has_its_pure_equilibria_and_says_so(here):
    (here / "game.nfg").write_text(random_game(24))
    ended = command("solve", "game.nfg", "--format", "json", "--require-complete")
    assert ended.status == 3
    answer = json.loads(ended.out)
    assert (answer["complete"], answer["limited"]) == (False, "steps")
    assert any("budget of steps" in note for note in answer["notes"])
    assert any(e["pure"] for e in answer["equilibria"])


def test_a_complete_answer_is_not_limited(here):
    (here / "game.nfg").write_text(random_game(3))
    answer = json.loads(command("solve", "game.nfg", "--format", "json").out)
    assert (answer["complete"], answer["limited"]) == (True, None)


def test_without_a_limit_of_time_there_is_none(here):
    (here / "crowd.yaml").write_text(crowd(2))
    assert command("solve", "crowd.yaml", "--time-limit", "none").status == 0


@pytest.fixture
def hasty_clock():
    """A context with a clock that goes on by a second whenever somebody asks how much time is left."""
    return mock.patch("powergame.deadline.monotonic", itertools.count().__next__)


def test_converge_tells_of_the_draws_that_were_solved(here, hasty_clock):
    (here / "crowd.yaml").write_text(crowd(3))
    with hasty_clock:
        ended = command("converge", "crowd.yaml", "--draws", 2**20, "--time-limit", 100, "--format", "json")
    assert ended.status == 3
    result = json.loads(ended.out)
    assert result["limited"] == "time"
    assert 0 < result["draws"] < 2**20
    assert result["options"]["draws"] == 2**20
    assert f"{result['draws']:,} of 1,048,576 draws" in result["notes"][0]


def test_a_sweep_that_is_cut_keeps_its_chunks_and_goes_on(here, hasty_clock, monkeypatch):
    (here / "crowd.yaml").write_text(crowd(3))
    monkeypatch.setattr("powergame.analysis.sweep.plan.ROWS_OF_PROFILES", ((8, 8),))
    sweep = ["sweep", "crowd.yaml", "--vary", f"{ODDS}=0:1:80", "-o", "table.csv", "--workers", 1]
    with hasty_clock:
        cut = command(*sweep, "--time-limit", 60)
    assert cut.status == 3
    assert re.search(r"[1-9] of 10 chunks are kept in .*; the same command with --resume continues", cut.error)
    assert not (here / "table.csv").exists()
    assert command(*sweep, "--resume").status == 0
    assert len((here / "table.csv").read_text().splitlines()) >= 81


def seen_on_a_terminal(*arguments):
    """Run a command whose standard error is a terminal, and return what that has seen."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    run = subprocess.Popen([COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    seen = b""
    while select.select([ours], [], [], 30)[0]:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    return run.wait(), seen.decode()


def test_a_terminal_is_told_what_takes_so_long_and_only_that(here):
    (here / "crowd.yaml").write_text(crowd(20))
    status, seen = seen_on_a_terminal("solve", "crowd.yaml", "--time-limit", "3")
    assert status == 3
    assert re.search(r"solving: \d s of at most 3 s \(--time-limit\)", seen)
    assert "\x1b" not in seen
    status, seen = seen_on_a_terminal("solve", "crowd.yaml", "--time-limit", "2", "--quiet")
    assert "solving" not in seen


def test_a_machine_with_too_little_memory_is_no_internal_error(here, monkeypatch):
    def lacking(*_args, **_options):
        raise MemoryError("Unable to allocate 4.12 TiB")

    monkeypatch.setattr("powergame.analysis.solve.run.compile_game", lacking)
    (here / "crowd.yaml").write_text(crowd(2))
    ended = command("solve", "crowd.yaml")
    assert ended.status == 2
    assert "too little memory (Unable to allocate 4.12 TiB); expected a smaller game" in ended.error


def test_an_export_that_no_file_can_hold_is_refused_before_payoffs_are_computed(here):
    (here / "crowd.yaml").write_text(crowd(20))
    begun = time.process_time()
    ended = command("export", "crowd.yaml", "--time-limit", "none")
    assert (ended.status, ended.out) == (2, b"")
    assert "20,971,520 payoffs is too large for a .nfg file" in ended.error
    assert time.process_time() - begun < 2
