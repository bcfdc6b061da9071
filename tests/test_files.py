"""Which file a name means, and which two names mean one file."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from powergame.errors import OutputError
from powergame.files import check_outputs, input_file, is_standard_output, target_of


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "input").write_text("precious")
    (tmp_path / "sub").mkdir()
    return tmp_path


def absolute(folder):
    return str(folder / "input")


def dotted(folder):
    return "./sub/../input"


def doubled(folder):
    return f"{folder}//input"


def link(folder):
    (folder / "link").symlink_to("input")
    return "link"


def link_to_a_link(folder):
    (folder / "link").symlink_to("input")
    (folder / "sub" / "other").symlink_to("../link")
    return "sub/other"


def hard_link(folder):
    (folder / "hard").hardlink_to(folder / "input")
    return "hard"


def through_a_linked_folder(folder):
    (folder / "here").symlink_to(".")
    return "here/input"


def plain(folder):
    return "input"


WAYS = [plain, absolute, dotted, doubled, link, link_to_a_link, hard_link, through_a_linked_folder]


@pytest.mark.parametrize("way", WAYS)
def test_an_output_that_is_an_input_is_refused_by_whatever_name(folder, way):
    name = way(folder)
    for read, written in (("input", name), (name, "input")):
        with pytest.raises(OutputError, match="is an input, or another output"):
            check_outputs(written, inputs=[input_file(read)])
    assert (folder / "input").read_text() == "precious"


@pytest.mark.parametrize("way", WAYS)
def test_two_outputs_are_two_files(folder, way):
    with pytest.raises(OutputError, match="another output"):
        check_outputs("input", way(folder))


@pytest.mark.parametrize("name", ["new", "./new", "sub/../new"])
def test_two_outputs_that_are_not_there_yet_are_two_files(folder, name):
    with pytest.raises(OutputError, match="another output"):
        check_outputs("new", name)
    check_outputs("new", "new2", None, None)


def test_an_input_that_has_been_replaced_since_it_was_read_is_an_input_still(folder):
    read = input_file("input")
    (folder / "newer").write_text("edited")
    (folder / "newer").replace(folder / "input")
    with pytest.raises(OutputError):
        target_of("input", [read])


def test_an_input_that_cannot_be_read_is_an_input_all_the_same(folder):
    read = input_file("missing")
    with pytest.raises(OutputError):
        target_of("missing", [read])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("loop", "symbolic links"),
        ("loop/x", "symbolic links"),
        ("n" * 256, "too long"),
        ("é" * 128, "too long"),
        ("a/" * 3000, "too long"),
        ("none/x", "does not exist"),
        ("into", "does not exist"),
        ("input/x", "Not a directory"),
        ("sub", "is a folder"),
        ("sub/", "is a folder"),
        ("new/", "is a folder|does not exist"),
        (".", "is a folder"),
        ("", "is a folder"),
        ("a\0b", "null"),
    ],
)
def test_names_that_no_output_can_have_are_refused_in_a_line_and_nothing_is_made(folder, name, reason):
    (folder / "loop").symlink_to("loop")
    (folder / "into").symlink_to("none/y")
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(OutputError, match=reason) as refused:
        check_outputs(name)
    assert len(str(refused.value).splitlines()) == 1
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_name_of_255_bytes_is_one(folder):
    assert target_of("n" * 255).name == "n" * 255


def test_a_link_to_a_file_that_is_not_there_yet_means_that_file(folder):
    (folder / "link").symlink_to("sub/new")
    assert target_of("link") == folder / "sub" / "new"


@pytest.mark.parametrize("name", [None, "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_names_of_standard_output(name):
    assert is_standard_output(name)


@pytest.mark.parametrize("name", ["./-", "-o", "/dev/stderr", "/dev/fd/2", "/dev/null", "sub/-"])
def test_other_names_are_not_standard_output(name):
    assert not is_standard_output(name)


@pytest.mark.skipif(sys.platform == "win32", reason="no such streams")
@pytest.mark.parametrize(
    ("script", "streams"),
    [
        ("check_outputs('input', inputs=[input_file('-')])", "< input"),
        ("check_outputs('input', inputs=[input_file('/dev/stdin')])", "< input"),
        ("check_outputs('-', inputs=[input_file('input')])", ">> input"),
        ("check_outputs('/dev/stderr', inputs=[input_file('input')])", "2>> input"),
        ("check_outputs('-', 'input')", ">> input"),
    ],
)
def test_a_stream_that_is_redirected_to_a_file_is_that_file(folder, script, streams):
    code = (
        "import sys; from powergame.files import *; from powergame.errors import OutputError\n"
        f"try: {script}\nexcept OutputError: sys.exit(7)"
    )
    command = ["bash", "-c", f'"$0" -c "$1" {streams}', sys.executable, code]
    assert subprocess.run(command, check=False).returncode == 7
    assert (folder / "input").read_text() == "precious"


def test_devices_and_pipes_are_nobody_s_input(folder):
    os.mkfifo("pipe")
    check_outputs("/dev/null", inputs=[input_file("/dev/null")])
    assert target_of("pipe").name == "pipe"
