"""Chunks are kept behind other work, in order, and nothing is lost or promised in vain."""

from __future__ import annotations

import threading

import pytest

from powergame.errors import OutputError
from powergame.runs.flushing import WAITING, Flushing
from powergame.runs.store import Store


def store(folder, count=8):
    return Store(folder / ".out.sweep", {"axes": [1]}, count, label="out", resume=False)


def test_chunks_are_told_in_order_once_they_are_on_the_disk(tmp_path):
    with store(tmp_path) as chunks, Flushing(chunks) as flushing:
        told = []
        for k in (3, 0, 7, 1):
            told += flushing.put(k, b"%d" % k)
            assert all(chunks.has(kept) for kept in told)
        assert told + flushing.rest() == [3, 0, 7, 1]
        assert [chunks.get(k) for k in chunks.present()] == [b"0", b"1", b"3", b"7"]


def test_no_more_than_some_chunks_wait_for_the_disk(tmp_path, monkeypatch):
    goes_on = threading.Event()
    with store(tmp_path) as chunks, Flushing(chunks) as flushing:
        monkeypatch.setattr(chunks, "put", lambda k, data: goes_on.wait(10))
        for k in range(WAITING):
            assert flushing.put(k, b"") == []
        threading.Timer(0.05, goes_on.set).start()
        assert flushing.put(WAITING, b"")[0] == 0


def test_an_end_on_the_way_keeps_what_was_brought(tmp_path):
    def interrupted():
        with Flushing(chunks) as flushing:
            flushing.put(0, b"0")
            flushing.put(1, b"1")
            raise KeyboardInterrupt

    with store(tmp_path) as chunks:
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert list(chunks.present()) == [0, 1]


def test_after_a_chunk_that_cannot_be_kept_no_other_is(tmp_path, monkeypatch):
    """The error has said what there is to go on with."""
    with store(tmp_path) as chunks:
        put = chunks.put

        def full(k, data):
            if k == 1:
                raise OutputError("out: cannot be written")
            put(k, data)

        monkeypatch.setattr(chunks, "put", full)

        def bring():
            with Flushing(chunks) as flushing:
                for k in range(3):
                    flushing.put(k, b"")
                flushing.rest()

        with pytest.raises(OutputError, match="cannot be written"):
            bring()
        assert list(chunks.present()) == [0]
