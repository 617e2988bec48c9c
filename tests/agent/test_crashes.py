"""Crashes: a session that is killed at any instant loses nothing and repeats nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from quire.protocol.events import ItemEvent
from quire.protocol.items import ShellCallOutput
from quire.protocol.records import CommandEnded, CommandStarted, Receipt, TurnStarted
from quire.store.log import FILE, folder_of, read

PROGRAM = Path(__file__).with_name("crashing.py")
COMMANDS = 12
KILLS = 9
SEEDS = range(1, 24) if "QUIRE_SLOW_TESTS" in os.environ else range(1, 4)
"""Each session is killed nine times: 27 kills, or 207 of them."""


def begun(data: Path, workspace: Path, *known: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start the program and return it with the id of its session."""
    argv = [sys.executable, str(PROGRAM), str(data), str(workspace), str(COMMANDS), *known]
    child = subprocess.Popen(argv, stdout=subprocess.PIPE)
    assert child.stdout is not None
    return child, child.stdout.readline().decode().strip()


def committed(data: Path, session_id: str) -> list[bytes]:
    """Return the wire of every event in the log."""
    return [entry.event.wire() for entry in read(folder_of(data, session_id) / FILE)]


def lived(child: subprocess.Popen[bytes], events: int, seconds: float) -> bool:
    """Kill the program after so many events and seconds; return False if it was done before."""
    assert child.stdout is not None
    lines = [child.stdout.readline() for _ in range(events)]
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    return b"" not in lines


@pytest.mark.parametrize("seed", SEEDS)
def test_kill_minus_9_at_any_instant(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    workspace, data = tmp_path / "work", tmp_path / "data"
    workspace.mkdir()
    child, session_id = begun(data, workspace)
    before: list[bytes] = []
    for _ in range(KILLS):
        assert lived(child, dice.randint(3, 14), dice.uniform(0.0, 0.02))
        after = committed(data, session_id)
        assert after[: len(before)] == before
        before = after
        child, _ = begun(data, workspace, session_id)
    child.communicate(timeout=60)
    check(workspace, data, session_id, before)


def check(workspace: Path, data: Path, session_id: str, before: list[bytes]) -> None:
    """Check that every command ran once at the most, and that the task came to its end."""
    effects = workspace / "effects.txt"
    ran = Counter(effects.read_text().split()) if effects.exists() else Counter()
    assert set(ran.values()) <= {1}, ran
    events = [entry.event for entry in read(folder_of(data, session_id) / FILE)]
    assert committed(data, session_id)[: len(before)] == before
    assert sum(isinstance(event, TurnStarted) for event in events) == 1
    assert isinstance(events[-1], Receipt)
    assert [event.sequence_number for event in events] == sorted(
        {event.sequence_number for event in events}
    )
    starts = Counter(e.call_id for e in events if isinstance(e, CommandStarted))
    assert starts == Counter(f"call_{number}" for number in range(COMMANDS))
    finished = {e.call_id for e in events if isinstance(e, CommandEnded) and e.exit_code == 0}
    assert {f"call_{number}" for number in ran} >= finished
    outputs = [
        event.item.call_id
        for event in events
        if isinstance(event, ItemEvent) and isinstance(event.item, ShellCallOutput)
    ]
    assert outputs == [f"call_{number}" for number in range(COMMANDS)]
