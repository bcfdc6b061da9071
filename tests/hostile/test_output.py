"""What is printed or written is text to whoever reads it: runners of workflows, spreadsheets, terminals, XML."""

from __future__ import annotations

import json
import re
import signal
import xml.etree.ElementTree as ET

import pytest
from support.installed import SMALLEST

from powergame.cli.guard import run
from powergame.text import LINE_ENDS

HOSTILE = """\
name: "::error::a title that is long enough ::error::to be broken ::error::over lines\\n::error::x\\n  ::debug::y"
about: "::error::about\\n\\n::error::more\\n  ::warning::of it ##[error]z"
outcomes: ["::error::first", "##[error]second"]
actors:
  "::error::blue": {power: 3, preferences: [1, 0.2], about: "::error::x"}
  "::stop-commands::x": {power: 1, preferences: [-1, 0]}
ladder:
  - {name: "::debug::hold"}
  - {name: "##[group]=1+1,=2;=3", grab: 0.3, provokes: 0.3}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
variants:
  "::error::variant": {conflict.destruction.odds: 0.1}
unknown:
  "actors.::error::blue.preferences": {direction: uniform}
expect: {seeks: {"::error::blue": never}}
"""

GAME = """\
NFG 1 R "::error::a game" { "::error::row" "##[error]column" }
{ { "::debug::up" "=1+1,=2" } { "left" "##[group]right" } }
""

3 3 0 5 5 0 1 1
"""

VARY = ("--vary", "conflict.destruction.odds=0:1:3", "--vary", "alignment.::error::blue.::stop-commands::x=-1:1:3")

FORMATS = ("table", "csv", "markdown", "json")

RUNS = [
    *((0, ("solve", "::error::x.yaml", "--format", name)) for name in FORMATS),
    *((0, ("solve", "::error::x.nfg", "--format", name)) for name in FORMATS),
    *((0, ("compare", "::error::x.yaml", "::error::x.yaml#*", "--format", name)) for name in FORMATS),
    *((0, ("threshold", "::error::x.yaml", "--format", name, *VARY[:2])) for name in FORMATS),
    *((0, ("converge", "::error::x.yaml", "--draws", "8", "--format", name)) for name in FORMATS),
    *((0, ("sweep", "::error::x.yaml", "--format", name, *VARY)) for name in FORMATS),
    (0, ("sweep", "::error::x.yaml", "-o", "::error::x.csv", "--plot", "::error::x.svg", *VARY)),
    *((2, ("check", ".", "--format", name)) for name in ("text", "json", "junit")),
    (2, ("check", "::error::none.yaml", "::error::x.yaml#none")),
    (0, ("plot", "::error::x.yaml")),
    (0, ("plot", "::error::x.nfg", "--kind", "payoffs")),
    (0, ("report", "::error::x.yaml", "::error::x.yaml#*", "-o", "::error::x.html")),
    (0, ("export", "::error::x.yaml")),
    (2, ("solve", "::error::bad.yaml")),
    (2, ("solve", "::error::x.yaml", "--set", "::error::x=1")),
    (2, ("solve", "\n::error::x")),
    (2, ("solve", "::error::x.yaml", "--format", "json", "-o", "no/::error::x")),
    (2, ("converge", "::error::x.yaml", "--actor", "::error::none")),
]


def is_command(line):
    """Whether GitHub's runner would look for a command in a line."""
    return line.strip().startswith("::") or "##[" in line


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of hostile files, in which commands are run."""
    (tmp_path / "::error::x.yaml").write_text(HOSTILE)
    (tmp_path / "::error::x.nfg").write_text(GAME)
    (tmp_path / "::error::bad.yaml").write_text(SMALLEST.replace("red:", '"::error::red": 1\n  "##[error]x":'))
    monkeypatch.chdir(tmp_path)
    handler = signal.getsignal(signal.SIGTERM)
    yield tmp_path
    signal.signal(signal.SIGTERM, handler)


def ran(capsys, *arguments):
    """Run a command in this process, which is quicker; return its status and what it printed."""
    return run(list(map(str, arguments))), *capsys.readouterr()


@pytest.mark.parametrize(("status", "arguments"), RUNS)
def test_no_line_of_any_output_is_a_command_to_a_runner(folder, capsys, status, arguments):
    before = set(folder.iterdir())
    ended, out, err = ran(capsys, *arguments)
    assert ended == status, err
    written = [path.read_text(encoding="utf-8") for path in set(folder.iterdir()) - before if path.is_file()]
    for text in (out, err, *written):
        assert [line for line in re.split(f"[{LINE_ENDS}]", text) if is_command(line)] == []
    if "json" in arguments:
        json.loads(out)
    if "junit" in arguments:
        ET.fromstring(out)


def test_only_the_commands_of_check_are_commands(folder, capsys):
    status, out, _ = ran(capsys, "check", ".", "--format", "github")
    lines = out.splitlines()
    assert status == 2
    assert all(re.fullmatch(r"::(error|warning) file=[^:,]+(,line=\d+,col=\d+)?,title=\w+::.*", x) for x in lines[:-1])
    assert not is_command(lines[-1])


def test_data_are_data_whatever_they_begin_with(folder, capsys):
    data = json.loads(ran(capsys, "solve", "::error::x.yaml", "--format", "json")[1])
    assert list(data["actors"]) == ["::error::blue", "::stop-commands::x"]
    assert data["game"]["rungs"]["::error::blue"] == ["::debug::hold", "##[group]=1+1,=2;=3"]


ZEROS = """\
actors:
  blue: {power: 3, preferences: [1, -0.0]}
  red:  {power: 1, preferences: [-0.0, -1], risk_aversion: -0.0}
ladder: [{name: hold, cost: -0.0}, {name: seek, grab: 0.3, provokes: -0.0}]
conflict: {destruction: {odds: -0.0, severity: 0.5}}
vary: {alignment.red.blue: "-1:1:3", actors.red.risk_aversion: [-0.0, 1]}
expect: {war: {at_least: -0.0}}
"""

NOTHINGS = 'NFG 1 R "nothing" { "a" "b" } { 2 2 } -0 -0.0 0 -0 -1 1 -0e5 -0'

NEGATIVE_ZERO = re.compile(r"(?<![\w.])[-\N{MINUS SIGN}]0(\.0+)?(e[-+]?\d+)?(?![\w.])(?!:)")

OF_ZEROS = [
    *(("solve", "zeros.yaml", "--format", name) for name in FORMATS),
    *(("solve", "zeros.nfg", "--format", name) for name in FORMATS),
    *(("compare", "zeros.yaml", "zeros.yaml", "--format", name) for name in FORMATS),
    *(("threshold", "zeros.yaml", "--format", name) for name in FORMATS),
    *(("sweep", "zeros.yaml", "--format", name) for name in FORMATS),
    ("check", "zeros.yaml", "--format", "json"),
    ("solve", "zeros.yaml", "--set", "alignment.red.blue=-0.0", "--format", "json"),
    ("report", "zeros.yaml", "-o", "zeros.html"),
    ("export", "zeros.yaml"),
]


@pytest.mark.parametrize("arguments", OF_ZEROS, ids=" ".join)
def test_no_zero_is_negative_in_any_output(folder, capsys, arguments):
    (folder / "zeros.yaml").write_text(ZEROS)
    (folder / "zeros.nfg").write_text(NOTHINGS)
    before = set(folder.iterdir())
    ended, out, err = ran(capsys, *arguments)
    assert ended == 0, err
    written = [path.read_text(encoding="utf-8") for path in set(folder.iterdir()) - before]
    for text in (out, *written):
        visible = re.sub(r'<svg.*?</svg>|="[^"]*"', "", text, flags=re.DOTALL)
        assert NEGATIVE_ZERO.search(visible) is None, NEGATIVE_ZERO.search(visible)
