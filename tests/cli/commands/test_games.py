"""Games in Gambit's format, as users of the commands meet them."""

from __future__ import annotations

import io
import json

import pygambit
import pytest
import typer
from support.in_process import powergame, solved
from support.installed import SCENARIOS, assert_ends_well
from typer.main import get_command

from powergame.cli.app import application
from powergame.model.compile import compile_game
from powergame.model.nfg import read_nfg
from powergame.scenario.reading.load import load

HUNT = 'NFG 1 R "Stag hunt" { "a" "b" } { { "stag" "hare" } { "stag" "hare" } }\n9 9 8 1 1 8 3 3\n'

UMLAUT = """\
name: Das Sicherheitsdilemma
about: |
  Zwei Mächte.

  Sources: Jervis 1978
outcomes: [trade, glory of west, glory of east]
actors:
  Österreich: {power: 1, preferences: {trade: 0.8, glory of west: 1}}
  "北  京": {power: 1, preferences: {trade: 0.8, glory of east: 1}}
ladder:
  - {name: "h\\\\"}
  - {name: strike, grab: 0.2, provokes: 0.5, strength: 2}
conflict:
  destruction: {odds: 0.5, severity: 0.6}
  decisiveness: 2
"""

TAKE_GAMES = {"solve", "compare", "check", "plot", "report", "export"}


@pytest.fixture
def hunt(tmp_path):
    path = tmp_path / "GAME.NFG"
    path.write_text(HUNT)
    return path


@pytest.fixture
def umlaut(tmp_path):
    path = tmp_path / "umlaut.YML"
    path.write_text(UMLAUT)
    return path


def test_a_game_is_solved_from_a_file_or_standard_input(hunt):
    for answer in (solved(hunt), solved("-", stdin=HUNT)):
        assert answer["scenario"]["name"] == "Stag hunt"
        assert len(answer["equilibria"]) == 3
    table = powergame("solve", "-", stdin=HUNT).stdout
    assert table.startswith("Stag hunt\n")


def test_gambit_solves_a_scenario_whatever_its_names(umlaut):
    exact, gambits = (solved(umlaut, "--solver", solver) for solver in ("exact", "gambit"))
    assert gambits["solver"]["name"] == "gambit enummixed"
    assert [e["strategies"] for e in gambits["equilibria"]] == [e["strategies"] for e in exact["equilibria"]]


def test_what_is_exported_opens_in_gambit_and_comes_back_with_its_names(umlaut, tmp_path):
    run = powergame("export", umlaut, "-o", "game.nfg", cwd=tmp_path)
    assert run.returncode == 0
    (warning,) = run.stderr.splitlines()
    assert "Österreich is <U+00D6>sterreich, 北  京 is <U+5317> <U+0020><U+4EAC>, h\\ is h<U+005C>" in warning
    assert "strike" not in warning
    theirs = pygambit.read_nfg(io.BytesIO((tmp_path / "game.nfg").read_bytes()))
    assert [player.label for player in theirs.players] == ["<U+00D6>sterreich", "<U+5317> <U+0020><U+4EAC>"]
    assert theirs.description == "Zwei M<U+00E4>chte.\n\nSources: Jervis 1978"
    ours = compile_game(load(umlaut)).game
    back = read_nfg(theirs.to_nfg())
    assert (back.actors, back.rungs) == (ours.actors, ours.rungs)
    assert (back.payoffs == ours.payoffs).all()
    assert solved("game.nfg", cwd=tmp_path)["game"]["rungs"] == {name: ["h\\", "strike"] for name in ours.actors}


def test_plain_names_are_exported_without_a_word():
    run = powergame("export", SCENARIOS / "security-dilemma.yaml")
    assert (run.returncode, run.stderr) == (0, "")
    assert '"west" "east"' in run.stdout


def test_a_game_is_exported_as_it_is_read(hunt):
    run = powergame("export", hunt)
    assert run.stderr == ""
    assert (read_nfg(run.stdout).payoffs == read_nfg(HUNT).payoffs).all()
    assert run.stdout.startswith('NFG 1 R "Stag hunt"')


def test_games_are_checked_compared_and_reported(hunt, tmp_path):
    dilemma = SCENARIOS / "security-dilemma.yaml"
    assert powergame("check", hunt, dilemma).returncode == 0
    alone = powergame("check", hunt)
    assert (alone.returncode, alone.stderr) == (
        5, "powergame: nothing was checked: no scenario has an `expect` part\n",
    )  # fmt: skip
    compared = json.loads(powergame("compare", hunt, dilemma, hunt, "--format", "json").stdout)
    assert [answer["scenario"]["name"] for answer in compared["scenarios"]][::2] == ["Stag hunt"] * 2
    cells = powergame("compare", hunt, hunt, "--all", "--format", "csv").stdout
    assert 'game.rungs.a,false,"[""stag"", ""hare""]"' in cells
    report = powergame("report", hunt, "-o", "page.html", cwd=tmp_path)
    assert (report.returncode, report.stderr) == (0, "")


def test_a_folder_is_checked_for_scenarios_of_any_case_and_not_for_games(hunt, umlaut, tmp_path):
    checked = json.loads(powergame("check", tmp_path, "--format", "json").stdout)
    assert [scenario["source"] for scenario in checked["scenarios"]] == [str(umlaut)]
    checked = json.loads(powergame("check", str(tmp_path / "*"), "--format", "json").stdout)
    assert [scenario["source"] for scenario in checked["scenarios"]] == [str(hunt), str(umlaut)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("sweep",),
        ("threshold", "--vary", "conflict.stakes"),
        ("converge",),
        ("explore", "--no-browser"),
        ("plot", "--kind", "phase"),
        ("plot", "--kind", "vectors"),
        ("solve", "--set", "rounds=1"),
        ("compare", "-"),
    ],
    ids=" ".join,
)
def test_what_a_game_has_not_is_refused_in_a_line(arguments):
    run = powergame(*arguments, "-", stdin=HUNT)
    assert_ends_well(run)
    assert (run.returncode, run.stderr.count("\n"), run.stdout) == (2, 1, "")


def test_a_guessed_encoding_is_told_on_standard_error_only(tmp_path):
    path = tmp_path / "old.nfg"
    path.write_bytes(HUNT.replace("hare", "Häsin").encode("latin-1"))
    run = powergame("solve", path)
    assert "Häsin" in run.stdout
    assert run.stderr.count("\n") == 1
    assert "read as Latin-1" in run.stderr
    assert powergame("solve", path, "--quiet").stderr == ""


def test_the_help_tells_of_games_where_they_are_taken_only():
    commands = get_command(application()).commands
    told = {name for name in commands if ".nfg" in commands[name].get_help(typer.Context(commands[name]))}
    assert told == TAKE_GAMES
