"""`powergame plot`: files by their endings, a pipe, and what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support import installed
from support.in_process import powergame
from support.installed import SCENARIOS, SMALLEST, assert_ends_well

DILEMMA = SCENARIOS / "security-dilemma.yaml"
STARTS = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}


@pytest.mark.parametrize("ending", STARTS)
def test_the_name_of_the_file_tells_its_kind(ending, tmp_path):
    file = tmp_path / f"picture.{ending}"
    run = powergame("plot", DILEMMA, "--kind", "replies", "--width", 8, "-o", file)
    assert run.returncode == 0, run.stderr
    assert file.read_bytes().startswith(STARTS[ending])
    assert (run.stdout, run.stderr) == ("", "")


def test_into_a_pipe_it_is_svg_and_standard_input_will_do():
    run = powergame("plot", "-", "--kind", "ladder", stdin=SMALLEST)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("<?xml")
    assert run.stdout.rstrip().endswith("</svg>")


@pytest.mark.parametrize("name", ["surprise-coup", "time-to-give-way"])
def test_of_private_types_and_of_rounds_the_tree_is_drawn_where_no_kind_is_given(name):
    assert powergame("plot", SCENARIOS / f"{name}.yaml").stdout == (
        powergame("plot", SCENARIOS / f"{name}.yaml", "--kind", "tree").stdout
    )
    run = powergame("plot", SCENARIOS / f"{name}.yaml", "--actor", "system")
    assert (run.returncode, run.stderr) == (2, "powergame: --actor is for --kind vectors\n")


def test_paths_that_vary_are_the_scenarios_own_unless_they_are_given(tmp_path):
    run = powergame("plot", DILEMMA, "--kind", "threshold")
    assert "Along strength of strike from 0.5 to 3" in run.stdout
    run = powergame("plot", DILEMMA, "--kind", "phase", "--vary", "conflict.destruction.odds=0:1:5", "--vary",
                    "conflict.destruction.severity=0:1:5")  # fmt: skip
    assert "odds of destruction from 0 to 1 and severity of destruction from 0 to 1" in run.stdout


def test_words_for_a_path_are_drawn_and_a_game_has_no_paths(tmp_path):
    game = tmp_path / "game.nfg"
    game.write_text('NFG 1 R "chicken" { "a" "b" } { 2 2 }\n\n0 0 7 2 2 7 6 6\n')
    run = powergame("plot", game, "--kind", "payoffs", "--label", "conflict.stakes=stakes")
    assert (run.returncode, run.stderr) == (
        2, "powergame: --label names a path of a scenario, and a game has none\n",
    )  # fmt: skip
    plain = powergame("plot", DILEMMA, "--kind", "threshold")
    label = "ladder.strike.strength=How strong = how early"
    labelled = powergame("plot", DILEMMA, "--kind", "threshold", "--label", label, "--title", "Figure 1")
    assert labelled.returncode == 0, labelled.stderr
    assert labelled.stdout != plain.stdout


def test_a_game_file_has_a_matrix_and_no_arrows(tmp_path):
    game = tmp_path / "game.nfg"
    game.write_text('NFG 1 R "chicken" { "a" "b" } { 2 2 }\n\n0 0 7 2 2 7 6 6\n')
    assert powergame("plot", game, "--kind", "payoffs").returncode == 0
    run = powergame("plot", game)
    assert run.returncode == 2
    assert "arrows are of scenarios" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--kind", "sculpture"), "sculpture"),
        (("-o", "picture.bmp"), ".svg, .png, .pdf"),
        (("-o", "nowhere/picture.svg"), "cannot be written"),
        (("--kind", "payoffs", "--vary", "conflict.destruction.odds"), "--vary is for"),
        (("--kind", "ladder", "--actor", "west"), "--actor is for --kind vectors"),
        (("--actor", "nobody"), "there is no actor nobody"),
        (("--kind", "phase", "--vary", "conflict.destruction.odds"), "two axes"),
        (("--kind", "threshold", "--vary", "conflict.no"), "conflict.no"),
        (("--width", "2"), "cm wide"),
        (("--width", "nan"), "cm wide"),
        (("--title", "one", "--no-title"), "exclude each other"),
        (("--title", " "), "expected some words"),
        (("--label", "conflict.no=odds"), "conflict.no"),
        (("--label", "conflict.stakes= "), "expected some words"),
        (("--label", "stakes"), "expected PATH=TEXT"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_line(arguments, said, tmp_path):
    run = powergame("plot", DILEMMA, *arguments, cwd=tmp_path)
    assert_ends_well(run)
    assert run.returncode == 2
    assert said in run.stderr
    assert not list(tmp_path.iterdir())


HOSTILE_SETTINGS = {
    "a notebook's backend": ({"MPLBACKEND": "module://matplotlib_inline.backend_inline"}, None),
    "a backend that is none": ({"MPLBACKEND": "nonsense"}, None),
    "settings in the current folder": ({}, b"\xff\xfe no settings"),
    "settings that the environment names": (
        {"MATPLOTLIBRC": "matplotlibrc"},
        b"backend: x\nfont.size: huge\nfoo: bar\n",
    ),
}


@pytest.fixture(scope="module")
def usual():
    """A picture that is drawn without any settings."""
    return installed.done("plot", DILEMMA, "--kind", "replies")


@pytest.mark.parametrize("name", HOSTILE_SETTINGS)
def test_a_users_settings_of_matplotlib_do_not_reach_a_picture(name, usual, tmp_path):
    env, settings = HOSTILE_SETTINGS[name]
    if settings is not None:
        (tmp_path / "matplotlibrc").write_bytes(settings)
    run = installed.powergame("plot", DILEMMA, "--kind", "replies", cwd=tmp_path, env=env)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == usual


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a home is another variable")
@pytest.mark.parametrize(
    "arguments",
    [
        ("plot", DILEMMA, "-o", "picture.svg"),
        ("report", "game.nfg", "-o", "report.html"),
        ("sweep", DILEMMA, "--vary", "conflict.destruction.odds=0:1:3", "--vary", "conflict.stakes=0:1:3",
         "--plot", "picture.svg", "--workers", "2"),
    ],
    ids=["plot", "report", "sweep"],
)  # fmt: skip
def test_without_a_home_nothing_but_powergame_is_heard_and_nothing_is_left_behind(arguments, tmp_path):
    for folder in ("here", "temporary"):
        (tmp_path / folder).mkdir()
    (tmp_path / "here" / "game.nfg").write_text('NFG 1 R "chicken" { "a" "b" } { 2 2 }\n\n0 0 7 2 2 7 6 6\n')
    env = {"HOME": os.devnull, "TMPDIR": str(tmp_path / "temporary"), "XDG_CACHE_HOME": "", "XDG_CONFIG_HOME": ""}
    run = installed.powergame(*arguments, "--quiet", cwd=tmp_path / "here", env={**env, "MPLCONFIGDIR": ""})
    assert (run.returncode, run.stderr) == (0, "")
    assert not list((tmp_path / "temporary").iterdir())


def test_without_any_folder_for_a_list_of_fonts_a_picture_is_refused_in_a_line(tmp_path):
    """Where not even temporary files can be made; simulated."""
    script = (
        "import sys, tempfile\n"
        "def none(*_, **__): raise FileNotFoundError('no folder')\n"
        "tempfile.mkdtemp = none\n"
        "from powergame.cli import main\n"
        f"sys.argv[1:] = ['plot', {str(DILEMMA)!r}, '-o', 'picture.svg']\n"
        "main()\n"
    )
    env = {**os.environ, "HOME": os.devnull, "MPLCONFIGDIR": "/dev/null/no", "XDG_CACHE_HOME": ""}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "expected MPLCONFIGDIR to name one that can be written" in run.stderr


WAR = ("--kind", "phase", "--of", "war", "--level", "0.1", "--vary", "conflict.destruction.odds=0:1:5", "--vary",
       "conflict.destruction.severity=0:1:5")  # fmt: skip


def test_a_map_of_war_is_drawn_in_steps_between_levels():
    run = powergame("plot", DILEMMA, *WAR)
    assert run.returncode == 0
    assert "a map of the chance of war over odds of destruction from 0 to 1" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--of", "war"), "--of and --level are for --kind threshold and --kind phase, not vectors"),
        (("--kind", "threshold", "--over", "conflict.stakes"), "--over and --animate are for --kind phase"),
        (("--kind", "phase", "--animate"), "--animate needs --over PATH"),
        (("--kind", "phase", "--of", "peace"), "expected seeks, war, destroyed or plays.ACTOR"),
        (("--kind", "phase", "--level", "0.1"), "--level belongs to --of war or destroyed"),
        (("--kind", "phase", "--of", "war", "--level", "2"), "level 2: expected a number above 0 and below 1"),
        (("--kind", "phase", "--over", "nowhere"), "nowhere: there is no path 'nowhere'"),
        (("--kind", "phase", "--over", "conflict.contest"), "conflict.contest: holds no number"),
        (("--kind", "phase", "--over", "conflict.stakes", "--vary", "no", "--vary", "rounds"), "no: there is no path"),
        (("--label", "rounds=A", "--label", "rounds=B"), "--label names rounds twice; expected each path once"),
    ],
)
def test_what_belongs_to_another_picture_is_refused(arguments, words):
    run = powergame("plot", DILEMMA, *arguments)
    assert run.returncode == 2
    assert words in run.stderr


def test_only_an_svg_changes(tmp_path):
    run = powergame("plot", DILEMMA, *WAR, "--over", "conflict.stakes", "--animate", "-o", str(tmp_path / "moving.png"))
    assert run.returncode == 2
    assert "--animate: only an SVG changes" in run.stderr
