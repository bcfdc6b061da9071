"""A store whose folder is not what it seems, or whose process ends at any moment."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from powergame.errors import OutputError, UsageError
from powergame.runs.store import Store

MANIFEST = {"scenario": "a", "axes": [1, 2]}
COUNT = 3
WHOLE = b"012"
KILLED = 9
CHANGES = {"open", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.listdir", "os.scandir"}
"""Events of Python's audit at which a process ends: all that touch the folder."""

_at_event = None


def _hook(event, _arguments):
    if _at_event is not None and event in CHANGES:
        _at_event()


sys.addaudithook(_hook)


def store(folder, *, resume=False, manifest=MANIFEST):
    return Store(folder / ".out.sweep", manifest, COUNT, label="out", resume=resume)


def work(folder, *, resume=False):
    """Do all of a work: a whole is delivered, of the chunks that were kept and those that were missing."""
    with store(folder, resume=resume) as chunks:
        for k in list(chunks.missing()):
            chunks.put(k, b"%d" % k)
        with chunks.joining() as file:
            for k in range(COUNT):
                file.write(chunks.get(k))
        chunks.deliver(folder / "out")


def left(folder):
    """Leave a work behind of which two chunks are finished."""
    with store(folder) as chunks:
        for k in range(2):
            chunks.put(k, b"%d" % k)
    return folder / ".out.sweep"


def ended_at(number, do, end):
    """Do something until its event of this number, at which `end` is called; return whether it was over before."""
    global _at_event
    seen = 0

    def count():
        global _at_event
        nonlocal seen
        seen += 1
        if seen == number:
            _at_event = None
            end()

    _at_event = count
    try:
        do()
    finally:
        _at_event = None
    return seen < number


def killed_at(number, do):
    """Do something in a process that is killed at its event of this number; return whether it was over before."""
    child = os.fork()
    if not child:
        try:
            ended_at(number, do, lambda: os._exit(KILLED))
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("resume", [False, True])
def test_a_process_killed_at_any_step_stands_in_the_way_of_none(tmp_path, resume):
    """What it has kept is asked about; where it has kept nothing, or delivered all, the next one begins anew."""
    for number in range(1, 200):
        folder = tmp_path / str(number)
        folder.mkdir()
        if resume:
            left(folder)
        over = killed_at(number, lambda folder=folder: work(folder, resume=resume))
        assert not (folder / "out").exists() or (folder / "out").read_bytes() == WHOLE
        names = {path.name for path in folder.glob(".out.sweep/*")}
        described = "manifest.json" in names or {"delivering.json", "joined.part"} <= names
        kept = described and any(name.endswith(".chunk") for name in names)
        if kept:
            with pytest.raises(UsageError, match="--resume"):
                work(folder)
        work(folder, resume=kept)
        assert (folder / "out").read_bytes() == WHOLE
        assert [path.name for path in folder.iterdir()] == ["out"]
        if over:
            break
    assert number > 20


@pytest.mark.parametrize("resume", [False, True])
def test_a_process_that_ends_at_any_step_leaves_finished_chunks_or_nothing(tmp_path, resume):
    def end():
        raise SystemExit(143)

    for number in range(1, 200):
        folder = tmp_path / str(number)
        folder.mkdir()
        if resume:
            left(folder)
        try:
            over = ended_at(number, lambda folder=folder: work(folder, resume=resume), end)
        except SystemExit:
            over = False
        hidden = folder / ".out.sweep"
        assert not hidden.exists() or list(hidden.glob("*.chunk")), number
        if over:
            break
    assert number > 20


def test_a_work_that_was_killed_after_it_was_delivered_is_over(tmp_path):
    folder = left(tmp_path)
    (folder / "manifest.json").rename(folder / "delivering.json")
    work(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def pipe(path):
    os.mkfifo(path)


def listening(path):
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)  # the name of a socket is short
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.fchdir(here)
        os.close(here)


def folder_there(path):
    path.mkdir()


def link(path):
    path.symlink_to(path.parent.parent / "precious")


def dangling(path):
    path.symlink_to(path.parent.parent / "nothing")


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("name", ["00000000.chunk", "00000002.chunk", "manifest.json", "lock", "joined.part", "1.part"])
@pytest.mark.parametrize("odd", [pipe, listening, folder_there, link, dangling])
def test_what_only_has_the_name_of_a_store_s_file_is_refused_untouched(tmp_path, odd, name, resume):
    (tmp_path / "precious").write_text("precious")
    folder = left(tmp_path)
    (folder / name).unlink(missing_ok=True)
    odd(folder / name)
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(OutputError, match=rf"^out: \.out\.sweep/{name}: expected a regular file"):
        work(tmp_path, resume=resume)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.sweep", "precious"]
    assert (tmp_path / "precious").read_text() == "precious"


@pytest.mark.parametrize("name", ["00000000.chunk", "00000002.chunk", "joined.part", "00000001.part", "manifest.part"])
def test_another_name_of_a_file_elsewhere_is_removed_and_the_file_stays_as_it_is(tmp_path, name):
    (tmp_path / "precious").write_text("precious")
    folder = left(tmp_path)
    (folder / name).unlink(missing_ok=True)
    (folder / name).hardlink_to(tmp_path / "precious")
    work(tmp_path, resume=True)
    assert (tmp_path / "precious").read_text() == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "precious"]


@pytest.mark.parametrize("resume", [False, True])
def test_a_link_in_place_of_the_folder_is_refused(tmp_path, resume):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "00000000.chunk").write_text("precious")
    (tmp_path / ".out.sweep").symlink_to(elsewhere)
    with pytest.raises(OutputError, match=r"^out: \.out\.sweep: expected a folder"):
        work(tmp_path, resume=resume)
    assert [path.name for path in elsewhere.iterdir()] == ["00000000.chunk"]


@pytest.mark.parametrize("text", ["", "{", "null", '{"scenario": "b"}'])
@pytest.mark.parametrize("resume", [False, True])
def test_a_manifest_without_a_chunk_is_no_unfinished_work(tmp_path, text, resume):
    folder = tmp_path / ".out.sweep"
    folder.mkdir()
    (folder / "manifest.json").write_text(text)
    work(tmp_path, resume=resume)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_refusal_changes_nothing(tmp_path):
    folder = left(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(UsageError, match="keeps 2 chunks"):
        work(tmp_path)
    with pytest.raises(UsageError, match="another axes"):
        store(tmp_path, resume=True, manifest={**MANIFEST, "axes": [3]}).__enter__()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
