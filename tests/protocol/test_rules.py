"""The rules of the wire: each broken once, with the field and the code that say so."""

from __future__ import annotations

import msgspec
import pytest

from quire.errors import InvalidRequest
from quire.protocol.items import Json
from quire.protocol.requests import read_request
from quire.protocol.rules import check

FUNCTION: Json = {"type": "function", "name": "f", "parameters": {}}
CALL: Json = {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"}
OUTPUT: Json = {"type": "function_call_output", "call_id": "c1", "output": "ok"}
USER: Json = {"role": "user", "content": "hi"}
REASONING: Json = {"type": "reasoning", "id": "rs_1", "summary": []}
ANSWER: Json = {"type": "message", "id": "msg_1", "role": "assistant", "content": "hello"}
SCHEMA: Json = {"type": "json_schema", "name": "n", "schema": {"type": "object"}}


def checked(**fields: object) -> None:
    check(read_request(msgspec.json.encode({"model": "m", "input": "hi", **fields})))


BROKEN: list[tuple[Json, str, str]] = [
    ({"input": None}, "input", "missing_required_parameter"),
    ({"model": ""}, "model", "missing_required_parameter"),
    ({"input": 7}, "input", "invalid_type"),
    ({"reasoning": {"effort": "huge"}}, "reasoning.effort", "unsupported_value"),
    ({"stream": "yes"}, "stream", "invalid_type"),
    ({"background": 1}, "background", "invalid_type"),
    ({"background": True, "store": False}, "background", "invalid_value"),
    (
        {"previous_response_id": "resp_1", "conversation": "conv_1"},
        "previous_response_id",
        "mutually_exclusive_parameters",
    ),
    ({"conversation": {}}, "conversation", "invalid_type"),
    ({"stream_options": {"include_obfuscation": True}}, "stream_options", "invalid_value"),
    ({"prompt": {"id": "p"}}, "prompt", "unsupported_parameter"),
    ({"max_output_tokens": 15}, "max_output_tokens", "integer_below_min_value"),
    ({"temperature": 2.1}, "temperature", "decimal_above_max_value"),
    ({"temperature": -1}, "temperature", "decimal_below_min_value"),
    ({"temperature": True}, "temperature", "invalid_type"),
    ({"top_p": 1.01}, "top_p", "decimal_above_max_value"),
    ({"top_logprobs": 21}, "top_logprobs", "integer_above_max_value"),
    ({"top_logprobs": 1.5}, "top_logprobs", "invalid_type"),
    ({"prompt_cache_key": "k" * 65}, "prompt_cache_key", "string_above_max_length"),
    ({"safety_identifier": "k" * 129}, "safety_identifier", "string_above_max_length"),
    ({"safety_identifier": 1}, "safety_identifier", "invalid_type"),
    ({"truncation": "middle"}, "truncation", "invalid_value"),
    ({"service_tier": "gold"}, "service_tier", "invalid_value"),
    ({"prompt_cache_retention": "1h"}, "prompt_cache_retention", "invalid_value"),
    (
        {"metadata": {str(number): "" for number in range(17)}},
        "metadata",
        "object_above_max_properties",
    ),
    ({"metadata": {"k" * 65: ""}}, "metadata", "string_above_max_length"),
    ({"metadata": {"k": "v" * 513}}, "metadata.k", "string_above_max_length"),
    ({"text": {"verbosity": "loud"}}, "text.verbosity", "invalid_value"),
    ({"text": {"format": {"type": "xml"}}}, "text.format.type", "invalid_value"),
    ({"text": {"format": "json"}}, "text.format", "invalid_type"),
    (
        {"text": {"format": {"type": "json_schema", "json_schema": SCHEMA}}},
        "text.format.name",
        "missing_required_parameter",
    ),
    ({"text": {"format": {**SCHEMA, "name": "a b"}}}, "text.format.name", "invalid_value"),
    (
        {"text": {"format": {"type": "json_schema", "name": "n"}}},
        "text.format.schema",
        "missing_required_parameter",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "f"}}]},
        "tools[0].name",
        "missing_required_parameter",
    ),
    ({"tools": [{"name": "f"}]}, "tools[0].type", "missing_required_parameter"),
    ({"tools": [{**FUNCTION, "name": "a.b"}]}, "tools[0].name", "invalid_value"),
    ({"tool_choice": "always"}, "tool_choice", "invalid_value"),
    ({"tool_choice": {"name": "f"}}, "tool_choice.type", "missing_required_parameter"),
    (
        {"tool_choice": {"type": "function"}},
        "tool_choice.name",
        "missing_required_parameter",
    ),
    (
        {"tools": [FUNCTION], "tool_choice": {"type": "function", "name": "g"}},
        "tool_choice",
        "invalid_value",
    ),
    ({"tool_choice": {"type": "shell"}}, "tool_choice", "invalid_value"),
    (
        {"tool_choice": {"type": "allowed_tools", "mode": "none", "tools": [FUNCTION]}},
        "tool_choice.mode",
        "invalid_value",
    ),
    ({"context_management": []}, "context_management", "array_below_min_length"),
    (
        {"context_management": [{"type": "compaction", "compact_threshold": 999}]},
        "context_management[0].compact_threshold",
        "integer_below_min_value",
    ),
    ({"context_management": [{}]}, "context_management[0].type", "invalid_value"),
    (
        {"input": [{**CALL, "call_id": ""}]},
        "input[0].call_id",
        "string_below_min_length",
    ),
    (
        {"input": [USER, {**CALL, "call_id": "c" * 65}]},
        "input[1].call_id",
        "string_above_max_length",
    ),
    (
        {"input": [{"role": "user", "content": "x" * (10 * 1024 * 1024 + 1)}]},
        "input[0].content",
        "string_above_max_length",
    ),
    ({"input": [{}]}, "input[0]", "missing_required_parameter"),
    ({"input": [{"type": "message"}]}, "input[0]", "missing_required_parameter"),
]


@pytest.mark.parametrize(("fields", "param", "code"), BROKEN, ids=lambda value: str(value)[:50])
def test_a_broken_rule_is_named(fields: dict[str, object], param: str, code: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        checked(**fields)
    assert (caught.value.param, caught.value.code, caught.value.status) == (param, code, 400)


KEPT: list[dict[str, object]] = [
    {},
    {"background": True},
    {"background": False, "store": False},
    {"input": None, "previous_response_id": "resp_1"},
    {"conversation": {"id": "conv_1"}},
    {"stream": True, "stream_options": {"include_obfuscation": False}},
    {"temperature": 0, "top_p": 1, "top_logprobs": 20, "max_output_tokens": 16},
    {"metadata": {"k" * 64: "v" * 512}, "prompt_cache_key": "k" * 64, "of_next_year": {}},
    {"text": {"format": SCHEMA, "verbosity": "low"}},
    {"tools": [{"type": "of_next_year"}, {"type": "tool_search"}], "tool_choice": "required"},
    {
        "tools": [{"type": "namespace", "name": "n", "description": "", "tools": [FUNCTION]}],
        "tool_choice": {"type": "function", "name": "f"},
    },
    {"tools": [{"type": "shell"}], "tool_choice": {"type": "shell"}},
    {"tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [FUNCTION]}},
    {"context_management": [{"type": "compaction", "compact_threshold": 1000}]},
    {"input": [USER, REASONING, CALL, OUTPUT]},
    {"input": [USER, REASONING, ANSWER, USER]},
    {"input": [OUTPUT], "previous_response_id": "resp_1"},
    {"input": [{"id": "fc_1"}, OUTPUT]},
]


@pytest.mark.parametrize("fields", KEPT, ids=lambda value: str(value)[:50])
def test_what_the_wire_does_not_forbid_passes(fields: dict[str, object]) -> None:
    checked(**fields)


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([USER, OUTPUT], "No tool call found for function call output with call_id c1."),
        ([OUTPUT, CALL], "No tool call found for function call output with call_id c1."),
        ([USER, CALL], "No tool output found for function call c1."),
        (
            [USER, REASONING, USER],
            "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
        ),
        (
            [USER, REASONING],
            "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
        ),
        (
            [{"type": "apply_patch_call_output", "call_id": "c2", "status": "completed"}],
            "No tool call found for apply patch call output with call_id c2.",
        ),
    ],
)
def test_unpaired_items_are_refused_in_the_words_clients_know(
    items: list[Json], message: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        checked(input=items)
    assert (caught.value.message, caught.value.param) == (message, "input")
