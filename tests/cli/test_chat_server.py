"""A task on a server that speaks only Chat Completions."""

from __future__ import annotations

import json

import pytest

from tests.cli.line import Line, Serve

PATCH = "*** Begin Patch\n*** Add File: note.txt\n+hello\n*** End Patch"


@pytest.mark.parametrize("model", ["gpt-5.1-codex", "qwen3-coder"])
def test_a_patch_arrives_from_a_plain_chat_server(line: Line, upstream: Serve, model: str) -> None:
    call = {"name": "apply_patch", "arguments": {"input": PATCH}}
    log = upstream({"calls": [call]}, {"text": "Written."})
    done = line.run("exec", "--model", model, "-c", "models.dialect=chat", "write a note")
    assert (done.returncode, done.stdout) == (0, "Written.\n")
    assert (line.folder / "note.txt").read_text() == "hello\n"
    asked = [json.loads(row) for row in log.read_text().splitlines()]
    assert {row["path"] for row in asked} == {"/v1/chat/completions"}
    called, told = asked[1]["body"]["messages"][-2:]
    assert called["tool_calls"][0]["function"]["name"] == "apply_patch"
    assert (told["role"], told["tool_call_id"]) == ("tool", "call_1_1")
