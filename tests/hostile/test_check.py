"""A folder in CI with faults of every kind: all of them are told, to people and to servers, and none hides another."""

from __future__ import annotations

import os
import re
from xml.etree import ElementTree

import pytest
from support.in_process import powergame
from support.installed import SMALLEST

MET, MISSED = (f"{SMALLEST}expect: {{seeks: {{red: {verdict}}}}}\n" for verdict in ("never", "always"))

NAMES = (
    "plain.yaml",
    "per%25cent%0A.yaml",
    "comma,colon:.yaml",
    "new\nline.yaml",
    "return\rhere.yaml",
    "::error::x.yaml",
    "##[error]x.yaml",
    "hash#tag.yaml",
    "a b\N{NO-BREAK SPACE}ü龍.yaml",
    "sub/-q.yaml",
)

FAULTS = {
    "empty.yaml": b"",
    "syntax.yaml": b"actors: [\n",
    "latin.yaml": MET.encode() + b"# caf\xe9\n",
    "null.yaml": b"\0\1\2",
    "typo.yaml": SMALLEST.replace("power: 3", "powr: 3").encode(),
    "missing.yaml": b"extends: nowhere.yaml\n",
    "outside.yaml": b"extends: ../secret.yaml\n",
    "itself.yaml": b"extends: itself.yaml\n",
    "nobody.yaml": (SMALLEST + "expect: {seeks: {green: never}}\n").encode(),
    "no-variant.yaml": (SMALLEST + "variants: {v: {actors.green.power: 1, expect: {}}}\n").encode(),
    "large.yaml": b"# " + b"x" * (2 << 20),
    "many.yaml": (SMALLEST + "".join(f"k{k}: 1\n" for k in range(3000))).encode(),
}

COMMAND = re.compile(r"::error file=(?P<file>[^:,]*),(line=\d+,col=\d+,)?title=\w+::.*")


def unescaped(text):
    """Return what GitHub makes of a property."""
    for code, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(code, character)
    return text


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "secret.yaml").write_text(MET)
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


def test_an_annotation_names_the_file_itself_whatever_its_name(folder):
    for name in NAMES:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(MISSED)
    ended = powergame("check", ".", "--format", "github", "--report", "junit=../x.xml", cwd=folder)
    assert ended.returncode == 1
    *lines, _ = ended.stdout.split("\n")[:-1]
    assert {unescaped(COMMAND.fullmatch(line)["file"]) for line in lines} == {f"models/{name}" for name in NAMES}
    root = ElementTree.parse(folder.parent / "x.xml").getroot()
    assert len(list(root.iter("failure"))) == len(NAMES)
    text = powergame("check", ".", "-q", cwd=folder)
    assert len(text.stdout.splitlines()) == 2 * len(NAMES), "a line for each scenario, and one for what it missed"


def test_no_fault_hides_another(folder):
    for name, data in FAULTS.items():
        (folder / name).write_bytes(data)
    (folder / "met.yaml").write_text(MET)
    (folder / "missed.yaml").write_text(MISSED)
    for name, target in {"loop": "loop.yaml", "dangling": "nowhere.yaml", "linked": "met.yaml"}.items():
        (folder / f"{name}.yaml").symlink_to(target)
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe.yml")
    ended = powergame("check", ".", "--format", "text", "--report", "github=../g.txt", cwd=folder)
    assert ended.returncode == 2
    told = re.findall(r"^(\S+): (ok|FAILED|ERROR)$", ended.stdout, re.MULTILINE)
    failed = {*FAULTS, "loop.yaml", "dangling.yaml", "pipe.yml"}
    assert {name for name, mark in told if mark == "ERROR"} == failed
    assert [name for name, mark in told if mark == "FAILED"] == ["missed.yaml"]
    assert [name for name, mark in told if mark == "ok"] == ["linked.yaml", "met.yaml"]
    assert len(ended.stdout.splitlines()) < 80
    lines = (folder.parent / "g.txt").read_text().splitlines()
    files = {unescaped(match["file"]) for match in map(COMMAND.fullmatch, lines) if match}
    assert files == {f"models/{name}" for name in (*failed, "missed.yaml")}


@pytest.mark.parametrize("option", [("-o", "no/x"), ("--report", "junit=no/x"), ("--report", "junit=/dev/full")])
def test_a_report_that_cannot_be_written_is_an_error_of_one_line(folder, option):
    (folder / "met.yaml").write_text(MET)
    ended = powergame("check", ".", *option, cwd=folder)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["met.yaml"]
