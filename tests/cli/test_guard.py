"""What a command line ends with: errors in JSON, standard output by its name, lines that are not too long."""

from __future__ import annotations

import json

import pytest
from support.in_process import command
from support.installed import SCENARIOS, SMALLEST

VARY = ("--vary", "conflict.stakes=0:1:3")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(SMALLEST)
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("solve small.yaml --nonsense --format json", "No such option: --nonsense"),
        ("solve --format json", "Missing argument 'SCENARIO'"),
        ("--format json nonsense", "No such option: --format"),
        ("nonsense --format json", "No such command 'nonsense'"),
        ("sweep small.yaml --workers many --format=json", "'many' is not a valid int"),
        ("sweep small.yaml --workers 0 --format json", "0 is not in the range"),
        ("solve small.yaml --solver none --format json", "'none' is not one of"),
        ("export small.yaml --format json", "'json' is not"),
        ("solve small.yaml small.yaml --format json", "unexpected extra argument"),
        ("solve small.yaml --set nonsense --format json", "nonsense"),
        ("solve none.yaml --format json", "No such file"),
    ],
)
def test_every_error_under_json_is_an_object_on_standard_output(folder, words, message):
    ended = command(*words.split())
    data = json.loads(ended.out)
    assert (data["format"], data["exit_status"], ended.status) == ("powergame.error", 2, 2)
    assert message in data["message"]
    assert message in ended.error


def test_an_error_without_json_writes_nothing_to_standard_output(folder):
    for words in ("solve --nonsense", "nonsense", "solve none.yaml", "solve small.yaml --format jsonx"):
        assert command(*words.split()).out == b""


@pytest.mark.parametrize(
    "words",
    [
        ("solve", "small.yaml"),
        ("solve", "small.yaml", "--format", "json"),
        ("compare", "small.yaml", "small.yaml", "--format", "csv"),
        ("check", str(SCENARIOS / "strong-and-aligned.yaml")),
        ("threshold", "small.yaml", "--vary", "conflict.stakes"),
        ("converge", "small.yaml", "--draws", "16"),
        ("export", "small.yaml"),
        ("schema",),
        ("plot", "small.yaml"),
    ],
)
@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_a_dash_is_standard_output(folder, words, name):
    plain, named = command(*words), command(*words, "-o", name)
    assert (named.status, named.error) == (0, "")
    assert named.out == plain.out
    assert named.out
    assert names(folder) == ["small.yaml"]


def test_a_page_and_a_table_go_to_standard_output_too(folder):
    page = command("report", "small.yaml", "-o", "-")
    assert page.status == 0
    assert page.out.startswith(b"<!doctype html>")
    table = command("sweep", "small.yaml", *VARY, "-o", "-")
    assert table.status == 0
    command("sweep", "small.yaml", *VARY, "-o", "out.csv")
    assert table.out == (folder / "out.csv").read_bytes()
    assert command("check", str(SCENARIOS / "strong-and-aligned.yaml"), "-o", "r", "--report", "json=-").status == 0


def test_a_file_whose_name_is_a_dash_has_a_folder_before_it(folder):
    assert command("solve", "small.yaml", "-o", "./-").out == b""
    assert (folder / "-").read_text() == command("solve", "small.yaml").out.decode()


def test_a_table_leaves_no_room_for_a_summary(folder):
    assert command("sweep", "small.yaml", *VARY, "-o", "-", "--format", "json").status == 2
    assert command("sweep", "small.yaml", "--vary", "conflict.stakes=0:1:1000001", "-o", "-").status == 2
    assert command("sweep", "small.yaml", *VARY, "-o", "-", "--resume").status == 2


@pytest.mark.parametrize(
    "words",
    [
        ("solve", "small.yaml", "-o", "{}"),
        ("solve", "{}"),
        ("check", "{}"),
        ("check", "small.yaml", "--report", "json={}"),
        ("report", "small.yaml", "-o", "{}"),
        ("plot", "small.yaml", "-o", "{}.svg"),
        ("sweep", "small.yaml", *VARY, "-o", "{}.csv"),
        ("sweep", "small.yaml", *VARY, "--vary", "conflict.destruction.odds=0:1:3", "--plot", "{}.svg"),
        ("new", "{}"),
        ("init", "{}"),
        ("schema", "-o", "{}"),
    ],
    ids=lambda words: f"{words[0]} {words[-2]}",
)
@pytest.mark.parametrize("name", ["n" * 252, "é" * 128, "n/" * 3000 + "n", "n" * 70_000])
def test_a_name_that_is_too_long_is_2(folder, words, name):
    ended = command(*(word.replace("{}", name) for word in words), *(["--quiet"] if words[0] == "check" else []))
    text = ended.error + ended.out.decode()
    if len(name) == 252 and not words[-1].endswith(("svg", "csv")):
        return  # this one is not
    assert ended.status == 2
    assert "too long" in text
    assert all(len(line) < 3000 for line in ended.error.splitlines())
    assert names(folder) == ["small.yaml"]


def test_a_sweep_into_the_longest_name_of_a_file_can_be_interrupted_and_resumed(folder):
    from powergame.analysis.sweep import work_folder

    longest = ["é" * 125 + ".csv", "n" * 251 + ".csv", "n" * 250 + "m.csv"]
    assert len({work_folder(folder / name) for name in longest}) == 3
    for name in longest:
        work_folder(folder / name).mkdir()
        assert command("sweep", "small.yaml", *VARY, "-o", name, "--resume").status == 0
    assert set(names(folder)) >= {*longest, "small.yaml"}
    assert len(names(folder)) == 7, "each has a description beside it"


def test_no_control_character_of_a_command_line_reaches_a_terminal(folder):
    for words in (["\x1b[2J"], ["solve", "\x1b[2J"], ["solve", "small.yaml", "--\x1b[2J"], ["new", "a\r/b"]):
        ended = command(*words)
        assert ended.status == 2
        assert not any(ord(c) < 32 and c != "\n" for c in ended.error)


def test_the_nearest_possible_table_of_many_actors_is_printed_whole(folder):
    names = [f"country {k}" for k in range(12)]
    rows = [f"{a}: {{{', '.join(f'{b}: {0.9 if (i + j) % 2 else -0.9}' for j, b in enumerate(names) if j > i)}}}"
            for i, a in enumerate(names[:-1])]  # fmt: skip
    actors = ", ".join(f"{name}: {{power: 1}}" for name in names)
    end = "conflict: {destruction: {odds: 0.3, severity: 0.5}}\n"
    (folder / "many.yaml").write_text(f"actors: {{{actors}}}\nalignments: {{{', '.join(rows)}}}\n{end}")
    refused = command("solve", "many.yaml")
    assert refused.status == 2
    table = refused.error.partition(" away: ")[2]
    (folder / "near.yaml").write_text(f"actors: {{{actors}}}\nalignments: {table}\n{end}")
    assert command("export", "near.yaml", "--format", "nfg", "-o", "near.nfg").status == 0
