"""Requests: read, written back, refused with the field at fault."""

from __future__ import annotations

import msgspec
import pytest

from quire.errors import InvalidRequest
from quire.protocol.items import Message, Part
from quire.protocol.requests import Request, Thinking, read_request

WHOLE: dict[str, object] = {
    "model": "m",
    "instructions": "Be brief.",
    "tools": [{"type": "of_next_year", "x": 1.5}],
    "tool_choice": {"type": "of_next_year"},
    "parallel_tool_calls": False,
    "reasoning": {"effort": "xhigh", "summary": "auto", "mode": "pro", "max_tokens": 5},
    "text": {"format": {"type": "text"}, "later": 1},
    "max_output_tokens": 100,
    "include": ["reasoning.encrypted_content"],
    "store": False,
    "stream": True,
    "prompt_cache_key": "k",
    "previous_response_id": "resp_1",
    "metadata": {"a": "b"},
    "input": [{"type": "message", "role": "user", "content": "hi", "later": None}],
    "temperature": 0,
    "background": None,
    "provider": {"order": ["a"]},
}


def test_a_request_crosses_whole() -> None:
    request = read_request(msgspec.json.encode(WHOLE))
    assert msgspec.json.decode(request.body()) == WHOLE
    assert read_request(request.body()) == request
    assert request.reasoning == Thinking(effort="xhigh", summary="auto", mode="pro")
    assert request.rest == {
        "reasoning": {"max_tokens": 5},
        "temperature": 0,
        "background": None,
        "provider": {"order": ["a"]},
    }


@pytest.mark.parametrize(
    "data",
    [
        b'{"model":"m","input":"hi"}',
        b'{"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"hi"}]}]}',
        b'{"model":"m","messages":"hi"}',
        b'{"model":"m","input":null,"messages":"hi","tools":null,"reasoning":null}',
    ],
)
def test_a_string_is_one_message_of_the_user(data: bytes) -> None:
    part = Part(type="input_text", text="hi")
    assert read_request(data) == Request(model="m", input=(Message(role="user", content=(part,)),))


@pytest.mark.parametrize(
    ("data", "param", "code"),
    [
        (b"", None, "invalid_value"),
        (b"[]", None, "invalid_type"),
        (b'{"input":"hi"}', "model", "missing_required_parameter"),
        (b'{"model":"m","tools":[1]}', "tools[0]", "invalid_type"),
        (b'{"model":"m","metadata":{"a":1}}', "metadata[...]", "invalid_type"),
        (b'{"model":"m","input":{}}', "input", "invalid_type"),
        (b'{"model":"\xff"}', None, "invalid_value"),
        (b'{"model":"m","x":' + b"[" * 50_000 + b"]" * 50_000 + b"}", None, "invalid_value"),
    ],
)
def test_what_is_no_request_is_refused(data: bytes, param: str | None, code: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read_request(data)
    assert (caught.value.param, caught.value.code) == (param, code)
