"""Hostile and careless input through the installed command: a promised status, a clear line, nothing else."""

from __future__ import annotations

import json
import os

import pytest
from support import installed
from support.in_process import powergame, solved
from support.installed import SMALLEST, assert_ends_well

MANY = "actors:\n" + "".join(f"  a{k}: {{power: 1, preferences: [1, {k}]}}\n" for k in range(20))
CONFLICT = "conflict: {destruction: {odds: 0.5, severity: 0.5}}\n"

REFUSED = {
    "nothing": "",
    "only a comment": "# nothing\n",
    "a scalar": "hello\n",
    "two documents": SMALLEST + "---\na: 1\n",
    "a duplicate key": SMALLEST.replace("power: 3", "power: 3, power: 4"),
    "a quoted number": SMALLEST.replace("power: 3", 'power: "3"'),
    "a truth value": SMALLEST.replace("power: 3", "power: true"),
    "no number": SMALLEST.replace("power: 3", "power:"),
    "not a number": SMALLEST.replace("power: 3", "power: .nan"),
    "an endless number": SMALLEST.replace("power: 3", "power: .inf"),
    "an overflow": SMALLEST.replace("power: 3", "power: 1e400"),
    "an octal": SMALLEST.replace("power: 3", "power: 0755"),
    "a decimal comma": SMALLEST.replace("power: 3", "power: 0,5"),
    "arabic digits": SMALLEST.replace("power: 3", "power: ٣"),
    "norway": SMALLEST.replace("red:", "no:"),
    "a negative power": SMALLEST.replace("power: 3", "power: -3"),
    "odds in per cent": SMALLEST.replace("0.6", "60"),
    "a zero vector": SMALLEST.replace("[1, 0]", "[0, 0]"),
    "no power at all": SMALLEST.replace("power: 3", "power: 0").replace("power: 1", "power: 0"),
    "one actor": SMALLEST.replace("  red:  {power: 1, preferences: [1, 0]}\n", ""),
    "actors in a list": "actors: [a, b]\n" + CONFLICT,
    "a future version": "powergame: 99\n" + SMALLEST,
    "a terminal escape": SMALLEST.replace("red:", '"\\e[2J\\e]0;pwn\\a":'),
    "a direction override": SMALLEST.replace("red:", '"r\\u202Eed":'),
    "an invisible name": SMALLEST.replace("red:", '"\\u200b":'),
    "a name with a dot": SMALLEST.replace("red:", "r.ed:"),
    "an endless name": SMALLEST.replace("red:", f"{'r' * 200}:"),
    "deep nesting": "actors: " + "[" * 25_000 + "]" * 25_000 + "\n",
    "an open bracket": "actors: {a: [\n",
    "tabs": "actors:\n\tblue: 1\n",
    "a tag": SMALLEST.replace("power: 3", "power: !!python/object:os.system 3"),
    "a merge bomb": "a: &a {x: 1}\nb: &b {<<: [*a, *a, *a, *a]}\n" + SMALLEST,
    "an endless alias": "x: &a [*a]\n" + SMALLEST,
    "a game of twenty actors with five rungs": MANY
    + CONFLICT
    + "ladder: [" + ", ".join(f"{{name: r{k}, grab: 0.{k}}}" for k in range(5)) + "]\n",
    "twenty thousand unknown keys": SMALLEST + "".join(f"k{k}: 1\n" for k in range(20_000)),
    "extends outside": "extends: ../../../../etc/passwd\n" + SMALLEST,
    "extends an address": "extends: http://example.org/x.yaml\n" + SMALLEST,
    "ten thousand faults": "actors:\n" + "".join(f"  b{k}: 1\n" for k in range(900)) + CONFLICT,
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_bad_scenarios_are_refused_in_every_way_alike(tmp_path, text):
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    run = powergame("solve", path, "--format", "json")
    assert_ends_well(run)
    assert run.returncode == 2, run.stderr
    assert json.loads(run.stdout)["format"] == "powergame.error"
    assert len(run.stderr.splitlines()) <= 25
    assert path.read_text(encoding="utf-8") == text
    assert [p.name for p in tmp_path.iterdir()] == ["bad.yaml"]


def test_all_faults_of_a_file_are_told_with_their_places(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(SMALLEST.replace("power: 3", "powr: 3").replace("odds: 0.6", "odds: 6"))
    lines = powergame("solve", path).stderr.splitlines()
    assert any(f"{path}:2:10: actors.blue: unknown key 'powr'; did you mean 'power'?" in line for line in lines)
    assert any("the key 'power' is missing" in line for line in lines)
    assert any(f"{path}:5:23: conflict.destruction.odds: 6 is out of range" in line for line in lines)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("missing.yaml", "No such file"),
        (".", "folder"),
        ("/dev/zero", "not a regular file"),
        ("fifo", "not a regular file"),
        ("loop", "symbolic links"),
        ("huge.yaml", "limit"),
        ("latin.yaml", "UTF-8"),
        ("utf16.yaml", "UTF-16"),
        ("-missing.yaml", ""),
    ],
)
def test_files_that_are_none_are_refused(tmp_path, source, said):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(100 << 30)  # sparse
    (tmp_path / "latin.yaml").write_bytes(SMALLEST.replace("red", "caf\xe9").encode("latin-1"))
    (tmp_path / "utf16.yaml").write_text(SMALLEST, encoding="utf-16")
    run = installed.powergame("solve", source, cwd=tmp_path)
    assert_ends_well(run)
    assert run.returncode == 2
    assert said in run.stderr


@pytest.mark.parametrize(
    "value",
    ["nan", ".nan", "inf", "-1", "1_0", "١", "no", "", " 1", "1e400", "0x1F", "[1", "!!int 3", "red", "true", "1,5"],
)
def test_set_uses_the_grammar_of_the_file(tmp_path, value):
    path = tmp_path / "small.yaml"
    path.write_text(SMALLEST)
    run = powergame("solve", path, "--set", f"actors.red.power={value}")
    assert_ends_well(run)
    assert run.returncode == 2, run.stdout


@pytest.mark.parametrize(
    "path", ["actors.red.powr", "actors.green.power", "power", "alignment.red.red", "", "a..b", "x" * 5000]
)
def test_set_refuses_paths_that_do_not_exist(tmp_path, path):
    file = tmp_path / "small.yaml"
    file.write_text(SMALLEST)
    run = powergame("solve", file, "--set", f"{path}=1")
    assert_ends_well(run)
    assert run.returncode == 2
    assert len(run.stderr) < 1000


@pytest.mark.parametrize("value", ["nan", "-1", "abc", "1_0", "1e400"])
def test_rationality_is_a_number_from_0_to_inf(tmp_path, value):
    file = tmp_path / "small.yaml"
    file.write_text(SMALLEST)
    assert powergame("solve", file, "--rationality", value).returncode == 2


@pytest.mark.parametrize("value", ["0", "1e-300", "3.5", "1e6", "inf"])
def test_rationality_takes_what_is_one(tmp_path, value):
    file = tmp_path / "small.yaml"
    file.write_text(SMALLEST)
    data = solved(file, "--rationality", value)
    assert data["solution"]["concept"] == "logit"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + SMALLEST,
        SMALLEST.replace("\n", "\r\n"),
        SMALLEST.rstrip("\n"),
        SMALLEST + "\n" * 100_000,
        SMALLEST.replace("power: 3", "power: 3.0e0"),
        '{"actors": {"blue": {"power": 3, "preferences": [1, 0.2]}, "red": {"power": 1, "preferences": [1, 0]}}, '
        '"conflict": {"destruction": {"odds": 0.6, "severity": 0.5}}}',
    ],
    ids=["mark", "crlf", "no end", "blank lines", "float", "json"],
)
def test_other_spellings_mean_the_same(tmp_path, text):
    small, other = tmp_path / "small.yaml", tmp_path / "other.yaml"
    small.write_text(SMALLEST)
    other.write_bytes(text.encode())
    assert solved(other)["game"] == solved(small)["game"]


@pytest.mark.parametrize("extreme", ["power: 1e-320", "power: 1e150", "power: 0", "power: 1e-9"])
def test_extreme_powers_give_finite_answers(tmp_path, extreme):
    file = tmp_path / "small.yaml"
    file.write_text(SMALLEST.replace("power: 1", extreme))
    data = solved(file)
    assert abs(sum(actor["power"] for actor in data["actors"].values()) - 1) < 1e-12


@pytest.mark.parametrize("risk", ["500", "-500", "1e-300", "1e-12"])
def test_extreme_risk_aversion_gives_an_answer(tmp_path, risk):
    file = tmp_path / "small.yaml"
    file.write_text(SMALLEST.replace("power: 1,", f"power: 1, risk_aversion: {risk},"))
    assert solved(file)["equilibria"]


def test_look_alike_names_are_warned_about(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(SMALLEST.replace("blue:", "Lab 1:").replace("red:", "Lab l:"), encoding="utf-8")
    run = powergame("solve", file)
    assert run.returncode == 0
    assert "warning" in run.stderr
    assert powergame("solve", file, "--quiet").stderr == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NFG",
        "NFG 1 R",
        'NFG 1 R "t" { "a" "b" } { 2 2 } 1 2 3',
        'NFG 1 R "t" { "a" "b" } { 2 2 } 1 2 3 4 5 6 7 8 9',
        'NFG 1 R "t" { "a" "b" } { 2 2 } 1 2 3 4 5 6 7 nan',
        'NFG 1 R "t" { "a" "b" } { 2 2 } 1 2 3 4 5 6 7 1/0',
        'NFG 1 R "t" { "a" "b" } { 99999 99999 } 1',
        'NFG 1 R "t" { "a" "b" } { 0 2 } 1',
        'NFG 2 R "t" { "a" } { 2 } 1 2',
        'NFG 1 R "t { "a" } { 2 } 1 2',
        "NFG " * 100_000,
    ],
)
def test_bad_game_files_are_refused_with_their_place(tmp_path, text):
    file = tmp_path / "game.nfg"
    file.write_text(text)
    run = powergame("solve", file)
    assert_ends_well(run)
    assert run.returncode == 2
    assert str(file) in run.stderr or "too large" in run.stderr


def test_private_types_and_rounds_together_are_refused_with_a_word_of_what_takes_them(tmp_path):
    typed = tmp_path / "typed.yaml"
    typed.write_text(SMALLEST.replace("preferences: [1, 0]", "types: {dove: {probability: 1, preferences: [1, 0]}}"))
    assert powergame("solve", typed).returncode == 0
    refused = powergame("solve", typed, "--set", "rounds=2")
    assert refused.returncode == 2
    assert "powergame deceive" in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(("actors", "size"), [(22, "704 MiB"), (900, "about 10^"), (1000, "about 10^")])
def test_games_too_large_to_hold_are_refused_with_their_size(tmp_path, actors, size):
    """Also where the size is beyond every integer of the machine, and every float."""
    file = tmp_path / "large.yaml"
    ladder = "" if actors == 22 else "ladder: brinkmanship\n"
    people = "".join(f"  a{k}: {{power: 1, preferences: [1, {k}]}}\n" for k in range(actors))
    file.write_text(f"actors:\n{people}{ladder}{CONFLICT}")
    run = powergame("solve", file)
    assert_ends_well(run)
    assert run.returncode == 2
    assert size in run.stderr
    assert all(len(line) < 300 for line in run.stderr.splitlines())


def test_hundreds_of_outcomes_are_no_burden(tmp_path):
    file = tmp_path / "wide.yaml"
    file.write_text(SMALLEST.replace("[1, 0.2]", f"[1{', 1' * 900}]").replace("[1, 0]", f"[1{', 2' * 900}]"))
    assert installed.solved(file, timeout=30)["complete"]
