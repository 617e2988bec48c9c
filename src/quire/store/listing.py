"""The list of sessions, read from the heads and tails of their logs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from quire.errors import StoreError, StreamBroken
from quire.protocol.records import Receipt, SessionStarted, TurnStarted, Undone
from quire.store.log import FILE, SESSIONS, Entry, parsed

BLOCK = 65_536
_TURN = b'"type":"quire:turn"'
_TOLD = (_TURN, b'"type":"quire:receipt"', b'"type":"quire:undone"')
_TYPE_AT = len(b'{"at":"2026-11-21T03:14:15.926Z",')


class Summary(Struct, frozen=True, kw_only=True):
    """A session in one row.

    `verdict` is that of the last turn, `undone` if it was taken back, empty while it is open.
    `within` names the session whose sub-task it is.
    """

    id: str
    workspace: str
    model: str
    created: str
    last: str
    turns: int
    prompt: str
    verdict: str
    parent: str | None = None
    within: str | None = None


def listed(data: Path, begins: str = "") -> tuple[Summary, ...]:
    """Return the sessions below the data folder, the newest first; empty logs are left out.

    Only those whose id `begins` so.
    """
    folder = data / SESSIONS
    names = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
    rows = (summary(name / FILE) for name in names if name.name.startswith(begins))
    return tuple(row for row in rows if row is not None)


def begun_with(data: Path, session_id: str) -> str:
    """Return the model that a session was begun with. Raises StoreError where it is none."""
    row = summary(data / SESSIONS / session_id / FILE)
    if row is None:
        raise StoreError(f"There is no session {session_id}.", hint="See `quire sessions --all`.")
    return row.model


def latest(data: Path, workspace: str | None = None) -> Summary:
    """Return the session that was written last, of one workspace if it is named.

    Sub-tasks do not count, nor what was cut off before its first order. Raises StoreError where
    there is none.
    """
    every = (row for row in listed(data) if row.within is None and row.turns)
    rows = [row for row in every if workspace in (None, row.workspace)]
    if not rows:
        where = f" for {workspace}" if workspace else ""
        raise StoreError(f"There is no session yet{where}.", hint='Begin one: quire "TASK".')
    return max(rows, key=lambda row: (row.last, row.id))


def summary(path: Path) -> Summary | None:
    """Return the row of one log; None when it holds no session."""
    try:
        with path.open("rb") as file:
            head = _head(file)
            tail = _tail(file)
    except OSError:
        return None  # removed while it was listed, or not a session's folder
    start = head[0].event if head else None
    if not isinstance(start, SessionStarted):
        return None
    first = next((e.event.prompt for e in head if isinstance(e.event, TurnStarted)), "")
    turn = next((e.event.turn for e in tail if isinstance(e.event, TurnStarted)), 0)
    return Summary(
        id=start.id,
        workspace=start.workspace,
        model=start.model,
        created=start.created,
        last=tail[-1].at if tail else head[-1].at,
        turns=turn,
        prompt=first,
        verdict=_verdict(tail),
        parent=start.parent,
        within=start.within,
    )


def _verdict(tail: Sequence[Entry]) -> str:
    for entry in reversed(tail):
        match entry.event:
            case Receipt(verdict=verdict):
                return verdict
            case Undone():
                return "undone"
    return ""


def _head(file: BinaryIO) -> list[Entry]:
    """Return the entries up to the first turn."""
    entries = []
    for line in file:
        entry = _read(line)
        if entry is None:
            break
        entries.append(entry)
        if isinstance(entry.event, TurnStarted):
            break
    return entries


def _tail(file: BinaryIO) -> list[Entry]:
    """Return what tells how the last turn went, from its start on, and the last entry of all.

    Where no turn began, that of the whole log.
    """
    place = file.seek(0, os.SEEK_END)
    blocks: list[bytes] = []
    turn = -1  # bytes from its mark to the end of the file
    size = 0
    data = b""
    start = -1
    while place > 0 and start < 0:
        step = min(BLOCK, place)
        place -= step
        file.seek(place)
        block = file.read(step)
        if turn < 0:
            seam = blocks[-1][: len(_TURN) - 1] if blocks else b""
            at = (block + seam).rfind(_TURN)
            turn = size + step - at if at >= 0 else -1
        blocks.append(block)
        size += step
        if turn >= 0 or place == 0:
            data = b"".join(reversed(blocks))
            start = data.rfind(b"\n", 0, size - turn) if turn >= 0 else -1
    return _telling(data[start + 1 :].splitlines(keepends=True))


def _telling(lines: Sequence[bytes]) -> list[Entry]:
    """Return the entries of the lines that tell how a turn went, and the last one."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if _read(lines[at])), -1)
    told = [line for line in lines[:last] if line[_TYPE_AT:].startswith(_TOLD)]
    found = (_read(line) for line in (*told, *lines[last : last + 1]))
    return [entry for entry in found if entry is not None]


def _read(line: bytes) -> Entry | None:
    """Return the entry of a line; None for a torn one."""
    try:
        return parsed(line[:-1]) if line.endswith(b"\n") else None
    except StreamBroken:
        return None
