"""What is finished survives; nothing else is taken for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from powergame.errors import OutputError, UsageError
from powergame.runs import store as stores
from powergame.runs.store import DamagedChunkError, Store

MANIFEST = {"scenario": "a", "axes": [1, 2]}


def store(folder, manifest=MANIFEST, count=4, resume=False):
    return Store(folder / ".out.sweep", manifest, count, label="out", resume=resume)


def interrupted(folder, chunks=(0, 2)):
    """Leave a work behind in which some chunks are finished."""
    with store(folder) as one:
        for k in chunks:
            one.put(k, b"chunk %d" % k)
    return folder / ".out.sweep"


def test_finished_chunks_are_there_after_the_process_and_the_others_are_missing(tmp_path):
    interrupted(tmp_path)
    with store(tmp_path, resume=True) as again:
        assert list(again.present()) == [0, 2]
        assert list(again.missing()) == [1, 3]
        assert again.get(2) == b"chunk 2"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:10],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data[:60] + bytes([data[60] ^ 128]) + data[61:],
    ],
    ids=["empty", "head cut", "end cut", "longer", "last bit", "first bit", "a bit within"],
)
def test_a_damaged_chunk_is_missing(tmp_path, damage):
    file = interrupted(tmp_path) / "00000002.chunk"
    file.write_bytes(damage(file.read_bytes()))
    with store(tmp_path, resume=True) as again:
        assert list(again.present()) == [0]
        with pytest.raises(DamagedChunkError):
            again.get(2)


def test_a_chunk_under_another_s_number_is_missing(tmp_path):
    folder = interrupted(tmp_path)
    (folder / "00000001.chunk").write_bytes((folder / "00000002.chunk").read_bytes())
    with store(tmp_path, resume=True) as again:
        assert list(again.present()) == [0, 2]


def test_a_chunk_of_another_work_is_missing(tmp_path):
    """Even where somebody has changed the manifest to match."""
    folder = interrupted(tmp_path)
    with pytest.raises(UsageError):
        store(tmp_path, {"scenario": "b"}, resume=True).__enter__()
    (folder / "manifest.json").write_text('{"scenario": "b"}')
    with store(tmp_path, {"scenario": "b"}, resume=True) as again:
        assert list(again.present()) == []


def test_unfinished_work_is_neither_overwritten_nor_taken_up_unasked(tmp_path):
    folder = interrupted(tmp_path)
    with pytest.raises(UsageError, match=r"out: .*keeps 2 chunks.*--resume"):
        store(tmp_path).__enter__()
    assert (folder / "00000002.chunk").exists()


def test_another_work_is_refused_with_what_differs(tmp_path):
    interrupted(tmp_path)
    with pytest.raises(UsageError, match="another axes;"):
        store(tmp_path, {"scenario": "a", "axes": [1, 3]}, resume=True).__enter__()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"scenario": "a", "axes": [1, 2]} ', "\0\0"])
def test_a_damaged_manifest_is_refused_with_a_word(tmp_path, text):
    folder = interrupted(tmp_path)
    (folder / "manifest.json").write_text(text)
    with pytest.raises(UsageError, match="manifest"):
        store(tmp_path, resume=True).__enter__()
    assert (folder / "00000002.chunk").exists()


def test_two_at_once_get_one_clear_line(tmp_path):
    with store(tmp_path) as first:
        first.put(0, b"x")
        for resume in (False, True):
            with pytest.raises(UsageError, match="out: another sweep is writing it"):
                store(tmp_path, resume=resume).__enter__()
        assert first.get(0) == b"x"
    with store(tmp_path, resume=True) as second:
        assert list(second.present()) == [0]


def test_the_lock_ends_with_a_killed_process(tmp_path):
    code = (
        "import os, sys; from pathlib import Path; from powergame.runs.store import Store\n"
        f"s = Store(Path({str(tmp_path)!r}) / '.out.sweep', {MANIFEST!r}, 4, label='out', resume=False).__enter__()\n"
        "s.put(1, b'one'); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    with store(tmp_path, resume=True) as again:
        assert list(again.present()) == [1]


def test_work_in_which_nothing_was_finished_leaves_nothing(tmp_path):
    with store(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_others_put_into_the_folder_stays(tmp_path):
    folder = tmp_path / ".out.sweep"
    folder.mkdir()
    (folder / "diary.txt").write_text("dear diary")
    with store(tmp_path) as one:
        with one.joining() as file:
            file.write(b"whole")
        one.deliver(tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"whole"
    assert [path.name for path in folder.iterdir()] == ["diary.txt"]


def test_a_delivered_file_replaces_the_old_one_and_keeps_its_permissions(tmp_path):
    target = tmp_path / "out"
    target.write_text("old")
    target.chmod(0o640)
    with store(tmp_path) as one:
        one.put(0, b"x")
        with one.joining() as file:
            file.write(b"new")
        one.deliver(target)
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_where_the_folder_should_be_is_a_clear_line(tmp_path):
    (tmp_path / ".out.sweep").write_text("not a folder")
    with pytest.raises(OutputError, match=r"out: \.out\.sweep: expected a folder"):
        store(tmp_path).__enter__()


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path):
    (tmp_path / ".out.sweep").mkdir()
    precious = tmp_path / "precious"
    (tmp_path / ".out.sweep" / "lock").symlink_to(precious)
    with pytest.raises(OutputError):
        store(tmp_path).__enter__()
    assert not precious.exists()


def test_a_folder_that_vanishes_while_a_chunk_is_written_promises_nothing(tmp_path, monkeypatch):
    write = stores._write

    def vanish(folder, path, parts):
        folder.rename(tmp_path / "elsewhere")
        write(folder, path, parts)

    with store(tmp_path) as one:
        one.put(0, b"chunk 0")
        monkeypatch.setattr(stores, "_write", vanish)
        with pytest.raises(OutputError, match=r"No such file or directory$"):
            one.put(1, b"chunk 1")
