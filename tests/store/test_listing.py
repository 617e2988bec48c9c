"""The list of sessions."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.errors import StoreError
from quire.protocol.events import Event
from quire.protocol.items import user
from quire.protocol.records import ItemAdded, Notice, Receipt, SessionStarted, TurnStarted, Undone
from quire.store.listing import BLOCK, Summary, latest, listed
from quire.store.log import Log


def write(data: Path, name: str, workspace: str, events: list[Event]) -> None:
    """Write a log, each line a second after the one before."""
    log = Log.create(data, name)
    start = SessionStarted(
        id=name, created="c", workspace=workspace, model="m", version="1", settings={}
    )
    for number, event in enumerate([start, *events]):
        log.append(event, at=f"2026-11-21T03:00:{number:02}.000Z")
    log.close()


def turn(number: int, size: int = 10) -> list[Event]:
    """Return the events of a turn with a message of `size` characters that quotes a turn."""
    quoted = '"type":"quire:turn"' + "x" * size
    return [
        TurnStarted(turn=number, prompt=f"order {number}"),
        ItemAdded(item=user(quoted)),
    ]


def row(name: str, last: str, turns: int, prompt: str, verdict: str) -> Summary:
    """Return the row that is expected for a session."""
    return Summary(
        id=name,
        workspace="/w",
        model="m",
        created="c",
        last=f"2026-11-21T03:00:{last}.000Z",
        turns=turns,
        prompt=prompt,
        verdict=verdict,
    )


def test_a_row_tells_the_first_order_and_the_last_verdict(tmp_path: Path) -> None:
    done, fixed = (Receipt(verdict=word, summary="s") for word in ("done", "fixed"))
    write(tmp_path, "a", "/w", [*turn(1), done, *turn(2), fixed])
    write(tmp_path, "b", "/w", [*turn(1), done, *turn(2)])
    write(tmp_path, "c", "/w", [])
    write(tmp_path, "d", "/w", [*turn(1), done, Undone(turn=1)])
    assert listed(tmp_path) == (
        row("d", "04", 1, "order 1", "undone"),
        row("c", "00", 0, "", ""),
        row("b", "05", 2, "order 1", ""),
        row("a", "06", 2, "order 1", "fixed"),
    )


@pytest.mark.parametrize("size", [1, BLOCK - 300, BLOCK - 150, BLOCK - 60, BLOCK, 3 * BLOCK])
def test_the_last_turn_is_found_however_far_back_it_began(tmp_path: Path, size: int) -> None:
    write(tmp_path, "a", "/w", [*turn(1), *turn(7, size)])
    assert listed(tmp_path) == (row("a", "04", 7, "order 1", ""),)


@pytest.mark.parametrize("size", range(BLOCK - 420, BLOCK - 120, 7))
def test_a_turn_on_the_edge_of_a_block_is_found(tmp_path: Path, size: int) -> None:
    write(tmp_path, "a", "/w", [*turn(1), *turn(7, size)])
    assert listed(tmp_path)[0].turns == 7


def test_torn_and_empty_logs_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, "a", "/w", [*turn(1), Notice(level="info", text="x")])
    path = tmp_path / "sessions" / "a" / "log.jsonl"
    path.write_bytes(path.read_bytes()[:-5])
    Log.create(tmp_path, "b").close()
    (tmp_path / "sessions" / "stray").touch()
    assert listed(tmp_path) == (row("a", "02", 1, "order 1", ""),)


def test_the_latest_is_the_one_written_last(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no session yet"):
        latest(tmp_path)
    write(tmp_path, "a", "/w", [*turn(1), *turn(2)])
    write(tmp_path, "b", "/other", turn(1))
    write(tmp_path, "c", "/w", [Notice(level="info", text="x")] * 9)
    assert latest(tmp_path).id == "a"
    assert latest(tmp_path, "/other").id == "b"
    with pytest.raises(StoreError, match="for /nowhere"):
        latest(tmp_path, "/nowhere")


def test_a_mark_that_lies_across_two_blocks_is_found(tmp_path: Path) -> None:
    write(tmp_path, "a", "/w", [*turn(1), Notice(level="info", text="")])
    path = tmp_path / "sessions" / "a" / "log.jsonl"
    short = path.read_bytes()
    behind = len(short) - short.index(b'"type":"quire:turn"')
    for cut in (1, 10, 19, 20, 60):
        (tmp_path / f"at{cut}").mkdir()
        text = "x" * (BLOCK - behind + cut)
        write(tmp_path / f"at{cut}", "a", "/w", [*turn(1), Notice(level="info", text=text)])
        assert listed(tmp_path / f"at{cut}") == (row("a", "03", 1, "order 1", ""),)


def test_only_those_that_begin_so_are_read(tmp_path: Path) -> None:
    for name in ("abc", "abd", "xyz"):
        write(tmp_path, name, "/w", turn(1))
    assert [found.id for found in listed(tmp_path, "ab")] == ["abd", "abc"]
