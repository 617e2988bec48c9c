"""Chat Completions through a real server, with the official client."""

from __future__ import annotations

from pathlib import Path

import httpx2
import openai
import pytest
from openai.types.chat import ChatCompletionToolParam

from .conftest import Gateway, Script, Start, asked

LOOK: ChatCompletionToolParam = {
    "type": "function",
    "function": {"name": "look", "parameters": {"type": "object", "properties": {}}},
}
CALL = {"reasoning": "Hm.", "text": "Let me look.", "calls": [{"name": "look"}]}
USAGE = {"input_tokens": 9, "output_tokens": 3, "total_tokens": 12}


def test_the_engine_chats(gateway: Gateway) -> None:
    made = gateway.client().chat.completions.create(
        model="quire/standard", messages=[{"role": "user", "content": "hello"}]
    )
    (choice,) = made.choices
    assert choice.finish_reason == "stop"
    assert (choice.message.content or "").startswith("Hello. I am quire/standard")
    assert made.id.startswith("chatcmpl-")
    assert made.model == "quire/standard"
    assert made.usage is not None
    assert made.usage.total_tokens == made.usage.prompt_tokens + made.usage.completion_tokens


def test_a_stream_adds_up_to_the_whole(start: Start, script: Script) -> None:
    client = start(upstream=script({**CALL, "usage": USAGE, "times": 2})).client()
    request = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "tools": [LOOK]}
    whole = client.chat.completions.create(**request)  # type: ignore[call-overload]  # shared
    stream = client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    )  # type: ignore[call-overload]  # shared
    chunks = list(stream)
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    pieces = [call for delta in deltas for call in delta.tool_calls or ()]
    assert (pieces[0].id, pieces[0].function.name) == ("call_2_1", "look")
    assert [call.function.arguments for call in whole.choices[0].message.tool_calls] == ["{}"]
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "tool_calls"
    assert chunks[-1].usage.total_tokens == whole.usage.total_tokens == 12
    assert len({(chunk.id, chunk.created, chunk.model) for chunk in chunks}) == 1


def test_the_wire_of_a_stream(start: Start, script: Script) -> None:
    gateway = start(upstream=script({"text": "Hi."}))
    body = {"model": "m", "messages": [{"role": "user", "content": "x"}], "stream": True}
    headers = {"authorization": f"Bearer {gateway.key}"}
    got = httpx2.post(f"{gateway.address}/chat/completions", json=body, headers=headers)
    frames = got.text.split("\n\n")
    assert frames[-2:] == ["data: [DONE]", ""]
    assert all(frame.startswith("data: ") for frame in frames[:-1])


def test_a_chat_reaches_the_upstream_as_responses(
    start: Start, script: Script, tmp_path: Path
) -> None:
    client = start(upstream=script({"text": "Seen."})).client()
    client.chat.completions.create(
        model="gpt-5.1-codex",
        messages=[
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "look"},
            {"role": "assistant", "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{}"}}
            ]},
            {"role": "tool", "tool_call_id": "c1", "content": "a tree"},
        ],
        tools=[LOOK],
        reasoning_effort="high",
        max_completion_tokens=99,
        seed=7,
    )  # fmt: skip
    (body,) = asked(tmp_path)
    assert [item["type"] for item in body["input"]] == [  # type: ignore[attr-defined]
        "message",
        "message",
        "function_call",
        "function_call_output",
    ]
    assert (body["model"], body["reasoning"], body["max_output_tokens"], body["store"]) == (
        "gpt-5.1-codex",
        {"effort": "high"},
        99,
        False,
    )
    assert "seed" not in body


@pytest.mark.parametrize(
    ("fields", "status", "code", "param"),
    [
        ({"model": "quire/none"}, 404, "model_not_found", "model"),
        ({"n": 2}, 400, "unsupported_value", "n"),
        ({"tools": [{"type": "shell"}]}, 400, "unsupported_value", "tools"),
        ({"temperature": 9}, 400, "decimal_above_max_value", "temperature"),
        ({"messages": []}, 400, "missing_required_parameter", "messages"),
        ({"messages": 5}, 400, "invalid_type", "messages"),
        ({"messages": [{"role": "tool", "tool_call_id": "c", "content": "x"}]}, 400,
         "invalid_value", "messages"),
        ({"max_tokens": -1}, 400, "integer_below_min_value", "max_tokens"),
        ({"max_completion_tokens": 0}, 400, "integer_below_min_value", "max_completion_tokens"),
        ({"stream": "yes"}, 400, "invalid_type", "stream"),
        ({"reasoning_effort": "x"}, 400, "unsupported_value", "reasoning_effort"),
        ({"response_format": {"type": "x"}}, 400, "invalid_value", "response_format"),
        ({"response_format": {"type": "json_schema"}}, 400, "missing_required_parameter",
         "response_format"),
        ({"tools": [{"type": "function"}]}, 400, "missing_required_parameter", "tools"),
    ],
)  # fmt: skip
def test_a_wrong_chat_is_told_what_is_wrong(
    gateway: Gateway, fields: dict[str, object], status: int, code: str, param: str
) -> None:
    body = {"model": "quire/mini", "messages": [{"role": "user", "content": "x"}], **fields}
    with pytest.raises(openai.APIStatusError) as caught:
        gateway.client().post("/chat/completions", body=body, cast_to=object)
    error = caught.value
    assert (error.status_code, error.code, error.param) == (status, code, param)
    assert "/v1/responses of" not in error.message


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v3/ai/language-model"])
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{}", "Missing required parameter: '"),
        (b'{"model":"\xff","tools":[{"type":"\xff"}]}', "'utf-8'"),
        (b'{"tools":[{"x":' + b"[" * 100_000, "Invalid body: "),
        (b"", "Invalid body: "),
    ],
)
def test_a_body_that_is_no_chat_is_refused(
    gateway: Gateway, path: str, body: bytes, words: str
) -> None:
    answer = httpx2.post(
        gateway.address.removesuffix("/v1") + path, content=body,
        headers={"authorization": f"Bearer {gateway.key}", "ai-language-model-id": "quire/mini"},
    )  # fmt: skip
    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]


def test_an_answer_that_breaks_says_so_in_its_stream(start: Start, script: Script) -> None:
    client = start(upstream=script({"text": "Half", "fault": "cut", "after": 6})).client()
    stream = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "x"}], stream=True
    )
    with pytest.raises(openai.APIError, match="The connection to"):
        list(stream)


def test_length_is_a_finish_reason(start: Start, script: Script) -> None:
    client = start(upstream=script({"text": "Half", "fault": "incomplete"})).client()
    made = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])
    assert made.choices[0].finish_reason == "length"


MAIL: dict[str, object] = {
    "name": "send_mail",
    "parameters": {
        "type": "object",
        "properties": {"to": {"type": "string"}},
        "required": ["to"],
    },
}
AGE: dict[str, object] = {
    "name": "person",
    "strict": True,
    "schema": {
        "type": "object",
        "properties": {"age": {"type": "integer"}},
        "required": ["age"],
        "additionalProperties": False,
    },
}
CHAT_WISH: dict[str, object] = {
    "tools": [{"type": "function", "function": MAIL}], "tool_choice": "required"
}  # fmt: skip
WISH: dict[str, object] = {"tools": [{"type": "function", **MAIL}], "tool_choice": "required"}


def sent(gateway: Gateway, path: str, said: str, wish: dict[str, object]) -> httpx2.Response:
    """Send the engine an order in one of both dialects."""
    words = [{"role": "user", "content": said}]
    body = {"model": "quire/mini", "messages" if "chat" in path else "input": words, **wish}
    headers = {"authorization": f"Bearer {gateway.key}"}
    return httpx2.post(gateway.address + path, json=body, headers=headers, timeout=20)


@pytest.mark.parametrize(("path", "wish"), [("/chat/completions", CHAT_WISH), ("/responses", WISH)])
def test_the_engine_makes_a_demanded_call_from_the_words_alone(
    gateway: Gateway, path: str, wish: dict[str, object]
) -> None:
    body = sent(gateway, path, "Fix the tests and tell Bob", wish).json()
    if path == "/responses":
        (call,) = (item for item in body["output"] if item["type"] == "function_call")
    else:
        assert body["choices"][0]["finish_reason"] == "tool_calls"
        call = body["choices"][0]["message"]["tool_calls"][0]["function"]
    assert (call["name"], call["arguments"]) == ("send_mail", '{"to":"Bob"}')


@pytest.mark.parametrize(
    ("path", "wish", "param"),
    [
        ("/chat/completions", CHAT_WISH, "tool_choice"),
        ("/responses", WISH, "tool_choice"),
        ("/responses", {**WISH, "stream": True}, "tool_choice"),
        (
            "/chat/completions",
            {"response_format": {"type": "json_schema", "json_schema": AGE}},
            "response_format",
        ),
        ("/responses", {"text": {"format": {"type": "json_schema", **AGE}}}, "text.format"),
    ],
)
def test_the_engine_refuses_a_form_that_it_cannot_fill(
    gateway: Gateway, path: str, wish: dict[str, object], param: str
) -> None:
    got = sent(gateway, path, "hello", wish)
    error = got.json()["error"]
    assert (got.status_code, error["param"], error["code"]) == (400, param, "unsupported_value")
