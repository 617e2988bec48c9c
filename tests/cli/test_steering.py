"""A line typed while Quire works reaches the model; Escape and Enter end the task."""

from __future__ import annotations

import json

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


def test_escape_and_enter_end_the_task(line: Line, upstream: Serve) -> None:
    upstream({"shell": ["sleep 60"]}, {"text": "Never."})
    with person(line, "--no-verify", "--model", "gpt-5.1-codex", "wait") as who:
        who.waits_for("$ sleep 60")
        who.types("\x1b")
        assert who.watches_to_the_end() == 130
        assert "STOPPED" in who.seen
