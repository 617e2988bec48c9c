"""The session log: lines in, lines out, whatever happens to the process or the disk."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from quire.errors import StoreError
from quire.protocol.events import OutputItemDone, read_event
from quire.protocol.items import Message, user
from quire.protocol.records import ItemAdded, Notice, SessionStarted
from quire.store.log import FILE, Log, folder_of, new_session_id, parsed, read
from quire.store.syncing import DELAY, Syncing

NOTICES = tuple(Notice(sequence_number=n, level="info", text=f"line {n}\n") for n in range(5))


def written(data: Path, session_id: str = "s1") -> Path:
    """Write a log of five notices and return its path."""
    log = Log.create(data, session_id)
    for notice in NOTICES:
        log.append(notice, durable=True)
    log.close()
    return log.path


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert tuple(entry.event for entry in read(path)) == NOTICES
    assert path.stat().st_mode & 0o077 == 0


def test_a_line_is_the_event_with_its_time_in_front(tmp_path: Path) -> None:
    log = Log.create(tmp_path, "s1")
    entry = log.append(Notice(level="info", text="hi"), at="2026-11-21T03:14:15.926Z")
    assert log.path.read_bytes() == (
        b'{"at":"2026-11-21T03:14:15.926Z","type":"quire:notice","sequence_number":0,'
        b'"level":"info","text":"hi"}\n'
    )
    assert log.entries() == (entry,)


def test_received_bytes_survive_even_when_they_hold_line_breaks(tmp_path: Path) -> None:
    wire = (
        b'{\n "type": "response.output_item.done",\r\n "item": {"type": "message", "new": [1, 2],'
        b' "role": "assistant", "content": "a\\nb"}}'
    )
    log = Log.create(tmp_path, "s1")
    log.append(read_event(wire))
    (entry,) = log.entries()
    assert entry.event.wire() == wire.replace(b"\n", b" ").replace(b"\r", b" ")
    assert isinstance(entry.event, OutputItemDone)
    assert entry.event.item == Message(role="assistant", content="a\nb")


@pytest.mark.parametrize("keep", range(1, 90))
def test_a_torn_last_line_is_cut_off_at_any_byte(tmp_path: Path, keep: int) -> None:
    path = written(tmp_path)
    whole = path.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    torn = whole[: min(last + keep, len(whole) - 1)]
    path.write_bytes(torn)
    assert tuple(entry.event for entry in read(path)) == NOTICES[:4]
    log = Log.open(tmp_path, "s1")
    assert log.dropped_bytes == len(torn) - last
    log.append(NOTICES[4])
    assert tuple(entry.event for entry in log.entries()) == NOTICES


def test_a_last_line_of_zeros_is_cut_off(tmp_path: Path) -> None:
    path = written(tmp_path)
    with path.open("ab") as file:
        file.write(bytes(100) + b"\n")
    log = Log.open(tmp_path, "s1")
    assert log.dropped_bytes == 101
    assert tuple(entry.event for entry in log.entries()) == NOTICES


def test_two_spoilt_last_lines_are_left_as_they_are(tmp_path: Path) -> None:
    path = written(tmp_path)
    spoilt = path.read_bytes() + b"{\nx\n"
    path.write_bytes(spoilt)
    with pytest.raises(StoreError, match="line 6"):
        Log.open(tmp_path, "s1")
    assert path.read_bytes() == spoilt


def test_a_spoilt_line_in_the_middle_is_named(tmp_path: Path) -> None:
    path = written(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"{\n", *lines[2:]]))
    with pytest.raises(StoreError, match="line 3"):
        read(path)


def test_only_one_process_writes(tmp_path: Path) -> None:
    path = written(tmp_path)
    holding = (
        "import sys; from pathlib import Path; from quire.store.log import Log\n"
        f"log = Log.open(Path({str(tmp_path)!r}), 's1'); print('open', flush=True)\n"
        "sys.stdin.read()"
    )
    argv = [sys.executable, "-c", holding]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreError, match="open in another process"):
            Log.open(tmp_path, "s1")
        assert len(read(path)) == 5
        other.communicate(b"")
    Log.open(tmp_path, "s1").close()


def test_a_full_disk_is_said_and_leaves_the_log_whole(tmp_path: Path) -> None:
    path = written(tmp_path)
    before = path.read_bytes()
    log = Log.open(tmp_path, "s1")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 40, limits[1]))
    try:
        with pytest.raises(StoreError, match="cannot be used"):
            log.append(ItemAdded(item=user("x" * 500)), durable=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == before
    log.append(NOTICES[0])
    assert len(log.entries()) == 6


@pytest.mark.parametrize("session_id", ["", "..", "a/b", "a\0b", "."])
def test_an_id_that_is_no_name_is_refused(tmp_path: Path, session_id: str) -> None:
    with pytest.raises(StoreError, match="is not a session id"):
        Log.open(tmp_path, session_id)


def test_a_session_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no session nothing"):
        Log.open(tmp_path, "nothing")
    written(tmp_path)
    with pytest.raises(StoreError, match="exists already"):
        Log.create(tmp_path, "s1")


def test_ids_sort_by_time_and_are_version_7() -> None:
    ids = [new_session_id() for _ in range(50)]
    assert [name[:18] for name in ids] == sorted(name[:18] for name in ids)
    assert len({*ids}) == 50
    assert {name[14] for name in ids} == {"7"}
    assert {name[19] for name in ids} <= set("89ab")


def test_a_line_without_its_time_is_no_entry(tmp_path: Path) -> None:
    start = SessionStarted(
        id="s", created="now", workspace="/w", model="m", version="1", settings={}
    )
    path = written(tmp_path)
    path.write_bytes(start.wire() + b"\n" + path.read_bytes())
    with pytest.raises(StoreError, match="line 1"):
        read(path)
    assert folder_of(tmp_path, "s1") / FILE == path
    assert parsed(path.read_bytes().splitlines()[1]).event == NOTICES[0]


def test_what_is_to_be_on_the_disk_soon_is_there_when_the_log_is_closed(tmp_path: Path) -> None:
    log = Log.create(tmp_path, "s")
    for notice in NOTICES:
        log.append(notice, soon=True)
    log.close()
    log.close()
    assert [entry.event for entry in read(log.path)] == list(NOTICES)


def test_a_disk_that_fails_meanwhile_is_said() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    syncing = Syncing(writing)
    syncing.ask()  # a pipe cannot be brought to a disk
    with pytest.raises(OSError, match="Invalid argument"):
        syncing.close()
    told = []
    for _ in range(2):
        with pytest.raises(OSError, match="Invalid argument") as caught:
            syncing.ask()
        told.append(caught.value)
    assert told[0] is not told[1]  # one for all would keep the traceback of each
    os.close(writing)


def test_a_close_that_meets_the_end_of_the_wait_ends(tmp_path: Path) -> None:
    def rounds(number: int) -> None:
        with (tmp_path / str(number)).open("wb") as file:
            for step in range(40):
                syncing = Syncing(file.fileno())
                syncing.ask()
                time.sleep(DELAY + (step - 20) / 40_000)
                syncing.close()

    threads = [Thread(target=rounds, args=(number,), daemon=True) for number in range(8)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 60
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    assert not any(thread.is_alive() for thread in threads)
