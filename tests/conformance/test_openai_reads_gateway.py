"""The official client's strict stream helper reads every stream that crosses the gateway."""

from __future__ import annotations

from typing import Any

import msgspec
import openai
import pytest

from quire.protocol.items import kind_of
from tests.conformance.test_openai_reads_streams import OUTPUTS
from tests.gateway.conftest import Script, Start

# What a client may ask for that changes how an answer is told.
WAYS: dict[str, dict[str, Any]] = {
    "plain": {"include": ["reasoning.encrypted_content"], "reasoning": {"summary": "auto"}},
    "background": {"background": True},
    "folded": {
        "store": False,
        "context_management": [{"type": "compaction", "compact_threshold": 1000}],
    },
}
SAID = {"type": "message", "role": "assistant", "content": "That is all."}
LONG = "word " * 1000


def read(client: openai.OpenAI, fields: dict[str, Any]) -> list[str]:
    """Read one stream with the strict helper; return the kinds of the answer's items."""
    with client.responses.stream(model="m", input=LONG, **fields) as stream:
        numbers = [event.sequence_number for event in stream]
        final = stream.get_final_response()
    assert numbers == list(range(len(numbers)))
    assert final.status == "completed"
    return [item.type for item in final.output]


@pytest.mark.parametrize("way", WAYS)
def test_every_item_is_read_in_every_way(start: Start, script: Script, way: str) -> None:
    answers = [{"items": [msgspec.json.decode(item.wire()), SAID]} for item in OUTPUTS.values()]
    client = start(upstream=script(*answers)).client()
    for item in OUTPUTS.values():
        folds = ["compaction"] if way == "folded" else []
        assert read(client, WAYS[way]) == [kind_of(item), "message", *folds]


def test_the_streams_of_a_chat_server_are_read(start: Start, script: Script) -> None:
    wishes = (
        {"reasoning": "Hm.", "text": "Well."},
        {"text": "I call.", "calls": [{"name": "f", "arguments": {"a": 1}}] * 2},
        {"calls": [{"name": "shell", "arguments": {"commands": ["ls"]}}]},
        {"calls": [{"name": "p", "arguments": {"input": "free"}}]},
    )
    tools = [{"type": "shell"}, {"type": "custom", "name": "p"},
             {"type": "function", "name": "f", "parameters": {}, "strict": False}]  # fmt: skip
    client = start("-c", "models.dialect=chat", upstream=script(*wishes)).client()
    assert [read(client, {"tools": tools}) for _ in wishes] == [
        ["reasoning", "message"], ["message", "function_call", "function_call"], ["shell_call"],
        ["custom_tool_call"],
    ]  # fmt: skip
