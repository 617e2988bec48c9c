"""The response object with every key that strict readers want."""

from __future__ import annotations

import msgspec

from quire.protocol.answers import echoed, full_response
from quire.protocol.narration import narrate
from quire.protocol.requests import read_request
from quire.protocol.responses import Response, Usage, read_response

PLAIN = read_request(b'{"model":"m","input":"hi"}')
ASKED = read_request(
    b'{"model":"m","input":"hi","instructions":"Be brief.","temperature":0.5,"store":false,'
    b'"metadata":{"a":"b"},"tools":[{"type":"function","name":"f"},{"type":"shell"}],'
    b'"tool_choice":"required","parallel_tool_calls":false,"text":{"verbosity":"low"},'
    b'"reasoning":{"effort":"high","context":"auto"},"prompt_cache_retention":"in-memory",'
    b'"conversation":"conv_1","max_output_tokens":100,"service_tier":"flex","background":true}'
)


def test_every_key_has_its_default() -> None:
    response = Response(id="resp_1", status="in_progress", model="m")
    whole = msgspec.json.decode(full_response(PLAIN, response, created_at=5, completed_at=6))
    assert whole == {
        "id": "resp_1",
        "object": "response",
        "created_at": 5,
        "completed_at": None,
        "status": "in_progress",
        "model": "m",
        "output": [],
        "usage": None,
        "error": None,
        "incomplete_details": None,
        "background": False,
        "frequency_penalty": 0,
        "instructions": None,
        "max_output_tokens": None,
        "max_tool_calls": None,
        "metadata": {},
        "parallel_tool_calls": True,
        "presence_penalty": 0,
        "previous_response_id": None,
        "prompt_cache_key": None,
        "prompt_cache_retention": None,
        "reasoning": None,
        "safety_identifier": None,
        "service_tier": "auto",
        "store": True,
        "temperature": 1,
        "text": {"format": {"type": "text"}, "verbosity": "medium"},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1,
        "truncation": "disabled",
        "user": None,
    }


def test_what_was_asked_is_echoed() -> None:
    told = echoed(ASKED, created_at=5)
    assert {**echoed(PLAIN, created_at=5), **told} == {
        **echoed(PLAIN, created_at=5),
        "instructions": "Be brief.",
        "temperature": 0.5,
        "store": False,
        "metadata": {"a": "b"},
        "tools": [
            {
                "type": "function",
                "name": "f",
                "description": None,
                "parameters": None,
                "strict": None,
            },
            {"type": "shell"},
        ],
        "tool_choice": "required",
        "parallel_tool_calls": False,
        "text": {"format": {"type": "text"}, "verbosity": "low"},
        "reasoning": {"effort": "high", "summary": None, "context": "auto"},
        "prompt_cache_retention": "in_memory",
        "conversation": {"id": "conv_1"},
        "max_output_tokens": 100,
        "service_tier": "flex",
        "background": True,
    }


def test_what_a_response_says_of_itself_wins_and_unknown_keys_stay() -> None:
    wire = (
        b'{"id":"resp_1","model":"m-2026","created_at":1,"temperature":0.1,"later":[1.50],'
        b'"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2,"cost_details":{}},'
        b'"output":[{"type":"of_next_year","x":1.50}],"user":null}'
    )
    data = full_response(ASKED, read_response(wire), created_at=5, completed_at=6)
    whole = msgspec.json.decode(data)
    assert (whole["model"], whole["created_at"], whole["temperature"]) == ("m-2026", 1, 0.1)
    assert (whole["status"], whole["completed_at"]) == ("completed", 6)
    assert whole["usage"]["cost_details"] == {}
    assert b'"later":[1.50]' in data
    assert b'"output":[{"type":"of_next_year","x":1.50}]' in data


def test_narrated_responses_carry_the_keys_and_end_with_their_time() -> None:
    rest = echoed(ASKED, created_at=5, completed_at=9)
    first, *_, last = narrate((), model="m", response_id="resp_1", usage=Usage(), rest=rest)
    begun, ended = (msgspec.json.decode(event.wire())["response"] for event in (first, last))
    assert (begun["completed_at"], ended["completed_at"]) == (None, 9)
    assert (
        set(begun)
        == set(ended)
        == {*echoed(ASKED, created_at=5)}
        | {*("id", "object", "status", "model", "error", "incomplete_details", "output", "usage")}
    )
    assert ended["usage"] == {
        "input_tokens": 0,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 0,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 0,
    }
