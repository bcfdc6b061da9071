"""Completion: what is suggested, and that bash, zsh and fish put it into the line as they would take it themselves."""

from __future__ import annotations

import os
import pty
import select
import shutil
import time

import pytest
from support.installed import COMMAND, SCENARIOS, powergame
from typer.main import get_command

from powergame.cli.app import application
from powergame.cli.completion.candidates import completions
from powergame.cli.completion.shells import SCRIPTS, for_bash, split
from powergame.scenario import fields
from powergame.scenario.paths.apply import flatten, get
from powergame.scenario.paths.complete import paths
from powergame.scenario.reading.load import load
from powergame.sources.shipped import shipped_names

BREAKS = " \t\n\"'@><=;|&(:"

ODD = """\
outcomes: [central powers' aims, "peace & $HOME"]
actors:
  a = b: {power: 3, preferences: [1, 0.2]}
  "it's (red)": {power: 1, preferences: [1, 0], types: {}}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
variants:
  "so *much* worse": {conflict.destruction.odds: 1}
  "so little": {conflict.destruction.odds: 0}
""".replace(", types: {}", "")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "odd.yaml").write_text(ODD)
    (tmp_path / "broken.yaml").write_text("actors: [\n")
    (tmp_path / "game.nfg").touch()
    (tmp_path / "notes.txt").touch()
    (tmp_path / "cases").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts(*words):
    *before, current = words
    return [one.text for one in completions(get_command(application()), before, current)]


def test_commands_and_options_are_completed(folder):
    assert texts("so") == ["solve"]
    assert {"solve", "report", "threshold", "completion"} <= set(texts(""))
    assert texts("solve", "odd.yaml", "--form") == ["--format"]
    assert texts("solve", "odd.yaml", "--format", "j") == ["json"]
    assert texts("solve", "odd.yaml", "--format=j") == ["--format=json"]
    assert texts("completion", "") == list(SCRIPTS)


def test_words_of_answers_are_completed(folder):
    assert texts("explain", "regr") == ["regret"]
    assert texts("explain", "regret", "conc") == ["concord", "conceals"]


def test_options_given_are_not_suggested_again_unless_they_repeat(folder):
    left = texts("solve", "odd.yaml", "--quiet", "--set", "rounds=1", "--")
    assert "--quiet" not in left
    assert "--set" in left


def test_scenarios_and_games_are_completed_and_other_files_are_not(folder):
    assert texts("solve", "") == ["broken.yaml", "cases/", "game.nfg", "odd.yaml"]
    assert texts("check", "") == ["broken.yaml", "cases/", "game.nfg", "odd.yaml"]
    assert texts("sweep", "") == ["broken.yaml", "cases/", "odd.yaml"], "only where games are taken"
    assert texts("solve", "od") == ["odd.yaml"]
    assert texts("solve", "odd.yaml", "-o", "n") == ["notes.txt"]
    assert texts("solve", "odd.yaml", "o") == [], "solve takes one scenario"
    assert texts("compare", "odd.yaml", "o") == ["odd.yaml"]


def test_variants_follow_the_file(folder):
    assert texts("solve", "odd.yaml#") == ["odd.yaml#so *much* worse", "odd.yaml#so little", "odd.yaml#*"]
    assert texts("solve", "odd.yaml#so l") == ["odd.yaml#so little"]


def test_shipped_scenarios_follow_their_sign(folder):
    (folder / "@mine.yaml").touch()
    assert texts("solve", "@king") == ["@kingmaker"]
    assert texts("check", "@corp") == texts("new", "--from", "@corp") == ["@corporate-takeover"]
    assert texts("compare", "@kingmaker", "@chip-controls#dec") == ["@chip-controls#decoupled"]
    assert texts("solve", "@coup", "--set", "rou") == ["rounds="]
    assert texts("solve", "@") == [f"@{name}" for name in shipped_names()]
    assert "@kingmaker" not in texts("solve", "odd.yaml", "-o", "@")


def test_paths_are_read_from_the_scenario_on_the_line(folder):
    assert texts("solve", "odd.yaml", "--set", "al") == ["alignment."]
    assert texts("solve", "odd.yaml", "--set", "actors.") == ["actors.a = b.", "actors.it's (red)."]
    assert texts("solve", "odd.yaml", "--set", "actors.a = b.pow") == ["actors.a = b.power="]
    assert texts("solve", "odd.yaml", "--set", "actors.a = b.power=") == ["actors.a = b.power=3"]
    assert texts("solve", "odd.yaml", "--set", "conflict.contest=lo") == ["conflict.contest=logistic"]
    assert texts("solve", "odd.yaml", "--set", "ladder=b") == ["ladder=binary", "ladder=brinkmanship"]


def test_only_numbers_vary(folder):
    varied = texts("threshold", "odd.yaml", "--vary", "conflict.")
    assert set(varied) == {"conflict.destruction.", *(f"conflict.{key}" for key in fields.CONFLICT)}
    assert texts("sweep", "odd.yaml", "--vary", "alignment.a = b.it's (red)=") == [
        "alignment.a = b.it's (red)=-1:1:101"
    ]
    assert texts("sweep", "odd.yaml", "--vary", "ladder.seek.grab=") == ["ladder.seek.grab=0:1:101"]


def test_actors_are_read_from_the_scenario_on_the_line(folder):
    assert texts("converge", "odd.yaml", "--actor", "") == ["a = b", "it's (red)"]
    assert texts("converge", "odd.yaml", "--actor", "it") == ["it's (red)"]
    assert texts("converge", "odd.yaml", "--actor=a") == ["--actor=a = b"]


def test_what_may_be_asked_is_completed_with_the_actors_of_the_scenario(folder):
    assert texts("threshold", "odd.yaml", "--of", "") == [
        "seeks",
        "war",
        "destroyed",
        "plays.a = b",
        "plays.it's (red)",
    ]
    assert texts("threshold", "odd.yaml", "--of", "plays.i") == ["plays.it's (red)"]


def test_a_report_of_check_is_a_format_and_a_file(folder):
    assert texts("check", ".", "--report", "ju") == ["junit="]
    assert texts("check", ".", "--report", "junit=no") == ["junit=notes.txt"]


OPTIONS = [
    (name, option.opts[-1])
    for name, command in get_command(application()).commands.items()
    for option in command.params
    if option.param_type_name == "option" and not option.hidden and not option.is_flag
]
FREE = {
    "--allow-host", "--time-limit", "--level", "--title",
    "--rationality", "--max-size", "--workers", "--cluster", "--port", "--dimensions", "--draws", "--seed", "--width",
    "--observe", "--only", "--without", "--ess", "--tremble", "--starts", "--power", "--preferences", "--scale",
}  # fmt: skip
"""Options whose values are numbers, addresses and texts, of which none is likelier than another."""


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=" ".join)
def test_the_values_of_every_option_are_completed(folder, command, option):
    assert bool(texts(command, "odd.yaml", option, "")) == (option not in FREE)


@pytest.mark.parametrize("words", [("broken.yaml",), ("none.yaml",), ("-",), (".",), ()])
def test_what_cannot_be_read_completes_nothing(folder, words):
    assert texts("solve", *words, "--set", "act") == []


def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe.yaml")
    assert texts("solve", "pipe.yaml", "--set", "act") == []


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_value_of_a_scenario_can_be_reached_and_every_suggestion_is_a_path(file):
    scenario = load(file)
    reached, begun = set(), [""]
    while begun:
        for one in paths(scenario, begun.pop(), "value", "="):
            path = one.text.removesuffix("=")
            if path != one.text:
                reached.add(path)
                get(scenario, path)
            elif "beliefs" not in path or path.count(".") < 6:
                begun.append(path)
    assert {path for path in flatten(scenario) if ".beliefs." not in path} <= reached


@pytest.mark.parametrize(
    ("line", "words", "current", "quote"),
    [
        ("powergame solve fi", ["powergame", "solve"], "fi", ""),
        ("powergame ", ["powergame"], "", ""),
        ("powergame 'a b", ["powergame"], "a b", "'"),
        ('powergame x"a \\"b', ["powergame"], 'xa "b', '"'),
        ("powergame a\\ b'c d'", ["powergame"], "a bc d", ""),
        ("powergame a\\", ["powergame"], "a", ""),
    ],
)
def test_lines_are_split_as_bash_does(line, words, current, quote):
    typed = split(line)
    assert (list(typed.words), typed.current, typed.quote) == (words, current, quote)


def test_bash_gets_what_follows_its_last_break_in_a_word(folder):
    line = "powergame sweep odd.yaml --vary ladder.seek.grab=0:1:"
    found = completions(get_command(application()), ["sweep", "odd.yaml", "--vary"], "ladder.seek.grab=0:1:")
    assert for_bash(found, split(line, BREAKS)) == ["101 "]


def test_nothing_is_ever_printed_but_suggestions(folder):
    for typed in (["powergame solve odd.yaml --set x"], [], ["", "", ""], ["\udcff 'z"]):
        for shell in SCRIPTS:
            run = powergame("completion", shell, "--answer", "--", *typed)
            assert (run.returncode, run.stdout, run.stderr) == (0, "", "") or run.stdout.startswith("solve")


# The shells themselves, typed at on a terminal. The program in the path answers completions, and else prints the
# arguments that it is called with: what a shell made of the line.

STUB = """#!/bin/sh
[ "$1" = completion ] && exec {command} "$@"
printf '<%s>' "$@"
echo '|done'
"""
START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
SET_UP = {
    "bash": 'eval "$(powergame completion bash)"; echo re""ady\n',
    "zsh": 'eval "$(powergame completion zsh)"; echo re""ady\n',
    "fish": 'powergame completion fish | source; echo re""ady\n',
}


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, shell, folder):
        environment = {
            "PATH": f"{folder / 'bin'}:/usr/bin:/bin",
            "HOME": str(folder),
            "TERM": "dumb",
            "LC_ALL": "C.UTF-8",
        }
        self.pid, self.file = pty.fork()
        if not self.pid:
            os.chdir(folder)
            os.execvpe(START[shell][0], START[shell], environment)
        self.type(SET_UP[shell])
        self.until(b"\nready")

    def type(self, text):
        os.write(self.file, text.encode())

    def until(self, mark):
        """Read until a mark is there."""
        found, end = b"", time.monotonic() + 30
        while mark not in found:
            ready, _, _ = select.select([self.file], [], [], max(0.0, end - time.monotonic()))
            assert ready, found.decode(errors="replace")
            found += os.read(self.file, 65536)
        return found.decode(errors="replace")

    def arguments(self, text):
        """Type a line, and return what the program was called with."""
        self.type(f"{text}\n")
        answer = self.until(b"|done").rpartition("|done")[0].rpartition("\n")[2]
        return answer.removeprefix("<").removesuffix(">").split("><")

    def close(self):
        os.close(self.file)
        os.waitpid(self.pid, 0)


@pytest.fixture(scope="module", params=SCRIPTS)
def terminal(request, tmp_path_factory):
    if shutil.which(request.param) is None:
        pytest.fail(f"{request.param} is missing; `make system` (apt-get install {request.param}) installs it")
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "odd.yaml").write_text(ODD)
    (folder / "broken.yaml").write_text("actors: [\n")
    (folder / "bin").mkdir()
    (folder / "bin" / "powergame").write_text(STUB.format(command=COMMAND))
    (folder / "bin" / "powergame").chmod(0o755)
    opened = Terminal(request.param, folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "arguments"),
    [
        ("so\todd.yaml", ["solve", "odd.yaml"]),
        ("solve od\t", ["solve", "odd.yaml"]),
        ("solve odd.yaml#so\\ l\t", ["solve", "odd.yaml#so little"]),
        ("solve 'odd.yaml#so *m\t", ["solve", "odd.yaml#so *much* worse"]),
        ("solve odd.yaml --set actors.it\tpow\t7", ["solve", "odd.yaml", "--set", "actors.it's (red).power=7"]),
        ('solve odd.yaml --set "actors.a =\tpref\t.pea\t7"',
         ["solve", "odd.yaml", "--set", "actors.a = b.preferences.peace & $HOME=7"]),
        ("solve odd.yaml --set conf\tcont\tlog\t", ["solve", "odd.yaml", "--set", "conflict.contest=logistic"]),
        ("thr\tod\t--va\tconf\tdec\t", ["threshold", "odd.yaml", "--vary", "conflict.decisiveness"]),
        ("sweep odd.yaml --vary conflict.des\todds=\t--dry\t",
         ["sweep", "odd.yaml", "--vary", "conflict.destruction.odds=0:1:101", "--dry-run"]),
        ("converge odd.yaml --actor it\t", ["converge", "odd.yaml", "--actor", "it's (red)"]),
        ("report odd.yaml#so\\ l\t-o x.html", ["report", "odd.yaml#so little", "-o", "x.html"]),
        ("compare @king\t@kingmaker#imp\t", ["compare", "@kingmaker", "@kingmaker#impartial"]),
        ("solve broken.yaml --set act\t", ["solve", "broken.yaml", "--set", "act"]),
    ],
)  # fmt: skip
def test_a_tab_completes_the_word_and_the_shell_takes_it_as_it_is(terminal, typed, arguments):
    assert terminal.arguments(f"powergame {typed}") == arguments
