"""A task on a server that speaks only Chat Completions."""

from __future__ import annotations

import json

from tests.cli.line import Line, Serve

MODEL = ("--model", "gpt-5.1-codex", "-c", "models.dialect=chat")


def test_shell_and_patches_work_on_a_plain_chat_server(line: Line, upstream: Serve) -> None:
    operation = {"type": "create_file", "path": "note.txt", "diff": "+hello\n"}
    call = {"type": "apply_patch_call", "call_id": "p1", "operation": operation}
    log = upstream({"shell": ["echo hi"]}, {"items": [call]}, {"text": "Written."})
    done = line.run("exec", *MODEL, "write a note")
    assert (done.returncode, done.stdout) == (0, "Written.\n")
    assert (line.folder / "note.txt").read_text() == "hello\n"
    asked = [json.loads(row) for row in log.read_text().splitlines()]
    assert {row["path"] for row in asked} == {"/v1/chat/completions"}
    roles = [message["role"] for message in asked[2]["body"]["messages"]]
    assert roles[-4:] == ["assistant", "tool", "assistant", "tool"]
