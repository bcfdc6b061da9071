"""No output option of any command replaces a file that the command reads."""

from __future__ import annotations

import pytest
from support.in_process import command
from support.installed import SMALLEST

GAME = 'NFG 1 R "t" { "a" "b" } { 2 2 } 1 2 3 4 5 6 7 8\n'
VARY = ("--vary", "conflict.stakes=0:1:3")
TWO = ("--vary", "conflict.stakes=0:1:3", "--vary", "conflict.destruction.odds=0:1:3")
FILES = {
    "crisis#2.yaml": "extends: middle.yaml\n",
    "middle.yaml": "extends: sub/base.yaml\nvariants: {calm: {conflict.stakes: 0.5}}\n",
    "sub/base.yaml": SMALLEST,
    "broken.yaml": "extends: sub/base.yaml\nactors: {blue: {powr: 1}}\n",
    "bare.yaml": SMALLEST,
    "game.nfg": GAME,
}
READ = ("crisis#2.yaml", "middle.yaml", "sub/base.yaml")
SOURCES = {"crisis#2.yaml": READ, "crisis#2.yaml#calm": READ, "middle.yaml#*": READ[1:], "./sub/../crisis#2.yaml": READ}

COMMANDS = {
    "solve -o": ("solve", "{in}", "-o", "{out}"),
    "solve --format json -o": ("solve", "{in}", "--format", "json", "--output={out}"),
    "compare -o": ("compare", "bare.yaml", "{in}", "-o", "{out}"),
    "check -o": ("check", "{in}", "-o", "{out}"),
    "check --report": ("check", "{in}", "--report", "json={out}"),
    "check --format junit -o": ("check", "{in}", "--format", "junit", "-o", "{out}"),
    "check, two reports": ("check", "{in}", "--report", "json=new.json", "--report", "junit={out}"),
    "converge -o": ("converge", "{in}", "--draws", "16", "-o", "{out}"),
    "threshold -o": ("threshold", "{in}", *VARY, "-o", "{out}"),
    "export -o": ("export", "{in}", "-o", "{out}"),
    "report -o": ("report", "bare.yaml", "{in}", "-o", "{out}"),
    "plot -o": ("plot", "{in}", "-o", "{out}.svg"),
    "plot of thresholds -o": ("plot", "{in}", "--kind", "threshold", *VARY[:1], "conflict.stakes", "-o", "{out}.svg"),
    "plot of a plane -o": ("plot", "{in}", "--kind", "phase", *TWO, "-o", "{out}.svg"),
    "sweep -o": ("sweep", "{in}", *VARY, "-o", "{out}.csv"),
    "sweep --plot": ("sweep", "{in}", *TWO, "--plot", "{out}.svg"),
}
"""Command lines; names with an ending of tables and pictures are links to the file that must be kept."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
        for ending in (".svg", ".csv"):
            (tmp_path / f"{name}{ending}").symlink_to((tmp_path / name).name)
    return tmp_path


def kept(folder, *arguments):
    """Run a command that would replace an input; return its error."""
    before = sorted(path.name for path in folder.rglob("*"))
    ended = command(*arguments)
    assert {name: (folder / name).read_text() for name in FILES} == FILES
    assert sorted(path.name for path in folder.rglob("*")) == before, "something is left behind"
    assert ended.status == 2, (ended.status, ended.error)
    assert "is an input, or another output" in ended.error
    assert len(ended.error.splitlines()) == 1


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS.keys())
def test_no_command_replaces_a_scenario_that_it_read_or_one_that_it_extends(folder, words):
    for source, read in SOURCES.items():
        if source.endswith("*") and words[0] not in ("compare", "check", "report"):
            continue
        for name in read:
            kept(folder, *(word.replace("{in}", source).replace("{out}", name) for word in words))


@pytest.mark.parametrize("output", ["broken.yaml", "sub/base.yaml"])
@pytest.mark.parametrize("option", [("-o", "{out}"), ("--report", "json={out}")])
@pytest.mark.parametrize("source", ["broken.yaml", "broken.yaml#calm", "broken.yaml#*", ".", "*.yaml"])
def test_a_check_replaces_no_scenario_that_it_could_not_read(folder, source, option, output):
    kept(folder, "check", source, *(word.replace("{out}", output) for word in option))


def test_a_check_of_a_file_without_variants_replaces_it_no_more_than_one_with_a_bad_change(folder):
    kept(folder, "check", "bare.yaml#*", "-o", "bare.yaml")
    kept(folder, "check", "bare.yaml", "--set", "nonsense", "-o", "bare.yaml")


@pytest.mark.parametrize(
    "words",
    [
        ("solve", "game.nfg", "-o", "game.nfg"),
        ("report", "game.nfg", "-o", "game.nfg"),
        ("plot", "game.nfg", "--kind", "payoffs", "-o", "game.nfg.svg"),
    ],
)
def test_no_command_replaces_a_game_that_it_read(folder, words):
    kept(folder, *words)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "bare.yaml", "-o", "new", "--report", "json=./new"),
        ("check", "bare.yaml", "--report", "json=new", "--report", "junit=sub/../new"),
        ("check", "bare.yaml", "--report", "json=-"),
        ("sweep", "bare.yaml", *TWO, "-o", "new.csv", "--plot", "alias.svg"),
    ],
)
def test_two_outputs_of_a_command_are_two_files(folder, words):
    (folder / "alias.svg").symlink_to("new.csv")
    kept(folder, *words)


def test_a_sweep_does_not_work_in_the_folder_of_its_scenario(folder):
    hidden = folder / ".out.csv.sweep"
    hidden.mkdir()
    for name in ("manifest.json", "lock", "00000000.chunk", "0.part"):
        source = hidden / name
        source.write_text(SMALLEST)
        ended = command("sweep", source, *VARY, "-o", "out.csv")
        assert ended.status == 2
        assert "an input is in" in ended.error
        assert source.read_text() == SMALLEST
        source.unlink()


def test_the_library_does_not_replace_what_it_read_either(folder):
    import powergame as pg
    from powergame.errors import OutputError

    scenario = pg.load("crisis#2.yaml")
    for name in READ:
        with pytest.raises(OutputError, match="is an input"):
            pg.sweep(scenario, {"conflict.stakes": "0:1:3"}, output=f"{name}.csv")
    assert {name: (folder / name).read_text() for name in FILES} == FILES


def test_an_existing_file_is_no_new_scenario_unless_forced(folder):
    (folder / "link.yaml").symlink_to("bare.yaml")
    for name in ("bare.yaml", "./bare.yaml", "link.yaml", "sub"):
        ended = command("new", name)
        assert ended.status == 2
        assert len(ended.error.splitlines()) == 1
    assert (folder / "bare.yaml").read_text() == SMALLEST
    assert command("new", "--force", "bare.yaml").status == 0
    assert (folder / "bare.yaml").read_text() != SMALLEST
