"""Every part of the package once, in about a minute: run with the oldest packages that are allowed, too.

These tests need pytest and what a user installs, and nothing of what developers install.
"""

from __future__ import annotations

import json
import urllib.request

import pytest
from support.installed import SCENARIOS, SMALLEST, done

import powergame as pg

ALIGNMENT = "alignment.red.blue"
THRESHOLD = 0.6
"""Cosine below which the weak actor of `CLOSED` seeks power, by the closed form."""

CLOSED = SMALLEST.replace("[1, 0.2]", "[1, 0]")


@pytest.fixture
def closed(tmp_path):
    path = tmp_path / "closed.yaml"
    path.write_text(CLOSED)
    return path


def test_every_shipped_scenario_meets_its_expectations():
    report = json.loads(done("check", SCENARIOS, "--format", "json", "--quiet"))
    assert len(report["scenarios"]) > 15
    assert {checked["status"] for checked in report["scenarios"]} == {"passed"}


@pytest.mark.parametrize("name", ["security-dilemma", "cuban-missile-crisis", "kingmaker", "first-world-war"])
def test_answers_carry_their_certificates(name):
    answer = json.loads(done("solve", SCENARIOS / f"{name}.yaml", "--no-turns", "--format", "json", "--quiet"))
    assert answer["equilibria"]
    assert all(equilibrium["regret"] <= 1e-9 for equilibrium in answer["equilibria"])
    assert abs(sum(answer["equilibria"][0]["power_after"].values()) - 1 + answer["equilibria"][0]["destroyed"]) < 1e-9


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_scenarios_are_compared_in_every_format(form):
    assert "weak" in done("compare", *(SCENARIOS / f"strong-and-{x}.yaml" for x in ("aligned", "misaligned")),
                          "--format", form)  # fmt: skip


def test_the_threshold_is_that_of_the_closed_form(closed):
    found = json.loads(done("threshold", closed, "--vary", ALIGNMENT, "--format", "json"))
    flips = found["paths"][0]["actors"]["red"]["flips"]
    assert [abs(flip["at"] - THRESHOLD) < 1e-8 for flip in flips] == [True]


@pytest.mark.parametrize("ending", ["parquet", "csv", "arrow"])
def test_compiled_kernels_find_the_same_threshold_in_every_kind_of_table(closed, tmp_path, ending):
    output = tmp_path / f"out.{ending}"
    summary = json.loads(
        done(
            "sweep",
            closed,
            "--vary",
            f"{ALIGNMENT}=-1:1:4001",
            "--vary",
            "conflict.stakes=[1]",
            "-o",
            output,
            "--format",
            "json",
        )
    )
    shares = summary["actors"]["red"]
    assert abs(shares["always"] - (THRESHOLD + 1) / 2) < 1e-3
    assert output.stat().st_size > 1000


def test_workers_give_the_same_bytes(closed, tmp_path):
    outputs = [tmp_path / f"{workers}.parquet" for workers in (1, 2)]
    for workers, output in enumerate(outputs, 1):
        done("sweep", closed, "--vary", f"{ALIGNMENT}=-1:1:1201", "--vary", "conflict.destruction.odds=0:1:1801",
             "--workers", workers, "-o", output)  # fmt: skip
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_draws_converge(closed):
    result = json.loads(done("converge", closed, "--dimensions", "2,3", "--draws", "1024", "--format", "json"))
    assert result["format"] == "powergame.converge"
    assert json.loads(done("converge", SCENARIOS / "ai-race.yaml", "--draws", "64", "--format", "json"))


@pytest.mark.parametrize("method", ["quadrature", "reweight", "smc"])
def test_a_deed_tells_of_its_doer(closed, method):
    asked = ("--unknown", "alignment.red.blue={uniform: [-1, 1]}", "--observe", "red=hold", "--rationality", "20")
    result = json.loads(
        done("infer", closed, *asked, "--method", method, "--draws", "512", "--ess", "100", "--format", "json")
    )
    assert result["format"] == "powergame.infer"
    assert result["unknown"][ALIGNMENT]["posterior"]["mean"] == pytest.approx(0.61, abs=0.1)
    assert "tells" in done("infer", SCENARIOS / "board-dismisses.yaml", "--rationality", "20", "--format", "table")


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        ("vectors", "png"),
        ("payoffs", "pdf"),
        ("replies", "svg"),
        ("ladder", "svg"),
        ("threshold", "svg"),
        ("phase", "svg"),
    ],
)
def test_pictures_are_drawn(closed, tmp_path, kind, ending):
    along = ["--vary", ALIGNMENT] if kind == "threshold" else []
    done("plot", closed, "--kind", kind, *along, "-o", tmp_path / f"{kind}.{ending}")
    assert (tmp_path / f"{kind}.{ending}").stat().st_size > 2000


def test_a_report_is_one_page(closed, tmp_path):
    done("report", closed, SCENARIOS / "kingmaker.yaml", "-o", tmp_path / "report.html")
    assert "</html>" in (tmp_path / "report.html").read_text()


def test_games_go_out_and_come_back(closed, tmp_path):
    done("export", closed, "--format", "nfg", "-o", tmp_path / "game.nfg")
    assert "equilibri" in done("solve", tmp_path / "game.nfg")


def test_the_library_shows_itself():
    answer = pg.solve(pg.load(SCENARIOS / "security-dilemma.yaml"))
    assert answer.to_dict()["format"] == "powergame.solve"
    assert "svg" in answer._repr_html_() or "<table" in answer._repr_html_()
    swept = pg.sweep(pg.load(SCENARIOS / "security-dilemma.yaml"), {"conflict.destruction.odds": [0.1, 0.9]})
    assert swept.tally.rows == 2


@pytest.mark.parametrize("command", ["schema", "new", "completion", "--help", "--version"])
def test_the_rest_answers(tmp_path, command):
    arguments = {"new": [tmp_path / "new.yaml"], "completion": ["bash"]}.get(command, [])
    done(command, *arguments)


def test_the_live_page_is_served():
    pytest.importorskip("websockets")
    from support.explored import heard, question, running

    with running(SCENARIOS / "perfect-alignment.yaml") as server:
        with urllib.request.urlopen(server.address) as page:
            assert b"<script" in page.read()
        with server.line() as line:
            line.send(question(1))
            assert heard(line, "answer")["seq"] == 1
        assert server.end()[0] == 130


def test_a_cluster_solves_a_sweep(closed, tmp_path):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        done("sweep", closed, "--vary", f"{ALIGNMENT}=-1:1:3001", "--cluster", cluster.scheduler_address,
             "-o", tmp_path / "out.csv", "--quiet")  # fmt: skip
    assert (tmp_path / "out.csv").read_text().count("\n") >= 3001


def test_gambit_agrees():
    pytest.importorskip("pygambit")
    answers = [
        json.loads(done("solve", SCENARIOS / "security-dilemma.yaml", "--solver", solver, "--format", "json"))
        for solver in ("exact", "gambit")
    ]
    assert [answer["actors"]["west"]["verdict"] for answer in answers] == ["depends"] * 2
