"""The AI SDK's protocol both ways: call options in, parts and whole answers out."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from quire.errors import InvalidRequest
from quire.protocol import events, items
from quire.protocol.narration import narrate
from quire.protocol.responses import InputDetails, OutputDetails, Response, State, Usage
from quire.protocol.vercel_answers import Manner, PartWriter, whole_answer
from quire.protocol.vercel_orders import read_call

USER = {"role": "user", "content": [{"type": "text", "text": "hi"}]}
MANNER = Manner(version=3, generation="gen_1", created=1_762_992_000, model="m")
TOOLS = [
    {"type": "provider", "id": "openai.apply_patch", "name": "patch", "args": {}},
    {"type": "provider-defined", "id": "openai.shell", "name": "run", "args": {}},
    {"type": "function", "name": "look", "inputSchema": {"type": "object"}},
]
OPERATION = {"type": "update_file", "path": "a.py", "diff": "@@\n-a\n+b\n"}


def read(**fields: object) -> dict[str, Any]:
    body = {"prompt": [USER], **fields}
    order = read_call(json.dumps(body).encode(), "openai/m", stream=True)
    whole: dict[str, Any] = json.loads(order.request.body())
    return whole


def test_a_plain_call() -> None:
    assert read() == {
        "model": "openai/m",
        "include": ["reasoning.encrypted_content"],
        "store": False,
        "stream": True,
        "input": [{"role": "user", "content": [{"type": "input_text", "text": "hi"}]}],
    }


def test_settings_take_their_names() -> None:
    told = read(
        maxOutputTokens=5,
        temperature=0.1,
        topP=0.2,
        seed=7,
        stopSequences=["x"],
        reasoning="high",
        responseFormat={"type": "json", "schema": {"type": "object"}, "name": "n"},
        tools=TOOLS,
        toolChoice={"type": "tool", "toolName": "run"},
        providerOptions={
            "openai": {"textVerbosity": "low", "reasoningSummary": "auto", "store": True,
                       "parallelToolCalls": False, "strictJsonSchema": False},
            "gateway": {"order": ["a"]},
        },
    )  # fmt: skip
    del told["input"]
    assert told == {
        "model": "openai/m",
        "max_output_tokens": 16,
        "temperature": 0.1,
        "top_p": 0.2,
        "seed": 7,
        "stop": ["x"],
        "reasoning": {"effort": "high", "summary": "auto"},
        "text": {
            "format": {"type": "json_schema", "name": "n", "schema": {"type": "object"},
                       "strict": False},
            "verbosity": "low",
        },
        "tools": [
            {"type": "apply_patch"},
            {"type": "shell"},
            {"type": "function", "name": "look", "description": None,
             "parameters": {"type": "object"}, "strict": False},
        ],
        "tool_choice": {"type": "shell"},
        "store": True,
        "stream": True,
        "parallel_tool_calls": False,
        "include": ["reasoning.encrypted_content"],
        "providerOptions": {"gateway": {"order": ["a"]}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("media", "data", "part"),
    [
        ("image/png", "QUJD", {"type": "input_image", "image_url": "data:image/png;base64,QUJD"}),
        ("image/*", "QUJD", {"type": "input_image", "image_url": "data:image/png;base64,QUJD"}),
        ("image/png", "https://x/a", {"type": "input_image", "image_url": "https://x/a"}),
        ("image/png", {"type": "data", "data": "QUJD"},
         {"type": "input_image", "image_url": "data:image/png;base64,QUJD"}),
        ("image/png", {"type": "url", "url": "https://x/a"},
         {"type": "input_image", "image_url": "https://x/a"}),
        ("application/pdf", "data:application/pdf;base64,QUJD",
         {"type": "input_file", "file_data": "data:application/pdf;base64,QUJD"}),
        ("application/pdf", {"type": "url", "url": "https://x/a"},
         {"type": "input_file", "file_url": "https://x/a"}),
    ],
)  # fmt: skip
def test_files_of_both_versions(media: str, data: object, part: dict[str, object]) -> None:
    given = {"type": "file", "mediaType": media, "data": data}
    (message,) = read(prompt=[{"role": "user", "content": [given]}])["input"]
    (told,) = message["content"]
    told.pop("detail", None)
    assert told == part


def test_a_history_becomes_items() -> None:
    kept = {"openai": {"itemId": "rs_1", "reasoningEncryptedContent": "opaque"}}
    assistant = [
        {"type": "reasoning", "text": "One.", "providerOptions": kept},
        {"type": "reasoning", "text": "Two.", "providerOptions": kept},
        {"type": "text", "text": "Look:"},
        {"type": "tool-call", "toolCallId": "c1", "toolName": "look", "input": {"at": 1}},
        {"type": "tool-call", "toolCallId": "c2", "toolName": "patch",
         "input": {"callId": "c2", "operation": OPERATION}},
        {"type": "tool-call", "toolCallId": "c3", "toolName": "run",
         "input": {"action": {"commands": ["ls"], "timeoutMs": 9}}},
    ]  # fmt: skip
    results = [
        {"type": "tool-result", "toolCallId": "c1", "toolName": "look",
         "output": {"type": "json", "value": {"seen": 2}}},
        {"type": "tool-result", "toolCallId": "c2", "toolName": "patch",
         "output": {"type": "json", "value": {"status": "failed", "output": "no"}}},
        {"type": "tool-result", "toolCallId": "c3", "toolName": "run",
         "output": {"type": "json", "value": {"output": [
             {"stdout": "a", "stderr": "", "outcome": {"type": "exit", "exitCode": 1}}]}}},
    ]  # fmt: skip
    prompt = [
        {"role": "system", "content": "Be brief."},
        USER,
        {"role": "assistant", "content": assistant},
        {"role": "tool", "content": results},
    ]
    told = read(prompt=prompt, tools=TOOLS)["input"]
    assert [item.get("type", item.get("role")) for item in told] == [
        "system",
        "user",
        "reasoning",
        "assistant",
        "function_call",
        "apply_patch_call",
        "shell_call",
        "function_call_output",
        "apply_patch_call_output",
        "shell_call_output",
    ]
    assert told[2] == {
        "type": "reasoning",
        "id": "rs_1",
        "encrypted_content": "opaque",
        "summary": [
            {"type": "summary_text", "text": "One."},
            {"type": "summary_text", "text": "Two."},
        ],
    }
    assert (told[4]["arguments"], told[5]["operation"]) == ('{"at":1}', OPERATION)
    assert told[6]["action"]["timeout_ms"] == 9
    assert (told[7]["output"], told[8]["status"]) == ('{"seen":2}', "failed")
    assert told[9]["output"][0]["outcome"] == {"type": "exit", "exit_code": 1}


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ({"type": "text", "value": "x"}, "x"),
        ({"type": "error-text", "value": "no"}, "no"),
        ({"type": "error-json", "value": [1]}, "[1]"),
        ({"type": "execution-denied", "reason": "not now"}, "not now"),
        ({"type": "execution-denied"}, "The person refused this call."),
        (
            {"type": "content", "value": [{"type": "text", "text": "x"}]},
            [{"type": "input_text", "text": "x"}],
        ),
    ],
)
def test_results_of_tools(output: object, told: object) -> None:
    part = {"type": "tool-result", "toolCallId": "c", "toolName": "look", "output": output}
    (item,) = read(prompt=[{"role": "tool", "content": [part]}])["input"]
    assert item == {"type": "function_call_output", "call_id": "c", "output": told}


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"prompt": "hi"}, "prompt"),
        ({"prompt": [{"role": "pope", "content": []}]}, "prompt"),
        ({"prompt": [{"role": "user", "content": [{"type": "sound"}]}]}, "prompt"),
        ({"reasoning": "huge"}, "reasoning.effort"),
        ({"maxOutputTokens": "many"}, "maxOutputTokens"),
    ],
)
def test_what_cannot_be_used_is_named(fields: dict[str, object], param: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read(**fields)
    assert caught.value.param == param


USAGE = Usage(
    input_tokens=30,
    input_tokens_details=InputDetails(cached_tokens=10),
    output_tokens=20,
    output_tokens_details=OutputDetails(reasoning_tokens=5),
    total_tokens=50,
    cost=0.000125,
)
ANSWER: tuple[items.Item, ...] = (
    items.Reasoning(
        id="rs_1",
        summary=(items.Part(type="summary_text", text="Hm."),),
        encrypted_content="opaque",
    ),
    items.Message(id="msg_1", role="assistant", content=(items.output_text("Hi."),)),
    items.FunctionCall(id="fc_1", call_id="c1", name="look", arguments='{"at":1}'),
    items.ShellCall(id="sh_1", call_id="c2", action=items.ShellAction(commands=("ls",))),
)
KEPT = {"openai": {"itemId": "rs_1", "reasoningEncryptedContent": "opaque"}}
MARK = {"gateway": {"generationId": "gen_1"}}
SHELL = {"type": "tool-call", "toolCallId": "c2", "toolName": "run",
         "input": '{"action":{"commands":["ls"]}}'}  # fmt: skip


def parts(manner: Manner = MANNER) -> list[dict[str, object]]:
    writer = PartWriter(manner, lambda response: {"message": "broken"})
    told = narrate(ANSWER, model="m", usage=USAGE, rest={"quire": {"provider": "p", "attempt": 1}})
    return [part for event in told for part in writer.feed(event)]


def test_events_become_parts_in_order() -> None:
    named = msgspec.structs.replace(MANNER, names={"shell": "run"})
    *told, finish = parts(named)
    assert told == [
        {"type": "stream-start", "warnings": []},
        {"type": "response-metadata", "id": "gen_1", "timestamp": "2025-11-13T00:00:00Z",
         "modelId": "m"},
        {"type": "reasoning-start", "id": "rs_1:0", "providerMetadata": MARK},
        {"type": "reasoning-delta", "id": "rs_1:0", "delta": "Hm."},
        {"type": "reasoning-end", "id": "rs_1:0", "providerMetadata": KEPT},
        {"type": "text-start", "id": "msg_1"},
        {"type": "text-delta", "id": "msg_1", "delta": "Hi."},
        {"type": "text-end", "id": "msg_1"},
        {"type": "tool-input-start", "id": "c1", "toolName": "look"},
        {"type": "tool-input-delta", "id": "c1", "delta": '{"at":1}'},
        {"type": "tool-input-end", "id": "c1"},
        {"type": "tool-call", "toolCallId": "c1", "toolName": "look", "input": '{"at":1}'},
        {"type": "tool-input-start", "id": "c2", "toolName": "run"},
        {"type": "tool-input-delta", "id": "c2", "delta": SHELL["input"]},
        {"type": "tool-input-end", "id": "c2"},
        SHELL,
    ]  # fmt: skip
    assert finish == {
        "type": "finish",
        "finishReason": {"unified": "tool-calls", "raw": "completed"},
        "usage": {
            "inputTokens": {"total": 30, "noCache": 20, "cacheRead": 10, "cacheWrite": 0},
            "outputTokens": {"total": 20, "text": 15, "reasoning": 5},
        },
        "providerMetadata": {
            "gateway": {
                "generationId": "gen_1",
                "cost": "0.000125",
                "routing": {
                    "originalModelId": "m",
                    "finalProvider": "p",
                    "modelAttemptCount": 1,
                    "attempts": [{"provider": "p", "success": True}],
                },
            }
        },
    }


def test_version_two_is_flat() -> None:
    *_, finish = parts(msgspec.structs.replace(MANNER, version=2))
    assert finish["finishReason"] == "tool-calls"
    assert finish["usage"] == {
        "inputTokens": 30,
        "outputTokens": 20,
        "totalTokens": 50,
        "reasoningTokens": 5,
        "cachedInputTokens": 10,
    }


def test_a_whole_answer() -> None:
    response = Response(id="resp_1", status="completed", output=ANSWER, usage=USAGE)
    told = whole_answer(response, msgspec.structs.replace(MANNER, names={"shell": "run"}))
    assert told["content"] == [
        {"type": "reasoning", "text": "Hm.", "providerMetadata": {**KEPT, **MARK}},
        {"type": "text", "text": "Hi."},
        {"type": "tool-call", "toolCallId": "c1", "toolName": "look", "input": '{"at":1}'},
        SHELL,
    ]


@pytest.mark.parametrize(
    ("status", "reason", "unified"),
    [
        ("completed", None, "stop"),
        ("incomplete", "max_output_tokens", "length"),
        ("incomplete", "content_filter", "content-filter"),
        ("incomplete", "other", "other"),
        ("failed", None, "error"),
    ],
)
def test_finish_reasons(status: State, reason: str | None, unified: str) -> None:
    response = Response(
        id="resp_1", status=status, incomplete_details={"reason": reason} if reason else None
    )
    told = whole_answer(response, MANNER)["finishReason"]
    assert told == {"unified": unified, "raw": reason or status}


def test_a_failure_is_an_error_part_and_an_end() -> None:
    writer = PartWriter(MANNER, lambda response: {"message": "broken"})
    failed = events.Failed(response=Response(id="resp_1", status="failed"))
    error, finish = writer.feed(failed)
    assert error == {"type": "error", "error": {"message": "broken"}}
    assert finish["type"] == "finish"
