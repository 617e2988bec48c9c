"""A line typed while Quire works reaches the model; Escape ends the task."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import termios
from io import StringIO

import pytest

from quire.cli.asking import Terminal
from tests.cli.line import Line, Serve
from tests.cli.terminal import person


def test_a_typed_line_is_taken_in_at_the_next_request(line: Line, upstream: Serve) -> None:
    script = "mkfifo fifo; (sleep 1; echo go > fifo) & read line < fifo"
    log = upstream({"shell": [script]}, {"text": "As you like."})
    with person(line, "--no-verify", "--model", "gpt-5.1-codex", "wait") as who:
        who.waits_for("$ mkfifo")
        who.types("use tabs, please")
        assert who.watches_to_the_end() in (0, 1)
        assert "> use tabs, please" in who.seen
    last = [json.loads(row)["body"]["input"] for row in log.read_text().splitlines()][-1]
    assert last[-1]["content"] == [{"type": "input_text", "text": "use tabs, please"}]


def test_escape_alone_ends_the_task_and_leaves_the_terminal_as_it_was(
    line: Line, upstream: Serve
) -> None:
    upstream({"shell": ["sleep 60"]}, {"text": "Never."})
    with person(line, "--no-verify", "--model", "gpt-5.1-codex", "wait") as who:
        before = who.modes()
        who.waits_for("$ sleep 60")
        who.presses(b"\x1b")
        assert who.watches_to_the_end() == 130
        assert "STOPPED" in who.seen
        assert who.modes() == before


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        (b"\x1b", ["\x1b"]),
        (b"never mind\x1b", ["\x1b"]),
        (b"\x1b\n", ["\x1b"]),
        (b"use ta\x1b[D\x1bOCbs\n", ["use tabs"]),
        (b"one\ntwo\n\x1b[1;5Athree\n", ["one", "two", "three"]),
        (b"\x1b[A\x1b[B\x1b[3~ok\n", ["ok"]),
    ],
)
def test_escape_is_told_from_keys_that_begin_with_it(typed: bytes, heard: list[str]) -> None:
    told: list[str] = []

    async def scene() -> None:
        away, keys = pty.openpty()
        before = termios.tcgetattr(keys)
        with Terminal(keys, StringIO()).listening(told.append):
            os.write(away, typed)
            async with asyncio.timeout(20):
                while len(told) < len(heard):
                    await asyncio.sleep(0.01)
        assert termios.tcgetattr(keys) == before
        os.close(away)
        os.close(keys)

    asyncio.run(scene())
    assert told == heard
