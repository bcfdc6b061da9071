"""Files of results are whole or not there, whatever ends their writing."""

from __future__ import annotations

import os
import stat

import pytest

from powergame.errors import OutputError
from powergame.report.formats import output
from powergame.report.formats.output import write


@pytest.fixture(params=["without a name", "named"])
def way(request, monkeypatch):
    """Write files that have no name until they are finished, and, as on other systems, such as have one."""
    if request.param == "named":
        monkeypatch.setattr(output, "_written_unnamed", lambda *_: False)


def test_a_file_replaces_the_old_one_and_keeps_its_permissions(tmp_path, way):
    (tmp_path / "out").write_text("old")
    (tmp_path / "out").chmod(0o640)
    write("new", str(tmp_path / "out"))
    assert (tmp_path / "out").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_new_file_has_the_permissions_of_new_files(tmp_path, way):
    before = os.umask(0o027)
    try:
        write(b"new", str(tmp_path / "out"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("end", [OSError(5, "broken"), SystemExit(143)])
def test_an_end_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path, way, monkeypatch, step, end):
    def broken(*_):
        raise end

    (tmp_path / "out").write_text("old")
    monkeypatch.setattr(*((output.os, "fsync") if step == "fsync" else (output.Path, "replace")), broken)
    with pytest.raises(OutputError if isinstance(end, OSError) else SystemExit):
        write("new", str(tmp_path / "out"))
    assert (tmp_path / "out").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_process_that_is_killed_while_it_writes_leaves_nothing(tmp_path, monkeypatch):
    if not hasattr(os, "O_TMPFILE"):
        pytest.skip("only some systems have files without a name")
    child = os.fork()
    if not child:
        monkeypatch.setattr(output.os, "fsync", lambda *_: os._exit(9))
        write("new", str(tmp_path / "out"))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert list(tmp_path.iterdir()) == []


def test_a_result_is_added_to_a_stream_that_is_a_file(tmp_path):
    """Replacing the file would lose what others have written there."""
    (tmp_path / "log").write_text("before\n")
    with (tmp_path / "log").open("ab") as log:
        write("new\n", f"/dev/fd/{log.fileno()}")
    assert (tmp_path / "log").read_text() == "before\nnew\n"
