"""A Responses client whose upstream is a plain Chat Completions server."""

from __future__ import annotations

import json
from pathlib import Path

from openai.types.responses import (
    ResponseApplyPatchToolCall,
    ResponseCustomToolCall,
    ResponseFunctionShellToolCall,
)

from .conftest import Script, Start

CHAT = ("-c", "models.dialect=chat")
PATCH = {"type": "update_file", "path": "a.py", "diff": "@@\n-a\n+b\n"}
WISHES = {
    "reasoning": "Look first.",
    "text": "I will look.",
    "calls": [
        {"name": "shell", "arguments": {"commands": ["ls"]}},
        {"name": "apply_patch", "arguments": PATCH},
        {"name": "note", "arguments": {"input": "free text"}},
    ],
}
TOOLS = [{"type": "shell"}, {"type": "apply_patch"}, {"type": "custom", "name": "note"}]


def test_shell_patches_and_custom_tools_work_on_a_chat_server(
    start: Start, script: Script, tmp_path: Path
) -> None:
    client = start(*CHAT, upstream=script(WISHES, {"text": "Done."})).client()
    with client.responses.stream(model="tiny", input="Fix it.", tools=TOOLS) as stream:  # type: ignore[arg-type]  # as on the wire
        kinds = [event.type for event in stream]
        first = stream.get_final_response()
    assert kinds[:2] == ["response.created", "response.in_progress"]
    assert kinds[-1] == "response.completed"
    _, message, shell, patch, note = first.output
    assert message.type == "message"
    assert isinstance(shell, ResponseFunctionShellToolCall)
    assert shell.action.commands == ["ls"]
    assert isinstance(patch, ResponseApplyPatchToolCall)
    assert patch.operation.to_dict() == PATCH
    assert isinstance(note, ResponseCustomToolCall)
    assert note.input == "free text"

    results = [{"stdout": "a.py", "stderr": "", "outcome": {"type": "exit", "exit_code": 0}}]
    outputs = [
        {"type": "shell_call_output", "call_id": shell.call_id, "output": results},
        {"type": "apply_patch_call_output", "call_id": patch.call_id, "status": "completed"},
        {"type": "custom_tool_call_output", "call_id": note.call_id, "output": "noted"},
    ]
    second = client.responses.create(
        model="tiny",
        input=outputs,  # type: ignore[arg-type]  # as on the wire
        tools=TOOLS,  # type: ignore[arg-type]  # as on the wire
        previous_response_id=first.id,
    )
    assert second.output_text == "Done."
    lines = (tmp_path / "asked.jsonl").read_text().splitlines()
    messages = json.loads(lines[1])["body"]["messages"]
    assert [each["role"] for each in messages] == ["user", "assistant", "tool", "tool", "tool"]
    assert [call["function"]["name"] for call in messages[1]["tool_calls"]] == [
        "shell",
        "apply_patch",
        "note",
    ]
    assert (messages[1]["content"], messages[4]["content"]) == ("I will look.", "noted")
